//! What a move between two api-versions does to Rust code: read from the two rendered crates, and traced back to the changes of the API.
//!
//! Invariant: the one module that sees both `diff` and `rust`, and they never see each other. That code breaks is never concluded from the
//! model: it is seen in what was rendered. The model only says which change of the API is to blame.

mod attribution;
mod document;
mod items;
mod revision;
mod verdict;

use std::collections::BTreeSet;

pub use self::{
    document::{Document, HEADER, Version, document},
    items::{Item, Items, Kind, Side, items, render_items},
    revision::{Revision, Tally, revision},
    verdict::{ItemVerdict, Verdict, judge},
};
use crate::diff::{
    Change,
    report::{Code, CodeItem},
};

/// The Rust view of two versions.
#[derive(Clone, Debug)]
pub struct Compat {
    /// Every item of either version, sorted by path.
    pub verdicts: Vec<ItemVerdict>,
    /// The changes that break Rust code, by their index.
    breaking: BTreeSet<usize>,
}

impl Compat {
    /// Reads what both versions offer, and finds the changes behind what breaks.
    #[must_use]
    pub fn new(old: Side<'_>, new: Side<'_>, changes: &[Change]) -> Self {
        let verdicts = judge(old.items, new.items);
        let breaking = attribution::find(old, new, changes, &verdicts);
        Self { verdicts, breaking }
    }

    /// Whether a change, by its index, breaks Rust code.
    #[must_use]
    pub fn breaks(&self, index: usize) -> bool {
        self.breaking.contains(&index)
    }

    /// What the report says of it: how many items fare how, and each that does not stay as it is.
    #[must_use]
    pub fn code(&self) -> Code {
        let count = |verdict| self.verdicts.iter().filter(|one| one.verdict == verdict).count();
        let reported = self.verdicts.iter().filter(|one| matches!(one.verdict, Verdict::Breaks | Verdict::Compatible));
        Code {
            unchanged: count(Verdict::Unchanged),
            compatible: count(Verdict::Compatible),
            breaking: count(Verdict::Breaks),
            new: count(Verdict::New),
            items: reported
                .map(|one| CodeItem {
                    path: one.path.clone(),
                    breaking: one.verdict == Verdict::Breaks,
                    old: one.old.clone(),
                    new: one.new.clone(),
                    operation: one.operation.clone(),
                })
                .collect(),
        }
    }
}
