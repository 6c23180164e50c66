//! The command on real folders: what it reads, what it refuses, and that a refusal changes nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{flags, report::Refused};

const DOCUMENT: &str = r#"{ "swagger": "2.0", "info": { "title": "T", "version": "1" }, "paths": { "/a": { "get": {
  "operationId": "A_Get", "responses": { "200": { "description": "", "schema": { "$ref": "REFERENCE" } } } } } } }"#;

const SHARED: &str = r#"{ "swagger": "2.0", "definitions": { "B": { "type": "object" } } }"#;

/// A checkout with one service that refers to `reference`.
fn checkout(reference: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("specification/svc/stable/v1");
    put(&source.join("a.json"), &DOCUMENT.replace("REFERENCE", reference));
    put(&folder.path().join("specification/common/types.json"), SHARED);
    (folder, source)
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn run(source: &Path, out: &Path) -> Result<(), String> {
    let import = flags::Import { src_dir: source.into(), out_file: out.into(), with_descriptions: false };
    let result = import.run().map(|_| ());
    result.map_err(|error| error.downcast::<Refused>().expect("diagnostics").to_string())
}

/// The refusal without the temporary folder's name.
#[track_caller]
fn refusal(folder: &TempDir, source: &Path, out: &Path) -> String {
    let before = fs::read(out).ok();
    let refused = run(source, out).expect_err("refused");
    assert_eq!(fs::read(out).ok(), before, "a refusal changes nothing");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    refused.replace(&format!("{}/", root.display()), "").replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn references_go_up_to_the_folder_named_specification() {
    let (folder, source) = checkout("../../../common/types.json#/definitions/B");
    let out = folder.path().join("out.yaml");
    run(&source, &out).expect("imports");
    let first = fs::read_to_string(&out).expect("written");
    assert!(first.contains("#/components/schemas/B"));
    let written = fs::metadata(&out).and_then(|metadata| metadata.modified()).expect("a time");
    run(&source, &out).expect("imports again");
    assert_eq!(fs::metadata(&out).and_then(|metadata| metadata.modified()).expect("a time"), written);
    fs::write(&out, "by hand").expect("written");
    run(&source, &out).expect("imports again");
    assert_eq!(fs::read_to_string(&out).expect("written"), first);
}

#[test]
fn references_stay_in_the_folder_where_nothing_is_named_specification() {
    let (folder, source) = checkout("../../../common/types.json#/definitions/B");
    fs::rename(folder.path().join("specification"), folder.path().join("other")).expect("renamed");
    let source =
        folder.path().join("other").join(source.strip_prefix(folder.path().join("specification")).expect("below"));
    assert_eq!(
        refusal(&folder, &source, &folder.path().join("out.yaml")),
        "other/svc/stable/v1/a.json:2:82: ref-outside: \"../../../common/types.json\" leaves the root of the checkout; \
         refer to a file of the checkout by a relative path"
    );
}

#[test]
fn folders_that_hold_no_description() {
    let (folder, source) = checkout("#");
    let out = folder.path().join("out.yaml");
    let refusal = |path: &Path| refusal(&folder, path, &out);
    let help = "name the folder of one api-version";
    assert_eq!(refusal(&folder.path().join("no")), format!("no: unreadable: there is no such folder; {help}"));
    let file = "specification/svc/stable/v1/a.json";
    assert_eq!(refusal(&source.join("a.json")), format!("{file}: unreadable: is a file, not a folder; {help}"));
    let above = folder.path().join("specification/svc/stable");
    let expected = format!("specification/svc/stable: unreadable: the folder holds no .json file; {help}");
    assert_eq!(refusal(&above), expected);
}

#[test]
fn a_file_above_the_limit_is_refused_unread() {
    let (folder, source) = checkout("#");
    let file = fs::File::create(source.join("b.json")).expect("created");
    file.set_len(64 * 1024 * 1024 + 1).expect("a hole");
    let refused = refusal(&folder, &source, &folder.path().join("out.yaml"));
    assert!(
        refused.starts_with("specification/svc/stable/v1/b.json: too-large: the file has 67108865 bytes"),
        "{refused}"
    );
}

#[test]
fn outputs_that_cannot_be_written() {
    let (folder, source) = checkout("../../../common/types.json#/definitions/B");
    let out = folder.path().join("out.yaml");
    put(&out, "before");
    let mut permissions = fs::metadata(&out).expect("metadata").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&out, permissions).expect("set");
    let expected = "out.yaml: unreadable: cannot be written: it is read-only; make it writable, or name another place";
    assert_eq!(refusal(&folder, &source, &out), expected);
    let refused = refusal(&folder, &source, &folder.path().join("specification"));
    assert_eq!(refused, "specification: unreadable: is a folder, not a file");
    let refused = refusal(&folder, &source, &folder.path().join("mistyped/out.yaml"));
    assert_eq!(refused, "mistyped: unreadable: there is no such folder; create it, or correct the path");
    assert!(!folder.path().join("mistyped").exists());
    let refused = refusal(&folder, &source, &source.join("a.json/out.yaml"));
    assert_eq!(refused, "specification/svc/stable/v1/a.json: unreadable: is a file, not a folder");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_checkout() {
    let (folder, source) = checkout("link.json#/definitions/B");
    put(&folder.path().join("outside.json"), SHARED);
    std::os::unix::fs::symlink(folder.path().join("outside.json"), source.join("link.json")).expect("a link");
    let refused = refusal(&folder, &source, &folder.path().join("out.yaml"));
    assert!(refused.contains("is a link that leaves the checkout"), "{refused}");
}

#[test]
fn subtypes_are_found_in_folders_below() {
    let (folder, source) = checkout("#/definitions/Pet");
    let base = r#""definitions": { "Pet": { "type": "object", "discriminator": "kind", "required": ["kind"],
      "properties": { "kind": { "type": "string" } } } }, "paths""#;
    let document = DOCUMENT.replace("REFERENCE", "#/definitions/Pet").replace("\"paths\"", base);
    put(&source.join("a.json"), &document);
    let subtype = r#"{ "definitions": { "Cat": { "allOf": [{ "$ref": "../a.json#/definitions/Pet" }] } } }"#;
    put(&source.join("entities/cat.json"), subtype);
    // Examples are no descriptions, and what is no JSON and needed by nothing is left alone.
    put(&source.join("examples/cat.json"), subtype);
    put(&source.join("entities/broken.json"), "{");
    let out = folder.path().join("out.yaml");
    run(&source, &out).expect("imports");
    assert!(fs::read_to_string(&out).expect("written").contains("Cat: '#/components/schemas/Cat'"));
}
