//! Which types have a form in Rust: those that a caller can give or get.
//!
//! A method's arguments, its body and what it gives are the beginning; members, elements and what a discriminator chooses from
//! follow. Left out are types whose members only others inherit, which stand in those as fields; the one value of a parameter
//! that nobody is asked for; what an operation merely refers to; and types of error responses, because `rt` reads ARM's error
//! bodies itself, the same way for every version.

use std::collections::BTreeSet;

use super::{
    arguments::{Role, role},
    outcome::{Outcome, outcome},
};
use crate::model::{Additional, Api, Operation, Struct, TypeId, TypeKind, Value};

/// The structures and enumerations with a form in Rust.
pub(super) fn reached(api: &Api) -> BTreeSet<&TypeId> {
    let mut open: Vec<&TypeId> = api.operations.iter().flat_map(|op| begin(api, op)).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(parts(&api.ty(id).kind));
        }
    }
    reached.retain(|id| !matches!(api.ty(id).kind, TypeKind::Alias(_)));
    reached
}

/// The types that the method of an operation says itself.
fn begin<'a>(api: &'a Api, op: &'a Operation) -> Vec<&'a TypeId> {
    let is_asked_for = |role: &Role| matches!(role, Role::Argument | Role::Optional);
    let params = op.params.iter().map(|reference| api.param(reference));
    let params = params.filter(|param| is_asked_for(&role(api, op, param))).map(|param| &param.value);
    let values = params.chain(op.body.as_ref().map(|body| &body.value));
    let mut found: Vec<&TypeId> = values.filter_map(Value::named_type).collect();
    found.extend(match outcome(api, op) {
        Outcome::Nothing | Outcome::Exists => None,
        Outcome::Body(ty) => ty.named_type(),
        Outcome::Final(id) => Some(id),
    });
    found
}

/// The types of what is in a value.
fn parts(kind: &TypeKind) -> Vec<&TypeId> {
    match kind {
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Alias(value) => value.named_type().into_iter().collect(),
        TypeKind::Struct(Struct { fields, additional, discriminator, .. }) => {
            let mut found: Vec<&TypeId> = fields.iter().filter_map(|field| field.value.named_type()).collect();
            if let Additional::Typed(value) = additional {
                found.extend(value.named_type());
            }
            found.extend(discriminator.iter().flat_map(|discriminator| discriminator.mapping.values()));
            found
        }
    }
}
