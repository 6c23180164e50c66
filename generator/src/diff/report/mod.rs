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

use serde::Serialize;

pub use self::{
    code::{Code, CodeItem, Effect},
    html::{Excerpts, html},
    json::json,
    markdown::{advised, markdown, sentence},
    summary::{Count, Summary},
    text::{Style, text},
};
use super::{
    Diff, Policy,
    change::{Change, Direction},
    kind::Kind,
    sentence::sentence as in_words,
};
use crate::{diag::At, pointer::Pointer};

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

/// Who it is that must not break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A careful HTTP client.
    Wire,
    /// Who holds to the rules by which Azure reviews an api-version.
    Azure,
    /// Code on the rendered crate.
    Rust,
}

impl View {
    /// As on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Azure => "azure",
            Self::Rust => "rust",
        }
    }
}

/// The Rust side of a comparison: what becomes of items, and what each change, by its index, does to code.
#[derive(Clone, Debug, Default)]
pub struct RustView {
    /// The items.
    pub code: Code,
    /// By change.
    pub effects: Vec<Effect>,
    /// By change, why it does nothing to code, where that needs to be said.
    pub notes: Vec<Option<&'static str>>,
}

/// What each policy says of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Whether a careful HTTP client meets it.
    pub wire: bool,
    /// Whether it breaks by Azure's rules.
    pub azure: bool,
    /// What it does to code; `None` where the two sides were not compared as Rust.
    pub rust: Option<Effect>,
}

/// A change as reports show it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The change.
    pub change: Change,
    /// What each policy says of it.
    pub verdicts: Verdicts,
    /// Whether it breaks in any direction, under the report's policy.
    pub breaking: bool,
    /// The direction to name first: what travels both ways and breaks in both or neither has [`Direction::Both`].
    pub direction: Direction,
    /// Each direction it is seen in, and whether it breaks there.
    pub effects: Vec<(Direction, bool)>,
    /// The operations that it breaks: those that meet it in a direction it breaks in.
    pub broken: BTreeSet<String>,
    /// The operation group it belongs to, or [`SHARED`].
    pub group: String,
    /// Where in the old document.
    pub old_at: Option<At>,
    /// Where in the new document.
    pub new_at: Option<At>,
    /// What happened, as a sentence.
    pub message: String,
    /// Why it does nothing to calls or to code, where that needs to be said.
    pub note: Option<&'static str>,
}

impl Entry {
    /// Whether it is one of those that come by the hundred and break nothing: they are listed without a block for each.
    fn is_brief(&self) -> bool {
        matches!(self.change.kind, Kind::OperationAdded | Kind::ModelAdded) && !self.breaking
    }

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
    /// Who it is that must not break.
    pub view: View,
    /// Operations that both sides have: old id and new id.
    pub operations: Vec<(String, String)>,
    /// The changes: group by group, breaking first.
    pub entries: Vec<Entry>,
    /// What becomes of code on the rendered crates, if it was compared.
    pub code: Option<Code>,
    /// How many changes were accepted by an ignore file, and so are left out.
    pub accepted: usize,
    /// How many changes are left out because nobody under this policy can see them: names of models and the like.
    pub unseen: usize,
    /// What the reader asked about; `None` for everything.
    pub question: Option<Question>,
}

/// What a reader asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Where the operations come from: a file, a folder of sources.
    pub source: String,
    /// The operations, by their new id where they have one.
    pub operations: BTreeSet<String>,
}

impl Report {
    /// Judges and places every change of a comparison. `rust` says what becomes of code; the Rust view is nothing without it.
    #[must_use]
    pub fn new((old, new): (Side, Side), diff: Diff, places: Places<'_>, view: View, rust: Option<RustView>) -> Self {
        let effect = |index: usize| rust.as_ref().and_then(|rust| rust.effects.get(index).copied());
        let note = |index: usize| rust.as_ref().and_then(|rust| rust.notes.get(index).copied().flatten());
        let numbered = diff.changes.into_iter().enumerate();
        let all = numbered
            .map(|(index, change)| entry(change, places, view, effect(index)))
            .enumerate()
            .map(|(index, entry)| Entry { note: entry.note.or_else(|| note(index)), ..entry });
        let is_seen = |entry: &Entry| match view {
            View::Wire => entry.change.is_on_wire(),
            View::Azure => true,
            View::Rust => entry.change.is_on_wire() || entry.verdicts.rust != Some(Effect::Same),
        };
        let (seen, unseen): (Vec<_>, Vec<_>) = all.partition(is_seen);
        let mut entries = seen;
        sort(&mut entries);
        Self {
            old,
            new,
            view,
            operations: diff.operations,
            entries,
            code: rust.map(|rust| rust.code),
            accepted: 0,
            unseen: unseen.len(),
            question: None,
        }
    }

    /// Says of each change that rests on a correction that it does, and why. `old` and `new` give the reasons of what was corrected
    /// at a place of their side.
    pub fn mark(&mut self, old: impl Fn(&Pointer) -> Vec<String>, new: impl Fn(&Pointer) -> Vec<String>) {
        for entry in &mut self.entries {
            let before = entry.old_at.as_ref().map(|at| old(&at.pointer));
            let after = entry.new_at.as_ref().map(|at| new(&at.pointer));
            let reasons: BTreeSet<String> = before.into_iter().chain(after).flatten().collect();
            for reason in reasons {
                entry.message.extend(["; corrected, not as published: ", &*reason]);
            }
        }
    }

    /// Whether anything breaks: under the Rust view the items say it, whatever the changes look like.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        let code = self.code.as_ref().filter(|_| self.view == View::Rust);
        code.is_some_and(|code| code.breaking > 0) || self.entries.iter().any(|entry| entry.breaking)
    }

    /// Leaves what these operations meet, of changes and of items. `touches` says whether an item that is no operation's own is met.
    pub fn ask(&mut self, question: Question, touches: impl Fn(&CodeItem) -> bool) {
        let asked = &question.operations;
        self.entries.retain_mut(|entry| {
            for set in entry.change.affected.sets_mut() {
                set.retain(|id| asked.contains(id));
            }
            entry.broken.retain(|id| asked.contains(id));
            entry.group = group(&entry.change);
            !entry.change.affected.is_empty()
        });
        for entry in &mut self.entries {
            let seen = entry.change.affected.directions();
            entry.effects.retain(|(direction, _)| seen.contains(direction));
            entry.breaking = entry.effects.iter().any(|(_, breaks)| *breaks);
            let breaks = |one| entry.effects.contains(&(one, true));
            entry.direction = entry.change.direction(breaks);
        }
        sort(&mut self.entries);
        if let Some(code) = &mut self.code {
            code.retain(|item| match &item.operation {
                Some(operation) => asked.contains(operation),
                None => touches(item),
            });
        }
        self.operations.retain(|(_, new)| asked.contains(new));
        self.question = Some(question);
    }
}

fn entry(change: Change, places: Places<'_>, view: View, rust: Option<Effect>) -> Entry {
    let directions = change.affected.directions();
    let judge = |direction: &Direction| match view {
        View::Wire => Policy::Wire.breaks_in(&change, *direction),
        View::Azure => Policy::Azure.breaks_in(&change, *direction),
        View::Rust => rust == Some(Effect::Breaks),
    };
    let effects: Vec<_> = directions.iter().map(|direction| (*direction, judge(direction))).collect();
    let broken = effects
        .iter()
        .filter(|(_, breaks)| *breaks && !change.restated)
        .flat_map(|(direction, _)| change.affected.set(*direction));
    Entry {
        verdicts: Verdicts { wire: Policy::Wire.breaks(&change), azure: Policy::Azure.breaks(&change), rust },
        breaking: effects.iter().any(|(_, breaks)| *breaks),
        direction: change.direction(|one| judge(&one)),
        broken: broken.cloned().collect(),
        group: group(&change),
        old_at: change.old_at.as_ref().map(places.old),
        new_at: change.new_at.as_ref().map(places.new),
        message: in_words(&change),
        note: change.restated.then_some("Resource Manager has always asked for it"),
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

/// Whether the part about code is shown: it is asked for by the policy, or by who asks what touches their own.
fn shows_code(report: &Report) -> bool {
    report.view == View::Rust || report.question.is_some()
}

/// The entries, cut where the group changes.
fn groups(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|a, b| a.group == b.group)
}
