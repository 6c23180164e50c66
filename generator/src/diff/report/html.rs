//! The report as one self-contained page: the JSON report, the lines around each change, a style and a script.
//!
//! Invariant: the page fetches nothing, and data reaches it as JSON only, in which no `<` is left that could end its element.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Entry, Report, json};
use crate::{diag::At, text::visible};

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// Lines shown before and after the one that changed.
const BEFORE: usize = 2;
const AFTER: usize = 5;

/// The texts of the two descriptions, to show the lines around a change.
#[derive(Clone, Copy, Debug)]
pub struct Excerpts<'a> {
    /// The old description.
    pub old: &'a str,
    /// The new description.
    pub new: &'a str,
}

/// By line: the first line shown and the text of all of them.
type Lines<'a> = BTreeMap<usize, (usize, Vec<&'a str>)>;

#[derive(Serialize)]
struct Shown<'a> {
    old: Lines<'a>,
    new: Lines<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    report: json::Document<'a>,
    excerpts: Shown<'a>,
    root: &'a str,
}

/// The page; places link to `root` and the file's name.
#[must_use]
pub fn html(report: &Report, excerpts: Excerpts<'_>, root: &str) -> String {
    let title = format!("Changes from {} to {}", report.old.version, report.new.version);
    PAGE.replace("{{title}}", &escape(&visible(&title)))
        .replace("{{style}}", STYLE)
        .replace("{{script}}", SCRIPT)
        .replace("{{data}}", &data(report, excerpts, root))
}

fn data(report: &Report, excerpts: Excerpts<'_>, root: &str) -> String {
    let shown = Shown {
        old: lines(&report.entries, excerpts.old, |entry| entry.old_at.as_ref()),
        new: lines(&report.entries, excerpts.new, |entry| entry.new_at.as_ref()),
    };
    let data = Data { report: json::document(report), excerpts: shown, root };
    let mut data = serde_json::to_value(&data).expect("text keys and numbers are JSON");
    make_visible(&mut data);
    data.to_string().replace('<', "\\u003c")
}

/// The page shows its data as text; a browser would follow a mark of direction in it all the same.
fn make_visible(value: &mut Value) {
    match value {
        Value::String(text) => *text = visible(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(make_visible),
        Value::Object(members) => {
            for (key, mut value) in std::mem::take(members) {
                make_visible(&mut value);
                members.insert(visible(&key).into_owned(), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn lines<'a>(entries: &[Entry], text: &'a str, at: impl Fn(&Entry) -> Option<&At>) -> Lines<'a> {
    let all: Vec<&str> = text.lines().collect();
    let places = entries.iter().filter_map(at).map(|at| at.line).filter(|line| (1..=all.len()).contains(line));
    places
        .map(|line| {
            let first = line.saturating_sub(BEFORE).max(1);
            let last = (line + AFTER).min(all.len());
            (line, (first, all[first - 1..last].to_vec()))
        })
        .collect()
}

/// A brace is escaped too: a version called `{{data}}` is a text, not a gap of the page.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('{', "&#123;")
}
