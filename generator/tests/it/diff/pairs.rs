//! The table of pairs: every file of `fixtures/diff` lists cases, each an edit of the small API and exactly the entries it makes.
//!
//! `UPDATE_EXPECT=1` rewrites the entries. Each case also runs backwards, and each side against itself.

use std::{collections::BTreeSet, fs, path::PathBuf};

use generator::{
    diff::{Kind, diff},
    model::Api,
};

use super::{base, edit, view};

/// One case: its name, its edits and the entries the file expects.
struct Case {
    name: String,
    edits: Vec<String>,
    expected: Vec<String>,
}

fn folder() -> PathBuf {
    kit::repo::root().join("generator/tests/fixtures/diff")
}

fn tables() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the tables stand beside the tests");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "cases"));
    paths.sort();
    paths
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("case ") {
            cases.push(Case { name: name.to_owned(), edits: Vec::new(), expected: Vec::new() });
            continue;
        }
        let case = cases.last_mut().expect("a table begins with a case");
        match line.strip_prefix("> ") {
            Some(entry) => case.expected.push(entry.to_owned()),
            None => case.edits.push(line.to_owned()),
        }
    }
    cases
}

/// The two sides: what the edits make of the base, and the base itself with the edits that begin with `old`.
fn edited(case: &Case) -> (Api, Api) {
    let base = serde_json::to_value(base::api()).expect("a model is JSON");
    let (mut old, mut new) = (base.clone(), base);
    for line in &case.edits {
        let (side, line) = line.strip_prefix("old ").map_or((&mut new, line.as_str()), |line| (&mut old, line));
        edit::apply(side, line).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    }
    let api = |json| serde_json::from_value(json).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    (api(old), api(new))
}

#[test]
fn every_edit_makes_exactly_its_entries() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in tables() {
        let text = fs::read_to_string(&path).expect("a table can be read");
        let mut written: Vec<String> = text.lines().filter(|line| !line.starts_with("> ")).map(str::to_owned).collect();
        for case in cases(&text) {
            let (old, new) = edited(&case);
            let found: Vec<_> = diff(&old, &new).changes.iter().map(view::line).collect();
            if found != case.expected {
                wrong.push(format!("{}\n  expected {:#?}\n  found {found:#?}", case.name, case.expected));
            }
            let start =
                written.iter().position(|line| *line == format!("case {}", case.name)).expect("it was read there");
            let end = start + 1 + case.edits.len();
            written.splice(end..end, found.iter().map(|entry| format!("> {entry}")));
        }
        if update {
            fs::write(&path, written.join("\n") + "\n").expect("a table can be written");
        }
    }
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_pair_runs_backwards() {
    let mut wrong = Vec::new();
    for case in tables().iter().flat_map(|path| cases(&fs::read_to_string(path).expect("a table can be read"))) {
        let (old, new) = edited(&case);
        assert_eq!(diff(&old, &old).changes, [], "{}", case.name);
        assert_eq!(diff(&new, &new).changes, [], "{}", case.name);
        let forth: BTreeSet<_> = diff(&old, &new).changes.iter().map(view::mirror).collect();
        let back: BTreeSet<_> = diff(&new, &old).changes.iter().map(view::straight).collect();
        if forth != back {
            wrong.push(format!("{}\n  forth {forth:#?}\n  back {back:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_large_and_knows_every_kind() {
    let texts: Vec<_> = tables().iter().map(|path| fs::read_to_string(path).expect("a table can be read")).collect();
    let all: Vec<_> = texts.iter().flat_map(|text| cases(text)).collect();
    assert!(all.len() >= 120, "{} cases", all.len());
    let names: BTreeSet<_> = all.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "two cases share a name");
    let seen: BTreeSet<_> =
        all.iter().flat_map(|case| &case.expected).filter_map(|entry| entry.split(' ').next()).collect();
    let missing: Vec<_> = Kind::ALL.iter().map(|kind| kind.id()).filter(|id| !seen.contains(id)).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
