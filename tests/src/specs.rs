//! The committed descriptions as models, each read once a process.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use generator::{
    lower::{Facts, lower},
    model::{Api, Operation},
    spec::load,
};

use crate::repo;

/// The api-versions, oldest first.
pub const VERSIONS: [&str; 2] = ["2021-08-01", "2024-05-01"];

/// The model of an api-version.
///
/// # Panics
/// If there is no such description, or something is wrong with it.
#[must_use]
pub fn api(version: &str) -> &'static Api {
    static KNOWN: LazyLock<BTreeMap<&str, Api>> =
        LazyLock::new(|| VERSIONS.iter().map(|version| (*version, read(version))).collect());
    &KNOWN[version]
}

/// The models of all versions.
#[must_use]
pub fn all() -> [&'static Api; 2] {
    VERSIONS.map(api)
}

/// An operation by its id.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn operation(api: &'static Api, id: &str) -> &'static Operation {
    api.operations.iter().find(|op| op.id == id).unwrap_or_else(|| panic!("no operation {id}"))
}

fn read(version: &str) -> Api {
    let text = |name: &str| {
        let path = repo::root().join("specs/apimanagement").join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let name = format!("{version}.yaml");
    let (overlay, secrets, posts) = (text("prose.overlay.yaml"), text("secrets.toml"), text("read-only-posts.toml"));
    let document = load(&name, &text(&name), Some(("prose.overlay.yaml", &overlay))).expect("the description loads");
    let facts = Facts::parse(Some(("secrets.toml", &secrets)), Some(("read-only-posts.toml", &posts)));
    let (api, _) = lower(&document, &facts.expect("the facts are well written"));
    api
}
