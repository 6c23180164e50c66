//! One folder a fault in `generator/tests/fixtures/error`: what a bad description is told, to the letter, and where.
//!
//! `input.*` is the description; `prose.overlay.yaml`, `secrets.toml` and `read-only-posts.toml` may stand beside it.

use std::{collections::BTreeSet, fs, path::Path};

use expect_test::expect_file;
use generator::{
    diag::{Code, Diagnostic},
    lower::lower,
    overrides::Overrides,
    spec::{load, yaml},
};
use kit::{pipeline::lines, repo};

/// The codes that loading and lowering can give. `unreadable` is for commands, `too-large` has a test below.
const CODES: [Code; 16] = [
    Code::Syntax,
    Code::EmptyFile,
    Code::NotOpenapi,
    Code::Shape,
    Code::LostKey,
    Code::RefSibling,
    Code::UnresolvedRef,
    Code::RefCycle,
    Code::RefOutside,
    Code::UnknownExtension,
    Code::DuplicateOperation,
    Code::PathParameter,
    Code::NameCollision,
    Code::UnusedOverride,
    Code::Unsupported,
    Code::Conflict,
];

/// What is wrong with a fixture.
fn faults(folder: &Path) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let input = ["input.yaml", "input.json"].into_iter().find(|name| folder.join(name).exists());
    let input = input.unwrap_or_else(|| panic!("no input in {}", folder.display()));
    let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let overlay = text("prose.overlay.yaml");
    let files: Vec<_> = Overrides::FILES.into_iter().filter_map(|name| Some((name, text(name)?))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let overrides = Overrides::parse(&files)?;
    let overlay = overlay.as_deref().map(|text| ("prose.overlay.yaml", text));
    let document = load(input, &text(input).expect("it stands there"), overlay)?;
    let (_, mut found) = lower(&document, &overrides);
    found.extend(document.unused);
    found.sort();
    Ok(found)
}

#[test]
fn every_fault_is_told_with_its_place_and_remedy() {
    let mut codes = BTreeSet::new();
    let mut without_remedy = Vec::new();
    let mut folders: Vec<_> =
        fs::read_dir(repo::root().join("generator/tests/fixtures/error")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let found = faults(folder).unwrap_or_else(|found| found);
        assert!(!found.is_empty(), "nothing is wrong with {}", folder.display());
        codes.extend(found.iter().map(|diagnostic| diagnostic.code));
        // What a parser says is its own.
        let silent = found.iter().filter(|diagnostic| diagnostic.help.is_none() && diagnostic.code != Code::Syntax);
        without_remedy.extend(silent.map(ToString::to_string));
        expect_file![folder.join("expected.err")].assert_eq(&lines(&found));
    }
    assert_eq!(without_remedy, [""; 0]);
    assert_eq!(codes, BTreeSet::from(CODES), "a code without a fixture, or a new one");
}

#[test]
fn a_file_above_the_limit_is_refused_unread() {
    let text = "#".repeat(usize::try_from(yaml::LIMIT).unwrap() + 1);
    let found = load("big.yaml", &text, None).unwrap_err();
    let expected = "big.yaml: too-large: the file has 67108865 bytes, more than the 67108864 that are read; split it, or check that it is the right file\n";
    assert_eq!(lines(&found), expected);
}

#[test]
fn nothing_cut_short_or_scrambled_makes_it_panic() {
    let text = specs_in_small();
    for end in (0..text.len()).step_by(7).filter(|end| text.is_char_boundary(*end)) {
        run(&text[..end]);
    }
    for (number, line) in text.lines().enumerate() {
        let without: String =
            text.lines().enumerate().filter(|(n, _)| *n != number).map(|(_, l)| format!("{l}\n")).collect();
        run(&without);
        for value in [" ~", " []", " {}", " 5", " x", " true", " -1.5e300"] {
            let Some(key) = line.split_inclusive(':').next().filter(|key| key.ends_with(':')) else { continue };
            let changed =
                |(n, l): (usize, &str)| if n == number { format!("{key}{value}\n") } else { format!("{l}\n") };
            run(&text.lines().enumerate().map(changed).collect::<String>());
        }
    }
}

fn run(text: &str) {
    if let Ok(document) = load("a.yaml", text, None) {
        let _ = lower(&document, &Overrides::default());
    }
}

/// A description with one of each thing that lowering looks at.
fn specs_in_small() -> String {
    fs::read_to_string(repo::root().join("generator/tests/fixtures/faults.yaml")).expect("it stands there")
}
