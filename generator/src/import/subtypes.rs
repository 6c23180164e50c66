//! Discriminated schemas: nothing refers to their subtypes but the values on the wire.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    convert::{Converter, Kind},
    files::Node,
};

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
        for (base, subtypes) in self.derived() {
            let Some(component) = self.components.get_mut(&(Kind::Schema, base)) else { continue };
            let own = component.node.clone();
            let values: BTreeMap<&str, String> = subtypes
                .iter()
                .chain(own.text_of("x-ms-discriminator-value").map(|_| &own))
                .map(|node| (value_of(node), node.id()))
                .collect();
            let discriminator = component.value.get_mut("discriminator").and_then(Value::as_object_mut);
            if let Some(discriminator) = discriminator.filter(|_| !values.is_empty()) {
                discriminator.insert("mapping".into(), json!(values));
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
        let below = |base: &String| -> Vec<Node<'a>> {
            let below = parents.values().filter(|(_, above)| reaches(&parents, above, base));
            below.map(|(node, _)| node.clone()).collect()
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

/// Whether `base` is one of `above`, or of what they derive from.
fn reaches(parents: &BTreeMap<String, (Node<'_>, Vec<String>)>, above: &[String], base: &String) -> bool {
    let mut seen: BTreeSet<&String> = BTreeSet::new();
    let mut waiting: Vec<&String> = above.iter().collect();
    while let Some(id) = waiting.pop() {
        if id == base {
            return true;
        }
        if seen.insert(id) {
            waiting.extend(parents.get(id).into_iter().flat_map(|(_, above)| above));
        }
    }
    false
}

/// The value that means a subtype: the declared one, else its name.
fn value_of<'a>(node: &Node<'a>) -> &'a str {
    let name = node.pointer.as_str().rsplit('/').next().unwrap_or_default();
    let key = node.file.value.get("definitions").and_then(Value::as_object).and_then(|all| all.get_key_value(name));
    node.text_of("x-ms-discriminator-value").or(key.map(|(key, _)| key.as_str())).unwrap_or_default()
}
