//! What we add to the descriptions: every entry gives a reason. What we say of them: every kind of diagnostic is shown by
//! an example.

use std::fs;

use kit::repo;

use super::{none, sources::is_test};

/// Diagnostics about the disk, which fixtures cannot show; the tests of `xtask` do.
const OF_THE_DISK: [&str; 2] = ["unreadable", "too-large"];

#[test]
fn every_entry_has_a_reason() {
    let mut offences = Vec::new();
    for file in repo::files().iter().filter(|file| file.path.starts_with("specs/") && file.has_suffix(".toml")) {
        let table: toml::Table = file.text.parse().expect("the generator reads it too");
        for (kind, entries) in &table {
            let entries = entries.as_array().unwrap_or_else(|| panic!("{}: [[{kind}]] is a list", file.path));
            for entry in entries {
                let reason = entry.get("reason").and_then(toml::Value::as_str).unwrap_or_default();
                if reason.split_whitespace().count() < 3 {
                    offences.push(format!("{}: [[{kind}]] {entry}: say why, in a sentence", file.path));
                }
            }
        }
    }
    none(&offences);
}

#[test]
fn every_diagnostic_is_shown_by_a_test() {
    let source = fs::read_to_string(repo::root().join("generator/src/diag.rs")).expect("the codes stand there");
    let codes: Vec<_> = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(codes.contains(&"unsupported"), "the names of the codes are not where this test looks for them");
    let tests = repo::files().into_iter().filter(|file| is_test(&file.path));
    let shown: String = tests.map(|file| file.text).collect();
    let missing = codes.iter().filter(|code| !shown.contains(&format!(": {code}: ")));
    let offences: Vec<_> = missing
        .filter(|code| !OF_THE_DISK.contains(code))
        .map(|code| format!("no test shows the message of {code}"))
        .collect();
    none(&offences);
}

#[test]
fn licence_travels_with_the_crates() {
    let read = |path: &str| fs::read_to_string(repo::root().join(path)).expect("there is a licence");
    assert_eq!(read("LICENSE"), read("generated/LICENSE"));
    assert_eq!(read("LICENSE"), read("generated/runtime/LICENSE"));
}
