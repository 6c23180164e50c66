//! The committed descriptions as models, each read once a process.

use std::{collections::BTreeMap, sync::LazyLock};

use generator::model::{Api, Operation};

use crate::pipeline::published;

/// The api-versions, oldest first.
pub const VERSIONS: [&str; 2] = ["2021-08-01", "2024-05-01"];

/// The model of an api-version.
///
/// # Panics
/// If there is no such description, or something is wrong with it.
#[must_use]
pub fn api(version: &str) -> &'static Api {
    static KNOWN: LazyLock<BTreeMap<&str, Api>> =
        LazyLock::new(|| VERSIONS.iter().map(|version| (*version, published(version).api)).collect());
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
