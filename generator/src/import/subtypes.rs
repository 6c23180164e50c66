//! Discriminated schemas: nothing refers to their subtypes but the values on the wire.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    convert::{Converter, Kind},
    files::Node,
};
use crate::diag::{Code, Diagnostic};

/// What the wire calls a subtype.
const VALUE: &str = "x-ms-discriminator-value";

impl<'a> Converter<'a> {
    /// Asks for the definitions that derive from a discriminated schema; whether there were new ones.
    pub(super) fn want_subtypes(&mut self) -> bool {
        let derived = self.derived();
        let mut new = false;
        for node in derived.into_values().flatten() {
            new |= self.want(Kind::Schema, node);
        }
        new
    }

    /// Writes the mapping of each discriminated schema, by value.
    pub(super) fn map_subtypes(&mut self) {
        let mut mapped = BTreeSet::new();
        for (base, subtypes) in self.derived() {
            let own = self.components[&(Kind::Schema, base.clone())].node.clone();
            let own = own.text_of(VALUE).map(|_| own);
            let mut mapping = BTreeMap::new();
            for node in subtypes.into_iter().chain(own) {
                let value = value_of(&node);
                mapped.insert(node.id());
                if let Some(other) = mapping.insert(value.clone(), node.id()) {
                    let message = format!("\"{value}\" means this schema and {other}");
                    self.error(&node, Code::Conflict, message, "give each subtype its own x-ms-discriminator-value");
                }
            }
            let component = self.components.get_mut(&(Kind::Schema, base));
            let discriminator = component.and_then(|c| c.value.get_mut("discriminator")).and_then(Value::as_object_mut);
            if let Some(discriminator) = discriminator.filter(|_| !mapping.is_empty()) {
                discriminator.insert("mapping".into(), json!(mapping));
            }
        }
        self.report_idle_values(&mapped);
    }

    /// A value that no mapping holds is left out.
    fn report_idle_values(&mut self, mapped: &BTreeSet<String>) {
        let nodes: Vec<Node<'a>> = self.components.values().map(|component| component.node.clone()).collect();
        for node in nodes.into_iter().filter(|node| !mapped.contains(&node.id())) {
            if let Some(value) = node.member(VALUE) {
                let message = "the schema derives from none that has a discriminator, so its value means nothing";
                let help = "remove the value, or add what it stands for";
                self.diagnostics.push(Diagnostic::warning(value.at(), Code::Shape, message).help(help));
            }
        }
    }

    /// The definitions below each discriminated schema that was reached.
    fn derived(&self) -> BTreeMap<String, Vec<Node<'a>>> {
        let is_base = |value: &Value| value.get("discriminator").is_some();
        let bases = self.components.iter().filter(|((kind, _), c)| *kind == Kind::Schema && is_base(&c.value));
        let bases: Vec<&String> = bases.map(|((_, id), _)| id).collect();
        if bases.is_empty() {
            return BTreeMap::new();
        }
        let parents = self.parents();
        let mut children: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        for (id, (_, above)) in &parents {
            for base in above {
                children.entry(base).or_default().push(id);
            }
        }
        let below = |base: &String| -> Vec<Node<'a>> {
            below(&children, base).into_iter().map(|id| parents[id].0.clone()).collect()
        };
        bases.into_iter().map(|base| (base.clone(), below(base))).collect()
    }

    /// Every definition of every file with the ids that it derives from.
    fn parents(&self) -> BTreeMap<String, (Node<'a>, Vec<String>)> {
        let files = self.files.all().filter_map(|file| file.root().member("definitions"));
        let definitions = files.flat_map(|definitions| definitions.members());
        definitions
            .map(|(_, node)| {
                let parts = node.member("allOf").map(|all| all.elements()).unwrap_or_default();
                let above = parts.iter().filter_map(|part| self.files.resolve(part.file, part.text_of("$ref")?).ok());
                let above = above.map(|target| target.id()).collect();
                (node.id(), (node, above))
            })
            .collect()
    }
}

/// What derives from `base`, in any number of steps, sorted.
fn below<'p>(children: &BTreeMap<&'p String, Vec<&'p String>>, base: &String) -> BTreeSet<&'p String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&String> = children.get(base).into_iter().flatten().copied().collect();
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(children.get(id).into_iter().flatten());
        }
    }
    found
}

/// The value that means a subtype: the declared one, else its name.
fn value_of(node: &Node<'_>) -> String {
    node.text_of(VALUE).map(str::to_owned).or_else(|| node.pointer.last()).unwrap_or_default()
}
