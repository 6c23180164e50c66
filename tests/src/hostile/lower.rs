//! OpenAPI 3.0 text to Rust: a text as it comes, or a good description with edits.

use std::{fs, sync::LazyLock};

use generator::{diag::Diagnostic, spec::yaml};
use serde_json::Value;

use super::{
    diff::compare,
    edit::{Choices, edit},
    through::{EDITS, Outcome, through},
};
use kit::repo;

/// Loads, lowers and renders what the bytes are.
///
/// # Panics
/// If the generator panics, writes something that is no Rust, writes something else the second time or for the same document
/// as JSON, or says that something is wrong without saying where.
pub fn lower(data: &[u8]) {
    match data.split_first() {
        Some((first, rest)) if *first < EDITS => edited(&mut Choices(rest)),
        _ => drop(through("a.yaml", &String::from_utf8_lossy(data))),
    }
}

/// The inputs of the renderer's fixtures, good descriptions of one feature each.
pub(super) fn bases() -> &'static [Value] {
    static BASES: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let folder = repo::root().join("generator/tests/fixtures/emit");
        let mut paths = Vec::new();
        repo::walk(&folder, &mut paths);
        paths.retain(|path| path.ends_with("input.yaml"));
        paths.sort();
        let text = |path| fs::read_to_string(path).expect("a fixture can be read");
        paths.into_iter().map(|path| yaml::parse("input.yaml", &text(path)).expect("a fixture is YAML")).collect()
    });
    &BASES
}

fn edited(choices: &mut Choices<'_>) {
    let base = &bases()[choices.below(bases().len())];
    let mut document = base.clone();
    edit(&mut document, choices);
    // As YAML it is an empty file, as JSON it is a document, if a strange one.
    if document.is_null() {
        return;
    }
    let (before, after) = (yaml::write(base), yaml::write(&document));
    let outcome = through("a.yaml", &after);
    alike(&outcome, &through("a.json", &document.to_string()));
    compare(&before, &after);
}

/// YAML or JSON is a matter of taste.
fn alike(yaml: &Outcome, json: &Outcome) {
    let said = |problems: &[Diagnostic]| {
        let mut said: Vec<_> = problems
            .iter()
            .map(|problem| format!("{} {:?} {}", problem.at.pointer, problem.code, problem.message))
            .collect();
        said.sort();
        said
    };
    match (yaml, json) {
        (Ok((yaml, _)), Ok((json, _))) => assert_eq!(yaml, json, "JSON makes another crate of it"),
        (Err(yaml), Err(json)) => {
            // Depth and numbers are refused while reading, by each reader in its own words.
            let read = |problems: &[Diagnostic]| problems.iter().all(|problem| problem.code.name() == "syntax");
            assert!(said(yaml) == said(json) || (read(yaml) && read(json)), "{:#?}\n{:#?}", said(yaml), said(json));
        }
        (Ok(_), Err(problems)) => panic!("only YAML is accepted: {problems:?}"),
        (Err(problems), Ok(_)) => panic!("only JSON is accepted: {problems:?}"),
    }
}
