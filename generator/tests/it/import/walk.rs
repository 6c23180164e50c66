//! Two walks over the same API, one over the published Swagger files and one over our document. They share no code with
//! the importer and little with each other: each collects, for an operation, every fact that it meets.
//!
//! A fact is a short text such as `schema maxLength 80`. What both sides have to say is compared as a bag of facts.

pub(super) mod openapi;
pub(super) mod swagger;

use std::collections::BTreeMap;

use serde_json::Value;

/// Facts, and how often they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts(pub(super) BTreeMap<String, usize>);

impl Facts {
    fn add(&mut self, fact: impl Into<String>) {
        *self.0.entry(fact.into()).or_default() += 1;
    }

    fn value(&mut self, of: &str, key: &str, value: &Value) {
        self.add(format!("{of} {key} {value}"));
    }

    /// How many facts each kind has: the first two words of a fact.
    pub(super) fn totals(&self) -> String {
        let mut totals: BTreeMap<String, usize> = BTreeMap::new();
        for (fact, count) in &self.0 {
            let kind = fact.split(' ').take(2).collect::<Vec<_>>().join(" ");
            *totals.entry(kind).or_default() += count;
        }
        totals.iter().map(|(kind, count)| format!("{kind}: {count}\n")).collect()
    }
}

/// Facts by operationId.
pub(super) type ByOperation = BTreeMap<String, Facts>;

/// Words for people: they are no facts.
const PROSE: &[&str] = &["title", "summary", "description", "externalDocs", "example"];

/// The values of an `x-ms-enum` without the prose in them.
fn without_prose(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let facts = members.iter().filter(|(key, _)| *key != "description");
            Value::Object(facts.map(|(key, value)| (key.clone(), without_prose(value))).collect())
        }
        Value::Array(elements) => elements.iter().map(without_prose).collect(),
        value => value.clone(),
    }
}

/// Sorted members, so that two texts of one object are equal.
fn sorted(value: &Value) -> Value {
    let mut value = without_prose(value);
    value.sort_all_objects();
    value
}
