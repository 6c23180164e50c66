//! OpenAPI Overlay 1.0: prose laid over a document that has none.
//!
//! Invariant: an overlay adds what people read and nothing that a request or a response depends on, so that the facts of an API
//! come from one place: `summary`, `description`, the document's `tags`, which are prose about groups of operations, an
//! `example` of a parameter, what each value of an enumeration means, and what an OData filter may ask.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    Problem, Report, Source,
    grammar::{ENUM_DESCRIPTIONS, FILTER_FIELDS, Kind},
    refs::Ref,
    shape,
    targets::Targets,
    trail::Trail,
    yaml,
};
use crate::{
    diag::{Code, Diagnostic},
    pointer::Pointer,
};

/// The keys whose text an overlay may set.
const PROSE: [&str; 3] = ["summary", "description", "example"];

/// The member with what each value of an enumeration means.
const VALUES: &str = "x-enumDescriptions";

/// The members that an overlay adds whole, and what they have to be.
static WHOLE: [(&str, &Kind); 2] = [(VALUES, &ENUM_DESCRIPTIONS), ("x-filter-fields", &FILTER_FIELDS)];

fn kind_of_whole(key: &str) -> Option<&'static Kind> {
    WHOLE.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind)
}

/// Applies an overlay to a raw document; gives back an `unused-override` for each part of it that matches nothing.
///
/// # Errors
/// Every problem found in the overlay.
pub(super) fn apply(name: &str, text: &str, document: &mut Value) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let (overlay, source) = read(name, text)?;
    let mut applying = Applying {
        report: Report::new(&source),
        unused: Report::new(&source),
        targets: Targets::default(),
        described_refs: BTreeSet::new(),
        described_values: BTreeMap::new(),
    };
    let root = Trail::Root;
    let actions = root.member("actions");
    for (index, action) in overlay["actions"].as_array().into_iter().flatten().enumerate() {
        applying.action(action, &actions.element(index), document);
    }
    applying.unused_values();
    for place in &applying.described_refs {
        wrap(document.pointer_mut(place.as_str()).expect("it was described there"));
    }
    if applying.report.has_errors() { Err(applying.report.finish()) } else { Ok(applying.unused.finish()) }
}

/// Reads an overlay of any kind: well-formed, of the right version and shape.
///
/// # Errors
/// Every problem found.
pub(super) fn read(name: &str, text: &str) -> Result<(Value, Source), Vec<Diagnostic>> {
    let overlay = yaml::parse(name, text).map_err(|problem| vec![problem])?;
    let source = Source::new(name, text);
    let mut report = Report::new(&source);
    if let Some(problem) = wrong_version(&overlay) {
        report.push_at(&Pointer::root().join("overlay"), problem);
        return Err(report.finish());
    }
    shape::check_overlay(&overlay, &mut report);
    let problems = if report.has_errors() { report.finish() } else { Vec::new() };
    if problems.is_empty() { Ok((overlay, source)) } else { Err(problems) }
}

/// What is wrong with a target that is no query.
pub(super) fn no_path(target: &str, error: &str) -> Problem {
    // One that is too deep is too long to be read.
    let shown: String = target.chars().take(100).collect();
    let more = if shown.len() < target.len() { "…" } else { "" };
    let message = format!("\"{shown}{more}\" is no JSONPath: {error}");
    Problem::new(Code::Syntax, message).help("write it as RFC 9535 has it")
}

fn wrong_version(overlay: &Value) -> Option<Problem> {
    let problem = match overlay.get("overlay") {
        Some(Value::String(version)) if version.starts_with("1.0.") => return None,
        Some(version) => Problem::new(Code::NotOpenapi, format!("overlay version {version} is not 1.0")),
        None => Problem::new(Code::NotOpenapi, "this is no OpenAPI overlay: it has no \"overlay\" key"),
    };
    Some(problem.help("write `overlay: 1.0.0` if the document is that"))
}

struct Applying<'a> {
    report: Report<'a>,
    unused: Report<'a>,
    targets: Targets,
    /// Schemas that are nothing but a `$ref`, and were described all the same. They are left as they are until every action is
    /// done: targets mean the document as it was written.
    described_refs: BTreeSet<Pointer>,
    /// For each value of an enumeration that the overlay describes, whether one of its targets has it.
    described_values: BTreeMap<Pointer, bool>,
}

impl Applying<'_> {
    fn action(&mut self, action: &Value, trail: &Trail<'_>, document: &mut Value) {
        if action.get("remove") == Some(&Value::Bool(true)) {
            let problem = Problem::new(Code::Unsupported, "an overlay of prose may not remove anything");
            self.report.push(&trail.member("remove"), problem.help("correct facts in corrections.overlay.yaml"));
        }
        let update = trail.member("update");
        if !self.only_prose(&action["update"], &update) {
            return;
        }
        let here = trail.member("target");
        let target = action["target"].as_str().unwrap_or_default();
        let places = match self.targets.find(target, document) {
            Ok(places) => places,
            Err(error) => return self.report.push(&here, no_path(target, &error)),
        };
        if places.is_empty() {
            self.unused(&here, format!("nothing matches \"{target}\""));
        }
        for place in places {
            let node = document.pointer_mut(place.as_str()).expect("the query found it there");
            self.merge((node, &place), &action["update"], &update);
        }
    }

    /// Whether `update` sets nothing but prose.
    fn only_prose(&mut self, update: &Value, trail: &Trail<'_>) -> bool {
        let Some(members) = update.as_object() else {
            let problem = Problem::new(Code::Shape, "what an overlay adds is an object");
            self.report.push(trail, problem.help("give it a \"summary\" or a \"description\""));
            return false;
        };
        let mut prose = true;
        for (key, value) in members {
            let here = trail.member(key);
            if let Some(kind) = kind_of_whole(key) {
                let before = self.report.len();
                shape::check_value(value, &here, kind, &mut self.report);
                prose &= self.report.len() == before;
                continue;
            }
            prose &= match value {
                Value::Object(_) => self.only_prose(value, &here),
                Value::String(_) if PROSE.contains(&key.as_str()) => true,
                Value::Array(tags) if key == "tags" && tags.iter().all(is_tag) => true,
                _ => {
                    let problem = Problem::new(Code::Unsupported, format!("an overlay of prose may not set \"{key}\""));
                    self.report.push(&here, problem.help("it adds what people read: \"summary\", \"description\", \"example\", \"x-enumDescriptions\", \"x-filter-fields\"; facts are corrected in corrections.overlay.yaml"));
                    false
                }
            };
        }
        prose
    }

    fn merge(&mut self, (target, place): (&mut Value, &Pointer), update: &Value, trail: &Trail<'_>) {
        let Some(target) = target.as_object_mut() else {
            let problem = Problem::new(Code::Shape, "what an overlay describes is an object, and this is none");
            return self.report.push(trail, problem.help("correct the action's target"));
        };
        if target.contains_key("$ref") && !self.described_refs.contains(place) {
            if !can_be_wrapped(target) {
                let problem = Problem::new(Code::RefSibling, "prose beside this $ref would be ignored");
                return self.report.push(trail, problem.help("describe the component that it refers to"));
            }
            self.described_refs.insert(place.clone());
        }
        for (key, value) in update.as_object().into_iter().flatten() {
            let here = trail.member(key);
            if kind_of_whole(key).is_some() {
                self.add_whole(target, key, value, &here);
                continue;
            }
            match (value, target.get_mut(key)) {
                (Value::Object(_), Some(inner)) => {
                    self.merge((inner, &place.join(key)), value, &here);
                }
                (Value::Object(_), None) => self.unused(&here, format!("there is no \"{key}\" to describe")),
                (Value::Array(more), Some(Value::Array(tags))) => {
                    tags.extend(more.iter().cloned());
                    self.targets.forget();
                }
                (Value::Array(_), None) | (Value::String(_), None | Some(Value::String(_))) => {
                    target.insert(key.clone(), value.clone());
                    if value.is_array() {
                        self.targets.forget();
                    }
                }
                _ => {
                    let problem = Problem::new(Code::Conflict, format!("\"{key}\" is a member here, not prose"));
                    self.report.push(&here, problem.help("go one level deeper"));
                }
            }
        }
    }

    /// Adds a member that has no counterpart in the document. Of the values of an enumeration those are described that it has:
    /// versions differ in them.
    fn add_whole(&mut self, target: &mut Map<String, Value>, key: &str, value: &Value, trail: &Trail<'_>) {
        let (VALUES, Some(texts)) = (key, value.as_object()) else {
            target.insert(key.to_owned(), value.clone());
            return;
        };
        let values: BTreeSet<String> =
            target.get("enum").and_then(Value::as_array).into_iter().flatten().map(text_of).collect();
        let described = target.entry(key).or_insert_with(|| json!({}));
        for (name, text) in texts {
            let is_here = values.contains(name);
            if is_here {
                described[name.as_str()] = text.clone();
            }
            *self.described_values.entry(trail.member(name).pointer()).or_default() |= is_here;
        }
    }

    /// Reports the values that none of the enumerations has that they were written for.
    fn unused_values(&mut self) {
        for (place, _) in std::mem::take(&mut self.described_values).iter().filter(|(_, is_used)| !**is_used) {
            let problem = Problem::new(Code::UnusedOverride, "the enumeration has no such value");
            self.unused.push_at(place, problem.help("remove it, or correct its spelling"));
        }
    }

    fn unused(&mut self, trail: &Trail<'_>, message: String) {
        let problem = Problem::new(Code::UnusedOverride, message);
        self.unused.push(trail, problem.help("remove it, or correct its spelling"));
    }
}

/// A value of an enumeration as it is written in an overlay.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether it is a tag object: a name and what is said of it.
fn is_tag(value: &Value) -> bool {
    let is_member = |(key, value): (&String, &Value)| value.is_string() && (key == "name" || key == "description");
    value.as_object().is_some_and(|tag| tag.contains_key("name") && tag.iter().all(is_member))
}

/// Whether it is a schema that is nothing but a `$ref`, beside which OpenAPI 3.0 ignores whatever stands.
fn can_be_wrapped(target: &Map<String, Value>) -> bool {
    let is_schema = |text: &str| Ref::parse(text).is_ok_and(|reference| reference.section == "schemas");
    target.len() == 1 && target["$ref"].as_str().is_some_and(is_schema)
}

/// Makes a described `$ref` a schema that may say more.
fn wrap(target: &mut Value) {
    let members = target.as_object_mut().expect("what is described is an object");
    let reference = members.shift_remove("$ref");
    members.shift_insert(0, "allOf".to_owned(), json!([{ "$ref": reference }]));
}
