//! The report as Markdown, for pull requests and for the file beside the generated crate. Plain ASCII.

use std::fmt::Write;

use super::{Code, Entry, Report, SHARED, order, summary::Summary, text::plural};
use crate::{diag::At, diff::kind::Kind};

/// How many operations of a change are named before the rest is counted.
const NAMED: usize = 3;

/// The report as Markdown; places link to `root` and the file's name, for instance `../specs/a.yaml#L12`.
#[must_use]
pub fn markdown(report: &Report, root: &str) -> String {
    let mut out = String::new();
    let summary = report.summary();
    head(&mut out, report, &summary);
    breaking(&mut out, report, root);
    line(&mut out, "\n## All changes");
    for group in order::groups(&report.entries) {
        let count = group.iter().filter(|entry| entry.breaking).count();
        let title = if group[0].group == SHARED { "Shared by several groups" } else { &group[0].group };
        line(&mut out, &format!("\n### {title}\n\n{}, {count} breaking.\n", plural(group.len(), "change")));
        for entry in group.iter().filter(|entry| !is_brief(entry)) {
            item(&mut out, entry, root);
        }
        for kind in [Kind::OperationAdded, Kind::ModelAdded] {
            brief(&mut out, group, kind);
        }
    }
    if let Some(code) = &report.code {
        rust(&mut out, code);
    }
    out
}

fn rust(out: &mut String, code: &Code) {
    line(out, "\n## Rust code\n");
    line(
        out,
        &format!(
            "Of the items that code can mention, {} stay as they are, {} were added to a whole for which code should leave room \
             (`..Default::default()`, a `_` arm), {} break code that mentions them, and {} are new.\n",
            code.unchanged, code.compatible, code.breaking, code.new
        ),
    );
    for item in &code.items {
        line(out, &format!("- {}`{}`", if item.breaking { "**breaking** " } else { "" }, item.line()));
    }
}

fn head(out: &mut String, report: &Report, summary: &Summary) {
    let operations = summary.operations;
    line(out, &format!("# Changes from {} to {}\n", report.old.version, report.new.version));
    line(
        out,
        &format!(
            "{}, {} of them breaking under the policy `{}`{}. Operations: {} before, {} now; {} added, {} removed, {} changed.\n",
            plural(summary.total.changes, "change"),
            summary.total.breaking,
            report.policy,
            if summary.accepted > 0 { format!(" ({} accepted and left out)", summary.accepted) } else { String::new() },
            operations.old,
            operations.new,
            operations.added,
            operations.removed,
            operations.changed,
        ),
    );
    line(out, "| Kind | Changes | Breaking |\n| --- | ---: | ---: |");
    for (kind, count) in &summary.kinds {
        line(out, &format!("| `{}` | {} | {} |", kind.id(), count.changes, count.breaking));
    }
}

fn breaking(out: &mut String, report: &Report, root: &str) {
    line(out, "\n## Breaking\n");
    let entries: Vec<&Entry> = report.entries.iter().filter(|entry| entry.breaking).collect();
    if entries.is_empty() {
        line(out, "Nothing breaks.");
        return;
    }
    line(out, "| What | Direction | Operations | Where |\n| --- | --- | --- | --- |");
    for entry in entries {
        let row = [sentence(entry), entry.direction.as_str().to_owned(), operations(entry), places(entry, root)];
        line(out, &format!("| {} |", row.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
}

fn item(out: &mut String, entry: &Entry, root: &str) {
    let mark = if entry.breaking { "**breaking** " } else { "" };
    line(
        out,
        &format!(
            "- {mark}`{}` {} ({}; {})",
            entry.change.kind.id(),
            sentence(entry),
            operations(entry),
            places(entry, root)
        ),
    );
}

fn is_brief(entry: &Entry) -> bool {
    matches!(entry.change.kind, Kind::OperationAdded | Kind::ModelAdded) && !entry.breaking
}

fn brief(out: &mut String, group: &[Entry], kind: Kind) {
    let names: Vec<String> = group
        .iter()
        .filter(|entry| entry.change.kind == kind && !entry.breaking)
        .map(|entry| format!("`{}`", entry.change.place.subject.name()))
        .collect();
    if !names.is_empty() {
        line(out, &format!("- `{}` {}: {}", kind.id(), names.len(), names.join(", ")));
    }
}

/// The sentence with what Markdown would take for its own escaped.
fn sentence(entry: &Entry) -> String {
    let mut escaped = String::new();
    for c in entry.message.chars() {
        if matches!(c, '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        if c.is_ascii() {
            escaped.push(c);
        } else {
            escaped.extend(c.escape_unicode());
        }
    }
    escaped
}

fn operations(entry: &Entry) -> String {
    let operations: Vec<&str> = entry.change.touches.operations().into_iter().collect();
    let named: Vec<String> = operations.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    match operations.len().saturating_sub(NAMED) {
        _ if operations.is_empty() => "no operation".to_owned(),
        0 => named.join(", "),
        rest => format!("{} and {rest} more", named.join(", ")),
    }
}

fn places(entry: &Entry, root: &str) -> String {
    let link = |word: &str, at: &At| format!("[{word}:{}]({}#L{})", at.line, target(root, &at.file), at.line);
    let old = entry.old_at.as_ref().map(|at| link("old", at));
    let new = entry.new_at.as_ref().map(|at| link("new", at));
    [old, new].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Where a link to a file leads: a path from the root of the disk needs no other.
fn target(root: &str, file: &str) -> String {
    if file.starts_with('/') { file.to_owned() } else { format!("{root}{file}") }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing to a string cannot fail");
}
