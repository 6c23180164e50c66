//! Writing: what slots hold, as a [`Value`] or through any serde format.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};
use serde_json::{Map, Value};

use super::{Fields, Given, Scalar, See};

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

impl From<Given<'_>> for Value {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Absent | Given::Null => Self::Null,
            Given::Bool(value) => Self::Bool(value),
            Given::Integer(value) => value.into(),
            Given::Float(value) => value.into(),
            Given::Text(value) => Self::String(value.into_owned()),
            Given::Any(value) => value.clone(),
            Given::Object(model) => object(&mut |show| members(model, show)),
            Given::Map(entries) => object(&mut |show| entries.each(show)),
            Given::List(items) => {
                let mut values = Vec::new();
                items.each(&mut |item| values.push(item.into()));
                Self::Array(values)
            }
        }
    }
}

/// Sees a member and what it holds.
type Show<'a> = &'a mut dyn FnMut(&str, Given<'_>);

fn object(each: &mut dyn FnMut(Show<'_>)) -> Value {
    let mut object = Map::new();
    each(&mut |key, given| {
        object.insert(key.to_owned(), given.into());
    });
    Value::Object(object)
}

/// Shows every member that is to be written: the fields that are set, then what `extra` has beyond them.
fn members(model: &dyn Fields, show: Show<'_>) {
    model.see(&mut See::new(&mut |shape, slots, extra| {
        let (fields, additional) = slots.split_at(shape.keys.len());
        for (key, slot) in shape.keys.iter().zip(fields) {
            match slot.give() {
                Given::Absent => {}
                given => show(key, given),
            }
        }
        let additional = match additional.first().map(|slot| slot.give()) {
            Some(Given::Map(entries)) => Some(entries),
            _ => None,
        };
        if let Some(entries) = additional {
            entries.each(show);
        }
        for (key, value) in extra.iter() {
            let written = shape.find(key).is_some_and(|at| fields[at].is_set())
                || additional.is_some_and(|entries| entries.has(key));
            if !written {
                show(key, Given::Any(value));
            }
        }
    }));
}

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Given::Absent | Given::Null => serializer.serialize_unit(),
            Given::Bool(value) => serializer.serialize_bool(*value),
            Given::Integer(value) => serializer.serialize_i64(*value),
            Given::Float(value) => serializer.serialize_f64(*value),
            Given::Text(value) => serializer.serialize_str(value),
            Given::Any(value) => value.serialize(serializer),
            Given::Object(model) => serialize_map(serializer, &mut |show| members(*model, show)),
            Given::Map(entries) => serialize_map(serializer, &mut |show| entries.each(show)),
            Given::List(items) => {
                let mut list = serializer.serialize_seq(None)?;
                let mut result = Ok(());
                items.each(&mut |item| {
                    if result.is_ok() {
                        result = list.serialize_element(&item);
                    }
                });
                result?;
                list.end()
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
