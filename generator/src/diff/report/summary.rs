//! The numbers on top of every report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Report, View};
use crate::diff::kind::Kind;

/// How many changes, and how many of them break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// All of them.
    pub changes: usize,
    /// Those that break.
    pub breaking: usize,
}

impl Count {
    fn add(&mut self, breaking: bool) {
        self.changes += 1;
        self.breaking += usize::from(breaking);
    }
}

/// The operations of the two sides in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Operations {
    /// In the old version.
    pub old: usize,
    /// In the new version.
    pub new: usize,
    /// Only in the new version.
    pub added: usize,
    /// Only in the old version.
    pub removed: usize,
    /// In both, and touched by a change.
    pub changed: usize,
    /// Of the old ones, those that break: gone, or met by a change in a direction in which it breaks. Under the Rust view those whose
    /// method or options break.
    pub breaking: usize,
}

/// A report in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All changes.
    #[serde(flatten)]
    pub total: Count,
    /// Changes that an ignore file accepted and that are left out.
    pub accepted: usize,
    /// Changes that nobody under this policy can see, and that are left out.
    pub unseen: usize,
    /// The operations.
    pub operations: Operations,
    /// By kind, in the order of [`Kind::ALL`]; kinds without a change are left out.
    #[serde(serialize_with = "by_kind")]
    pub kinds: Vec<(Kind, Count)>,
    /// By operation group.
    pub groups: BTreeMap<String, Count>,
}

fn by_kind<S: serde::Serializer>(kinds: &[(Kind, Count)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(kinds.iter().map(|(kind, count)| (kind.id(), count)))
}

impl Report {
    /// The report in numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut total = Count::default();
        let mut kinds: BTreeMap<Kind, Count> = BTreeMap::new();
        let mut groups: BTreeMap<String, Count> = BTreeMap::new();
        for entry in &self.entries {
            total.add(entry.breaking);
            kinds.entry(entry.change.kind).or_default().add(entry.breaking);
            groups.entry(entry.group.clone()).or_default().add(entry.breaking);
        }
        let kinds = kinds.into_iter().collect();
        Summary {
            total,
            accepted: self.accepted,
            unseen: self.unseen,
            operations: self.operations_in_numbers(),
            kinds,
            groups,
        }
    }

    /// The operations that break, by their new id where they have one.
    #[must_use]
    pub fn broken_operations(&self) -> BTreeSet<&str> {
        match self.code.as_ref().filter(|_| self.view == View::Rust) {
            Some(code) => code.operations.iter().map(String::as_str).collect(),
            None => self.entries.iter().flat_map(|entry| &entry.broken).map(String::as_str).collect(),
        }
    }

    fn operations_in_numbers(&self) -> Operations {
        let both: BTreeSet<&str> = self.operations.iter().map(|(_, new)| new.as_str()).collect();
        let affected = self.entries.iter().flat_map(|entry| entry.change.affected.operations());
        let touched: BTreeSet<&str> = affected.collect();
        let of_kind = |kind| self.entries.iter().filter(|entry| entry.change.kind == kind).count();
        let (old, new) = match self.question {
            None => (self.old.operations, self.new.operations),
            Some(_) => (both.len() + of_kind(Kind::OperationRemoved), both.len() + of_kind(Kind::OperationAdded)),
        };
        Operations {
            old,
            new,
            added: new - both.len(),
            removed: old - both.len(),
            changed: touched.intersection(&both).count(),
            breaking: self.broken_operations().len(),
        }
    }
}
