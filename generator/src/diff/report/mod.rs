//! Reports: a comparison for people and programs.
//!
//! Invariant: a report judges nothing. The caller says which changes break and where pointers lead, and every format shows the same entries.

mod code;
mod html;
mod json;
mod markdown;
mod summary;
mod text;

use std::collections::BTreeSet;

pub use self::{
    code::{Code, CodeItem},
    html::{Excerpts, html},
    json::json,
    markdown::markdown,
    summary::{Count, Summary},
    text::{Style, text},
};
use super::{
    Diff,
    change::{Change, Direction},
    sentence::sentence,
};
use crate::{diag::At, pointer::Pointer, spec::Correction};

/// The group of changes that several operation groups share.
pub const SHARED: &str = "Shared";

/// The group of operations whose id names none.
pub const UNGROUPED: &str = "Ungrouped";

/// The JSON Schema of [`json`].
pub const JSON_SCHEMA: &str = include_str!("diff.schema.json");

/// One side of the comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its api-version.
    pub version: String,
    /// The description's name, usually a path.
    pub file: String,
    /// How many operations it has.
    pub operations: usize,
}

/// Where a pointer leads on each side.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// In the old document.
    pub old: &'a dyn Fn(&Pointer) -> At,
    /// In the new document.
    pub new: &'a dyn Fn(&Pointer) -> At,
}

impl std::fmt::Debug for Places<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Places")
    }
}

/// A view on what breaks: its name, and its judgement of a change in a direction.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// `wire`, `azure` or `rust`.
    pub policy: &'a str,
    /// Whether the change, with its index in the comparison, breaks in this direction.
    pub breaks: &'a dyn Fn(usize, &Change, Direction) -> bool,
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View({})", self.policy)
    }
}

/// A change as reports show it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The change.
    pub change: Change,
    /// Whether it breaks in any direction.
    pub breaking: bool,
    /// The direction to name first.
    pub direction: Direction,
    /// Each direction it is seen in, and whether it breaks there.
    pub effects: Vec<(Direction, bool)>,
    /// The operation group it belongs to, or [`SHARED`].
    pub group: String,
    /// Where in the old document.
    pub old_at: Option<At>,
    /// Where in the new document.
    pub new_at: Option<At>,
    /// What happened, as a sentence.
    pub message: String,
}

impl Entry {
    /// The place to look at first, as `file:line:column`.
    #[must_use]
    pub fn location(&self) -> String {
        self.new_at.as_ref().or(self.old_at.as_ref()).map_or_else(String::new, at)
    }
}

/// `file:line:column`.
#[must_use]
pub fn at(at: &At) -> String {
    format!("{}:{}:{}", at.file, at.line, at.column)
}

/// A comparison, ready to print.
#[derive(Clone, Debug)]
pub struct Report {
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
    /// The name of the view on what breaks.
    pub policy: String,
    /// Operations that both sides have: old id and new id.
    pub operations: Vec<(String, String)>,
    /// The changes: group by group, breaking first.
    pub entries: Vec<Entry>,
    /// What becomes of code on the rendered crates, if it was compared.
    pub code: Option<Code>,
    /// How many changes were accepted by an ignore file, and so are left out.
    pub accepted: usize,
}

impl Report {
    /// Judges and places every change of a comparison.
    #[must_use]
    pub fn new((old, new): (Side, Side), diff: Diff, places: Places<'_>, view: View<'_>) -> Self {
        let numbered = diff.changes.into_iter().enumerate();
        let mut entries: Vec<Entry> = numbered.map(|(index, change)| entry(index, change, places, view)).collect();
        sort(&mut entries);
        let (policy, operations) = (view.policy.to_owned(), diff.operations);
        Self { old, new, policy, operations, entries, code: None, accepted: 0 }
    }

    /// Says of each change that rests on a correction, of the old side or the new one, that it does and why.
    pub fn mark(&mut self, old: &[Correction], new: &[Correction]) {
        for entry in &mut self.entries {
            let reasons = |at: &Option<At>, corrections: &[Correction]| {
                let at = at.as_ref().map(|at| at.pointer.clone());
                let touched = corrections.iter().filter(|one| at.as_ref().is_some_and(|at| one.covers(at)));
                touched.map(|one| one.reason.clone()).collect::<Vec<_>>()
            };
            let found = [reasons(&entry.old_at, old), reasons(&entry.new_at, new)].concat();
            for reason in found.into_iter().collect::<BTreeSet<_>>() {
                entry.message.extend(["; corrected, not as published: ", &*reason]);
            }
        }
    }

    /// Whether any change breaks.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.entries.iter().any(|entry| entry.breaking)
    }
}

fn entry(index: usize, change: Change, places: Places<'_>, view: View<'_>) -> Entry {
    let effects: Vec<_> = change
        .affected
        .directions()
        .into_iter()
        .map(|direction| (direction, (view.breaks)(index, &change, direction)))
        .collect();
    let first = effects.iter().find(|(_, breaks)| *breaks).unwrap_or(&effects[0]);
    Entry {
        breaking: first.1,
        direction: first.0,
        group: group(&change),
        old_at: change.old_at.as_ref().map(places.old),
        new_at: change.new_at.as_ref().map(places.new),
        message: sentence(&change),
        effects,
        change,
    }
}

/// The operation group of a change: that of all its operations, else [`SHARED`].
fn group(change: &Change) -> String {
    let operations = change.affected.operations();
    let mut groups = operations.iter().map(|id| id.split_once('_').map_or("", |(group, _)| group));
    match groups.next() {
        Some(first) if groups.all(|group| group == first) => {
            (if first.is_empty() { UNGROUPED } else { first }).to_owned()
        }
        _ => SHARED.to_owned(),
    }
}

/// Sorts entries that the comparison gives sorted by place.
fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| key(a).cmp(&key(b)));
}

fn key(entry: &Entry) -> (bool, &str, bool) {
    (entry.group != SHARED, &entry.group, !entry.breaking)
}

/// The entries, cut where the group changes.
fn groups(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|a, b| a.group == b.group)
}
