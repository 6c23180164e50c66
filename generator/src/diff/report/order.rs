//! The order of a report: by operation group, what several share first, and in each group what breaks first.

use super::{Entry, SHARED, UNGROUPED};
use crate::diff::change::Change;

/// The operation group of a change: that of all its operations, else [`SHARED`].
pub(super) fn group(change: &Change) -> String {
    let operations = change.touches.operations();
    let mut groups = operations.iter().map(|id| id.split_once('_').map_or("", |(group, _)| group));
    match groups.next() {
        Some(first) if groups.all(|group| group == first) => {
            (if first.is_empty() { UNGROUPED } else { first }).to_owned()
        }
        _ => SHARED.to_owned(),
    }
}

/// Sorts entries that the comparison gives sorted by place.
pub(super) fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| key(a).cmp(&key(b)));
}

fn key(entry: &Entry) -> (bool, &str, bool) {
    (entry.group != SHARED, &entry.group, !entry.breaking)
}

/// The entries, cut where the group changes.
pub(super) fn groups(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|a, b| a.group == b.group)
}
