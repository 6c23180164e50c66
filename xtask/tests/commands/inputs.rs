//! Files that a command finds and reads: what cannot be read is not taken for what is not there, nothing is waited for, and no
//! result is written over them.

#![cfg(unix)]

use std::{fs, os::unix::fs::symlink};

use super::{Project, description, err, exists, fifo};

const SWAGGER: &str = r#"{ "swagger": "2.0", "info": { "title": "T", "version": "1" }, "host": "management.azure.com",
  "paths": { "/a": { "get": { "operationId": "A_Get", "responses": { "200": { "description": "", "schema": {
  "$ref": "sub/b.json#/definitions/B" } } } } } } }"#;

const SHARED: &str = r#"{ "definitions": { "B": { "type": "object" } } }"#;

/// A project with something to import.
fn project() -> Project {
    let project = Project::new();
    project.put("published/a.json", SWAGGER);
    project.put("published/sub/b.json", SHARED);
    project
}

#[test]
fn a_description_that_cannot_be_read_is_not_gone() {
    let project = Project::rendered();
    let path = "specs/apimanagement/a.yaml";
    fs::rename(project.path(path), project.path("a.yaml")).unwrap();
    let refused = |what: &str| {
        for check in [&["regen"][..], &["regen", "--check"]] {
            assert_eq!(project.refuses(check), format!("{path}: unreadable: {what}\n"));
        }
        let _ = fs::remove_file(project.path(path));
    };
    symlink("nothing", project.path(path)).unwrap();
    refused("is a link to nothing; correct the link, or delete it");
    symlink("a.yaml", project.path(path)).unwrap();
    refused("is a link that cannot be followed: Too many levels of symbolic links; correct the link, or delete it");
    fifo(&project, path);
    refused("is not a plain file; move it elsewhere, or delete it");
    fs::create_dir(project.path(path)).unwrap();
    refused("is a folder, not a file");
    fs::remove_dir(project.path(path)).unwrap();
    // A link to a file is as good as the file.
    symlink("../../a.yaml", project.path(path)).unwrap();
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
}

#[test]
fn what_belongs_to_all_descriptions_is_not_skipped() {
    let project = Project::rendered();
    for name in ["names.toml", "corrections.overlay.yaml"] {
        let path = format!("specs/apimanagement/{name}");
        symlink("nothing", project.path(&path)).unwrap();
        let refusal = format!("{path}: unreadable: is a link to nothing; correct the link, or delete it\n");
        assert_eq!(project.refuses(&["regen"]), refusal);
        fs::remove_file(project.path(&path)).unwrap();
        fifo(&project, &path);
        let refusal = format!("{path}: unreadable: is not a plain file; move it elsewhere, or delete it\n");
        assert_eq!(project.refuses(&["regen"]), refusal);
        fs::remove_file(project.path(&path)).unwrap();
    }
}

#[test]
fn an_import_misses_nothing_and_waits_for_nothing() {
    let project = project();
    let import = ["import", "published", "out.yaml"];
    // Nobody refers to it.
    fifo(&project, "published/sub/fifo.json");
    project.succeeds(&import);
    fs::remove_file(project.path("published/sub/b.json")).unwrap();
    fifo(&project, "published/sub/b.json");
    let refusal = project.refuses(&import);
    assert!(refusal.contains("leads to sub/b.json, which is not a plain file"), "{refusal}");
    symlink("nothing", project.path("published/lost.json")).unwrap();
    let refusal = project.refuses(&import);
    assert_eq!(refusal, "published/lost.json: unreadable: is a link to nothing; correct the link, or delete it\n");
}

#[test]
fn a_result_does_not_replace_what_it_comes_from() {
    let project = project();
    let refused = |arguments: &[&str], out: &str| {
        let what = "is one of the files that the command reads; nothing was changed; name another file for the result";
        assert_eq!(project.refuses(&[arguments, &[out]].concat()), format!("{out}: unreadable: {what}\n"));
    };
    symlink("published/a.json", project.path("link")).unwrap();
    for out in ["published/a.json", "published/../published/a.json", "published/sub/b.json", "link"] {
        refused(&["import", "published"], out);
    }
    let (old, new) = ("specs/apimanagement/a.yaml", "specs/other/a.yaml");
    for (path, text) in
        [("specs/other/names.toml", ""), ("ignore.toml", ""), ("operations", "Gadget_Get\n"), ("code/a.rs", "")]
    {
        project.put(path, text);
    }
    let diff = ["diff", old, new, "--ignore", "ignore.toml", "--operations", "operations", "--out"];
    for out in [old, new, "specs/other/names.toml", "ignore.toml", "operations"] {
        refused(&diff, out);
    }
    refused(&["diff", old, new, "--used-by", "code", "--out"], "code/a.rs");
    // Another file beside them may be replaced.
    project.put("published/readme", "old");
    project.succeeds(&["import", "published", "published/readme"]);
}

#[test]
fn a_file_that_was_named_may_be_a_fifo() {
    let project = Project::new();
    fifo(&project, "operations");
    let diff = ["diff", "specs/apimanagement/a.yaml", "specs/other/a.yaml", "--operations", "operations"];
    let output = project.in_shell("echo Gadget_Get > operations & \"$@\"", &diff);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn names_are_printed_so_that_a_terminal_does_nothing() {
    let project = project();
    let told = project.succeeds(&["import", "published", "a\u{1b}[31m\u{202e}.yaml"]);
    assert!(told.starts_with("wrote a\\u{1b}[31m\\u{202e}.yaml: 1 files"), "{told}");
    project.put("specs\u{1b}/a.yaml", &description("2024-01-01", "Widget_Get"));
    let output = project.command(&["regen", "--specs", "specs\u{1b}", "--out", "out\u{1b}"]).output().unwrap();
    let printed = String::from_utf8(output.stdout.clone()).unwrap() + &err(&output);
    assert!(output.status.success() && !printed.contains('\u{1b}'), "{printed}");
    assert!(exists(&project.path("out\u{1b}/v2024_01_01/mod.rs")));
}
