//! Names come from the thing itself: neither order nor anything else in the description has a say.

use std::collections::{BTreeMap, BTreeSet};

use generator::{diag::in_all, overrides::Overrides, rust::Names};
use kit::{
    pipeline::{Lowered, lines, published},
    specs,
};

fn names(lowered: &Lowered) -> Names {
    let (names, problems) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
    assert_eq!(lines(&problems), "");
    names
}

#[test]
fn order_does_not_matter() {
    for version in specs::versions() {
        let mut lowered = published(version);
        let in_order = names(&lowered);
        lowered.api.operations.reverse();
        assert!(names(&lowered) == in_order, "{version}");
    }
}

#[test]
fn an_operation_keeps_its_names_when_others_go() {
    let mut lowered = published("2024-05-01");
    let all = names(&lowered);
    let mut number = 0;
    lowered.api.operations.retain(|_| {
        number += 1;
        number % 3 == 0
    });
    let some = names(&lowered);
    for op in &lowered.api.operations {
        assert_eq!(some.method_path(op), all.method_path(op));
        assert_eq!(some.operation(op), all.operation(op), "{}", op.id);
    }
}

#[test]
fn what_both_versions_have_is_called_the_same() {
    let [old, new] = specs::NAMED.map(published);
    let (old_names, new_names) = (names(&old), names(&new));
    let mut shared = 0;
    for (id, ty) in &old.api.types {
        let same = new.api.types.get(id).is_some_and(|newer| newer.client_name == ty.client_name);
        if let (true, Some(old), Some(new)) = (same, old_names.ty(id), new_names.ty(id)) {
            assert_eq!(old, new, "{id}");
            shared += 1;
        }
    }
    for op in &old.api.operations {
        if let Some(newer) = new.api.operations.iter().find(|newer| newer.id == op.id) {
            assert_eq!(old_names.method_path(op).is_some(), new_names.method_path(newer).is_some(), "{}", op.id);
            if op.lro.is_some() == newer.lro.is_some() {
                assert_eq!(old_names.method_path(op), new_names.method_path(newer), "{}", op.id);
            }
            shared += 1;
        }
    }
    assert!(shared > 600, "the versions have most of the API in common");
}

#[test]
fn an_override_must_be_of_use_to_one_version() {
    let text =
        |from: &str| format!("[[rename]]\nkind = \"type\"\nfrom = \"{from}\"\nto = \"Renamed\"\nreason = \"a test\"\n");
    let unused = |from: &str| {
        let lists: Vec<_> = specs::versions()
            .map(|version| {
                let overrides = Overrides::parse(&[("names.toml", &text(from))]).unwrap();
                Lowered { overrides, ..published(version) }.render().unwrap().unused
            })
            .collect();
        lines(&in_all(&lists))
    };
    assert_eq!(unused("WorkspaceContract"), "", "the newer version has it");
    let expected = "names.toml:1:1: unused-override: no type is called \"Nothing\"; correct the entry or remove it\n";
    assert_eq!(unused("Nothing"), expected);
}

/// The words of a name in lower case, as its casing or its underscores part them.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_new = true;
    for c in name.chars() {
        match parts.last_mut() {
            Some(part) if !is_new && !c.is_uppercase() && c != '_' => part.push(c),
            _ if c == '_' => {}
            _ => parts.push(c.to_lowercase().collect()),
        }
        is_new = c == '_';
    }
    parts
}

#[test]
fn a_word_is_spelt_one_way() {
    assert_eq!(parts("GraphQlApi_resolver2"), ["graph", "ql", "api", "resolver2"]);
    let mut all = BTreeSet::new();
    for version in specs::versions() {
        let lowered = published(version);
        let names = names(&lowered);
        all.extend(names.groups().into_iter().map(|(_, module)| module.to_owned()));
        for op in &lowered.api.operations {
            let op = names.operation(op);
            all.insert(op.method.clone());
            all.extend(op.params.iter().filter_map(|param| param.argument.clone()));
        }
        for names in lowered.api.types.keys().filter_map(|id| names.type_names(id)) {
            all.insert(names.name.clone());
            all.extend(names.members.values().cloned());
        }
    }
    // One and the same row of letters, parted in different ways. What `PascalCase` parts, `snake_case` may write as one word.
    let (mut snake, mut pascal) = (Spellings::new(), Spellings::new());
    for name in &all {
        let spellings = if name.contains(char::is_uppercase) { &mut pascal } else { &mut snake };
        let parts = parts(name);
        for window in (1..=3).flat_map(|length| parts.windows(length)) {
            spellings.entry(window.concat()).or_default().entry(window.join("_")).or_insert_with(|| name.clone());
        }
    }
    assert!(snake.len() > 500 && pascal.len() > 500);
    // Ordinary words that the API itself writes as one and as two.
    let ordinary = ["certificatethumbprint", "hostname", "signin", "signup", "timestamp"];
    let is_ordinary = |letters: &str| ordinary.iter().any(|word| letters.contains(word));
    let mut offences: Vec<_> = [snake, pascal]
        .into_iter()
        .flatten()
        .filter(|(letters, spellings)| spellings.len() > 1 && !is_ordinary(letters))
        .collect();
    offences.sort();
    assert_eq!(offences, [], "add the word to the list in generator/src/rust/spelling.rs");
}

/// Rows of letters, each with the ways it is parted and a name that does.
type Spellings = BTreeMap<String, BTreeMap<String, String>>;
