//! What the command writes and how it ends.

use std::fs;

use tempfile::TempDir;

use super::*;

fn run(old: &str, new: &str, change: impl FnOnce(&mut flags::Diff, &Path)) -> (Result<String, String>, String) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("report");
    let mut flags = flags::Diff {
        old: old.to_owned(),
        new: new.to_owned(),
        format: DiffFormat::Text,
        out: Some(out.clone()),
        fail_on: Some(FailOn::Breaking),
        policy: DiffPolicy::Wire,
        operations: None,
        used_by: None,
        ignore: None,
        facts: flags::FactsFlag { uncorrected: false },
    };
    change(&mut flags, folder.path());
    // An exit code can only be looked at, not compared.
    let code = flags.run().map(|code| format!("{code:?}")).map_err(|error| error.to_string());
    (code, fs::read_to_string(out).unwrap_or_default())
}

fn is(code: &Result<String, String>, expected: ExitCode) -> bool {
    *code == Ok(format!("{expected:?}"))
}

#[test]
fn a_breaking_change_is_the_exit_code_two() {
    let (code, text) = run("2021-08-01", "2024-05-01", |_, _| {});
    assert!(is(&code, ExitCode::from(BROKEN)), "{code:?}");
    assert!(text.starts_with("2021-08-01 -> 2024-05-01\n"), "{text}");
    let (code, _) = run("2021-08-01", "2024-05-01", |flags, _| flags.fail_on = None);
    assert!(is(&code, ExitCode::SUCCESS), "{code:?}");
    let (code, text) = run("2024-05-01", "2024-05-01", |_, _| {});
    assert!(is(&code, ExitCode::SUCCESS), "{code:?}");
    assert!(text.ends_with("changes     0: 0 breaking\n"), "{text:?}");
}

#[test]
fn every_format_and_policy_is_written_to_the_file() {
    for (format, start) in [
        (DiffFormat::Text, "2021-08-01 -> "),
        (DiffFormat::Markdown, "# Changes from 2021-08-01 to 2024-05-01\n"),
        (DiffFormat::Json, "{\n  \"old\": \"2021-08-01\""),
        (DiffFormat::Html, "<!doctype html>"),
    ] {
        let (_, text) = run("2021-08-01", "2024-05-01", |flags, _| flags.format = format);
        assert!(text.starts_with(start), "{format:?}: {}", &text[..40]);
    }
    for (policy, name) in [(DiffPolicy::Azure, "policy azure"), (DiffPolicy::Rust, "policy rust")] {
        let (code, text) = run("2021-08-01", "2024-05-01", |flags, _| flags.policy = policy);
        assert!(is(&code, ExitCode::from(BROKEN)) && text.lines().nth(1).is_some_and(|line| line.ends_with(name)));
        assert_eq!(text.contains("\nRust code  "), policy == DiffPolicy::Rust);
    }
}

#[test]
fn a_bad_ignore_file_or_version_stops_the_run_before_anything_is_written() {
    let (error, text) = run("2021-08-01", "2024-05-01", |flags, folder| {
        let path = folder.join("accepted.toml");
        fs::write(&path, "[[accept]]\nkind = \"nothing\"\nplace = \"x\"\nreason = \"it never was\"\n").unwrap();
        flags.ignore = Some(path);
    });
    assert!(error.is_err_and(|error| error.contains("there is no kind of change \"nothing\"")) && text.is_empty());
    let (error, text) = run("1999-01-01", "1998-01-01", |_, _| {});
    let both = |error: String| error.contains("1999-01-01") && error.contains("1998-01-01");
    assert!(error.is_err_and(both) && text.is_empty(), "both sides are told");
}

#[test]
fn links_find_their_way_back() {
    assert_eq!(way_back(Path::new("report.html")), "");
    assert_eq!(way_back(Path::new("a/b/report.html")), "../../");
    assert!(way_back(Path::new("/elsewhere/report.html")).ends_with('/'));
}

#[test]
fn what_touches_given_operations_is_what_is_left() {
    let (code, text) = run("2021-08-01", "2024-05-01", |flags, folder| {
        let path = folder.join("mine.txt");
        fs::write(&path, "# ours\nGateway_Get\nuser::Client::delete # by its method\n").unwrap();
        flags.policy = DiffPolicy::Rust;
        flags.operations = Some(path);
    });
    assert!(is(&code, ExitCode::from(BROKEN)), "{code:?}");
    assert!(text.contains("operations  2 before, 2 now: 0 added, 0 removed, 2 changed, 1 broken\n"), "{text}");
    assert!(text.contains("`delete` is now `begin_delete`") && !text.contains("api::Client::delete"), "{text}");
    let (code, text) = run("2021-08-01", "2024-05-01", |flags, folder| {
        let path = folder.join("mine.txt");
        fs::write(&path, "Gateway_Get\n  Gateway_Gone\n").unwrap();
        flags.operations = Some(path);
    });
    assert!(code.is_err_and(|error| error.contains("mine.txt:2:3: ")) && text.is_empty());
}

#[test]
fn what_touches_sources_is_what_is_left() {
    let sources = |flags: &mut flags::Diff, folder: &Path, text: &str| {
        let path = folder.join("src");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("main.rs"), text).unwrap();
        flags.policy = DiffPolicy::Rust;
        flags.used_by = Some(path);
    };
    let (code, text) = run("2021-08-01", "2024-05-01", |flags, folder| {
        let text = "fn f() { let users = client.user(); users.delete(\"a\", \"b\", \"c\", &etag, None); client.gateway().get(); }";
        sources(flags, folder, text);
    });
    assert!(is(&code, ExitCode::from(BROKEN)), "{code:?}");
    assert!(text.contains("Rust code  1 breaking") && text.contains("what touches the 2 operations of "), "{text}");
    let (code, text) = run("2021-08-01", "2024-05-01", |flags, folder| {
        sources(flags, folder, "fn f() { client.gateway().regenerate_key(); }");
    });
    assert!(is(&code, ExitCode::SUCCESS) && text.contains("Rust code  0 breaking"), "{code:?} {text}");
    let (code, _) = run("2021-08-01", "2024-05-01", |flags, folder| sources(flags, folder, "fn f() {}"));
    assert!(code.is_err_and(|error| error.contains("no call of an operation of 2021-08-01 was found")));
    let (code, _) = run("2021-08-01", "2024-05-01", |flags, folder| sources(flags, folder, "fn f() { ("));
    assert!(code.is_err_and(|error| error.contains("main.rs: syntax: it is not Rust")));
}
