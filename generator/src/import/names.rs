//! The names of components.
//!
//! A definition's name is unique only together with its file. The rule, which no order of files or references changes:
//!
//! 1. Definitions of one name that say the same (prose aside, and following their references) are one component.
//! 2. A name that only one component has stays as it is, but for characters that OpenAPI 3.0 does not allow in one:
//!    `Pair[String]` becomes `PairString`, and gives way to a component that is called so.
//! 3. Otherwise a component of the entry files keeps it before those of other files; of several such, the one in
//!    `definitions.json` does, and if there is none, none of them.
//! 4. The others get the file's stem in PascalCase in front, and as many of its folders as it takes to be unique.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    convert::{Component, Components, Kind},
    files::Node,
    keys,
};
use crate::diag::{Code, Diagnostic};

/// The file that holds what all files of a version share.
const SHARED_STEM: &str = "definitions";

/// Final references by id.
#[derive(Debug)]
pub(super) struct Names {
    names: BTreeMap<(Kind, String), String>,
}

impl Names {
    /// Names all components.
    pub(super) fn assign(components: &Components<'_>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut groups: BTreeMap<(Kind, String), Vec<Vec<&Component<'_>>>> = BTreeMap::new();
        for ((kind, _), component) in components {
            let classes = groups.entry((*kind, plain(&component.node))).or_default();
            let same =
                |class: &&mut Vec<&Component<'_>>| Sameness::default().of(components, *kind, class[0], component);
            match classes.iter_mut().find(same) {
                Some(class) => class.push(component),
                None => classes.push(vec![component]),
            }
        }
        let taken: BTreeSet<(Kind, String)> = groups.keys().cloned().collect();
        let mut names = BTreeMap::new();
        let mut chosen_by: BTreeMap<(Kind, String), &Component<'_>> = BTreeMap::new();
        for ((kind, name), classes) in &groups {
            for (class, chosen) in classes.iter().zip(choose(*kind, name, classes, &taken)) {
                if let Some(other) = chosen_by.insert((*kind, chosen.clone()), class[0]) {
                    let message = format!("this and {} would both be called \"{chosen}\"", other.node.id());
                    let diagnostic = Diagnostic::error(class[0].node.at(), Code::NameCollision, message);
                    diagnostics.push(diagnostic.help("rename one of them"));
                }
                if !is_component_name(&chosen) {
                    let message = format!("\"{chosen}\" cannot be the name of a component in OpenAPI 3.0");
                    let diagnostic = Diagnostic::error(class[0].node.at(), Code::Unsupported, message);
                    diagnostics.push(diagnostic.help("use letters, digits, '.', '-' and '_'"));
                }
                names.extend(class.iter().map(|component| ((*kind, component.node.id()), chosen.clone())));
            }
        }
        Self { names }
    }

    /// The name of a component.
    pub(super) fn of<'n>(&'n self, kind: Kind, id: &'n str) -> &'n str {
        self.names.get(&(kind, id.to_owned())).map_or(id, String::as_str)
    }

    /// Replaces the ids in references by names.
    pub(super) fn apply(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter_mut() {
                    match member {
                        Value::String(text) if keys::REFERENCES.contains(&key.as_str()) => self.rename(text),
                        Value::Object(mapping) if key == "mapping" => {
                            mapping.values_mut().filter_map(as_text).for_each(|text| self.rename(text));
                        }
                        member => self.apply(member),
                    }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.apply(element)),
            _ => {}
        }
    }

    fn rename(&self, text: &mut String) {
        for (kind, section) in [(Kind::Schema, "schemas"), (Kind::Parameter, "parameters")] {
            if let Some(name) = self.names.get(&(kind, text.clone())) {
                *text = format!("#/components/{section}/{name}");
                return;
            }
        }
    }
}

fn as_text(value: &mut Value) -> Option<&mut String> {
    if let Value::String(text) = value { Some(text) } else { None }
}

/// The name that a component has in its own file.
fn plain(node: &Node<'_>) -> String {
    let tokens: Vec<String> = node.pointer.tokens().skip(1).collect();
    match tokens.as_slice() {
        [] => pascal(node.file.stem()),
        [name] if is_component_name(name) => name.clone(),
        // OpenAPI 3.0 allows fewer characters: `Pair[String]` becomes `PairString`.
        [name] => pascal(name),
        // A reference to the inside of a definition.
        [name, inside @ ..] => {
            let inside = inside.iter().filter(|token| *token != "properties").map(|token| pascal(token));
            format!("{name}{}", inside.collect::<String>())
        }
    }
}

/// A name for each class of a group, by the rule at the top.
fn choose(kind: Kind, name: &str, classes: &[Vec<&Component<'_>>], taken: &BTreeSet<(Kind, String)>) -> Vec<String> {
    let is_entry = |class: &&Vec<&Component<'_>>| class.iter().any(|component| component.node.file.entry);
    let is_shared = |class: &&Vec<&Component<'_>>| {
        class.iter().any(|component| component.node.file.entry && component.node.file.stem() == SHARED_STEM)
    };
    let entries: Vec<_> = classes.iter().filter(is_entry).collect();
    let is_exact = |class: &&Vec<&Component<'_>>| class.iter().any(|c| c.node.pointer.last().as_deref() == Some(name));
    let exact: Vec<_> = classes.iter().filter(is_exact).collect();
    let keeper = match (classes, entries.as_slice(), exact.as_slice()) {
        ([only], ..) => Some(only),
        (_, [only], _) | (_, _, [only]) => Some(*only),
        _ => classes.iter().find(is_shared),
    };
    let parts = |class: &Vec<&Component<'_>>| prefix_parts(&class[0].node.file.path);
    let longest = classes.iter().map(|class| parts(class).len()).max().unwrap_or(1);
    let with = |depth: usize| -> Vec<String> {
        let prefixed = |class: &Vec<&Component<'_>>| {
            let parts = parts(class);
            let used = &parts[parts.len().saturating_sub(depth)..];
            format!("{}{}", used.concat(), pascal(name))
        };
        let is_keeper = |class: &Vec<&Component<'_>>| keeper.is_some_and(|keeper| std::ptr::eq(keeper, class));
        classes.iter().map(|class| if is_keeper(class) { name.to_owned() } else { prefixed(class) }).collect()
    };
    let unique = |names: &Vec<String>| {
        let distinct: BTreeSet<&String> = names.iter().collect();
        distinct.len() == names.len() && names.iter().all(|n| n == name || !taken.contains(&(kind, n.clone())))
    };
    (1..=longest).map(with).find(unique).unwrap_or_else(|| with(longest))
}

/// The folders and the stem of a path, each in PascalCase.
fn prefix_parts(path: &str) -> Vec<String> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.split('/').map(pascal).collect()
}

fn pascal(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.flat_map(|word| word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1))).collect()
}

fn is_component_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Whether two components say the same. Pairs that are being compared already count as the same, so that recursive
/// schemas come to an end.
#[derive(Default)]
struct Sameness {
    assumed: BTreeSet<(String, String)>,
}

impl Sameness {
    fn of(&mut self, all: &Components<'_>, kind: Kind, a: &Component<'_>, b: &Component<'_>) -> bool {
        let pair = (a.node.id(), b.node.id());
        pair.0 == pair.1 || !self.assumed.insert(pair) || self.values(all, kind, &a.value, &b.value)
    }

    fn values(&mut self, all: &Components<'_>, kind: Kind, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| self.members(all, kind, key, (a, b))))
            }
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.values(all, kind, a, b))
            }
            (a, b) => a == b,
        }
    }

    fn members(&mut self, all: &Components<'_>, kind: Kind, key: &str, (a, b): (&Value, &Value)) -> bool {
        let component = |value: &Value| all.get(&(Kind::Schema, value.as_str()?.to_owned()));
        match (component(a), component(b)) {
            (Some(a), Some(b)) if keys::REFERENCES.contains(&key) => {
                plain(&a.node) == plain(&b.node) && self.of(all, Kind::Schema, a, b)
            }
            _ => self.values(all, kind, a, b),
        }
    }
}
