//! The report as Markdown, for pull requests and for the file beside the generated crate. Plain ASCII.

use std::fmt::Write;

use super::{Code, Entry, Report, SHARED, groups, summary::Summary, text::plural};
use crate::{
    diag::At,
    diff::kind::Kind,
    text::markdown::{code_span, plain},
};

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
    for group in groups(&report.entries) {
        let count = group.iter().filter(|entry| entry.breaking).count();
        let title = if group[0].group == SHARED {
            "Shared by several groups".to_owned()
        } else {
            ascii(&plain(&group[0].group))
        };
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
        line(out, &format!("- {}{}", if item.breaking { "**breaking** " } else { "" }, name(&item.line())));
    }
}

fn head(out: &mut String, report: &Report, summary: &Summary) {
    let operations = summary.operations;
    let [old, new] = [&report.old, &report.new].map(|side| ascii(&plain(&side.version)));
    line(out, &format!("# Changes from {old} to {new}\n"));
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
        line(out, &format!("| {} |", row.join(" | ")));
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
        .map(|entry| name(entry.change.place.subject.name()))
        .collect();
    if !names.is_empty() {
        line(out, &format!("- `{}` {}: {}", kind.id(), names.len(), names.join(", ")));
    }
}

/// What happened, as text: what Markdown would take for its own is escaped.
fn sentence(entry: &Entry) -> String {
    ascii(&plain(&entry.message))
}

/// A name as a code span that can stand in a table: a bar would end the cell there, and no escape of Markdown's helps.
fn name(text: &str) -> String {
    ascii(&code_span(&text.replace('|', "\\u{7c}")))
}

fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { plain.push(c) } else { plain.extend(c.escape_unicode()) }
    }
    plain
}

fn operations(entry: &Entry) -> String {
    let operations: Vec<&str> = entry.change.affected.operations().into_iter().collect();
    let named: Vec<String> = operations.iter().take(NAMED).map(|id| name(id)).collect();
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

/// Where a link to a file leads: a path from the root of the disk needs no other. What cannot stand in a link is written as
/// in a URL.
fn target(root: &str, file: &str) -> String {
    let path = if file.starts_with('/') { file.to_owned() } else { format!("{root}{file}") };
    let mut target = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            target.push(byte.into());
        } else {
            write!(target, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    target
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing to a string cannot fail");
}
