//! Corrections: an OpenAPI Overlay 1.0 that changes facts of a published description where it is wrong.
//!
//! Invariant: the published file stays as it is; what is changed, why, and by which action is known of every place. An action without
//! a reason is refused, and one that changes nothing is reported.

use serde_json::{Map, Value};

use super::{Problem, Report, Source, overlay, targets::Targets, trail::Trail};
use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
};

/// A place of the document that is not as published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    /// The value that was added, replaced or taken away.
    pub place: Pointer,
    /// Why, in the words of the action.
    pub reason: String,
    /// The action.
    pub at: At,
}

impl Correction {
    /// Whether a place is what was corrected, or part of it.
    #[must_use]
    pub fn covers(&self, place: &Pointer) -> bool {
        self.place.contains(place)
    }

    /// The reasons of those that cover a place.
    #[must_use]
    pub fn reasons(corrections: &[Self], place: &Pointer) -> Vec<String> {
        corrections.iter().filter(|one| one.covers(place)).map(|one| one.reason.clone()).collect()
    }
}

/// What the corrections made of a document.
#[derive(Debug, Default)]
pub(super) struct Corrected {
    pub(super) corrections: Vec<Correction>,
    /// An `unused-override` for each action that changed nothing.
    pub(super) unused: Vec<Diagnostic>,
}

/// Applies the corrections to a raw document, one action after the other.
///
/// # Errors
/// Every problem found in the overlay.
pub(super) fn apply(name: &str, text: &str, document: &mut Value) -> Result<Corrected, Vec<Diagnostic>> {
    let (overlay, source) = overlay::read(name, text)?;
    let mut correcting = Correcting {
        source: &source,
        report: Report::new(&source),
        unused: Report::new(&source),
        targets: Targets::default(),
        corrections: Vec::new(),
    };
    let root = Trail::Root;
    let actions = root.member("actions");
    for (index, action) in overlay["actions"].as_array().into_iter().flatten().enumerate() {
        correcting.action(action, &actions.element(index), document);
    }
    let Correcting { report, unused, mut corrections, .. } = correcting;
    if report.has_errors() {
        return Err(report.finish());
    }
    corrections.sort();
    Ok(Corrected { corrections, unused: unused.finish() })
}

/// What an action does with each place that it matches.
enum Change<'a> {
    Remove,
    Merge(&'a Value),
}

struct Correcting<'a> {
    source: &'a Source,
    report: Report<'a>,
    unused: Report<'a>,
    targets: Targets,
    corrections: Vec<Correction>,
}

impl Correcting<'_> {
    fn action(&mut self, action: &Value, trail: &Trail<'_>, document: &mut Value) {
        let reason = action.get("description").and_then(Value::as_str).unwrap_or_default().trim();
        if reason.is_empty() {
            let problem = Problem::new(Code::Shape, "the correction has no reason");
            self.report.push(trail, problem.help("say why the description is wrong, in \"description\""));
        }
        let change = match (action.get("remove").and_then(Value::as_bool), action.get("update")) {
            (Some(true), None) => Change::Remove,
            (None | Some(false), Some(update)) => Change::Merge(update),
            _ => {
                let problem = Problem::new(Code::Shape, "a correction either updates or removes");
                return self.report.push(trail, problem.help("give it \"update\", or \"remove: true\""));
            }
        };
        let here = trail.member("target");
        let target = action["target"].as_str().unwrap_or_default();
        let places = match self.targets.find(target, document) {
            Ok(places) => in_order(places),
            Err(error) => return self.report.push(&here, overlay::no_path(target, &error)),
        };
        let mut changed = Vec::new();
        // From the end: what is removed from a list moves only what was looked at before.
        for place in places.iter().rev() {
            match change {
                Change::Remove => changed.extend(remove(document, place)),
                Change::Merge(update) => {
                    let Some(node) = document.pointer_mut(place.as_str()) else { continue };
                    if let Err(problem) = merge(node, update, place, &mut changed) {
                        self.report.push(&trail.member("update"), problem);
                    }
                }
            }
        }
        if changed.is_empty() {
            let problem = Problem::new(Code::UnusedOverride, format!("there is nothing to correct at \"{target}\""));
            let help = "remove the action if the description is right by now, or correct the target";
            return self.unused.push(&here, problem.help(help));
        }
        self.targets.forget();
        let at = self.source.at(&trail.pointer());
        let correction = |place| Correction { place, reason: reason.to_owned(), at: at.clone() };
        self.corrections.extend(changed.into_iter().map(correction));
    }
}

/// Each place once, those of one list by their numbers: a query may name an element twice, and in any order.
fn in_order(mut places: Vec<Pointer>) -> Vec<Pointer> {
    let key = |place: &Pointer| -> Vec<(Option<usize>, String)> {
        place.tokens().map(|token| (token.parse().ok(), token)).collect()
    };
    places.sort_by_cached_key(key);
    places.dedup();
    places
}

fn remove(document: &mut Value, place: &Pointer) -> Option<Pointer> {
    let key = place.last()?;
    match document.pointer_mut(place.parent()?.as_str())? {
        Value::Object(members) => drop(members.shift_remove(&key)?),
        Value::Array(elements) => {
            let index = key.parse().ok().filter(|index| *index < elements.len())?;
            elements.remove(index);
        }
        _ => return None,
    }
    Some(place.clone())
}

/// Lays `update` over a value as the Overlay Specification has it: objects are merged, lists get more elements, anything else
/// is replaced. Tells each place that is another one then.
fn merge(node: &mut Value, update: &Value, place: &Pointer, changed: &mut Vec<Pointer>) -> Result<(), Problem> {
    match (node, update) {
        (Value::Object(members), Value::Object(update)) => merge_members(members, update, place, changed),
        (Value::Array(elements), update) => {
            if !elements.contains(update) {
                changed.push(place.join(elements.len()));
                elements.push(update.clone());
            }
            Ok(())
        }
        _ => {
            let problem =
                Problem::new(Code::Shape, "an update is laid over an object or a list, and the target is neither");
            Err(problem.help("target the object around it"))
        }
    }
}

fn merge_members(
    members: &mut Map<String, Value>,
    update: &Map<String, Value>,
    place: &Pointer,
    changed: &mut Vec<Pointer>,
) -> Result<(), Problem> {
    if members.contains_key("$ref") && !update.contains_key("$ref") {
        let problem = Problem::new(Code::RefSibling, "what stands beside a $ref is ignored");
        return Err(problem.help("target the component that it refers to, or update the \"$ref\""));
    }
    for (key, value) in update {
        let place = place.join(key);
        match (members.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => merge_members(inner, more, &place, changed)?,
            (Some(Value::Array(elements)), Value::Array(more)) => {
                for element in more.iter().filter(|element| !elements.contains(element)).cloned().collect::<Vec<_>>() {
                    changed.push(place.join(elements.len()));
                    elements.push(element);
                }
            }
            (Some(standing), value) if standing == value => {}
            _ => {
                members.insert(key.clone(), value.clone());
                changed.push(place);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn removed(target: &str, document: &Value) -> Value {
        let overlay = format!(
            "overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n- {{target: \"{target}\", description: a test, remove: true}}\n"
        );
        let mut document = document.clone();
        apply("a.yaml", &overlay, &mut document).unwrap_or_else(|problems| panic!("{problems:?}"));
        document
    }

    #[test]
    fn an_element_is_removed_once() {
        let of = |count: usize| json!({ "list": (0..count).collect::<Vec<_>>() });
        assert_eq!(removed("$.list[0,0]", &of(1)), of(0));
        assert_eq!(removed("$.list[0,0]", &of(3)), json!({ "list": [1, 2] }));
        assert_eq!(removed("$.list[0,-1]", &of(1)), of(0));
        assert_eq!(removed("$.list[10,2,9]", &of(12)), json!({ "list": [0, 1, 3, 4, 5, 6, 7, 8, 11] }));
        assert_eq!(removed("$..[*,*]", &of(3)), json!({}));
    }
}
