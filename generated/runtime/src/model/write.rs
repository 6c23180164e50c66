//! Writing: what slots hold, as a [`Value`] or through any serde format.

use std::borrow::Cow;

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};
use serde_json::{Map, Value};

use crate::model::field_value::{DynModel, Entries, FieldVisitor, Items, Scalar, ValueRef};

impl From<&Scalar<'_>> for Value {
    fn from(scalar: &Scalar<'_>) -> Self {
        match scalar {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Bool(*value),
            Scalar::Number(value) => Self::Number(value.clone()),
            Scalar::Text(value) => Self::String((*value).to_owned()),
        }
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(given: ValueRef<'_>) -> Self {
        match given {
            ValueRef::Absent | ValueRef::Null => Self::Null,
            ValueRef::Bool(value) => Self::Bool(value),
            ValueRef::Integer(value) => value.into(),
            ValueRef::Float(value) => value.into(),
            ValueRef::Text(value) => Self::String(value.into_owned()),
            ValueRef::Any(value) => value.clone(),
            ValueRef::Object(model) => object(&mut |show| members(model, show)),
            ValueRef::Map(map, rest) => object(&mut |show| entries(map, rest, show)),
            ValueRef::List(list, rest) => {
                let mut values = Vec::new();
                items(list, rest, &mut |item| values.push(item.into()));
                Self::Array(values)
            }
        }
    }
}

/// Sees a member and what it holds.
type Show<'a> = &'a mut dyn FnMut(&str, ValueRef<'_>);

fn object(each: &mut dyn FnMut(Show<'_>)) -> Value {
    let mut object = Map::new();
    each(&mut |key, given| {
        object.insert(key.to_owned(), given.into());
    });
    Value::Object(object)
}

/// Shows every member that is to be written: the fields that are set, then what `extra` has beyond them.
fn members(model: &dyn DynModel, show: Show<'_>) {
    model.visit(&mut FieldVisitor::new(&mut |shape, slots, extra| {
        // First, because some readers want to know the kind before they read on.
        for (key, value) in shape.tags {
            if extra.get(key).is_none() {
                show(key, ValueRef::Text(Cow::Borrowed(value)));
            }
        }
        let (fields, additional) = slots.split_at(shape.keys.len());
        for (key, slot) in shape.keys.iter().zip(fields) {
            match slot.as_value() {
                ValueRef::Absent => {}
                given @ (ValueRef::Map(..) | ValueRef::List(..)) => show(key, given.and(extra.get(key))),
                given => show(key, given),
            }
        }
        let additional = match additional.first().map(|slot| slot.as_value()) {
            Some(ValueRef::Map(entries, _)) => Some(entries),
            _ => None,
        };
        if let Some(entries) = additional {
            entries.each(&mut |key, given| show(key, given.and(extra.get(key))));
        }
        for (key, value) in extra.iter() {
            let written = shape.find(key).is_some_and(|at| fields[at].is_set())
                || additional.is_some_and(|entries| entries.has(key));
            if !written {
                show(key, ValueRef::Any(value));
            }
        }
    }));
}

impl<'a> ValueRef<'a> {
    /// The same, and beside what maps hold that which they could not. Anything else that is set stands alone.
    fn and(self, rest: Option<&'a Value>) -> Self {
        match (self, rest) {
            (Self::Map(map, None), Some(Value::Object(rest))) => Self::Map(map, Some(rest)),
            (Self::List(list, None), Some(Value::Array(rest))) => Self::List(list, Some(rest)),
            (given, _) => given,
        }
    }
}

/// Shows the members of a map, then those that could not be among them, unless there is one of that name now.
fn entries(map: &dyn Entries, rest: Option<&Map<String, Value>>, show: Show<'_>) {
    let Some(rest) = rest else { return map.each(show) };
    map.each(&mut |key, given| show(key, given.and(rest.get(key))));
    for (key, value) in rest {
        if !map.has(key) {
            show(key, ValueRef::Any(value));
        }
    }
}

/// Shows the items of a list, each with what could not be in it.
fn items(list: &dyn Items, rest: Option<&[Value]>, show: &mut dyn FnMut(ValueRef<'_>)) {
    let rest = rest.filter(|rest| is_list_rest(rest, list)).unwrap_or_default();
    let mut at = 0;
    list.each(&mut |given| {
        show(given.and(rest.get(at)));
        at += 1;
    });
}

/// Whether these are what the items of a list could not hold. A list that is of another length now has other items, and what
/// is not made of objects is a list that did not fit as a whole.
fn is_list_rest(rest: &[Value], list: &dyn Items) -> bool {
    let mut length = 0;
    list.each(&mut |_| length += 1);
    rest.len() == length && rest.iter().all(|item| item.is_null() || item.is_object())
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ValueRef::Absent | ValueRef::Null => serializer.serialize_unit(),
            ValueRef::Bool(value) => serializer.serialize_bool(*value),
            ValueRef::Integer(value) => serializer.serialize_i64(*value),
            ValueRef::Float(value) => serializer.serialize_f64(*value),
            ValueRef::Text(value) => serializer.serialize_str(value),
            ValueRef::Any(value) => value.serialize(serializer),
            ValueRef::Object(model) => serialize_map(serializer, &mut |show| members(*model, show)),
            ValueRef::Map(map, rest) => serialize_map(serializer, &mut |show| entries(*map, *rest, show)),
            ValueRef::List(list, rest) => {
                let mut sequence = serializer.serialize_seq(None)?;
                let mut result = Ok(());
                items(*list, *rest, &mut |item| {
                    if result.is_ok() {
                        result = sequence.serialize_element(&item);
                    }
                });
                result?;
                sequence.end()
            }
        }
    }
}

fn serialize_map<S: Serializer>(serializer: S, each: &mut dyn FnMut(Show<'_>)) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut result = Ok(());
    each(&mut |key, given| {
        if result.is_ok() {
            result = map.serialize_entry(key, &given);
        }
    });
    result?;
    map.end()
}
