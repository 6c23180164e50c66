//! The replayer of published examples, on the published ones and on a small folder of examples of our own.

mod altered;
mod folder;
mod operations;
mod published;

use std::{fs, path::Path, process::Command};

use expect_test::expect_file;
use replay::{
    Folder, Report,
    known::{self, Known},
    replay,
};

/// A folder with an example of each kind. It stands below the package, which is where tests run.
const SMALL: &str = "fixtures/small";

fn small() -> Folder {
    Folder::read(Path::new(SMALL)).unwrap()
}

#[test]
fn a_small_folder_is_told_as_it_is() {
    expect_file!["../../fixtures/small.txt"].assert_eq(&replay(&small(), &|| {}).to_string());
}

#[test]
fn a_command_tells_it_and_exits_with_1_if_any_failed() {
    let run = |folder: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_replay")).arg(folder).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(run(Path::new(SMALL)), (Some(1), replay(&small(), &|| {}).to_string(), String::new()));
    let folder = folder::with_examples(&[("Tag_Get", "get-tag-fails")]);
    let (code, out, err) = run(folder.path());
    assert_eq!((code, err), (Some(0), String::new()), "{out}");
    assert!(out.ends_with("2021-08-01: 1 examples, 1 calls, 4 answers: 1 passed, 0 contradicted, 0 failed\n"), "{out}");
    fs::write(folder.path().join("bad.json"), "{").unwrap();
    let (code, out, err) = run(folder.path());
    let end = "2021-08-01: 1 examples, 1 calls, 4 answers: 1 passed, 0 contradicted, 0 failed, 1 problem\n";
    assert_eq!((code, err), (Some(1), String::new()), "{out}");
    assert!(out.contains("\nunreadable    ") && out.ends_with(end), "{out}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let closed = Command::new(env!("CARGO_BIN_EXE_replay")).arg(SMALL).stdout(writer).output().unwrap();
    assert_eq!((closed.status.code(), closed.stderr.len()), (Some(1), 0), "what was found is told by the exit code");
    let (code, out, err) = run(Path::new("nowhere"));
    assert_eq!((code, out.as_str(), err.as_str()), (Some(1), "", "nowhere: unreadable: does not exist\n"));
}

/// A list that says of `report` what is true.
fn list(report: &Report) -> String {
    let mut text = "[unused]\n".to_owned();
    for file in &report.unused {
        text += &format!("\"{file}\" = \"so\"\n");
    }
    for verdict in report.verdicts.iter().filter(|verdict| !verdict.contradictions.is_empty()) {
        let places = verdict.contradictions.iter().map(|(_, c)| format!("\"{}\" = \"{}\"", c.at, c.kind.name()));
        let places = places.collect::<Vec<_>>().join(", ");
        let (file, operation) = (&verdict.file, &verdict.operation);
        text += "[[example]]\n";
        text += &format!("file = \"{file}\"\noperation = \"{operation}\"\nreason = \"so\"\nplaces = {{ {places} }}\n");
    }
    text
}

#[test]
fn the_list_is_held_against_what_is_found_both_ways() {
    let report = replay(&small(), &|| {});
    let text = list(&report);
    let compare = |text: &str| known::compare(&Known::parse(text).unwrap(), &report);
    assert_eq!(compare(&text), Vec::<String>::new());
    let unlisted = compare(&text.replace("\"/parameters/colour\" = \"undeclared-parameter\", ", ""));
    assert_eq!(
        unlisted,
        ["not listed: examples/contradicts.json Tag_CreateOrUpdate /parameters/colour undeclared-parameter \
          Tag_CreateOrUpdate has no parameter colour"]
    );
    let forgotten = "\"examples/forgotten.json\" = \"so\"\n";
    assert_eq!(
        compare(&text.replace(forgotten, "\"examples/put-tag.json\" = \"so\"\n")),
        [
            "not listed: examples/forgotten.json no operation refers to it",
            "listed, but an operation refers to it, or it is not there: examples/put-tag.json"
        ]
    );
    // One that has been mended, one that never was, one of another kind.
    let passing = "[[example]]\nfile = \"examples/put-tag.json\"\noperation = \"Tag_CreateOrUpdate\"\nreason = \"so\"\n\
                   places = { \"/parameters/tagId\" = \"pattern\" }\n";
    assert_eq!(
        compare(&format!("{text}{passing}")),
        ["listed, but no contradiction: examples/put-tag.json Tag_CreateOrUpdate /parameters/tagId pattern"]
    );
    assert_eq!(compare(&text.replace("\"missing-body\"", "\"type\"")).len(), 2);
}

#[test]
fn a_list_without_reasons_is_none() {
    let entry = "[[example]]\nfile = \"a\"\noperation = \"b\"\n";
    for (rest, why) in [
        ("reason = \" \"\nplaces = { \"/a\" = \"type\" }\n", "a: a place or the reason is missing"),
        ("reason = \"so\"\nplaces = {}\n", "a: a place or the reason is missing"),
    ] {
        assert_eq!(Known::parse(&format!("{entry}{rest}")), Err(why.to_owned()));
    }
    let unused = "[unused]\n\"a\" = \" \"\n";
    assert_eq!(Known::parse(unused), Err("a: the reason is missing".to_owned()));
    assert!(Known::parse(entry).is_err());
    assert!(Known::parse(&format!("{entry}reason = \"so\"\nplaces = {{ a = \"b\" }}\nother = 1\n")).is_err());
}
