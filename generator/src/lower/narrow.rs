//! When one value is another or narrower: what a structure may do to a member that it inherits.

use serde_json::Number;

use super::context::Lowering;
use crate::model::{Constraints, Scalar, TypeId, TypeKind, TypeRef, Value};

impl Lowering<'_> {
    /// Whether every value that fits `own` fits `parent`: the same type or one narrower, and limits no wider.
    pub(super) fn narrows(&self, own: &Value, parent: &Value) -> bool {
        (parent.nullable || !own.nullable)
            && self.narrows_type(&own.ty, &parent.ty)
            && narrows_limits(&own.constraints, &parent.constraints)
    }

    fn narrows_type(&self, own: &TypeRef, parent: &TypeRef) -> bool {
        match (own, parent) {
            (own, parent) if own == parent => true,
            (_, TypeRef::Any) | (TypeRef::Map(_), TypeRef::Object) => true,
            (TypeRef::List(own), TypeRef::List(parent)) | (TypeRef::Map(own), TypeRef::Map(parent)) => {
                self.narrows(own, parent)
            }
            (TypeRef::Scalar(own), TypeRef::Scalar(parent)) => narrows_scalar(*own, *parent),
            (TypeRef::Named(own), parent) => self.narrows_named(own, parent),
            _ => false,
        }
    }

    fn narrows_named(&self, own: &TypeId, parent: &TypeRef) -> bool {
        let kind = |id: &TypeId| self.types.get(id).map(|ty| &ty.kind);
        match (kind(own), parent) {
            (Some(TypeKind::Struct(_)), TypeRef::Object) => true,
            (Some(TypeKind::Struct(_)), TypeRef::Named(parent)) => self.extends(own, parent),
            (Some(TypeKind::Enum(own)), TypeRef::Scalar(parent)) => narrows_scalar(own.scalar, *parent),
            (Some(TypeKind::Enum(own)), TypeRef::Named(parent)) => match kind(parent) {
                Some(TypeKind::Enum(parent)) => {
                    own.scalar == parent.scalar
                        && own.variants.iter().all(|v| parent.variants.iter().any(|known| known.value == v.value))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

fn narrows_scalar(own: Scalar, parent: Scalar) -> bool {
    let text = [
        Scalar::DateTime,
        Scalar::Date,
        Scalar::Duration,
        Scalar::Uuid,
        Scalar::ArmId,
        Scalar::Uri,
        Scalar::Base64,
        Scalar::Password,
    ];
    match parent {
        parent if own == parent => true,
        Scalar::String => text.contains(&own),
        Scalar::Int64 => own == Scalar::Int32,
        Scalar::Double => matches!(own, Scalar::Float | Scalar::Int32),
        _ => false,
    }
}

fn narrows_limits(own: &Constraints, parent: &Constraints) -> bool {
    let least =
        |own: Option<f64>, parent: Option<f64>| parent.is_none_or(|parent| own.is_some_and(|own| own >= parent));
    let most = |own: Option<f64>, parent: Option<f64>| parent.is_none_or(|parent| own.is_some_and(|own| own <= parent));
    least(count(own.min_length), count(parent.min_length))
        && most(count(own.max_length), count(parent.max_length))
        && least(count(own.min_items), count(parent.min_items))
        && most(count(own.max_items), count(parent.max_items))
        && least(float(own.minimum.as_ref()), float(parent.minimum.as_ref()))
        && most(float(own.maximum.as_ref()), float(parent.maximum.as_ref()))
        && (own.exclusive_minimum || !parent.exclusive_minimum)
        && (own.exclusive_maximum || !parent.exclusive_maximum)
        && (own.unique_items || !parent.unique_items)
        && (parent.pattern.is_none() || own.pattern == parent.pattern)
        && (parent.multiple_of.is_none() || own.multiple_of == parent.multiple_of)
}

#[expect(clippy::cast_precision_loss, reason = "lengths that matter are far below 2^52")]
fn count(limit: Option<u64>) -> Option<f64> {
    limit.map(|limit| limit as f64)
}

fn float(limit: Option<&Number>) -> Option<f64> {
    limit.and_then(Number::as_f64)
}
