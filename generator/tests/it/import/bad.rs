//! Everything that an import refuses: one folder a case in `generator/tests/fixtures/import/bad`, with the message and its place.
//!
//! The entry files of a case stand in its folder `svc`; what stands elsewhere can only be referred to.

use std::fs;

use expect_test::expect_file;
use generator::import::{Prose, import};
use kit::repo;

use super::{Folder, Memory, lines};

#[test]
fn every_case_is_refused_as_it_should_be() {
    let cases = fs::read_dir(repo::root().join("generator/tests/fixtures/import/bad")).expect("a folder");
    let mut cases: Vec<_> = cases.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    assert!(cases.len() > 20);
    let mut accepted = Vec::new();
    for case in cases {
        let mut folder = Folder(case.clone());
        let entries = folder.entries("svc");
        match import(&entries, &mut folder, Prose::Drop) {
            Ok(imported) => accepted.push(format!("{} was accepted:\n{}", case.display(), imported.text)),
            Err(diagnostics) => expect_file![case.join("expected.err")].assert_eq(&lines(&diagnostics)),
        }
    }
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
}

/// A tree is no cycle, and neither is a map of itself.
#[test]
fn recursion_through_a_member_is_welcome() {
    let text = r##"{ "swagger": "2.0", "info": { "title": "T", "version": "1" },
      "paths": { "/a": { "get": { "operationId": "A_Get",
        "responses": { "200": { "description": "", "schema": { "$ref": "#/definitions/A" } } } } } },
      "definitions": { "A": {
        "properties": { "left": { "$ref": "#/definitions/A" } },
        "additionalProperties": { "$ref": "#/definitions/A" } } } }"##;
    let mut files = Memory([("svc/a.json".to_owned(), text.to_owned())].into());
    let imported =
        import(&["svc/a.json".into()], &mut files, Prose::Drop).unwrap_or_else(|bad| panic!("{}", lines(&bad)));
    assert_eq!(imported.text.matches("$ref: '#/components/schemas/A'").count(), 3);
}

/// What the reader says of an entry file is passed on.
#[test]
fn a_file_that_cannot_be_read() {
    let refused = import(&["svc/a.json".into()], &mut Memory([].into()), Prose::Drop).expect_err("refused");
    assert_eq!(lines(&refused), "svc/a.json: unreadable: cannot be read\n");
}
