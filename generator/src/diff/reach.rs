//! Which operations pass through which pair of types, and in which direction.
//!
//! A change of a shared type is one change; this walk finds everybody it concerns. A member that only the service sets is not followed in
//! requests, one that it never returns not in responses, so that a change there breaks nobody who cannot meet it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    change::Touches,
    pairing::{self, OperationPair},
    scope::Scope,
};
use crate::model::{Additional, Api, Field, Mutability, Operation, Struct, TypeId, TypeKind, TypeRef, Value};

/// What a value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Request,
    Response,
    Error,
}

/// The operations (by index among the paired ones) that reach a pair of types, by role.
pub(super) type Reach = BTreeMap<Role, BTreeSet<usize>>;

/// A type of the old version and the one that stands in its place.
pub(super) type TypePair = (TypeId, TypeId);

/// Every pair of types at paired places.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Pairs that are one type.
    pub(super) same: BTreeMap<TypePair, Reach>,
    /// Pairs where another type took the place, and inline types inside such.
    pub(super) replaced: BTreeMap<TypePair, Reach>,
}

impl Reached {
    pub(super) fn contains(&self, old: &TypeId, new: &TypeId) -> bool {
        self.same.contains_key(&(old.clone(), new.clone()))
    }

    /// Whether the pair is part of a request or of a success, and not of errors alone.
    pub(super) fn travels(&self, old: &TypeId, new: &TypeId) -> bool {
        let reach = self.same.get(&(old.clone(), new.clone()));
        reach.is_some_and(|reach| reach.contains_key(&Role::Request) || reach.contains_key(&Role::Response))
    }
}

/// Walks every paired operation.
pub(super) fn walk(scope: &Scope<'_>, operations: &[OperationPair<'_>]) -> Reached {
    let mut walk = Walk { scope, reached: Reached::default() };
    for (index, pair) in operations.iter().enumerate() {
        walk.operation(index, *pair);
    }
    walk.reached
}

/// Walks one error's body.
pub(super) fn of_value(scope: &Scope<'_>, old: &Value, new: &Value) -> Reached {
    let mut walk = Walk { scope, reached: Reached::default() };
    walk.value(From { operation: 0, role: Role::Error, inside_replaced: false }, old, new);
    walk.reached
}

struct Walk<'a> {
    scope: &'a Scope<'a>,
    reached: Reached,
}

/// Who walks, and whether inside a type that took another's place.
#[derive(Clone, Copy)]
struct From {
    operation: usize,
    role: Role,
    inside_replaced: bool,
}

impl Walk<'_> {
    fn operation(&mut self, operation: usize, pair: OperationPair<'_>) {
        let from = |role| From { operation, role, inside_replaced: false };
        let parameters = pairing::parameters(self.scope.old, self.scope.new, pair);
        for (old, new) in &parameters.paired {
            self.value(from(Role::Request), &old.param.value, &new.param.value);
        }
        if let (Some(old), Some(new)) = (&pair.old.body, &pair.new.body) {
            self.value(from(Role::Request), &old.value, &new.value);
        }
        for (role, olds, news) in [
            (Role::Response, &pair.old.responses, &pair.new.responses),
            (Role::Error, &pair.old.failures, &pair.new.failures),
        ] {
            for old in olds {
                let Some(new) = news.iter().find(|new| new.status == old.status) else { continue };
                if let (Some(old), Some(new)) = (&old.body, &new.body) {
                    self.value(from(role), old, new);
                }
                for header in &old.headers {
                    if let Some(new) = new.headers.iter().find(|new| new.name.eq_ignore_ascii_case(&header.name)) {
                        self.value(from(role), &header.value, &new.value);
                    }
                }
            }
        }
        if let (Some(old), Some(new)) = (&pair.old.error, &pair.new.error) {
            self.value(from(Role::Error), old, new);
        }
    }

    fn value(&mut self, from: From, old: &Value, new: &Value) {
        let (old, new) = self.scope.resolved(old, new);
        match (&old.ty, &new.ty) {
            (TypeRef::Named(old), TypeRef::Named(new)) => self.types(from, old, new),
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
                self.value(from, old, new);
            }
            _ => {}
        }
    }

    fn types(&mut self, from: From, old: &TypeId, new: &TypeId) {
        let follows = from.inside_replaced && self.scope.both_inline(old, new);
        let same = !follows && self.scope.same(old, new);
        let pairs = if same { &mut self.reached.same } else { &mut self.reached.replaced };
        let reach = pairs.entry((old.clone(), new.clone())).or_default();
        if !reach.entry(from.role).or_default().insert(from.operation) {
            return;
        }
        let from = From { inside_replaced: !same, ..from };
        match (&self.scope.old.ty(old).kind, &self.scope.new.ty(new).kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => self.structs(from, old, new),
            (TypeKind::Alias(old), TypeKind::Alias(new)) => self.value(from, old, new),
            _ => {}
        }
    }

    fn structs(&mut self, from: From, old: &Struct, new: &Struct) {
        let (same, replaced) = paired_bases(self.scope, old, new);
        for (old, new) in same.into_iter().chain(replaced) {
            self.types(from, old, new);
        }
        for (old, new) in paired_fields(old, new) {
            if travels(old, from.role) && travels(new, from.role) {
                self.value(from, &old.value, &new.value);
            }
        }
        if let (Additional::Typed(old), Additional::Typed(new)) = (&old.additional, &new.additional) {
            self.value(from, old, new);
        }
        if let (Some(old), Some(new)) = (&old.discriminator, &new.discriminator) {
            for (value, old) in &old.mapping {
                if let Some(new) = new.mapping.get(value) {
                    self.types(from, old, new);
                }
            }
        }
    }
}

/// The bases that both sides have, and those that took another's place.
fn paired_bases<'a>(scope: &Scope<'_>, old: &'a Struct, new: &'a Struct) -> (Vec<BasePair<'a>>, Vec<BasePair<'a>>) {
    let mut gone = Vec::new();
    let mut came: Vec<_> = new.bases.iter().collect();
    let mut same = Vec::new();
    for base in &old.bases {
        match came.iter().position(|new| scope.same(base, new)) {
            Some(index) => same.push((base, came.remove(index))),
            None => gone.push(base),
        }
    }
    (same, gone.into_iter().zip(came).collect())
}

type BasePair<'a> = (&'a TypeId, &'a TypeId);

/// Members that both sides have.
pub(super) fn paired_fields<'a>(old: &'a Struct, new: &'a Struct) -> impl Iterator<Item = (&'a Field, &'a Field)> {
    old.fields.iter().filter_map(|old| field(new, &old.name).map(|new| (old, new)))
}

/// The member with this wire name; `fields` are sorted by it.
pub(super) fn field<'a>(structure: &'a Struct, name: &str) -> Option<&'a Field> {
    structure.fields.iter().find(|field| field.name == name)
}

/// Whether a member is ever part of a message in this role.
pub(super) fn travels(field: &Field, role: Role) -> bool {
    let any =
        |wanted: &[Mutability]| field.mutability.as_ref().is_none_or(|set| wanted.iter().any(|m| set.contains(m)));
    match role {
        Role::Request => !field.read_only && any(&[Mutability::Create, Mutability::Update]),
        Role::Response | Role::Error => any(&[Mutability::Read]),
    }
}

/// `reach` as operations by name; errors are responses.
pub(super) fn touches(reach: &Reach, operations: &[OperationPair<'_>]) -> Touches {
    let mut touches = Touches::default();
    for (role, indices) in reach {
        let set = if *role == Role::Request { &mut touches.request } else { &mut touches.response };
        set.extend(indices.iter().map(|index| operations[*index].new.id.clone()));
    }
    touches
}

/// Every type that an operation of one version reaches, with those operations.
pub(super) fn users(api: &Api) -> BTreeMap<&TypeId, BTreeSet<&str>> {
    let mut users: BTreeMap<&TypeId, BTreeSet<&str>> = BTreeMap::new();
    for op in &api.operations {
        let mut open: Vec<&TypeId> = roots(api, op).filter_map(named).collect();
        while let Some(id) = open.pop() {
            if users.entry(id).or_default().insert(&op.id) {
                match &api.ty(id).kind {
                    TypeKind::Struct(structure) => {
                        open.extend(&structure.bases);
                        open.extend(structure.fields.iter().filter_map(|field| named(&field.value)));
                        open.extend(structure.discriminator.iter().flat_map(|d| d.mapping.values()));
                        if let Additional::Typed(value) = &structure.additional {
                            open.extend(named(value));
                        }
                    }
                    TypeKind::Alias(value) => open.extend(named(value)),
                    TypeKind::Enum(_) => {}
                }
            }
        }
    }
    users
}

fn roots<'a>(api: &'a Api, op: &'a Operation) -> impl Iterator<Item = &'a Value> {
    let responses = op.responses.iter().chain(&op.failures);
    let received = responses.flat_map(|response| response.body.iter().chain(response.headers.iter().map(|h| &h.value)));
    let sent = op.params.iter().map(|param| &api.param(param).value).chain(op.body.iter().map(|body| &body.value));
    sent.chain(received).chain(&op.error)
}

fn named(value: &Value) -> Option<&TypeId> {
    match &value.ty {
        TypeRef::Named(id) => Some(id),
        TypeRef::List(inner) | TypeRef::Map(inner) => named(inner),
        TypeRef::Scalar(_) | TypeRef::Object | TypeRef::Any => None,
    }
}
