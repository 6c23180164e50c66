//! The report as Markdown, for pull requests and for the file beside the generated crate. Plain ASCII.

use std::fmt::Write;

use super::{
    Code, CodeItem, Entry, Report, SHARED, groups, shows_code,
    summary::Summary,
    text::{plural, verdicts},
};
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
    if let Some(code) = report.code.as_ref().filter(|_| shows_code(report)) {
        line(&mut out, "\n## Rust code\n");
        rust(&mut out, code);
    }
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
        for entry in group.iter().filter(|entry| !entry.is_brief()) {
            item(&mut out, entry, root);
        }
        added(&mut out, group);
        models(&mut out, group);
    }
    out
}

/// What becomes of items, what breaks first.
pub(super) fn rust(out: &mut String, code: &Code) {
    line(
        out,
        &format!(
            "Of the items that code can mention, {} break code that mentions them, with {} code compiles and something else happens, {} stay \
             as they are, and {} are new.",
            code.breaking, code.differing, code.unchanged, code.new
        ),
    );
    for (title, breaking) in [("Breaks", true), ("Compiles and differs", false)] {
        let groups: Vec<Vec<&CodeItem>> =
            code.together().into_iter().filter(|group| group[0].breaking == breaking).collect();
        if groups.is_empty() {
            continue;
        }
        line(out, &format!("\n### {title}\n"));
        for group in groups {
            let advice = group[0].advice.as_deref().map_or_else(String::new, |advice| format!(": {}", advised(advice)));
            match group[..] {
                [item] => line(out, &format!("- {}{advice}", name(&item.line()))),
                _ => line(out, &format!("- {} and {} more{advice}", name(&group[0].path), group.len() - 1)),
            }
        }
    }
}

/// Advice as Markdown: it is ours, and has names of the crate in backticks.
#[must_use]
pub fn advised(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match (index % 2, part) {
        (1, "") => String::new(),
        (1, code) => name(code),
        (_, text) => ascii(&plain(text)),
    });
    parts.collect()
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
            report.view.as_str(),
            left_out(summary),
            operations.old,
            operations.new,
            operations.added,
            operations.removed,
            operations.changed,
        ),
    );
    if let Some(asked) = &report.question {
        let count = plural(asked.operations.len(), "operation");
        line(out, &format!("Only what touches the {count} of {} is shown.\n", name(&asked.source)));
    }
    line(out, "| Kind | Changes | Breaking |\n| --- | ---: | ---: |");
    for (kind, count) in &summary.kinds {
        line(out, &format!("| `{}` | {} | {} |", kind.id(), count.changes, count.breaking));
    }
}

/// What the numbers do not hold.
fn left_out(summary: &Summary) -> String {
    let mut parts = Vec::new();
    parts.extend((summary.accepted > 0).then(|| format!("{} accepted", summary.accepted)));
    parts.extend((summary.unseen > 0).then(|| format!("{} of names only", summary.unseen)));
    if parts.is_empty() { String::new() } else { format!(" (left out: {})", parts.join(", ")) }
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
            "- {mark}`{}` {} ({}; {}; {})",
            entry.change.kind.id(),
            sentence(entry),
            verdicts(entry),
            operations(entry),
            places(entry, root)
        ),
    );
}

/// The operations that came, each with what it does.
fn added(out: &mut String, group: &[Entry]) {
    for entry in group.iter().filter(|entry| entry.is_brief() && entry.change.kind == Kind::OperationAdded) {
        let summary =
            entry.change.summary.as_deref().map_or_else(String::new, |text| format!(": {}", ascii(&plain(text))));
        line(out, &format!("- `{}` {}{summary}", entry.change.kind.id(), name(entry.change.place.subject.name())));
    }
}

fn models(out: &mut String, group: &[Entry]) {
    let names: Vec<String> = group
        .iter()
        .filter(|entry| entry.is_brief() && entry.change.kind == Kind::ModelAdded)
        .map(|entry| name(entry.change.place.subject.name()))
        .collect();
    if !names.is_empty() {
        line(out, &format!("- `{}` {}: {}", Kind::ModelAdded.id(), names.len(), names.join(", ")));
    }
}

/// What happened, as text: what Markdown would take for its own is escaped.
#[must_use]
pub fn sentence(entry: &Entry) -> String {
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
