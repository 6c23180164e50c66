//! Which change of the API is behind an item that breaks.
//!
//! A change can break the items that render its place: a member its field and the constructor, a parameter the methods that take it.
//! It is to blame when one of them did break and a change of its kind shows in the code at all: a limit never does.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    items::Side,
    verdict::{ItemVerdict, Verdict},
};
use crate::{
    diff::{Change, Kind, Step, Subject},
    model::{Api, TypeId, TypeKind},
    rust::Names,
};

/// The indices of the changes that break Rust code.
pub(super) fn find(old: Side<'_>, new: Side<'_>, changes: &[Change], verdicts: &[ItemVerdict]) -> BTreeSet<usize> {
    let broken: BTreeSet<&str> =
        verdicts.iter().filter(|one| one.verdict == Verdict::Breaks).map(|one| one.path.as_str()).collect();
    let methods = methods(verdicts);
    let suspects = |change: &Change| -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for side in [old, new] {
            paths.extend(rendered(side, change));
        }
        if shapes_methods(change.kind) {
            let operations = change.affected.operations().into_iter().chain(renamed(change));
            paths.extend(operations.filter_map(|id| methods.get(id)).map(|path| (*path).to_owned()));
        }
        paths
    };
    let found = changes.iter().enumerate().filter(|(_, change)| shows(change.kind));
    found
        .filter(|(_, change)| suspects(change).iter().any(|path| broken.contains(path.as_str())))
        .map(|(index, _)| index)
        .collect()
}

/// The method of each operation that is broken.
fn methods(verdicts: &[ItemVerdict]) -> BTreeMap<&str, &str> {
    let broken = verdicts.iter().filter(|one| one.verdict == Verdict::Breaks);
    broken.filter_map(|one| Some((one.operation.as_deref()?, one.path.as_str()))).collect()
}

/// The old id of an operation that got another one.
fn renamed(change: &Change) -> Option<&str> {
    (change.kind == Kind::OperationIdChanged).then(|| change.old.as_ref()?.as_str()).flatten()
}

/// Kinds that say how an operation is called or what it answers.
fn shapes_methods(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::OperationRemoved
            | Kind::OperationIdChanged
            | Kind::RequiredParameterAdded
            | Kind::RequiredParameterRemoved
            | Kind::OptionalParameterAdded
            | Kind::OptionalParameterRemoved
            | Kind::ParameterBecameRequired
            | Kind::ParameterBecameOptional
            | Kind::ParameterMoved
            | Kind::ParameterReordered
            | Kind::ParameterOwnerChanged
            | Kind::ResponseBodyAdded
            | Kind::ResponseBodyRemoved
            | Kind::PagingAdded
            | Kind::PagingRemoved
            | Kind::PagingChanged
            | Kind::LongRunningAdded
            | Kind::LongRunningRemoved
    )
}

/// Kinds that never show in what code can mention: limits, marks, headers, statuses.
fn shows(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::ConstraintTightened
            | Kind::ConstraintLoosened
            | Kind::ConstraintChanged
            | Kind::DefaultAdded
            | Kind::DefaultRemoved
            | Kind::DefaultChanged
            | Kind::ResponseStatusAdded
            | Kind::ResponseStatusRemoved
            | Kind::ErrorStatusAdded
            | Kind::ErrorStatusRemoved
            | Kind::ErrorBodyChanged
            | Kind::ResponseHeaderAdded
            | Kind::ResponseHeaderRemoved
            | Kind::BecameNullable
            | Kind::BecameNonNullable
            | Kind::EnumOpened
            | Kind::EnumClosed
            | Kind::EnumReordered
            | Kind::FlattenChanged
            | Kind::ResourceMarkerChanged
            | Kind::PropertyBecameSecret
            | Kind::PropertyNoLongerSecret
            | Kind::IdentifiersChanged
            | Kind::ResourceIdTypesChanged
    )
}

/// The items that render the place of a change on one side.
fn rendered(side: Side<'_>, change: &Change) -> Vec<String> {
    let Subject::Model(id) = &change.place.subject else { return Vec::new() };
    let mut ids = vec![id.clone()];
    ids.extend(
        change
            .old
            .as_ref()
            .and_then(|old| old.as_str())
            .filter(|_| change.kind == Kind::ModelRenamed)
            .map(|old| TypeId(old.to_owned())),
    );
    let first = change.place.steps.iter().find(|step| !matches!(step, Step::Facet(_)));
    let mut paths = Vec::new();
    for id in ids {
        match first {
            Some(Step::Property(member)) => {
                for owner in std::iter::once(&id).chain(heirs(side.api, &id, member)) {
                    paths.extend(field(side.names, owner, member, asks(change.kind)));
                }
            }
            Some(Step::Variant(value)) => {
                if let (Some(ty), Some(variant)) = (side.names.ty(&id), side.names.variant(&id, value)) {
                    paths.push(format!("models::{ty}::{variant}"));
                }
            }
            _ => paths.extend(side.names.ty(&id).map(|ty| format!("models::{ty}"))),
        }
    }
    paths
}

/// A member's field, and the constructor if that may ask for it.
fn field(names: &Names, owner: &TypeId, member: &str, asks: bool) -> Vec<String> {
    let Some(ty) = names.ty(owner) else { return Vec::new() };
    let field = names.field(owner, member).map(|field| format!("models::{ty}.{field}"));
    field.into_iter().chain(asks.then(|| format!("models::{ty}::new"))).collect()
}

/// Kinds that can change what a constructor asks for. A member that was or became optional it never asks for.
fn asks(kind: Kind) -> bool {
    !matches!(kind, Kind::OptionalPropertyAdded | Kind::OptionalPropertyRemoved)
}

/// The models that inherit this member.
fn heirs<'a>(api: &'a Api, base: &'a TypeId, member: &'a str) -> impl Iterator<Item = &'a TypeId> {
    let inherits = move |kind: &TypeKind| match kind {
        TypeKind::Struct(structure) => {
            structure.fields.iter().any(|field| field.name == member && field.inherited_from.as_ref() == Some(base))
        }
        TypeKind::Enum(_) | TypeKind::Alias(_) => false,
    };
    api.types.values().filter(move |ty| inherits(&ty.kind)).map(|ty| &ty.id)
}
