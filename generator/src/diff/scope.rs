//! The two models side by side: which named types are one and the same, and what stands behind an alias.
//!
//! Two components are the same when they share their name or one was recognised as renamed. Inline types have no name of their own: at
//! paired places they are the same. An inline type that became a component (or the reverse) is the same while that component is unknown to
//! the other side.

use std::{borrow::Cow, collections::BTreeMap};

use crate::model::{Api, Constraints, Type, TypeId, TypeRef, Value};

/// The two models, and which models were renamed.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) renamed: BTreeMap<TypeId, TypeId>,
}

/// Whether a type stands inside another thing's description rather than in `components.schemas`.
pub(super) fn is_inline(ty: &Type) -> bool {
    // `/components/schemas/NAME` is a component.
    ty.at.as_str().matches('/').count() > 3
}

impl Scope<'_> {
    /// Whether `old` and `new`, found at paired places, are one type.
    pub(super) fn same(&self, old: &TypeId, new: &TypeId) -> bool {
        match (is_inline(self.old.ty(old)), is_inline(self.new.ty(new))) {
            (true, true) => true,
            (false, false) => old == new || self.renamed.get(old) == Some(new),
            (true, false) => !self.old.types.contains_key(new),
            (false, true) => !self.new.types.contains_key(old),
        }
    }

    pub(super) fn both_inline(&self, old: &TypeId, new: &TypeId) -> bool {
        is_inline(self.old.ty(old)) && is_inline(self.new.ty(new))
    }

    /// The two values with aliases looked through, unless both are the same alias, which is compared where it is declared.
    pub(super) fn resolved<'v>(&self, old: &'v Value, new: &'v Value) -> (Cow<'v, Value>, Cow<'v, Value>) {
        if let (TypeRef::Named(a), TypeRef::Named(b)) = (&old.ty, &new.ty)
            && self.same(a, b)
        {
            return (Cow::Borrowed(old), Cow::Borrowed(new));
        }
        (expand(self.old, old), expand(self.new, new))
    }
}

/// The value with aliases looked through; what the outer place says wins over the alias.
pub(super) fn expand<'v>(api: &Api, value: &'v Value) -> Cow<'v, Value> {
    let mut value = Cow::Borrowed(value);
    while let Some(inner) = value.alias_target(&api.types) {
        value = Cow::Owned(overlay(inner, &value));
    }
    value
}

fn overlay(inner: &Value, outer: &Value) -> Value {
    Value {
        ty: inner.ty.clone(),
        nullable: inner.nullable || outer.nullable,
        default: outer.default.clone().or_else(|| inner.default.clone()),
        constraints: overlay_constraints(&inner.constraints, &outer.constraints),
        identifiers: outer.identifiers.clone().or_else(|| inner.identifiers.clone()),
        arm_id_types: outer.arm_id_types.clone().or_else(|| inner.arm_id_types.clone()),
    }
}

fn overlay_constraints(inner: &Constraints, outer: &Constraints) -> Constraints {
    Constraints {
        min_length: outer.min_length.or(inner.min_length),
        max_length: outer.max_length.or(inner.max_length),
        pattern: outer.pattern.clone().or_else(|| inner.pattern.clone()),
        minimum: outer.minimum.clone().or_else(|| inner.minimum.clone()),
        maximum: outer.maximum.clone().or_else(|| inner.maximum.clone()),
        exclusive_minimum: outer.exclusive_minimum || inner.exclusive_minimum,
        exclusive_maximum: outer.exclusive_maximum || inner.exclusive_maximum,
        multiple_of: outer.multiple_of.clone().or_else(|| inner.multiple_of.clone()),
        min_items: outer.min_items.or(inner.min_items),
        max_items: outer.max_items.or(inner.max_items),
        unique_items: outer.unique_items || inner.unique_items,
    }
}
