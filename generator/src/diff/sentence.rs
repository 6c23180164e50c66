//! A change as a sentence: the kind's template, filled with the change's place and values.

use serde_json::Value;

use super::{
    change::{Change, Direction},
    place::Place,
};

/// The sentence, without a full stop.
#[must_use]
pub fn sentence(change: &Change) -> String {
    let place = change.place.format();
    let subject = Place { subject: change.place.subject.clone(), steps: Vec::new() }.format();
    let operation = change.affected.operations().into_iter().next().unwrap_or_default();
    let mut text = change
        .kind
        .template()
        .replace("{place}", &place)
        .replace("{subject}", &subject)
        .replace("{operation}", operation)
        .replace("{old}", &format(change.old.as_ref()))
        .replace("{new}", &format(change.new.as_ref()));
    if !change.details.is_empty() {
        text.push_str(": ");
        text.push_str(&change.details.iter().map(sentence).collect::<Vec<_>>().join("; "));
    }
    text
}

/// A JSON value as words.
#[must_use]
pub(super) fn format(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "\"\"".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| format(Some(item))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

impl Change {
    /// The direction to name first: the one it breaks in, else the first it is seen in.
    #[must_use]
    pub fn direction(&self, breaks: impl Fn(Direction) -> bool) -> Direction {
        let directions = self.affected.directions();
        directions.iter().copied().find(|direction| breaks(*direction)).unwrap_or(directions[0])
    }
}
