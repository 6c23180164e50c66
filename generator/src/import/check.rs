//! Schemas that are nothing but themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::convert::{Converter, Kind};
use crate::diag::Code;

impl Converter<'_> {
    /// Refuses schemas that lead only to themselves by `$ref` and `allOf`. A schema that contains itself in a property
    /// is a tree, and welcome.
    pub(super) fn refuse_cycles(&mut self) {
        let mut reported = BTreeSet::new();
        for cycle in self.cycles() {
            if cycle.iter().all(|member| reported.insert(member.clone())) {
                let node = self.components[&(Kind::Schema, cycle[0].clone())].node.clone();
                let message = format!("the schema leads only to itself: {}", cycle.join(" -> "));
                self.error(&node, Code::RefCycle, message, "let one of them say what it is");
            }
        }
    }

    /// Cycles of schemas, each from its first member by name: one for every step that leads back on the way. Every schema is
    /// gone into once; the way is a list and no recursion, because it may be as long as the files are.
    fn cycles(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for (_, start) in self.components.keys().filter(|(kind, _)| *kind == Kind::Schema) {
            let mut way: Vec<(&str, Vec<&str>)> = Vec::new();
            let mut on_way: BTreeMap<&str, usize> = BTreeMap::new();
            let mut next = Some(start.as_str());
            loop {
                if let Some(id) = next.take().filter(|id| !done.contains(id)) {
                    if let Some(at) = on_way.get(id) {
                        let mut cycle: Vec<String> = way[*at..].iter().map(|(id, _)| (*id).to_owned()).collect();
                        let first = cycle.iter().enumerate().min_by_key(|(_, id)| *id).map_or(0, |(index, _)| index);
                        cycle.rotate_left(first);
                        found.push(cycle);
                    } else {
                        on_way.insert(id, way.len());
                        way.push((id, self.above(id)));
                    }
                }
                let Some((id, above)) = way.last_mut() else { break };
                next = above.pop();
                if next.is_none() {
                    done.insert(id);
                    on_way.remove(id);
                    way.pop();
                }
            }
        }
        found
    }

    /// The schemas that a schema is, the first last.
    fn above(&self, id: &str) -> Vec<&str> {
        let mut above = Vec::new();
        if let Some(component) = self.components.get(&(Kind::Schema, id.to_owned())) {
            leads_to(&component.value, &mut above);
        }
        above.reverse();
        above
    }
}

/// The ids that a schema is, rather than has.
fn leads_to<'v>(schema: &'v Value, ids: &mut Vec<&'v str>) {
    ids.extend(schema.get("$ref").and_then(Value::as_str));
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        leads_to(part, ids);
    }
}
