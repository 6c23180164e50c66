//! References to components: parsing, looking up, and those that lead only to themselves.
//!
//! Invariant: only `#/components/<section>/<name>` is a reference here. Everything else is refused with a diagnostic that
//! says why, so that later stages look names up in maps and never resolve pointers.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::{Problem, Report};
use crate::{diag::Code, pointer::Pointer};

/// A reference to a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// Section of `components`, for instance `schemas`.
    pub section: String,
    /// The component's name.
    pub name: String,
}

impl Ref {
    /// Reads the text of a `$ref`.
    ///
    /// # Errors
    /// `ref-outside` when it leaves the document, `unresolved-ref` when it names no component.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let Some(pointer) = text.strip_prefix('#') else {
            return Err(Problem::new(Code::RefOutside, format!("$ref \"{text}\" leaves the document"))
                .help("bundle the documents into one with `cargo xtask import`"));
        };
        let mut tokens = pointer.strip_prefix('/').unwrap_or_default().split('/').map(unescape);
        match (tokens.next().as_deref(), tokens.next(), tokens.next(), tokens.next()) {
            (Some("components"), Some(section), Some(name), None) => Ok(Self { section, name }),
            _ => Err(Problem::new(Code::UnresolvedRef, format!("$ref \"{text}\" does not name a component"))
                .help("move what it names to #/components and refer to it there")),
        }
    }

    /// The name of a component that a checked document refers to.
    ///
    /// # Panics
    /// If `text` is no reference to a component, which `load` rules out.
    #[must_use]
    pub fn name_in(text: &str) -> String {
        Self::parse(text).expect("load checks every reference").name
    }

    /// What is wrong with this reference at a place that wants a component of `section`.
    pub(super) fn check(&self, section: &str, raw: &Value) -> Option<Problem> {
        let Self { section: actual, name } = self;
        if actual != section {
            let problem = Problem::new(Code::UnresolvedRef, format!("$ref to \"{name}\" in components.{actual}"));
            return Some(problem.help(format!("name one of components.{section} here")));
        }
        let found = raw.get("components").and_then(|c| c.get(section)).and_then(|s| s.get(name)).is_some();
        (!found).then(|| {
            Problem::new(Code::UnresolvedRef, format!("there is no \"{name}\" in components.{section}"))
                .help("declare it, or correct the spelling")
        })
    }
}

/// Undoes percent-encoding and the escapes of JSON pointers; text that is neither stays as it is.
fn unescape(token: &str) -> String {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = (byte == b'%').then(|| tail.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(decoded) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(decoded);
            rest = &tail[2..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|_| token.to_owned());
    text.replace("~1", "/").replace("~0", "~")
}

/// Reports components that are nothing but references and lead only to themselves.
pub(super) fn check_cycles(raw: &Value, report: &mut Report<'_>) {
    let sections = raw.get("components").and_then(Value::as_object);
    for (section, components) in sections.into_iter().flatten() {
        for cycle in cycles(components) {
            let name = &cycle[0];
            let message = format!("\"{name}\" leads only to itself: {} -> {name}", cycle.join(" -> "));
            let problem = Problem::new(Code::RefCycle, message).help("give one of them a schema of its own");
            report.push_at(&Pointer::root().join("components").join(section).join(name), problem);
        }
    }
}

/// The cycles of pure references in a section, each from its first name.
fn cycles(components: &Value) -> Vec<Vec<String>> {
    let target = |name: &str| Some(Ref::parse(components.get(name)?.get("$ref")?.as_str()?).ok()?.name);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for start in components.as_object().into_iter().flat_map(Map::keys) {
        let mut path: IndexSet<String> = IndexSet::new();
        let mut next = Some(start.clone());
        while let Some(name) = next {
            if let Some(index) = path.get_index_of(&name) {
                let mut cycle: Vec<String> = path.iter().skip(index).cloned().collect();
                let first = cycle.iter().enumerate().min_by_key(|(_, name)| *name).map_or(0, |(index, _)| index);
                cycle.rotate_left(first);
                found.push(cycle);
                break;
            }
            if !seen.insert(name.clone()) {
                break;
            }
            next = target(&name);
            path.insert(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_unescaped() {
        let parsed = Ref::parse("#/components/schemas/a%20b~1c~0d%").unwrap();
        assert_eq!((parsed.section.as_str(), parsed.name.as_str()), ("schemas", "a b/c~d%"));
    }

    #[test]
    fn what_is_no_component_is_refused() {
        let code = |text| Ref::parse(text).unwrap_err().code;
        assert_eq!(code("#/components/schemas"), Code::UnresolvedRef);
        assert_eq!(code("#/components/schemas/A/properties/b"), Code::UnresolvedRef);
        assert_eq!(code("#"), Code::UnresolvedRef);
        assert_eq!(code(""), Code::RefOutside);
        assert_eq!(code("../other.yaml#/components/schemas/A"), Code::RefOutside);
        assert_eq!(code("https://example.com/a#/b"), Code::RefOutside);
    }
}
