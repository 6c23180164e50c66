//! A disk that is full, runs that are killed, and two of them at once.

#![cfg(unix)]

use std::{fs, process::Stdio, time::Duration};

use super::{Project, description, err};

/// A limit on the size of files: what writing to a full disk looks like, at a file that we choose. Without the signal, as there.
fn with_little_space(blocks: u32) -> String {
    format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")
}

/// A description whose code takes much more than that.
fn large() -> String {
    let mut text = description("2024-01-01", "Widget_Get");
    for n in 0..40 {
        let one = format!("  /widgets/{n}:\n    get:\n      operationId: Widget_Get{n}\n");
        text.extend([&one, "      responses:\n        '200': {description: OK}\n"]);
    }
    text
}

#[test]
fn a_full_disk_leaves_the_old_tree() {
    let project = Project::rendered();
    project.put("specs/apimanagement/a.yaml", &large());
    project.put("specs/apimanagement/c.yaml", &description("2026-01-01", "Widget_Get"));
    let before = project.tree();
    let output = project.in_shell(&with_little_space(8), &["regen"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{output:?}");
    let told = err(&output);
    assert!(
        !told.is_empty()
            && told.lines().all(|line| line.ends_with("; nothing was changed; mend that and run the command again")),
        "{told}"
    );
    assert_eq!(project.tree(), before);
    project.succeeds(&["regen"]);
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
}

#[test]
fn a_full_disk_leaves_the_old_output() {
    let project = Project::new();
    project.put("specs/apimanagement/c.yaml", &large());
    project.put("report", "before");
    let diff =
        ["diff", "specs/apimanagement/b.yaml", "specs/apimanagement/c.yaml", "--format", "json", "--out", "report"];
    let before = project.tree();
    let output = project.in_shell(&with_little_space(1), &diff);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).ends_with("; nothing was changed; mend that and run the command again\n"), "{output:?}");
    assert_eq!(project.tree(), before);
}

/// Killed at any time, it leaves what the next run mends.
#[test]
fn a_killed_run_is_mended_by_the_next() {
    let project = Project::rendered();
    for delay in 0..12 {
        let operation = format!("Widget_Get{delay}");
        project.put("specs/apimanagement/a.yaml", &description("2024-01-01", &operation));
        let mut run = project.command(&["regen"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay * 2));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    project.succeeds(&["regen"]);
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
    let left: Vec<_> =
        project.tree().into_iter().filter(|(path, _)| path.to_string_lossy().ends_with("-tmp")).collect();
    assert_eq!(left, []);
}

#[test]
fn runs_at_once_wait_for_one_another() {
    let project = Project::new();
    for (arguments, check) in [
        (&["regen"][..], &["regen", "--check"][..]),
        (&["regen", "--service", "other", "--out", "new"], &["regen", "--service", "other", "--out", "new", "--check"]),
    ] {
        let start = || project.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let runs: Vec<_> = (0..8).map(|_| start()).collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            let told = err(&output);
            assert!(
                output.status.success() && told.lines().all(|line| line.starts_with("waiting for another run in ")),
                "{told}"
            );
        }
        assert_eq!(project.succeeds(check), "");
    }
    assert!(fs::read_dir(project.path("new")).unwrap().count() == 1, "no lock stays behind");
}
