//! The report for a terminal.
//!
//! Invariant: what comes from a description goes through `paint` or `visible`, so that it moves no cursor and paints nothing.

use std::fmt::Write;

use super::{Code, Entry, Report, Verdicts, at, groups, shows_code};
use crate::{
    diff::{change::Direction, kind::Kind},
    text::visible,
};

/// How many operations of a change are named before the rest is counted.
const NAMED: usize = 3;

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only, for files and pipes.
    Plain,
    /// With ANSI colours, for a terminal.
    Colour,
}

#[derive(Clone, Copy)]
enum Ink {
    Strong,
    Danger,
    Faint,
}

impl Style {
    fn paint(self, ink: Ink, text: &str) -> String {
        let text = visible(text);
        let code = match (self, ink) {
            (Self::Plain, _) => return text.into_owned(),
            (Self::Colour, Ink::Strong) => "1",
            (Self::Colour, Ink::Danger) => "1;31",
            (Self::Colour, Ink::Faint) => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// The report as text: numbers, what becomes of code if that is asked about, then the groups, in each what breaks first.
#[must_use]
pub fn text(report: &Report, style: Style) -> String {
    let mut out = head(report, style);
    if let Some(code) = report.code.as_ref().filter(|_| shows_code(report)) {
        rust(&mut out, code, style);
    }
    for group in groups(&report.entries) {
        let breaking = group.iter().filter(|entry| entry.breaking).count();
        let title = style.paint(Ink::Strong, &group[0].group);
        line(&mut out, &format!("\n{title}  {}, {breaking} breaking", plural(group.len(), "change")));
        for entry in group.iter().filter(|entry| !entry.is_brief()) {
            show(&mut out, entry, style);
        }
        added(&mut out, group);
        models(&mut out, group);
    }
    out
}

fn rust(out: &mut String, code: &Code, style: Style) {
    let numbers = format!(
        "{} breaking, {} compile and differ, {} unchanged, {} new",
        code.breaking, code.differing, code.unchanged, code.new
    );
    line(out, &format!("\n{}  {numbers}", style.paint(Ink::Strong, "Rust code")));
    for group in code.together() {
        let item = group[0];
        let mark = if item.breaking { style.paint(Ink::Danger, "BREAKS  ") } else { "differs ".to_owned() };
        let more = if group.len() > 1 { format!(" and {} more", group.len() - 1) } else { String::new() };
        let what = if group.len() > 1 { item.path.clone() } else { item.line() };
        line(out, &format!("  {mark}{}{more}", visible(&what)));
        if let Some(advice) = &item.advice {
            line(out, &format!("          {}", visible(advice)));
        }
        let causes: Vec<&str> = item.causes.iter().take(NAMED).map(String::as_str).collect();
        if !causes.is_empty() {
            line(out, &format!("          {}", style.paint(Ink::Faint, &format!("because: {}", causes.join("; ")))));
        }
    }
}

fn head(report: &Report, style: Style) -> String {
    let summary = report.summary();
    let mut out = String::new();
    let (old, new) = (&report.old, &report.new);
    line(&mut out, &style.paint(Ink::Strong, &format!("{} -> {}", old.version, new.version)));
    let policy = report.view.as_str();
    line(&mut out, &style.paint(Ink::Faint, &format!("{} -> {}, policy {policy}", old.file, new.file)));
    if let Some(asked) = &report.question {
        let count = plural(asked.operations.len(), "operation");
        line(&mut out, &style.paint(Ink::Strong, &format!("what touches the {count} of {}", asked.source)));
    }
    let operations = summary.operations;
    line(
        &mut out,
        &format!(
            "\noperations  {} before, {} now: {} added, {} removed, {} changed, {} broken",
            operations.old,
            operations.new,
            operations.added,
            operations.removed,
            operations.changed,
            operations.breaking
        ),
    );
    let breaking = format!("{} breaking", summary.total.breaking);
    let breaking = if summary.total.breaking > 0 { style.paint(Ink::Danger, &breaking) } else { breaking };
    let mut counts = vec![breaking];
    counts.extend((summary.accepted > 0).then(|| format!("{} accepted", summary.accepted)));
    counts.extend((summary.unseen > 0).then(|| format!("{} of names only left out", summary.unseen)));
    line(&mut out, &format!("changes     {}: {}", summary.total.changes, counts.join(", ")));
    let width = summary.kinds.iter().map(|(kind, _)| kind.id().len()).max().unwrap_or_default();
    for (kind, count) in &summary.kinds {
        let breaking = if count.breaking > 0 { format!("{:>6} breaking", count.breaking) } else { String::new() };
        let row = format!("  {:width$} {:>6}", kind.id(), count.changes);
        line(&mut out, &format!("{row}{}", style.paint(Ink::Danger, &breaking)));
    }
    out
}

/// The operations that came, each with what it does.
fn added(out: &mut String, group: &[Entry]) {
    let added = group.iter().filter(|entry| entry.is_brief() && entry.change.kind == Kind::OperationAdded);
    let names: Vec<(&str, &str)> = added
        .map(|entry| (entry.change.place.subject.name(), entry.change.summary.as_deref().unwrap_or_default()))
        .collect();
    if names.is_empty() {
        return;
    }
    line(out, &format!("  {:16} {} ({})", "", Kind::OperationAdded.id(), names.len()));
    let width = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    for (name, summary) in names {
        line(out, &format!("                  {:width$}  {}", visible(name), visible(summary)));
    }
}

fn models(out: &mut String, group: &[Entry]) {
    let names: Vec<String> = group
        .iter()
        .filter(|entry| entry.is_brief() && entry.change.kind == Kind::ModelAdded)
        .map(|entry| visible(entry.change.place.subject.name()).into_owned())
        .collect();
    if !names.is_empty() {
        line(out, &format!("  {:16} {} ({})", "", Kind::ModelAdded.id(), names.len()));
        for row in wrap(&names, 96) {
            line(out, &format!("                  {row}"));
        }
    }
}

/// The verdicts of all three policies, for instance `wire breaks, azure holds, rust differs`.
pub(super) fn verdicts(entry: &Entry) -> String {
    let word = |breaks| if breaks { "breaks" } else { "holds" };
    let Verdicts { wire, azure, rust } = entry.verdicts;
    let mut text = format!("wire {}, azure {}", word(wire), word(azure));
    if let Some(effect) = rust {
        write!(text, ", rust {}", effect.as_str()).expect("writing to a string cannot fail");
    }
    if let Some(note) = entry.note {
        write!(text, " ({note})").expect("writing to a string cannot fail");
    }
    text
}

fn show(out: &mut String, entry: &Entry, style: Style) {
    let mark = if entry.breaking { style.paint(Ink::Danger, "BREAKS  ") } else { " ".repeat(8) };
    let direction = format!("{:8}", if entry.direction == Direction::None { "" } else { entry.direction.as_str() });
    line(out, &format!("  {mark}{direction} {}  {}", entry.change.kind.id(), visible(&entry.change.place.to_string())));
    line(out, &format!("                  {}", visible(&entry.message)));
    line(out, &format!("                  {}", style.paint(Ink::Faint, &verdicts(entry))));
    let places: Vec<String> = [&entry.old_at, &entry.new_at].into_iter().flatten().map(at).collect();
    line(out, &format!("                  {}", style.paint(Ink::Faint, &places.join(" -> "))));
    let operations: Vec<&str> = entry.change.affected.operations().into_iter().collect();
    // A sentence about one operation has named it.
    if operations.len() > 1 || operations.first().is_some_and(|id| !entry.message.contains(id)) {
        let named = operations.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let rest = operations.len().saturating_sub(NAMED);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let count = plural(operations.len(), "operation");
        line(out, &format!("                  {}", style.paint(Ink::Faint, &format!("{count}: {named}{rest}"))));
    }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{}", text.trim_end()).expect("writing to a string cannot fail");
}

pub(super) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The names, joined by commas, in rows of at most `width` characters.
fn wrap(names: &[String], width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for (index, name) in names.iter().enumerate() {
        let word = if index + 1 == names.len() { name.clone() } else { format!("{name},") };
        let row = rows.last_mut().expect("there is a row from the start");
        if row.is_empty() {
            *row = word;
        } else if row.len() + 1 + word.len() <= width {
            row.push(' ');
            row.push_str(&word);
        } else {
            rows.push(word);
        }
    }
    rows
}
