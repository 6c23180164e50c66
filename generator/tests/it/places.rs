//! Places in our own documents: where `Source` says that a key stands, it stands.

use std::fs;

use generator::{
    pointer::Pointer,
    spec::{Source, yaml},
};
use kit::{repo, specs};
use serde_json::Value;

/// Every member and element with its pointer.
fn pointers(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    let below: Vec<(Pointer, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (at.join(key), value)).collect(),
        Value::Array(elements) => elements.iter().enumerate().map(|(index, value)| (at.join(index), value)).collect(),
        _ => Vec::new(),
    };
    for (pointer, value) in below {
        pointers(value, &pointer, found);
        found.push(pointer);
    }
}

fn every_key_stands_where_it_is_said_to(version: &str) {
    let path = format!("specs/apimanagement/{version}.yaml");
    let text = fs::read_to_string(repo::root().join(&path)).expect("a committed file");
    let value = yaml::parse(&path, &text).expect("YAML");
    let source = Source::new(path, text.clone());
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    pointers(&value, &Pointer::root(), &mut all);
    assert!(all.len() > 10_000);
    let mut last = None;
    all.sort_by_cached_key(|pointer| (source.at(pointer).line, pointer.as_str().len()));
    for pointer in all {
        let at = source.at(&pointer);
        let here: String = lines[at.line - 1].chars().skip(at.column - 1).collect();
        let before: String = lines[at.line - 1].chars().take(at.column - 1).collect();
        let key = pointer.last().expect("not the root");
        if value.pointer(pointer.parent().expect("not the root").as_str()).is_some_and(Value::is_array) {
            assert!(before.ends_with("- "), "{pointer} at {}:{}: {here}", at.line, at.column);
        } else {
            let said = here.trim_start_matches(['\'', '"']);
            assert!(said.starts_with(&key), "{pointer} at {}:{}: {here}", at.line, at.column);
            // No two keys stand in one place.
            assert_ne!(last.replace((at.line, at.column)), Some((at.line, at.column)), "{pointer}");
        }
    }
}

#[test]
fn every_key_of_every_version_stands_where_it_is_said_to() {
    specs::versions().for_each(every_key_stands_where_it_is_said_to);
}
