//! Folders that hold no examples, or bad ones, are refused with the place.

use std::{fs, path::Path};

use expect_test::{Expect, expect};
use generator::diag::Diagnostic;
use kit::specs;
use replay::{Folder, Outcome, replay};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::SMALL;

/// A folder whose document has these operations, each with one example; those of the small folder are there.
pub(super) fn with_examples(operations: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("examples")).unwrap();
    let mut paths = Map::new();
    for (operation, name) in operations {
        let file = format!("examples/{name}.json");
        let published = Path::new(SMALL).join(&file);
        if published.is_file() {
            fs::copy(published, folder.path().join(&file)).unwrap();
        }
        let examples = json!({ *name: { "$ref": format!("./{file}") } });
        paths
            .insert(format!("/{operation}"), json!({ "get": { "operationId": operation, "x-ms-examples": examples } }));
    }
    document(folder.path(), "service.json", "2021-08-01", &Value::Object(paths));
    folder
}

fn document(folder: &Path, name: &str, version: &str, paths: &Value) {
    let document = json!({ "swagger": "2.0", "info": { "version": version }, "paths": paths });
    fs::write(folder.join(name), serde_json::to_string_pretty(&document).unwrap()).unwrap();
}

/// What is wrong with a folder that is refused, its own place taken out.
fn check(folder: &Path, expected: &Expect) {
    problems(folder, Folder::read(folder).unwrap_err(), expected);
}

/// What is wrong with a folder while one of its examples is replayed all the same.
fn check_rest(folder: &Path, expected: &Expect) {
    let read = Folder::read(folder).unwrap();
    let found: Vec<_> = read.examples.iter().map(|example| example.operation.as_str()).collect();
    assert_eq!((found, &read.unused), (vec!["Tag_ListByService"], &Vec::new()));
    let report = replay(&read, &|| {});
    assert_eq!(report.count(Outcome::Passed), 1, "{report}");
    assert!(!report.is_good() && report.problems == read.problems, "{report}");
    problems(folder, read.problems, expected);
}

fn problems(folder: &Path, problems: Vec<Diagnostic>, expected: &Expect) {
    let lines: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    let versions = specs::versions().collect::<Vec<_>>().join(" and ");
    expected.assert_eq(&lines.replace(&folder.display().to_string(), "DIR").replace(&versions, "VERSIONS"));
}

#[test]
fn a_folder_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    check(
        &folder.path().join("missing"),
        &expect![[r#"
        DIR: unreadable: does not exist
    "#]],
    );
    fs::write(folder.path().join("file"), "").unwrap();
    check(
        &folder.path().join("file"),
        &expect![[r#"
        DIR: unreadable: is a file, not a folder
    "#]],
    );
}

#[test]
fn a_folder_must_have_examples() {
    let none = expect![[r#"
        DIR: unreadable: holds no document whose operations have x-ms-examples; name the folder of one api-version, such as .../stable/2021-08-01
    "#]];
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &none);
    document(folder.path(), "a.json", "2021-08-01", &json!({ "/": { "get": { "operationId": "Tag_Get" } } }));
    check(folder.path(), &none);
}

#[test]
fn the_crate_must_have_the_api_version() {
    let folder = with_examples(&[("Tag_Get", "get-tag-fails")]);
    for name in ["a.json", "aa.json", "aaa.json", "zz.json"] {
        document(folder.path(), name, "1999-01-01", &json!({}));
    }
    document(folder.path(), "z.json", "2024-05-01", &json!({}));
    fs::write(folder.path().join("b.json"), "{}").unwrap();
    check(
        folder.path(),
        &expect![[r#"
        DIR/a.json:4:5: unsupported: the crate has no api-version "1999-01-01", only VERSIONS
        DIR/b.json:1:1: unsupported: the crate has no api-version "", only VERSIONS
        DIR/z.json:4:5: unsupported: the api-version is "2024-05-01" here and "2021-08-01" in another document of the folder
    "#]],
    );
}

#[test]
fn examples_must_be_files_that_are_there() {
    let folder = with_examples(&[("Tag_ListByService", "list-tags"), ("Tag_Delete", "lost")]);
    let inline =
        json!({ "/": { "get": { "operationId": "Tag_Get", "x-ms-examples": { "a": { "parameters": {} } } } } });
    document(folder.path(), "inline.json", "2021-08-01", &inline);
    check_rest(
        folder.path(),
        &expect![[r#"
            DIR/inline.json:11:11: unsupported: an example of Tag_Get is not in a file of its own; move it to a file and refer to that with $ref
            DIR/service.json:22:13: unresolved-ref: ./examples/lost.json is not there
        "#]],
    );
}

#[test]
fn an_example_must_be_json() {
    let folder = with_examples(&[
        ("Tag_Get", "bad"),
        ("Tag_Delete", "latin"),
        ("Tag_CreateOrUpdate", "empty"),
        ("Tag_ListByService", "list-tags"),
    ]);
    fs::write(folder.path().join("examples/bad.json"), "{\n  \"parameters\": {,}\n}\n").unwrap();
    fs::write(folder.path().join("examples/latin.json"), b"{\n\"a\": \"\xE9\"}").unwrap();
    fs::write(folder.path().join("examples/empty.json"), "").unwrap();
    check_rest(
        folder.path(),
        &expect![[r#"
        DIR/examples/bad.json:2:18: syntax: not valid JSON: key must be a string
        DIR/examples/empty.json: empty-file: the file has no content; put an OpenAPI document there, or remove the file
        DIR/examples/latin.json:2:1: syntax: the text is not UTF-8
    "#]],
    );
}

#[test]
fn an_example_must_have_the_form_of_one() {
    let folder = with_examples(&[("Tag_Get", "form"), ("Tag_Delete", "list"), ("Tag_ListByService", "list-tags")]);
    let form = json!({ "parameters": [], "responses": {
        "200": { "body": {}, "header": {} },
        "20x": {},
        "204": "nothing",
        "default": { "headers": { "a": 1, "b": [] } },
    } });
    fs::write(folder.path().join("examples/form.json"), serde_json::to_string_pretty(&form).unwrap()).unwrap();
    fs::write(folder.path().join("examples/list.json"), "[]").unwrap();
    check_rest(
        folder.path(),
        &expect![[r#"
        DIR/examples/form.json:2:3: shape: [] is not an object
        DIR/examples/form.json:6:7: shape: an answer has headers and a body, but no "header"
        DIR/examples/form.json:8:5: shape: "20x" is not a status code
        DIR/examples/form.json:9:5: shape: "nothing" is not an object
        DIR/examples/form.json:13:9: shape: [] is not the text of a header
        DIR/examples/list.json:1:1: shape: the example has no "parameters"
        DIR/examples/list.json:1:1: shape: the example has no "responses"
    "#]],
    );
}

#[test]
fn a_document_that_is_none_leaves_the_others() {
    let folder = with_examples(&[("Tag_ListByService", "list-tags")]);
    fs::write(folder.path().join("bad.json"), "{").unwrap();
    check_rest(
        folder.path(),
        &expect![[r#"
        DIR/bad.json:1:1: syntax: not valid JSON: EOF while parsing an object
    "#]],
    );
}

#[test]
fn a_folder_without_a_good_example_is_refused() {
    let folder = with_examples(&[("Tag_Get", "lost")]);
    check(
        folder.path(),
        &expect![[r#"
        DIR/service.json:12:13: unresolved-ref: ./examples/lost.json is not there
    "#]],
    );
}

#[test]
fn a_file_of_two_operations_is_one_file_and_two_calls() {
    let folder = with_examples(&[("Tag_Get", "get-tag-fails"), ("Tag_GetByApi", "get-tag-fails")]);
    let read = Folder::read(folder.path()).unwrap();
    let found: Vec<_> = read.examples.iter().map(|e| (e.file.as_str(), e.operation.as_str())).collect();
    assert_eq!(found, [("examples/get-tag-fails.json", "Tag_Get"), ("examples/get-tag-fails.json", "Tag_GetByApi")]);
}

/// Two loops make ways without end: this test would not end either.
#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = with_examples(&[("Tag_ListByService", "list-tags")]);
    let examples = folder.path().join("examples");
    fs::create_dir(examples.join("below")).unwrap();
    fs::write(examples.join("below/unused.json"), "{}").unwrap();
    for name in ["a", "b"] {
        symlink(".", examples.join(name)).unwrap();
    }
    assert_eq!(Folder::read(folder.path()).unwrap().unused, ["examples/below/unused.json"]);
}

/// Names and values of other people's files do nothing to a terminal, and do not pass for lines of the report.
#[test]
fn a_report_has_nothing_hidden_in_it() {
    const HIDDEN: &str = "\u{1b}[31m\u{202e}\nfailed";
    let folder = with_examples(&[("Tag_ListByService", "list-tags"), (&format!("Tag_{HIDDEN}"), "get-tag-fails")]);
    let examples = folder.path().join("examples");
    let mut example: Value =
        serde_json::from_str(&fs::read_to_string(examples.join("list-tags.json")).unwrap()).unwrap();
    example["parameters"][HIDDEN] = json!(1);
    example["responses"]["200"]["body"][HIDDEN] = json!({ HIDDEN: HIDDEN });
    fs::write(examples.join("list-tags.json"), example.to_string()).unwrap();
    fs::write(examples.join("bad\u{1b}.json"), "{}").unwrap();
    fs::write(folder.path().join("bad\u{1b}.json"), "{").unwrap();
    let report = replay(&Folder::read(folder.path()).unwrap(), &|| {}).to_string();
    let hidden: String = report.chars().filter(|c| *c != '\n' && generator::text::is_hidden(*c)).collect();
    assert_eq!(hidden, "", "{report}");
    assert!(report.contains("Tag_\\u{1b}[31m\\u{202e}\\nfailed"), "{report}");
    assert!(report.lines().all(|line| !line.starts_with("failed\"")), "{report}");
}
