//! A change as a sentence: the kind's template, filled with the change's place and values.

use serde_json::Value;

use super::{change::Change, place::Place};

/// The sentence, without a full stop.
#[must_use]
pub fn sentence(change: &Change) -> String {
    let place = change.place.format();
    let subject = Place { subject: change.place.subject.clone(), steps: Vec::new() }.format();
    let operation = change.affected.operations().into_iter().next().unwrap_or_default();
    let gap = |name: &str| match name {
        "place" => cut(&place),
        "subject" => cut(&subject),
        "operation" => operation.to_owned(),
        "old" => format(change.old.as_ref()),
        _ => format(change.new.as_ref()),
    };
    let mut text = String::new();
    for (index, part) in change.kind.template().split(['{', '}']).enumerate() {
        // Filled part by part: a value that looks like a gap is none.
        if index % 2 == 0 { text.push_str(part) } else { text.push_str(&gap(part)) }
    }
    if !change.details.is_empty() {
        text.push_str(": ");
        text.push_str(&change.details.iter().map(sentence).collect::<Vec<_>>().join("; "));
    }
    text
}

/// Longer values are cut in sentences; the JSON report has them whole.
const LONGEST: usize = 160;

/// A JSON value as words.
#[must_use]
pub(super) fn format(value: Option<&Value>) -> String {
    cut(&whole(value))
}

fn whole(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "\"\"".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| whole(Some(item))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}... ({} characters in all)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}
