//! Schemas that are nothing but themselves.

use std::collections::BTreeSet;

use serde_json::Value;

use super::convert::{Converter, Kind};
use crate::diag::Code;

impl Converter<'_> {
    /// Refuses schemas that lead only to themselves by `$ref` and `allOf`. A schema that contains itself in a property
    /// is a tree, and welcome.
    pub(super) fn refuse_cycles(&mut self) {
        let ids: Vec<String> =
            self.components.keys().filter(|(kind, _)| *kind == Kind::Schema).map(|(_, id)| id.clone()).collect();
        let mut reported = BTreeSet::new();
        for id in ids {
            let Some(cycle) = self.cycle(&id) else { continue };
            if cycle.iter().all(|member| reported.insert(member.clone())) {
                let node = self.components[&(Kind::Schema, id)].node.clone();
                let message = format!("the schema leads only to itself: {}", cycle.join(" -> "));
                self.error(&node, Code::RefCycle, message, "let one of them say what it is");
            }
        }
    }

    /// The way from `start` back to it.
    fn cycle(&self, start: &str) -> Option<Vec<String>> {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![vec![start.to_owned()]];
        while let Some(way) = waiting.pop() {
            let Some(component) = way.last().and_then(|id| self.components.get(&(Kind::Schema, id.clone()))) else {
                continue;
            };
            let mut above = Vec::new();
            leads_to(&component.value, &mut above);
            for next in above {
                if next == start {
                    return Some(way);
                }
                if seen.insert(next.to_owned()) {
                    waiting.push(way.iter().cloned().chain([next.to_owned()]).collect());
                }
            }
        }
        None
    }
}

/// The ids that a schema is, rather than has.
fn leads_to<'v>(schema: &'v Value, ids: &mut Vec<&'v str>) {
    ids.extend(schema.get("$ref").and_then(Value::as_str));
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        leads_to(part, ids);
    }
}
