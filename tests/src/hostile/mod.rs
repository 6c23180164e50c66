//! Hostile input: what must hold whatever bytes come, one plain function an entrance of the product.
//!
//! The fuzz targets in `tests/fuzz` call these functions and nothing else, and the test suite calls them on every seed of the
//! committed corpus, so a crash that was found once is a seed that every run of the tests goes through again.
//!
//! A function panics when something does not hold; that is its whole interface. What must hold everywhere: no panic in the
//! product, an end in good time, and memory in proportion to the input.

mod checkout;
mod diff;
mod edit;
mod import;
mod kept;
mod lower;
mod response;
mod saved;
mod script;
mod through;
pub mod words;

use std::{fs, path::PathBuf};

pub use self::{diff::diff, import::import, lower::lower, response::response, saved::saved};
use kit::repo;

/// An entrance, by the name of its fuzz target.
pub type Target = (&'static str, fn(&[u8]));

/// Every entrance.
pub const TARGETS: [Target; 5] =
    [("diff", diff), ("import", import), ("lower", lower), ("response", response), ("saved", saved)];

/// The committed seeds of a target: name and bytes, sorted by name.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = repo::root().join("tests/fuzz/corpus").join(target);
    let mut paths: Vec<PathBuf> = Vec::new();
    repo::walk(&folder, &mut paths);
    paths.sort();
    let name = |path: &PathBuf| path.strip_prefix(&folder).expect("the walk starts there").display().to_string();
    paths.iter().map(|path| (name(path), fs::read(path).expect("a seed can be read"))).collect()
}
