//! The report as JSON, for programs. Its shape is the committed JSON Schema `diff.schema.json` beside this file.

use serde::Serialize;
use serde_json::Value;

use super::{Code, Entry, Question, Report, Summary, Verdicts};
use crate::{
    diag::At,
    diff::{policy::azure_rule, sentence::sentence},
    text,
};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    old: &'a str,
    new: &'a str,
    policy: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<&'a Question>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<&'a Code>,
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    kind: &'static str,
    breaking: bool,
    verdicts: Verdicts,
    direction: &'static str,
    location: String,
    operations: Vec<&'a str>,
    old: &'a Option<Value>,
    new: &'a Option<Value>,
    message: &'a str,
    /// What an ignore file names.
    place: String,
    group: &'a str,
    old_at: Option<Place<'a>>,
    new_at: Option<Place<'a>>,
    effects: Vec<Seen<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    azure_rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<String>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    pointer: &'a str,
}

#[derive(Serialize)]
struct Seen<'a> {
    direction: &'static str,
    breaking: bool,
    operations: Vec<&'a str>,
}

/// The report as one JSON document, indented, ending with a line feed.
///
/// # Panics
/// Never: a report holds nothing that JSON cannot.
#[must_use]
pub fn json(report: &Report) -> String {
    let mut json = serde_json::to_string_pretty(&document(report)).expect("text keys and numbers are JSON");
    json.push('\n');
    text::json(json)
}

/// The report as data.
pub(super) fn document(report: &Report) -> Document<'_> {
    Document {
        old: &report.old.version,
        new: &report.new.version,
        policy: report.view.as_str(),
        asked: report.question.as_ref(),
        summary: report.summary(),
        rust: report.code.as_ref(),
        changes: report.entries.iter().map(change).collect(),
    }
}

fn change(entry: &Entry) -> Change<'_> {
    let inner = &entry.change;
    Change {
        kind: inner.kind.id(),
        breaking: entry.breaking,
        verdicts: entry.verdicts,
        direction: entry.direction.as_str(),
        location: entry.location(),
        operations: inner.affected.operations().into_iter().collect(),
        old: &inner.old,
        new: &inner.new,
        message: &entry.message,
        place: inner.place.to_string(),
        group: &entry.group,
        old_at: entry.old_at.as_ref().map(place),
        new_at: entry.new_at.as_ref().map(place),
        effects: entry
            .effects
            .iter()
            .map(|(direction, breaking)| Seen {
                direction: direction.as_str(),
                breaking: *breaking,
                operations: inner.affected.set(*direction).map(String::as_str).collect(),
            })
            .collect(),
        azure_rule: azure_rule(inner).map(|rule| format!("{} {}", rule.number, rule.name)),
        summary: inner.summary.as_deref(),
        note: entry.note,
        details: inner.details.iter().map(sentence).collect(),
    }
}

fn place(at: &At) -> Place<'_> {
    Place { file: &at.file, line: at.line, column: at.column, pointer: at.pointer.as_str() }
}
