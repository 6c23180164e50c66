//! The glue behind `rt::model!`, written once for all models.

use std::fmt;

use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};
use serde_json::Value;

pub use super::date::to_text as date_text;
pub use serde;

use crate::{
    error::{is_error_member, line},
    model::{
        Model, Wire,
        extra::Extra,
        page::PageFault,
        shape::Shape,
        signed::is_signed,
        slot::{Fields, Fill, Given, Open, See},
    },
};

/// How many characters of the names of unknown members are shown, about.
const MAX_NAMES: usize = 100;

/// Empties a field and has its member written as `null`.
#[inline]
#[must_use]
pub fn with_null<M: Model>(mut model: M, member: &str) -> M {
    set_null(&mut model, member);
    model
}

fn set_null(model: &mut dyn Fields, member: &str) {
    let at = Shape::of(model).find(member);
    model.fill(&mut Fill::new(&mut |slots, extra| {
        if let Some(at) = at {
            slots[at].reset();
        }
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

fn copy_fields(model: &dyn Fields, copy: &mut dyn Fields) {
    model.see(&mut See::new(&mut |_, slots, extra| {
        copy.fill(&mut Fill::new(&mut |copies, beyond| {
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
pub fn debug(model: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    model.see(&mut See::new(&mut |shape, slots, extra| {
        let mut out = f.debug_struct(shape.name);
        let mut names = shape.fields();
        for slot in slots {
            // Typed `additionalProperties` have no key; they come last.
            let name = names.next().unwrap_or("additional_properties");
            if !slot.is_set() {
            } else if shape.is_secret(name) || is_signed(&slot.give()) {
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
pub fn equal(one: &dyn Fields, other: &dyn Fields) -> bool {
    Value::from(Given::Object(one)) == Value::from(Given::Object(other))
}

/// What is wrong with a page. `fields` are its list and its link, by the names of their fields.
#[must_use]
pub fn page_fault(model: &dyn Fields, fields: &[&str]) -> Option<PageFault> {
    let mut fault = None;
    model.see(&mut See::new(&mut |shape, slots, extra| {
        if extra.is_empty() {
            return;
        }
        let mut missing = None;
        for (at, name) in shape.fields().enumerate() {
            let key = shape.keys[at];
            if fields.contains(&name) && extra.get(key).is_some_and(|value| !value.is_null()) {
                fault = Some(PageFault::TypeMismatch(key));
                return;
            }
            if fields.first() == Some(&name) && !slots[at].is_set() && extra.get(key).is_none() {
                missing = Some(key);
            }
        }
        fault = beside_list(extra, missing);
    }));
    fault
}

/// What the members that a page does not have make of it. `missing` is the list, if that is not there.
fn beside_list(extra: &Extra, missing: Option<&'static str>) -> Option<PageFault> {
    let mut members = String::new();
    for (key, value) in extra.iter() {
        if is_error_member(key, value) {
            return Some(PageFault::Error);
        }
        if !value.is_null() && members.len() < MAX_NAMES {
            let comma = if members.is_empty() { "" } else { ", " };
            members = format!("{members}{comma}\"{}\"", line(key, MAX_NAMES));
        }
    }
    if members.is_empty() { None } else { Some(PageFault::Unknown { list: missing?, members }) }
}

/// Whether a JSON document is an object with a member that a model declares.
pub(crate) fn shares_member(place: Open<'_>, document: &Value) -> bool {
    let (Open::Object(model), Value::Object(members)) = (place, document) else { return false };
    let shape = Shape::of(model);
    for key in members.keys() {
        if shape.find(key).is_some() {
            return true;
        }
    }
    false
}

/// Writes a model through any serde format.
///
/// # Errors
/// If the serializer fails.
#[inline]
pub fn serialize<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.give().serialize(serializer)
}

/// Writes a value as the text of a JSON document.
#[inline]
pub(crate) fn text<T: Wire>(value: &T) -> Vec<u8> {
    json(&value.give())
}

fn json(given: &Given<'_>) -> Vec<u8> {
    serde_json::to_vec(given).expect("names are strings, and a vector takes any length")
}

/// Reads a model through any self-describing serde format.
///
/// # Errors
/// If the deserializer fails, or the value is something else altogether.
#[inline]
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    T::from_wire(&value).ok_or_else(|| D::Error::custom("the value has another JSON type"))
}
