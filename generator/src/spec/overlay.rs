//! OpenAPI Overlay 1.0: prose laid over a document that has none.
//!
//! Invariant: an overlay adds `summary`, `description` and the document's `tags`, which are prose about groups of operations,
//! and nothing else, so that the facts of an API come from one place.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Problem, Report, Source, refs::Ref, shape, targets::Targets, trail::Trail, yaml};
use crate::{
    diag::{Code, Diagnostic},
    pointer::Pointer,
};

/// The keys an overlay may set.
const PROSE: [&str; 2] = ["summary", "description"];

/// Applies an overlay to a raw document; gives back an `unused-override` for each part of it that matches nothing.
///
/// # Errors
/// Every problem found in the overlay.
pub(super) fn apply(name: &str, text: &str, document: &mut Value) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let overlay = yaml::parse(name, text).map_err(|problem| vec![problem])?;
    let source = Source::new(name, text);
    let mut report = Report::new(&source);
    if let Some(problem) = wrong_version(&overlay) {
        report.push_at(&Pointer::root().join("overlay"), problem);
        return Err(report.finish());
    }
    shape::check_overlay(&overlay, &mut report);
    if report.has_errors() {
        return Err(report.finish());
    }
    let (targets, described_refs) = (Targets::default(), BTreeSet::new());
    let mut applying = Applying { report, unused: Report::new(&source), targets, described_refs };
    let root = Trail::Root;
    let actions = root.member("actions");
    for (index, action) in overlay["actions"].as_array().into_iter().flatten().enumerate() {
        applying.action(action, &actions.element(index), document);
    }
    for place in &applying.described_refs {
        wrap(document.pointer_mut(place).expect("it was described there"));
    }
    if applying.report.has_errors() { Err(applying.report.finish()) } else { Ok(applying.unused.finish()) }
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
    described_refs: BTreeSet<String>,
}

impl Applying<'_> {
    fn action(&mut self, action: &Value, trail: &Trail<'_>, document: &mut Value) {
        if action.get("remove") == Some(&Value::Bool(true)) {
            let problem = Problem::new(Code::Unsupported, "an overlay may not remove anything");
            self.report.push(&trail.member("remove"), problem.help("change the description it comes from"));
        }
        let update = trail.member("update");
        if !self.only_prose(&action["update"], &update) {
            return;
        }
        let here = trail.member("target");
        let target = action["target"].as_str().unwrap_or_default();
        let places = match self.targets.find(target, document) {
            Ok(places) => places,
            Err(error) => {
                // One that is too deep is too long to be read.
                let shown: String = target.chars().take(100).collect();
                let more = if shown.len() < target.len() { "…" } else { "" };
                let message = format!("\"{shown}{more}\" is no JSONPath: {error}");
                return self
                    .report
                    .push(&here, Problem::new(Code::Syntax, message).help("write it as RFC 9535 has it"));
            }
        };
        if places.is_empty() {
            self.unused(&here, format!("nothing matches \"{target}\""));
        }
        for place in places {
            let node = document.pointer_mut(&place).expect("the query found it there");
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
            prose &= match value {
                Value::Object(_) => self.only_prose(value, &here),
                Value::String(_) if PROSE.contains(&key.as_str()) => true,
                Value::Array(tags) if key == "tags" && tags.iter().all(is_tag) => true,
                _ => {
                    let problem = Problem::new(Code::Unsupported, format!("an overlay may not set \"{key}\""));
                    self.report.push(&here, problem.help("it adds \"summary\" and \"description\", nothing else"));
                    false
                }
            };
        }
        prose
    }

    fn merge(&mut self, (target, place): (&mut Value, &str), update: &Value, trail: &Trail<'_>) {
        let Some(target) = target.as_object_mut() else {
            let problem = Problem::new(Code::Shape, "what an overlay describes is an object, and this is none");
            return self.report.push(trail, problem.help("correct the action's target"));
        };
        if target.contains_key("$ref") && !self.described_refs.contains(place) {
            if !can_be_wrapped(target) {
                let problem = Problem::new(Code::RefSibling, "prose beside this $ref would be ignored");
                return self.report.push(trail, problem.help("describe the component that it refers to"));
            }
            self.described_refs.insert(place.to_owned());
        }
        for (key, value) in update.as_object().into_iter().flatten() {
            let here = trail.member(key);
            match (value, target.get_mut(key)) {
                (Value::Object(_), Some(inner)) => {
                    let place = format!("{place}{}", Pointer::root().join(key));
                    self.merge((inner, &place), value, &here);
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

    fn unused(&mut self, trail: &Trail<'_>, message: String) {
        let problem = Problem::new(Code::UnusedOverride, message);
        self.unused.push(trail, problem.help("remove it, or correct its spelling"));
    }
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
