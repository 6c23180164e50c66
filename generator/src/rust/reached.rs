//! Which types have a form in Rust: those that a caller can give or get.
//!
//! A method's arguments, its body and what it gives are the beginning; members, elements and the kinds of a family follow. An
//! enumeration of numbers is the number in Rust. Left out are types whose members only others inherit, which stand in those as fields; the one value of a parameter
//! that nobody is asked for; what an operation merely refers to; and types of error responses, because `rt` reads ARM's error
//! bodies itself, the same way for every version.

use std::collections::BTreeSet;

use super::{
    arguments::{Role, role},
    outcome::{Outcome, outcome},
};
use crate::model::{Additional, Api, Families, Operation, Scalar, Struct, TypeId, TypeKind, TypeRef, Value};

/// The structures and enumerations with a form in Rust.
pub(super) fn reached(api: &Api) -> BTreeSet<&TypeId> {
    let mut open: Vec<&TypeId> = api.operations.iter().flat_map(|op| begin(api, op)).collect();
    let families = Families::of(&api.types);
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(parts(&api.ty(id).kind));
            // By the ids of the table, which live longer than the families.
            let kinds = families.head(id).into_iter().flat_map(|family| family.kinds.values());
            open.extend(kinds.filter_map(|id| api.types.get_key_value(id)).map(|(id, _)| id));
        }
    }
    reached.retain(|id| match &api.ty(id).kind {
        TypeKind::Struct(_) => true,
        TypeKind::Enum(body) => body.scalar == Scalar::String,
        TypeKind::Alias(_) => false,
    });
    reached
}

/// The types that the method of an operation says itself.
fn begin<'a>(api: &'a Api, op: &'a Operation) -> Vec<&'a TypeId> {
    let is_asked_for = |role: &Role| matches!(role, Role::Argument | Role::Optional);
    let params = op.params.iter().map(|reference| api.param(reference));
    let params = params.filter(|param| is_asked_for(&role(api, op, param))).map(|param| &param.value);
    let values = params.chain(op.body.as_ref().map(|body| &body.value));
    let mut found: Vec<&TypeId> = values.filter_map(Value::named_type).collect();
    match outcome(api, op) {
        Outcome::Nothing | Outcome::Exists => {}
        Outcome::Body(ty) => found.extend(ty.named_type()),
        Outcome::Final(id) => found.push(id),
        Outcome::ByStatus(answers) => {
            found.extend(answers.into_iter().filter_map(|(_, ty)| ty).filter_map(TypeRef::named_type));
        }
    }
    found
}

/// The types of what is in a value.
fn parts(kind: &TypeKind) -> Vec<&TypeId> {
    match kind {
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Alias(value) => value.named_type().into_iter().collect(),
        TypeKind::Struct(Struct { fields, additional, .. }) => {
            let mut found: Vec<&TypeId> = fields.iter().filter_map(|field| field.value.named_type()).collect();
            if let Additional::Typed(value) = additional {
                found.extend(value.named_type());
            }
            found
        }
    }
}
