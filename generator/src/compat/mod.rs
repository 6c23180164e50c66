//! What a move between two api-versions does to Rust code: read from the two rendered crates, and traced back to the changes of the API.
//!
//! Invariant: the one module that sees both `diff` and `rust`, and they never see each other. That code breaks is never concluded from the
//! model: it is seen in what was rendered. The model only says which change of the API is to blame.

mod advice;
mod attribution;
mod causes;
mod constraints;
mod document;
mod format;
mod guide;
mod items;
mod question;
mod revision;
mod subject;
mod usage;
mod verdict;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use self::{advice::Advice, attribution::Attribution};
pub use self::{
    constraints::{Checked, CheckedParam},
    document::{Document, HEADER, document},
    items::{Item, Items, Kind, Side, items, read_items, render_items},
    question::Operations,
    revision::{Revision, Tally, revision},
    usage::Usage,
    verdict::{Difference, ItemVerdict, Verdict, judge},
    version::Version,
};
use crate::diff::{
    Change, Diff, Kind as ChangeKind,
    report::{Code, CodeItem, Effect, RustView},
};

/// The Rust view of two versions.
#[derive(Clone, Debug)]
pub struct Compat {
    /// Every item of either version, sorted by path.
    pub verdicts: Vec<ItemVerdict>,
    attribution: Attribution,
    items: Vec<CodeItem>,
    /// Operations, by their new id, whose method or options break.
    operations: BTreeSet<String>,
}

impl Compat {
    /// Reads what both versions offer, and finds the changes behind what breaks.
    #[must_use]
    pub fn new(old: Side<'_>, new: Side<'_>, diff: &Diff) -> Self {
        let verdicts = judge(old.items, new.items);
        let attribution = attribution::find(old, new, diff, &verdicts);
        let advice = Advice::new(old, new, diff);
        let mut causes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (change, items) in attribution.breaks.iter().chain(&attribution.differs) {
            let Change { kind, place, .. } = &diff.changes[*change];
            for item in items {
                causes.entry(*item).or_default().push(format!("{} {place}", kind.id()));
            }
        }
        let reported = verdicts.iter().enumerate().filter(|(_, one)| one.is_reported());
        let mut items: Vec<CodeItem> = reported
            .map(|(index, one)| CodeItem {
                path: one.path.clone(),
                breaking: one.verdict == Verdict::Breaks,
                old: one.old.clone(),
                new: one.new.clone(),
                operation: advice.operation(one).map(str::to_owned),
                advice: advice.of(one),
                causes: causes.remove(&index).unwrap_or_default(),
            })
            .collect();
        items.sort_by(|a, b| (!a.breaking, &a.path).cmp(&(!b.breaking, &b.path)));
        let broken = items.iter().filter(|item| item.breaking);
        let operations = broken.filter_map(|item| item.operation.clone()).collect();
        Self { verdicts, attribution, items, operations }
    }

    /// What a change, by its index, does to Rust code.
    #[must_use]
    pub fn effect(&self, index: usize) -> Effect {
        if self.breaks(index) {
            Effect::Breaks
        } else if self.attribution.differs.contains_key(&index) {
            Effect::Differs
        } else {
            Effect::Same
        }
    }

    /// Whether a change, by its index, breaks Rust code.
    #[must_use]
    pub fn breaks(&self, index: usize) -> bool {
        self.attribution.breaks.contains_key(&index)
    }

    /// The items that break and that no change of the API explains, which is a mistake of the comparison. They break all the same.
    pub fn unexplained(&self) -> impl Iterator<Item = &ItemVerdict> {
        self.attribution.unexplained.iter().map(|index| &self.verdicts[*index])
    }

    /// What a report needs to know.
    #[must_use]
    pub fn view(&self, diff: &Diff) -> RustView {
        let effects: Vec<Effect> = (0..diff.changes.len()).map(|index| self.effect(index)).collect();
        let note =
            |(change, effect): (&Change, &Effect)| (*effect == Effect::Same).then(|| harmless(change.kind)).flatten();
        let notes = diff.changes.iter().zip(&effects).map(note).collect();
        RustView { code: self.code(), effects, notes }
    }

    /// What the report says of it: how many items fare how, and each that does not stay as it is.
    #[must_use]
    pub fn code(&self) -> Code {
        let count = |verdict| self.verdicts.iter().filter(|one| one.verdict == verdict).count();
        Code {
            unchanged: count(Verdict::Unchanged),
            differing: count(Verdict::Differs),
            breaking: count(Verdict::Breaks),
            new: count(Verdict::New),
            operations: self.operations.clone(),
            items: self.items.clone(),
        }
    }
}

impl ItemVerdict {
    fn is_reported(&self) -> bool {
        matches!(self.verdict, Verdict::Breaks | Verdict::Differs)
    }
}

/// Why a change does nothing to code although the wire tells it; `None` where nothing needs to be said.
#[must_use]
fn harmless(kind: ChangeKind) -> Option<&'static str> {
    Some(match kind {
        ChangeKind::ResponseStatusRemoved | ChangeKind::ResponseStatusAdded => {
            "the client takes any success that reads as declared"
        }
        ChangeKind::ErrorStatusAdded | ChangeKind::ErrorStatusRemoved | ChangeKind::ErrorBodyChanged => {
            "the client reads every error the same way"
        }
        ChangeKind::ResponseHeaderAdded | ChangeKind::ResponseHeaderRemoved => "code reads headers by name",
        ChangeKind::EnumOpened | ChangeKind::EnumClosed => "every enumeration of the crate leaves room for more values",
        ChangeKind::PropertyBecameReadOnly | ChangeKind::PropertyBecameWritable => "the field is there either way",
        ChangeKind::OperationMoved => "the method knows the path",
        _ => return None,
    })
}
