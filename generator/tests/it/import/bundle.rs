//! A service with every construct that the importer knows, in several files.

use std::{collections::BTreeMap, fs};

use expect_test::{expect, expect_file};
use generator::import::{Imported, Prose, import};
use kit::repo;

use super::{Folder, Memory, lines};

const ENTRIES: &str = "svc/stable/v1";

fn folder() -> Folder {
    Folder(repo::root().join("generator/tests/fixtures/import/bundle/specification"))
}

fn imported(prose: Prose) -> Imported {
    let mut folder = folder();
    let entries = folder.entries(ENTRIES);
    import(&entries, &mut folder, prose).unwrap_or_else(|refused| panic!("{}", lines(&refused)))
}

#[test]
fn facts() {
    let imported = imported(Prose::Drop);
    expect_file!["../../fixtures/import/bundle/facts.yaml"].assert_eq(&imported.text);
    expect![[""]].assert_eq(&lines(&imported.warnings));
    let expected = expect![[r#"
        [
            "svc/stable/v1/definitions.json#/parameters/SharedBody",
            "svc/stable/v1/definitions.json#/parameters/UnusedParameter",
            "svc/stable/v1/pets.json#/definitions/NobodyRefersToMe",
        ]
    "#]];
    expected.assert_debug_eq(&imported.left_out);
}

#[test]
fn facts_hold_no_prose() {
    let text = imported(Prose::Drop).text;
    assert!(!text.contains("Prose"), "{text}");
}

#[test]
fn facts_and_prose() {
    let imported = imported(Prose::Keep);
    expect_file!["../../fixtures/import/bundle/prose.yaml"].assert_eq(&imported.text);
    expect![[""]].assert_eq(&lines(&imported.warnings));
}

/// What a description says of an API does not follow from the order in which it says it.
#[test]
fn names_and_bytes_do_not_depend_on_the_order_of_files() {
    let folder = folder();
    let mut entries = folder.entries(ENTRIES);
    entries.reverse();
    let mut texts = BTreeMap::new();
    for path in entries.iter().map(String::as_str).chain(["common-types/v1/types.json", "common-types/v2/types.json"]) {
        texts.insert(path.to_owned(), fs::read_to_string(folder.0.join(path)).expect("a fixture"));
    }
    let again = import(&entries, &mut Memory(texts), Prose::Drop).expect("imports");
    assert_eq!(again, imported(Prose::Drop));
}
