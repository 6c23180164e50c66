//! The command line: help, typos, colours, and what is said at the end.

use super::{Project, err};

fn said(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let project = Project::new();
    let mut command = project.command(arguments);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), err(&output))
}

const DIFF: [&str; 3] = ["diff", "specs/apimanagement/a.yaml", "specs/apimanagement/b.yaml"];

#[test]
fn the_help_of_a_command_is_about_that_command() {
    let commands = ["regen", "import", "diff", "list", "replay", "soak", "bench", "dump"];
    let (code, all, _) = said(&["--help"], &[]);
    assert_eq!(code, Some(0));
    for command in commands {
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
        let (code, help, err) = said(&[command, "--help"], &[]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert!(help.contains(&format!("\nUsage: cargo xtask {command} ")), "{help}");
        assert!(commands.iter().all(|other| *other == command || !help.contains(&format!("xtask {other}"))), "{help}");
        assert_eq!(said(&["help", command], &[]).1, help);
    }
    assert!(said(&["diff", "--help"], &[]).1.contains("\n          - markdown: A document for review\n"));
}

#[test]
fn a_folder_that_is_not_there_is_told_before_anything_is_compiled() {
    let (code, out, err) = said(&["replay", "nowhere"], &[]);
    let expected = "nowhere: unreadable: there is no such folder; name the folder of one api-version\n";
    assert_eq!((code, out.as_str(), err.as_str()), (Some(1), "", expected));
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let version = format!("xtask {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(said(&["--version"], &[]), (Some(0), version, String::new()));
}

/// Whatever is wrong with a command line: `error:`, what, a tip, and the exit code 1, as 2 is a breaking change.
#[test]
fn a_mistyped_line_is_told_with_what_was_meant() {
    for (arguments, message, tip) in [
        (&["regn"][..], "unrecognized subcommand 'regn'", "a similar subcommand exists: 'regen'"),
        (&["regen", "--chek"], "unexpected argument '--chek' found", "a similar argument exists: '--check'"),
        (
            &["diff", "a", "b", "--format", "jsn"],
            "invalid value 'jsn' for '--format <FORMAT>'",
            "a similar value exists: 'json'",
        ),
        (&["dump", "rav", "a"], "invalid value 'rav' for '<STAGE>'", "a similar value exists: 'raw'"),
        (
            &["regen", "--specs", "a", "--service", "b"],
            "the argument '--specs <DIR>' cannot be used with '--service <NAME>'",
            "",
        ),
        (
            &["soak", "--scenario", "1", "--count", "2"],
            "the argument '--scenario <SEED>' cannot be used with '--count <N>'",
            "",
        ),
        (&["bench", "--runs", "0"], "invalid value '0' for '--runs <N>': 0 is not in 1..", ""),
        (&["soak", "--count", "0"], "invalid value '0' for '--count <N>': 0 is not in 1..", ""),
        (&["list"], "the following required arguments were not provided:\n  <VERSION>", ""),
    ] {
        let (code, out, err) = said(arguments, &[]);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{arguments:?}");
        assert!(err.starts_with(&format!("error: {message}")) && err.contains(tip), "{err}");
    }
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let has_colours = |arguments: &[&str], environment: &[(&str, &str)]| {
        let (_, out, err) = said(arguments, environment);
        [out, err].iter().any(|text| text.contains('\u{1b}'))
    };
    let lines: [&[&str]; 5] =
        [&DIFF, &["--help"], &["regn"], &["list", "1999-01-01"], &["regen", "--service", "other"]];
    for line in lines {
        let with = |flags: &[&'static str]| [line, flags].concat();
        assert!(!has_colours(line, &[]), "{line:?}: nothing of this is a terminal");
        // Behind the name of no command everything is its argument.
        if line != ["regn"] {
            assert!(has_colours(&with(&["--color", "always"]), &[("NO_COLOR", "1"), ("TERM", "dumb")]), "{line:?}");
            assert!(!has_colours(&with(&["--color=never"]), &[("CLICOLOR_FORCE", "1")]), "{line:?}");
        }
        assert!(has_colours(line, &[("CLICOLOR_FORCE", "1")]), "{line:?}");
        assert!(!has_colours(line, &[("NO_COLOR", "1")]), "{line:?}");
    }
}

#[test]
fn a_written_file_and_a_failed_gate_have_a_word() {
    let project = Project::new();
    let told = |more: &[&str]| {
        let output = project.command(&[&DIFF[..], more].concat()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), err(&output))
    };
    let written = |verb: &str| (Some(0), format!("{verb} report: 0 changes, 0 breaking\n"), String::new());
    assert_eq!(told(&["--out", "report"]), written("wrote"));
    assert_eq!(told(&["--out", "report"]), written("unchanged"));
    project.put(
        "specs/apimanagement/b.yaml",
        &super::description("2025-01-01", "Widget_Get").replace("/widgets", "/gadgets"),
    );
    let expected = "error: 1 changes, 1 breaking, judged by the policy wire: `--fail-on breaking` asks for none\n";
    let (code, _, err) = told(&["--fail-on", "breaking"]);
    assert_eq!((code, err.as_str()), (Some(2), expected));
}
