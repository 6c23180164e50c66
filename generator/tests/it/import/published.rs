//! The published descriptions, where they are at hand: importing them gives what is committed.

use std::fs;

use generator::import::{Prose, import};
use kit::{
    repo::{self, stable},
    specs,
};

use super::{Folder, lines};

fn gives_what_is_committed(version: &str) {
    let Some(specification) = specs::published_with(version) else { return };
    let mut checkout = Folder(specification.clone());
    let entries = checkout.entries(&stable(version));
    let imported = import(&entries, &mut checkout, Prose::Drop).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    let committed = fs::read_to_string(repo::root().join(format!("specs/apimanagement/{version}.yaml")));
    assert!(
        imported.text == committed.expect("a committed file"),
        "specs/apimanagement/{version}.yaml is out of date; run: cargo xtask import {}/{} specs/apimanagement/{version}.yaml",
        specification.display(),
        stable(version)
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
    let Some(specification) = specs::published_with("2021-08-01") else { return };
    let mut checkout = Folder(specification);
    let entries = checkout.entries(&stable("2021-08-01"));
    let with = import(&entries, &mut checkout, Prose::Keep).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    let without = import(&entries, &mut checkout, Prose::Drop).unwrap_or_else(|refused| panic!("{}", lines(&refused)));
    assert!(with.text.len() > without.text.len() + 100_000);
    let facts =
        |text: &str| super::walk::openapi::all_facts(&generator::spec::yaml::parse("x.yaml", text).expect("YAML"));
    assert_eq!(facts(&with.text), facts(&without.text));
}
