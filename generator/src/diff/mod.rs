//! Compares two models: what changed between two api-versions, which operations that affects, and whether it breaks them.
//!
//! One change in a shared type or parameter is one [`Change`] with the operations it affects. Breaking is a question of variance: a request
//! that was accepted must still be accepted, an answer must still be understood; which changes count is a [`Policy`].
//!
//! Invariant: this module knows the model and nothing else: no Rust, no OpenAPI text. Prose, tags and the facts that `specs/` adds on its own
//! (which POSTs only read) are no part of the API and are not compared.

mod change;
mod constraints;
mod differ;
mod format;
mod kind;
mod members;
mod opaque;
mod operations;
mod pairing;
mod place;
mod policy;
mod reach;
mod rename;
pub mod report;
mod requests;
mod responses;
mod scope;
mod sentence;
mod site;
mod structs;
mod types;
mod values;

use std::collections::{BTreeMap, BTreeSet};

pub use self::{
    change::{AffectedOperations, Change, Direction, Variance},
    kind::Kind,
    place::{Place, Step, Subject},
    policy::{AzureRule, Policy, azure_rule},
    reach::users,
    sentence::sentence,
};
use self::{
    differ::Differ,
    pairing::OperationPair,
    reach::TypePair,
    scope::{Scope, is_inline},
    site::Site,
};
use crate::model::{Api, Operation, TypeId};

/// What changed between two models.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// Every change, sorted by place, then kind.
    pub changes: Vec<Change>,
    /// Operations that both have: old id and new id, in the old version's order.
    pub operations: Vec<(String, String)>,
}

/// Compares two models.
#[must_use]
pub fn diff(old: &Api, new: &Api) -> Diff {
    let operations = pairing::operations(old, new);
    let mut scope = Scope { old, new, renamed: BTreeMap::new() };
    scope.renamed = rename::find(&scope, &operations.paired);
    let reached = reach::walk(&scope, &operations.paired);
    let mut differ = Differ { scope, reached, errors: Vec::new(), replacing: Vec::new() };
    let mut found = differ.whole(&operations.paired);
    found.extend(operations.added.iter().map(|op| operation_added(op)));
    found.extend(operations.removed.iter().map(|op| operation_removed(op)));
    for pair in &operations.paired {
        found.extend(differ.operation(*pair));
    }
    found.extend(differ.models(&operations.paired));
    found.extend(differ.names());
    found.extend(opaque::compare(old, new, &operations.paired));
    Diff {
        changes: merged(found),
        operations: operations.paired.iter().map(|pair| (pair.old.id.clone(), pair.new.id.clone())).collect(),
    }
}

impl Differ<'_> {
    /// Types that are one in both versions. What only errors use is compared with the error.
    fn models(&mut self, operations: &[OperationPair<'_>]) -> Vec<Change> {
        let mut pairs: BTreeMap<TypePair, AffectedOperations> = BTreeMap::new();
        for ((old, new), reach) in &self.reached.same {
            if self.reached.travels(old, new) {
                pairs.insert((old.clone(), new.clone()), reach::affected(reach, operations));
            }
        }
        let met: BTreeSet<&TypeId> = self.reached.same.keys().map(|(old, _)| old).collect();
        for id in self.scope.old.types.keys().filter(|id| !met.contains(id) && self.scope.new.types.contains_key(id)) {
            pairs.insert((id.clone(), id.clone()), AffectedOperations::default());
        }
        let mut found = Vec::new();
        for ((old, new), affected) in pairs {
            let (a, b) = (self.scope.old.ty(&old), self.scope.new.ty(&new));
            let site = Site::new(Place::model(&new), &a.at, &b.at, affected);
            if old != new && !self.scope.both_inline(&old, &new) {
                // An inline type has no name that readers of the description know it by.
                let kind = match (is_inline(a), is_inline(b)) {
                    (true, false) => Kind::ModelAdded,
                    (false, true) => Kind::ModelRemoved,
                    _ => Kind::ModelRenamed,
                };
                found.push(site.changed(kind, Variance::Same, old.to_string(), new.to_string()));
            }
            found.extend(self.types(&site, a, b));
        }
        found
    }

    /// Components that only one version has. An inline type comes and goes with the place that declares it.
    fn names(&self) -> Vec<Change> {
        let (old, new) = (self.scope.old, self.scope.new);
        let before: BTreeSet<&TypeId> = self.reached.same.keys().map(|(old, _)| old).collect();
        let after: BTreeSet<&TypeId> = self.reached.same.keys().map(|(_, new)| new).collect();
        let whole = |users: &BTreeMap<&TypeId, BTreeSet<&str>>, id: &TypeId| AffectedOperations {
            whole: users.get(id).into_iter().flatten().map(|&id| id.to_owned()).collect(),
            ..AffectedOperations::default()
        };
        let mut found = Vec::new();
        let mut users = None;
        for (id, ty) in new.types.iter().filter(|(id, ty)| !is_inline(ty) && !after.contains(id)) {
            if !old.types.contains_key(id) {
                let users = users.get_or_insert_with(|| reach::users(new));
                let site = Site::new(Place::model(id), &ty.at, &ty.at, whole(users, id));
                found.push(Change { old_at: None, ..site.added(Kind::ModelAdded, Variance::Same, id.to_string()) });
            }
        }
        let mut users = None;
        for (id, ty) in old.types.iter().filter(|(id, ty)| !is_inline(ty) && !before.contains(id)) {
            if !new.types.contains_key(id) {
                let users = users.get_or_insert_with(|| reach::users(old));
                let site = Site::new(Place::model(id), &ty.at, &ty.at, whole(users, id));
                found.push(Change { new_at: None, ..site.removed(Kind::ModelRemoved, Variance::Same, id.to_string()) });
            }
        }
        found
    }
}

fn operation_added(op: &Operation) -> Change {
    let site = Site::new(Place::operation(op), &op.at, &op.at, AffectedOperations::operation(&op.id));
    let added = site.added(Kind::OperationAdded, Variance::Same, operations::address(op));
    Change { old_at: None, summary: op.docs.summary.clone(), ..added }
}

fn operation_removed(op: &Operation) -> Change {
    let site = Site::new(Place::operation(op), &op.at, &op.at, AffectedOperations::operation(&op.id));
    Change { new_at: None, ..site.removed(Kind::OperationRemoved, Variance::Incompatible, operations::address(op)) }
}

/// One entry for each cause, sorted.
fn merged(found: Vec<Change>) -> Vec<Change> {
    let mut by_place: BTreeMap<(Place, Kind), Vec<Change>> = BTreeMap::new();
    for change in found {
        let here = by_place.entry((change.place.clone(), change.kind)).or_default();
        match here.iter_mut().find(|other| other.same_cause(&change)) {
            Some(other) => {
                other.affected.merge(&change.affected);
                other.variance = other.variance.and(change.variance);
                for detail in change.details {
                    if !other.details.iter().any(|known| known.same_cause(&detail)) {
                        other.details.push(detail);
                    }
                }
            }
            None => here.push(change),
        }
    }
    by_place.into_values().flatten().collect()
}
