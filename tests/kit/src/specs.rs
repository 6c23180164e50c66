//! The committed descriptions as models, each read once a process.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{LazyLock, OnceLock},
};

use generator::model::{Api, Operation};

use crate::{pipeline::published, repo};

/// The two api-versions that the README and the guide are about, oldest first. A test that names an operation names one of
/// these; what is true of every version is tried on [`versions`].
pub const NAMED: [&str; 2] = ["2021-08-01", "2024-05-01"];

static KNOWN: LazyLock<BTreeMap<String, OnceLock<Api>>> = LazyLock::new(|| {
    let folder = repo::root().join("specs/apimanagement");
    let files = fs::read_dir(folder).expect("the descriptions stand there").map(|entry| entry.expect("a file").path());
    let names = files.filter_map(|path| Some(path.file_name()?.to_str()?.strip_suffix(".yaml")?.to_owned()));
    names.filter(|name| !name.ends_with(".overlay")).map(|version| (version, OnceLock::new())).collect()
});

/// Every api-version with a description in `specs/apimanagement/`, oldest first.
pub fn versions() -> impl ExactSizeIterator<Item = &'static str> {
    KNOWN.keys().map(String::as_str)
}

/// The model of an api-version.
///
/// # Panics
/// If there is no such description, or something is wrong with it.
#[must_use]
pub fn api(version: &str) -> &'static Api {
    KNOWN[version].get_or_init(|| published(version).api)
}

/// The models of all versions.
#[must_use]
pub fn all() -> Vec<&'static Api> {
    versions().map(api).collect()
}

/// The models of the versions that have a name in tests.
#[must_use]
pub fn named() -> [&'static Api; 2] {
    NAMED.map(api)
}

/// The folder `specification` of the published descriptions, if that is at hand and an api-version stands there. Says so if not.
///
/// # Panics
/// If a version of [`NAMED`] is not among them.
#[must_use]
pub fn published_with(version: &str) -> Option<PathBuf> {
    let folder = repo::published()?.join("specification");
    if folder.join(repo::stable(version)).is_dir() {
        return Some(folder);
    }
    assert!(!NAMED.contains(&version), "{}: {version} is not there", folder.display());
    eprintln!("skipped: {version} is not in {}", folder.display());
    None
}

/// How many operations of a description have a key, counted without any parser: what a model must have as many of. Operations stand
/// three levels deep, which tells their keys from members of that name.
///
/// # Panics
/// If there is no such description.
#[must_use]
pub fn count(version: &str, key: &str) -> usize {
    let path = repo::root().join("specs/apimanagement").join(format!("{version}.yaml"));
    let text = fs::read_to_string(path).expect("the description is there");
    let start = format!("      {key}:");
    text.lines().filter(|line| line.starts_with(&start)).count()
}

/// An operation by its id.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn operation(api: &'static Api, id: &str) -> &'static Operation {
    api.operations.iter().find(|op| op.id == id).unwrap_or_else(|| panic!("no operation {id}"))
}
