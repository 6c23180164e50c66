//! The published descriptions, where they are at hand: importing them gives what is committed.

use std::fs;

use generator::import::{Prose, import};
use kit::{repo, specs};

use super::{Folder, lines};

/// The folder of an api-version below `specification`.
fn source(version: &str) -> String {
    format!("apimanagement/resource-manager/Microsoft.ApiManagement/stable/{version}")
}

fn gives_what_is_committed(version: &str) {
    let Some(published) = repo::published() else { return };
    let mut checkout = Folder(published.join("specification"));
    if !checkout.0.join(source(version)).is_dir() {
        return eprintln!("{version} is not in {}", published.display());
    }
    let entries = checkout.entries(&source(version));
    let imported = import(&entries, &mut checkout, Prose::Drop).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    let committed = fs::read_to_string(repo::root().join(format!("specs/apimanagement/{version}.yaml")));
    assert!(
        imported.text == committed.expect("a committed file"),
        "specs/apimanagement/{version}.yaml is out of date; run: cargo xtask import {}/specification/{} specs/apimanagement/{version}.yaml",
        published.display(),
        source(version)
    );
    assert_eq!(lines(&imported.warnings), "");
}

#[test]
fn every_version_gives_what_is_committed() {
    specs::versions().for_each(gives_what_is_committed);
}

/// Prose makes the file longer and changes no name and no fact.
#[test]
fn prose_does_not_get_in_the_way() {
    let Some(published) = repo::published() else { return };
    let mut checkout = Folder(published.join("specification"));
    let entries = checkout.entries(&source("2021-08-01"));
    let with = import(&entries, &mut checkout, Prose::Keep).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    let without = import(&entries, &mut checkout, Prose::Drop).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    assert!(with.text.len() > without.text.len() + 100_000);
    let facts =
        |text: &str| super::walk::openapi::all_facts(&generator::spec::yaml::parse("x.yaml", text).expect("YAML"));
    assert_eq!(facts(&with.text), facts(&without.text));
}
