//! The numbers on top of every report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Report;
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
    /// In both, and touched by a change that breaks.
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
        Summary { total, accepted: self.accepted, operations: self.operations_in_numbers(), kinds, groups }
    }

    fn operations_in_numbers(&self) -> Operations {
        let both: BTreeSet<&str> = self.operations.iter().map(|(_, new)| new.as_str()).collect();
        let touched = |breaking: bool| {
            let entries = self.entries.iter().filter(|entry| entry.breaking || !breaking);
            let touched: BTreeSet<&str> = entries.flat_map(|entry| entry.change.affected.operations()).collect();
            touched.intersection(&both).count()
        };
        Operations {
            old: self.old.operations,
            new: self.new.operations,
            added: self.new.operations - both.len(),
            removed: self.old.operations - both.len(),
            changed: touched(false),
            breaking: touched(true),
        }
    }
}
