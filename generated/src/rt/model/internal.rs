//! The glue behind `rt::model!`, written once for all models.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};
use serde_json::{Map, Value};

pub use super::date::to_text as date_text;
pub use serde;
pub use serde_json;

use super::{Model, Visitor, Wire};

/// Reads an object; `None` if the value is none.
#[inline]
#[must_use]
pub fn read<M: Model>(value: &Value) -> Option<M> {
    let members = value.as_object()?;
    let mut model = M::default();
    for (key, value) in members {
        take(&mut model, key, value);
    }
    Some(model)
}

#[inline]
fn take<M: Model>(model: &mut M, key: &str, value: &Value) {
    let taken = match model.slot(key).0 {
        Some(slot) => slot.take(value),
        None => model.take_additional(key, value),
    };
    if !taken {
        model.slot(key).1.insert(key, value.clone());
    }
}

/// Writes the fields that are set, then what `extra` has beyond them.
#[inline]
#[must_use]
pub fn write<M: Model>(model: &M) -> Value {
    let mut members = Map::new();
    let extra = model.visit(&mut Visitor::new(&mut |seen| {
        if let Some(value) = seen.slot.give() {
            members.insert(seen.key.to_owned(), value);
        }
    }));
    for (key, value) in extra.iter() {
        if !members.contains_key(key) {
            members.insert(key.to_owned(), value.clone());
        }
    }
    Value::Object(members)
}

/// Empties a field and has its member written as `null`.
#[inline]
#[must_use]
pub fn with_null<M: Model>(mut model: M, key: &str) -> M {
    let (slot, extra) = model.slot(key);
    if let Some(slot) = slot {
        slot.take(&Value::Null);
    }
    extra.insert(key, Value::Null);
    model
}

/// Prints the fields that are set, no secret, and of `extra` the keys only: its values could be secret.
///
/// # Errors
/// If the formatter fails.
#[inline]
pub fn debug<M: Model>(model: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(M::NAME);
    let extra = model.visit(&mut Visitor::new(&mut |seen| {
        if !seen.slot.is_set() {
        } else if seen.secret {
            out.field(seen.name, &format_args!("***"));
        } else {
            out.field(seen.name, &seen.slot);
        }
    }));
    if !extra.is_empty() {
        out.field("extra", extra);
    }
    out.finish()
}

/// Writes a model through any serde format.
///
/// # Errors
/// If the serializer fails.
#[inline]
pub fn serialize<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.to_wire().serialize(serializer)
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

/// Takes a member into typed `additionalProperties`.
#[inline]
pub fn take_additional<T: Wire>(map: &mut BTreeMap<String, T>, key: &str, value: &Value) -> bool {
    match T::from_wire(value) {
        Some(value) => {
            map.insert(key.to_owned(), value);
            true
        }
        None => false,
    }
}

/// A typed additional member as a field that is always set.
pub struct Additional<'a, T>(pub &'a T);

impl<T: Wire> fmt::Debug for Additional<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Wire> super::Slot for Additional<'_, T> {
    #[inline]
    fn take(&mut self, _: &Value) -> bool {
        false
    }

    #[inline]
    fn give(&self) -> Option<Value> {
        Some(self.0.to_wire())
    }

    #[inline]
    fn is_set(&self) -> bool {
        true
    }
}

/// What `Page::into_items` gives.
pub type PageParts<T> = azure_core::Result<(Vec<T>, Option<String>)>;

/// The parts of a page, unless one of them came as something that does not fit its field.
///
/// # Errors
/// If so.
#[inline]
pub fn page<M: Model, T>(
    model: &M,
    items: (&'static str, Option<Vec<T>>),
    link: Option<(&'static str, Option<String>)>,
) -> PageParts<T> {
    let mut parts = Vec::new();
    let extra = model.visit(&mut Visitor::new(&mut |seen| {
        if seen.name == items.0 || link.as_ref().is_some_and(|(link, _)| seen.name == *link) {
            parts.push(seen.key.to_owned());
        }
    }));
    let misfit = parts.into_iter().find(|key| extra.get(key).is_some_and(|value| !value.is_null()));
    match misfit {
        None => Ok((items.1.unwrap_or_default(), link.and_then(|(_, link)| link).filter(|link| !link.is_empty()))),
        Some(key) => Err(super::page::misfit(&key)),
    }
}
