//! Models that got another name.
//!
//! A model was renamed when its old name is gone, the new one is new, one stands wherever the other stood, and the two look alike:
//! at least half of their members or values are the same. Anything less is a replacement, and is reported as one.

use std::collections::{BTreeMap, BTreeSet};

use super::{pairing::OperationPair, reach, scope::Scope};
use crate::model::{Type, TypeId, TypeKind};

/// The renamed models, old name to new name.
pub(super) fn find(scope: &Scope<'_>, operations: &[OperationPair<'_>]) -> BTreeMap<TypeId, TypeId> {
    let mut scope = scope.clone();
    // Inline types inside a renamed model count as the same only once the rename is known, so one find may uncover the next.
    // Each round adds at least one, so this ends.
    loop {
        let found = candidates(&scope, operations);
        if found.len() == scope.renamed.len() {
            return found;
        }
        scope.renamed = found;
    }
}

fn candidates(scope: &Scope<'_>, operations: &[OperationPair<'_>]) -> BTreeMap<TypeId, TypeId> {
    let reached = reach::walk(scope, operations);
    let mut forward: BTreeMap<&TypeId, BTreeSet<&TypeId>> = BTreeMap::new();
    let mut backward: BTreeMap<&TypeId, BTreeSet<&TypeId>> = BTreeMap::new();
    for (old, new) in reached.replaced.keys().chain(reached.same.keys()) {
        forward.entry(old).or_default().insert(new);
        backward.entry(new).or_default().insert(old);
    }
    let alone = |set: &BTreeSet<&TypeId>| set.len() == 1;
    reached
        .replaced
        .keys()
        .filter(|(old, new)| {
            alone(&forward[old])
                && alone(&backward[new])
                && !scope.both_inline(old, new)
                && !scope.new.types.contains_key(old)
                && !scope.old.types.contains_key(new)
                && alike(scope.old.ty(old), scope.new.ty(new))
        })
        .cloned()
        .chain(scope.renamed.clone())
        .collect()
}

fn alike(old: &Type, new: &Type) -> bool {
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(old), TypeKind::Struct(new)) => overlap(
            &old.fields.iter().map(|field| field.name.clone()).collect(),
            &new.fields.iter().map(|field| field.name.clone()).collect(),
        ),
        (TypeKind::Enum(old), TypeKind::Enum(new)) => overlap(
            &old.variants.iter().map(|variant| variant.value.to_string()).collect(),
            &new.variants.iter().map(|variant| variant.value.to_string()).collect(),
        ),
        (TypeKind::Alias(old), TypeKind::Alias(new)) => old.ty == new.ty,
        _ => false,
    }
}

fn overlap(old: &BTreeSet<String>, new: &BTreeSet<String>) -> bool {
    old.intersection(new).count() * 2 >= old.union(new).count()
}
