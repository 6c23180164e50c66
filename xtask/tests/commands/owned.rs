//! Whose folders `regen` writes and deletes.

use std::fs;

use super::{HEADER, Project, exists};

const HOLDS: &str = "generated/src holds the client of apimanagement; name another folder with --out DIR\n";
const BELONGS: &str = "belongs to the client of apimanagement; name another folder with --out DIR\n";

#[test]
fn other_descriptions_need_a_folder_of_their_own() {
    let project = Project::rendered();
    let own = project.path("specs/apimanagement");
    let own = own.to_str().unwrap();
    let holds = |what: &str| format!("error: {what} needs --out: {HOLDS}");
    for check in [&[][..], &["--check"]] {
        let refuses = |arguments: &[&str]| project.refuses(&[arguments, check].concat());
        assert_eq!(refuses(&["regen", "--service", "other"]), holds("--service other"));
        assert_eq!(refuses(&["regen", "--specs", "specs/other"]), holds("--specs"));
        assert_eq!(refuses(&["regen", "--specs", own]), holds("--specs"));
        for out in ["generated/src", "generated/../generated/src/"] {
            let refusal = refuses(&["regen", "--service", "other", "--out", out]);
            assert!(refusal.starts_with(&format!("error: {out} ")) && refusal.ends_with(BELONGS), "{refusal}");
        }
    }
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
}

#[test]
fn a_version_goes_with_its_description_from_the_crate_alone() {
    let project = Project::rendered();
    project.succeeds(&["regen", "--service", "other", "--out", "elsewhere"]);
    project.succeeds(&["regen", "--out", "elsewhere"]);
    let versions = ["v2024_01_01", "v2025_01_01"];
    let standing = |folder: &str| versions.map(|version| exists(&project.path(&format!("{folder}/{version}"))));
    assert!(exists(&project.path("elsewhere/v2020_01_01/gadget.rs")), "another service's version stays");
    assert!(exists(&project.path("generated/CHANGES-2024-01-01-to-2025-01-01.md")));

    fs::remove_file(project.path("specs/apimanagement/a.yaml")).unwrap();
    assert!(project.succeeds(&["regen", "--out", "elsewhere"]).starts_with("2025-01-01: 1 operations"));
    assert_eq!(standing("elsewhere"), [true, true]);
    project.succeeds(&["regen"]);
    assert_eq!(standing("generated/src"), [false, true]);
    assert!(!exists(&project.path("generated/CHANGES-2024-01-01-to-2025-01-01.md")));
    assert_eq!(project.text("generated/src/lib.rs"), "// by hand\n");
}

#[test]
fn a_service_without_descriptions_deletes_nothing() {
    let project = Project::rendered();
    for file in ["a.yaml", "b.yaml"] {
        fs::remove_file(project.path("specs/apimanagement").join(file)).unwrap();
    }
    let refusal = "specs/apimanagement: unreadable: the folder holds no .yaml, .yml or .json file; \
                   name a folder of OpenAPI 3.0 files\n";
    assert_eq!(project.refuses(&["regen"]), refusal);
    fs::remove_dir(project.path("specs/apimanagement")).unwrap();
    assert!(project.refuses(&["regen"]).contains("there is no such folder"));
}

#[test]
fn the_own_service_may_be_named() {
    let project = Project::new();
    project.put("generated/src/v2023_01_01/mod.rs", HEADER);
    let own = project.path("specs/apimanagement");
    project.succeeds(&["regen", "--specs", own.to_str().unwrap(), "--out", "generated/src"]);
    assert!(!exists(&project.path("generated/src/v2023_01_01")));
    assert_eq!(project.succeeds(&["regen", "--service", "apimanagement", "--check"]), "");
}

#[test]
fn a_folder_may_be_new_but_not_the_one_around_it() {
    let project = Project::new();
    let refusal = "mistyped: unreadable: there is no such folder; create it, or correct the path\n";
    assert_eq!(project.refuses(&["regen", "--service", "other", "--out", "mistyped/new"]), refusal);
    project.put("file", "");
    assert_eq!(
        project.refuses(&["regen", "--service", "other", "--out", "file/new"]),
        "file: unreadable: is a file, not a folder\n"
    );
    let refusal = "file: unreadable: is a file, not a folder\n";
    assert_eq!(project.refuses(&["regen", "--service", "other", "--out", "file"]), refusal);
    project.succeeds(&["regen", "--service", "other", "--out", "new/"]);
    assert!(exists(&project.path("new/v2020_01_01/mod.rs")));
}

/// Were one of these opened for reading, the test would never end.
#[cfg(unix)]
#[test]
fn a_fifo_among_the_files_does_not_hang() {
    let project = Project::rendered();
    let fifo = |path: &str| super::fifo(&project, path);
    fifo("generated/CHANGES-of-mine.md");
    fifo("generated/src/fifo.rs");
    project.succeeds(&["regen"]);
    for path in ["generated/src/v2024_01_01/fifo.rs", "generated/src/v2024_01_01/mod.rs"] {
        let _ = fs::remove_file(project.path(path));
        fifo(path);
        for check in [&["regen"][..], &["regen", "--check"]] {
            let refusal = format!(
                "{path}: unreadable: was not written by `cargo xtask regen`, which owns this folder; move it elsewhere, or delete it\n"
            );
            assert_eq!(project.refuses(check), refusal);
        }
        fs::remove_file(project.path(path)).unwrap();
    }
    fifo("generated/src/v1");
    project.succeeds(&["regen"]);
    fs::remove_dir_all(project.path("generated/src/v2024_01_01")).unwrap();
    fifo("generated/src/v2024_01_01");
    let refusal = "generated/src/v2024_01_01: unreadable: is not a folder, and the command needs one there; \
                   move it elsewhere, or delete it\n";
    assert_eq!(project.refuses(&["regen"]), refusal);
}

/// The next run for the crate would delete what stands there.
#[test]
fn nothing_else_is_written_below_the_client() {
    let project = Project::rendered();
    for out in ["generated/src/v2024_01_01", "generated/src/new", "generated/src/v2024_01_01/models", "to-client/new"] {
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink("generated/src", project.path("to-client"));
        let refusal = project.refuses(&["regen", "--specs", "specs/other", "--out", out]);
        assert_eq!(refusal, format!("error: {out} {BELONGS}"));
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_opened_is_told_with_the_remedy() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    symlink("nothing", project.path("lost")).unwrap();
    symlink("loop", project.path("loop")).unwrap();
    let help = "correct the link, or delete it\n";
    let refused = |out: &str| project.refuses(&["regen", "--service", "other", "--out", out]);
    assert_eq!(refused("lost"), format!("lost: unreadable: is a link to nothing; {help}"));
    let refusal = refused("loop");
    let begin = "loop: unreadable: is a link that cannot be followed: ";
    assert!(refusal.starts_with(begin) && refusal.ends_with(help) && !refusal.contains("os error"), "{refusal}");
}

#[test]
fn an_api_version_that_no_folder_can_be_called_is_refused() {
    let project = Project::new();
    project.put("long/a.yaml", &super::description(&"1".repeat(300), "Gadget_Get"));
    let refusal = project.refuses(&["regen", "--specs", "long", "--out", "new"]);
    let (begin, end) =
        ("long/a.yaml:2:29: unsupported: the api-version", "use these, `.` and `-` only, and at most 200 of them");
    assert!(refusal.starts_with(begin) && refusal.contains(end), "{refusal}");
    assert!(!project.path("new").exists());
}

/// A run that is refused late leaves no folder either.
#[test]
fn a_refusal_leaves_no_empty_folder() {
    let project = Project::new();
    let readable = project.path("generated/Cargo.toml");
    fs::remove_file(&readable).unwrap();
    fs::remove_dir_all(project.path("generated/src")).unwrap();
    assert!(project.refuses(&["regen"]).contains("generated/Cargo.toml: unreadable: cannot be read"));
}

/// What an interrupted run left, and what only looks like that.
#[test]
fn unfinished_files_go() {
    let project = Project::rendered();
    let unfinished = ["generated/src/v2024_01_01/.mod.rs.7.xtask-tmp", "generated/.abc.xtask-tmp"];
    for path in unfinished {
        project.put(path, "half");
    }
    project.put("generated/src/.mine.xtask-tmp", "mine");
    assert_eq!(project.command(&["regen", "--check"]).output().unwrap().status.code(), Some(1));
    project.succeeds(&["regen"]);
    assert!(unfinished.iter().all(|path| !exists(&project.path(path))));
    assert!(exists(&project.path("generated/src/.mine.xtask-tmp")), "no folder of ours");
}
