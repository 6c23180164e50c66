//! A change as one line of the tables.

use generator::diff::{Change, Policy};

/// `kind place: old -> new | direction | policies under which it breaks | operations (details)`.
pub(super) fn line(change: &Change) -> String {
    let direction = change.direction(|direction| Policy::Wire.breaks_in(change, direction));
    let mut breaks: Vec<_> = [(Policy::Wire, "wire"), (Policy::Azure, "azure")]
        .into_iter()
        .filter(|(policy, _)| policy.breaks(change))
        .map(|(_, name)| name)
        .collect();
    if breaks.is_empty() {
        breaks.push("-");
    }
    let json =
        |value: &Option<serde_json::Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
    let operations: Vec<_> = change.affected.operations().into_iter().collect();
    let mut line = format!(
        "{} {}: {} -> {} | {} | {} | {}",
        change.kind.id(),
        change.place,
        json(&change.old),
        json(&change.new),
        direction.as_str(),
        breaks.join(" "),
        operations.join(" "),
    );
    if !change.details.is_empty() {
        let details: Vec<_> =
            change.details.iter().map(|detail| format!("{} {}", detail.kind.id(), detail.place)).collect();
        line.push_str(&format!(" ({})", details.join(", ")));
    }
    line
}

/// What must be the same when the comparison runs the other way: kind, values, places in both documents, operations.
pub(super) fn mirror(change: &Change) -> String {
    let place =
        |at: &Option<generator::pointer::Pointer>| at.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    format!(
        "{} {:?} -> {:?} at {} and {} ({} inside)",
        change.kind.mirror().id(),
        change.new,
        change.old,
        place(&change.new_at),
        place(&change.old_at),
        change.details.len(),
    )
}

/// The same, read straight.
pub(super) fn straight(change: &Change) -> String {
    let swapped = Change {
        kind: change.kind.mirror(),
        old: change.new.clone(),
        new: change.old.clone(),
        old_at: change.new_at.clone(),
        new_at: change.old_at.clone(),
        ..change.clone()
    };
    mirror(&swapped)
}
