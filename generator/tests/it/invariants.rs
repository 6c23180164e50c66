//! What holds for every rendered file, and for two versions side by side.

use std::collections::BTreeMap;

use generator::{
    model::{Operation, TypeId},
    rust::Names,
};
use kit::{
    pipeline::{Lowered, by_path, lines, published},
    specs,
};
use serde_json::Value;

/// A rendered version.
struct Version {
    lowered: Lowered,
    names: Names,
    files: BTreeMap<String, String>,
}

impl Version {
    fn new(version: &str) -> Self {
        let lowered = published(version);
        let (names, problems) = Names::assign(&lowered.api, &lowered.overrides, &lowered.source);
        assert_eq!(lines(&problems), "");
        let files = by_path(lowered.render().unwrap());
        Self { lowered, names, files }
    }

    /// The one piece of text between blank lines, in any file, that contains `needle`.
    fn piece(&self, file: Option<&str>, needle: &str) -> &str {
        let files = self.files.iter().filter(|(path, _)| file.is_none_or(|file| file == *path));
        let pieces: Vec<_> =
            files.flat_map(|(_, text)| text.split("\n\n")).filter(|piece| piece.contains(needle)).collect();
        assert_eq!(pieces.len(), 1, "{needle} in {file:?}");
        pieces[0]
    }
}

#[test]
fn the_api_version_stands_in_one_place() {
    for version in specs::versions() {
        for (path, text) in Version::new(version).files {
            let found: Vec<_> =
                text.lines().filter(|line| specs::versions().any(|version| line.contains(version))).collect();
            if path == "mod.rs" {
                assert_eq!(found, [format!("pub const API_VERSION: &str = \"{version}\";")]);
            } else {
                assert!(found.is_empty(), "{path}: {found:?}");
            }
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for version in specs::versions() {
        for (path, text) in Version::new(version).files {
            assert!(text.lines().count() <= 2500, "{version}: {path} has {} lines", text.lines().count());
        }
    }
}

#[test]
fn every_operation_is_one_method() {
    for version in specs::versions() {
        let count = specs::count(version, "operationId");
        let version = Version::new(version);
        assert_eq!(version.lowered.api.operations.len(), count);
        let begun = |text: &String| -> usize {
            let text = without_space(text);
            let begins =
                ["delete", "get", "head", "patch", "post", "put"].map(|method| format!("self.core.{method}(\""));
            begins.iter().map(|begin| text.matches(begin).count()).sum()
        };
        assert_eq!(version.files.values().map(begun).sum::<usize>(), count, "no method without an operation");
        for op in &version.lowered.api.operations {
            let method = version.method_piece(op);
            let begin = format!("self.core.{}(\"{}\",\"{}\"", op.method.to_string().to_lowercase(), op.id, op.path);
            assert!(without_space(method).contains(&begin), "{}:\n{method}", op.id);
        }
    }
}

impl Version {
    fn method_piece(&self, op: &Operation) -> &str {
        let file = self.names.group(op.group()).map_or("mod.rs".to_owned(), |group| format!("{group}.rs"));
        let method = self.names.method(op).expect("every operation has a method");
        self.piece(Some(&file), &format!("    pub fn {method}("))
    }
}

#[test]
fn what_did_not_change_has_the_same_text() {
    let [old, new] = specs::NAMED.map(Version::new);
    let mut same = (0, 0);
    for op in &old.lowered.api.operations {
        let Some(newer) = new.lowered.api.operations.iter().find(|newer| newer.id == op.id) else { continue };
        if old.facts_of_operation(op) == new.facts_of_operation(newer) {
            assert_eq!(old.method_piece(op), new.method_piece(newer));
            same.0 += 1;
        }
    }
    for (id, ty) in &old.lowered.api.types {
        let (Some(newer), Some(name)) = (new.lowered.api.types.get(id), old.names.ty(id)) else { continue };
        let (facts, newer_facts) = (old.facts(ty, TYPE_HAS_NO_SAY), new.facts(newer, TYPE_HAS_NO_SAY));
        if new.names.ty(id).is_some() && facts == newer_facts {
            for needle in [format!("pub struct {name} {{"), format!("pub enum {name} {{")] {
                if old.files.values().any(|text| text.contains(&needle)) {
                    assert_eq!(old.piece(None, &needle), new.piece(None, &needle));
                    same.1 += 1;
                }
            }
        }
    }
    assert!(same.0 > 200 && same.1 > 200, "most of the API did not change: {same:?}");
}

/// What has no say in the text of a type: where it stands, and which operations answer with it.
const TYPE_HAS_NO_SAY: &[&str] = &["at", "groups", "response", "error"];

impl Version {
    /// What an operation's text may depend on: not where it stands, not the limits of what operations share, and of what the
    /// client brings along (the subscription) nothing but its place.
    fn facts_of_operation(&self, op: &Operation) -> Value {
        let mut all = self.facts(op, &["at", "params", "failures", "error", "headers", "tags"]);
        let params = op.params.iter().map(|reference| {
            let param = self.lowered.api.param(reference);
            let without: &[&str] =
                if param.client { &["at", "docs", "value"] } else { &["at", "constraints", "default"] };
            (self.names.constant(op, reference), self.facts(param, without))
        });
        all["params"] = serde_json::to_value(params.collect::<Vec<_>>()).unwrap();
        all
    }

    /// A part of the model as JSON, without the members of these names, and with types called as in Rust.
    fn facts<T: serde::Serialize>(&self, part: &T, without: &[&str]) -> Value {
        let mut value = serde_json::to_value(part).unwrap();
        self.strip(&mut value, without);
        value
    }

    fn strip(&self, value: &mut Value, without: &[&str]) {
        match value {
            Value::Object(members) => {
                members.retain(|name, _| !without.contains(&name.as_str()));
                if members.get("kind").is_some_and(|kind| kind == "named") {
                    let id = TypeId(members["of"].as_str().unwrap().to_owned());
                    members["of"] = self.names.ty(&id).map_or(Value::Null, Value::from);
                }
                for member in members.values_mut() {
                    self.strip(member, without);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    self.strip(element, without);
                }
            }
            _ => {}
        }
    }
}

/// A call may stand on one line or on several.
fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}
