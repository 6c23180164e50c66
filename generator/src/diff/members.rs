//! Members that both sides have: required, read-only, mutability, secrecy, and their values.

use std::collections::BTreeSet;

use super::{
    change::{Change, Variance},
    differ::Differ,
    format,
    kind::Kind,
    place::Step,
    site::Site,
    structs::member_spot,
    types::{client_name, flag},
};
use crate::model::{Field, Mutability};

impl Differ<'_> {
    pub(super) fn member(&mut self, site: &Site, old: &Field, new: &Field) -> Vec<Change> {
        let whole = site.placed(Step::Property(new.name.clone()), &old.at, &new.at);
        let seen = Site { old_at: old.at.clone(), new_at: new.at.clone(), ..member_spot(site, old, new) };
        let mut found = Vec::new();
        match (old.required, new.required) {
            (false, true) => found.push(seen.changed(Kind::PropertyBecameRequired, Variance::Narrower, false, true)),
            (true, false) => found.push(seen.changed(Kind::PropertyBecameOptional, Variance::Wider, true, false)),
            _ => {}
        }
        found.extend(mutability(&whole, old, new));
        found.extend(marks(&whole, old, new));
        found.extend(self.value(&seen, &old.value, &new.value));
        found
    }
}

fn marks(site: &Site, old: &Field, new: &Field) -> Vec<Change> {
    let mut found = Vec::new();
    let secret = (Kind::PropertyBecameSecret, Kind::PropertyNoLongerSecret);
    found.extend(flag(site, (old.secret, new.secret), secret));
    found.extend(flag(site, (old.flatten, new.flatten), (Kind::FlattenChanged, Kind::FlattenChanged)));
    let deprecated = (Kind::PropertyDeprecated, Kind::PropertyUndeprecated);
    found.extend(flag(site, (old.deprecated, new.deprecated), deprecated));
    found.extend(client_name(site, old.client_name.as_deref(), new.client_name.as_deref()));
    found
}

/// When a member can be given and read. Nothing said means at any time, `readOnly` is another word for `read` alone, and a member that no
/// request can hold in either version is given by nobody, so that it does not matter what it would allow.
fn mutability(site: &Site, old: &Field, new: &Field) -> Vec<Change> {
    let (before, after) = (situations(old), situations(new));
    if before == after {
        return Vec::new();
    }
    let withdrawn = |one| before.contains(&one) && !after.contains(&one);
    let sent = |set: &BTreeSet<Mutability>| set.iter().any(|one| *one != Mutability::Read);
    let is_flag =
        old.mutability == new.mutability && before.contains(&Mutability::Read) == after.contains(&Mutability::Read);
    if is_flag && sent(&before) != sent(&after) {
        let site = site.travelling(true, false);
        let (kind, variance) = if new.read_only {
            (Kind::PropertyBecameReadOnly, Variance::Narrower)
        } else {
            (Kind::PropertyBecameWritable, Variance::Same)
        };
        let change = site.changed(kind, variance, old.read_only, new.read_only);
        return if change.affected.request.is_empty() { Vec::new() } else { vec![change] };
    }
    let kind = if after.is_subset(&before) {
        Kind::MutabilityNarrowed
    } else if after.is_superset(&before) {
        Kind::MutabilityWidened
    } else {
        Kind::MutabilityChanged
    };
    let variance = match (withdrawn(Mutability::Create) || withdrawn(Mutability::Update), withdrawn(Mutability::Read)) {
        (false, false) => Variance::Same,
        (true, false) => Variance::Narrower,
        (false, true) => Variance::Wider,
        (true, true) => Variance::Incompatible,
    };
    let list = |set: &BTreeSet<Mutability>| format::list(set.iter().map(|one| format::mutability(*one)));
    let change = site.changed(kind, variance, list(&before), list(&after));
    let only_sent = before.contains(&Mutability::Read) == after.contains(&Mutability::Read);
    let unmet = only_sent && change.affected.request.is_empty();
    if unmet { Vec::new() } else { vec![change] }
}

fn situations(field: &Field) -> BTreeSet<Mutability> {
    let all = || BTreeSet::from([Mutability::Read, Mutability::Create, Mutability::Update]);
    let mut set = field.mutability.clone().unwrap_or_else(all);
    if field.read_only {
        set.retain(|one| *one == Mutability::Read);
    }
    set
}
