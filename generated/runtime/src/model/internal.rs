//! The glue behind `rt::model!`, written once for all models.

use std::{any::Any, fmt, ptr};

use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};
use serde_json::Value;

pub use super::{
    answers::no_answer,
    kinds::{kind, member},
};

use crate::model::{
    field_value::{Container, DynModel, FieldVisitor, FieldVisitorMut, Shape, ValueRef},
    signed::is_signed,
    take::settle,
    wire::{Model, Wire},
};

/// Empties a field and has its member written as `null`.
///
/// A field is told by a function that borrows it, so that the compiler knows whether there is one. It is asked of an empty
/// model, in which no field of another model can be reached; where it is in memory says which it is.
///
/// # Panics
/// If the function gives anything but a field of the model.
#[inline]
#[must_use]
pub fn with_null<M: Model, T: 'static>(mut model: M, field: fn(&M) -> &Option<T>) -> M {
    let empty = M::default();
    let wanted = field(&empty);
    let at = position(&empty, &|slot: &dyn Any| slot.downcast_ref().is_some_and(|slot| ptr::eq(slot, wanted)));
    set_null(&mut model, at.expect("the function gives a field of the model that it is given"));
    model
}

fn position(model: &dyn DynModel, is_wanted: &dyn Fn(&dyn Any) -> bool) -> Option<usize> {
    let mut found = None;
    model.visit(&mut FieldVisitor::new(&mut |_, slots, _| found = slots.iter().position(|slot| is_wanted(*slot))));
    found
}

fn set_null(model: &mut dyn DynModel, at: usize) {
    let member = Shape::of(model).keys[at];
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
        slots[at].reset();
        extra.insert(member, Value::Null);
    }));
}

/// Copies a model, slot by slot: a derived `clone` names every field, and costs the compiler twice as much.
#[inline]
#[must_use]
pub fn copy<M: Model>(model: &M) -> M {
    let mut copy = M::default();
    copy_fields(model, &mut copy);
    copy
}

fn copy_fields(model: &dyn DynModel, copy: &mut dyn DynModel) {
    model.visit(&mut FieldVisitor::new(&mut |_, slots, extra| {
        copy.visit_mut(&mut FieldVisitorMut::new(&mut |copies, beyond| {
            for (copy, slot) in copies.iter_mut().zip(slots) {
                copy.copy(*slot);
            }
            beyond.clone_from(extra);
        }));
    }));
}

/// Prints the fields that are set, no secret, no URL that lets whoever has it in, and of `extra` the names only: its values
/// could be secret.
///
/// # Errors
/// If the formatter fails.
#[inline]
pub fn debug<M: Model>(model: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_fields(model, f)
}

fn debug_fields(model: &dyn DynModel, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    model.visit(&mut FieldVisitor::new(&mut |shape, slots, extra| {
        let mut out = f.debug_struct(shape.name());
        let mut fields = shape.fields();
        for slot in slots {
            // Typed `additionalProperties` have no key; they come last.
            let (name, is_secret) = fields.next().unwrap_or(("additional_properties", false));
            if !slot.is_set() {
            } else if is_secret || is_signed(&slot.as_value()) {
                out.field(name, &format_args!("***"));
            } else {
                out.field(name, slot);
            }
        }
        if !extra.is_empty() {
            out.field("extra", extra);
        }
        result = out.finish();
    }));
    result
}

/// Whether two values are the same on the wire. Compiled where it is used: few applications compare models.
#[inline]
#[must_use]
pub fn equal<M: Model>(one: &M, other: &M) -> bool {
    Value::from(ValueRef::Object(one)) == Value::from(ValueRef::Object(other))
}

/// The same for values that need not be models.
#[inline]
#[must_use]
pub fn same<T: Wire>(one: &T, other: &T) -> bool {
    one.to_wire() == other.to_wire()
}

/// Whether a JSON document is an object with a member that a model declares.
pub(crate) fn shares_member(place: Container<'_>, document: &Value) -> bool {
    let (Some(model), Value::Object(members)) = (model_of(place, document), document) else { return false };
    let shape = Shape::of(model);
    for key in members.keys() {
        if shape.find(key).is_some() || shape.tag(key).is_some() {
            return true;
        }
    }
    false
}

/// The model in a place; in one for several kinds that of the kind that a JSON document tells.
pub(crate) fn model_of<'a>(place: Container<'a>, document: &Value) -> Option<&'a mut dyn DynModel> {
    match (place, document) {
        (Container::Object(model), _) => Some(model),
        (Container::Kinds(kinds), Value::Object(members)) => settle(kinds, members),
        _ => None,
    }
}

/// Prints a value of an enumeration as a derived `Debug` would. `variant` is empty for a value that is none of its own.
///
/// # Errors
/// If the formatter fails.
pub fn debug_enumeration(variant: &str, text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if variant.is_empty() { f.debug_tuple("UnknownValue").field(&text).finish() } else { f.write_str(variant) }
}

/// Writes a model through any serde format. Not [`serialize`]: that a model is a [`Wire`] the compiler would have to prove for each.
///
/// # Errors
/// If the serializer fails.
#[inline]
pub fn serialize_model<M: Model, S: Serializer>(model: &M, serializer: S) -> Result<S::Ok, S::Error> {
    serialize(model, serializer)
}

/// Writes a value through any serde format.
///
/// # Errors
/// If the serializer fails.
#[inline]
pub fn serialize<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_value().serialize(serializer)
}

/// Writes a value as the text of a JSON document.
#[inline]
pub(crate) fn text<T: Wire>(value: &T) -> Vec<u8> {
    json(&value.as_value())
}

fn json(given: &ValueRef<'_>) -> Vec<u8> {
    serde_json::to_vec(given).expect("names are strings, and a vector takes any length")
}

/// Reads a model through any self-describing serde format. See [`serialize_model`].
///
/// # Errors
/// If the deserializer fails, or the value is something else altogether.
#[inline]
pub fn deserialize_model<'de, M: Model, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    deserialize(deserializer)
}

/// Reads a value through any self-describing serde format.
///
/// # Errors
/// If the deserializer fails, or the value is something else altogether.
#[inline]
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    T::from_wire(&value).ok_or_else(|| D::Error::custom("the value has another JSON type"))
}
