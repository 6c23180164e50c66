//! Reading: from the text of a response straight into the fields of a model.
//!
//! What a field cannot hold stays as it came, in the model's [`Extra`]. A list with one item that does not fit is kept as a
//! whole, and by then its first items are gone from the stream: so whatever goes wrong in [`stream`], the document is to be
//! read once more, as a [`Value`], by [`take`].

use std::fmt;

use serde::{
    Deserialize as _,
    de::{
        DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::{Map, Number, Value};

use super::{Entries, Extra, Field, Fields, Fill, Items, Open, Scalar, Shape, Slot};

/// Fills a slot with a value; `false`, and the slot is as it was in the beginning, if the value does not fit.
pub(super) fn take(slot: &mut dyn Slot, value: &Value) -> bool {
    let fits = match value {
        Value::Null => return slot.scalar(&Scalar::Null),
        Value::Bool(value) => return slot.scalar(&Scalar::Bool(*value)),
        Value::Number(value) => return slot.scalar(&Scalar::Number(value.clone())),
        Value::String(value) => return slot.scalar(&Scalar::Text(value)),
        Value::Array(values) => match slot.open() {
            Open::List(list) => values.iter().all(|value| take_item(list, value)),
            Open::Any(any) => keep(any, value),
            Open::Object(_) | Open::Map(_) | Open::Closed => false,
        },
        Value::Object(members) => match slot.open() {
            Open::Object(model) => take_members(model, members),
            Open::Map(entries) => members.iter().all(|(key, value)| take_entry(entries, key, value).0),
            Open::Any(any) => keep(any, value),
            Open::List(_) | Open::Closed => false,
        },
    };
    if !fits {
        slot.reset();
    }
    fits
}

fn keep(any: &mut Value, value: &Value) -> bool {
    any.clone_from(value);
    true
}

fn take_item(list: &mut dyn Items, value: &Value) -> bool {
    let mut fits = false;
    list.add(&mut |slot| fits = take(slot, value));
    fits
}

/// Whether the value fits, and whether there is an entry now: `null` may fit and yet be left out.
fn take_entry(entries: &mut dyn Entries, key: &str, value: &Value) -> (bool, bool) {
    let mut fits = false;
    let filled = entries.add(key, &mut |slot| fits = take(slot, value));
    (fits, filled)
}

fn take_members(model: &mut dyn Fields, members: &Map<String, Value>) -> bool {
    let shape = Shape::of(model);
    model.fill(&mut Fill::new(&mut |slots, extra| {
        for (key, value) in members {
            let taken = match (shape.find(key), additional(shape, slots)) {
                (Some(at), _) => take(slots[at], value),
                (None, Some(entries)) => take_entry(entries, key, value).1,
                (None, None) => false,
            };
            if !taken {
                extra.insert(key, value.clone());
            }
        }
    }));
    true
}

/// Where members go that no field is declared for, if they have a type.
fn additional<'a>(shape: &Shape, slots: &'a mut [&mut dyn Field]) -> Option<&'a mut dyn Entries> {
    match slots.get_mut(shape.keys.len())?.open() {
        Open::Map(entries) => Some(entries),
        _ => None,
    }
}

/// Fills a slot from the text of a JSON document. `false` if that is not possible in one go: the text is no JSON, or a
/// part of it does not fit and cannot be taken back. The slot then holds anything.
pub(crate) fn stream(slot: &mut dyn Slot, text: &[u8]) -> bool {
    // At once for the whole document: string by string it takes twice as long.
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let mut json = serde_json::Deserializer::from_str(text);
    matches!(Seed(slot).deserialize(&mut json), Ok(None)) && json.end().is_ok()
}

/// What does not fit and has left its slot as it was. In a box: it is rare, and results are passed up through many calls.
type Misfit = Option<Box<Value>>;

/// Fills a slot.
struct Seed<'a>(&'a mut dyn Slot);

impl Seed<'_> {
    fn scalar(self, scalar: &Scalar<'_>) -> Misfit {
        let taken = self.0.scalar(scalar);
        (!taken).then(|| Box::new(scalar.into()))
    }

    /// A list or an object where there should be none, or a number: with serde_json's feature `arbitrary_precision` numbers
    /// come as objects.
    fn other(self, value: Value) -> Misfit {
        self.0.reset();
        let taken = take(self.0, &value);
        (!taken).then(|| Box::new(value))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Misfit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Misfit, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Misfit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Misfit, E> {
        Ok(self.scalar(&Scalar::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Misfit, E> {
        Ok(self.scalar(&Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Misfit, E> {
        Ok(self.scalar(&Scalar::Number(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Misfit, E> {
        Ok(self.scalar(&Scalar::Number(value.into())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Misfit, E> {
        Ok(self.scalar(&Number::from_f64(value).map_or(Scalar::Null, Scalar::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Misfit, E> {
        Ok(self.scalar(&Scalar::Text(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Misfit, A::Error> {
        match self.0.open() {
            Open::List(list) => while read_item(list, &mut values)? {},
            Open::Any(any) => *any = Value::deserialize(SeqAccessDeserializer::new(values))?,
            Open::Object(_) | Open::Map(_) | Open::Closed => {
                return Ok(self.other(Value::deserialize(SeqAccessDeserializer::new(values))?));
            }
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Misfit, A::Error> {
        match self.0.open() {
            Open::Object(model) => read_members(model, members)?,
            Open::Map(entries) => read_entries(entries, members)?,
            Open::Any(any) => *any = Value::deserialize(MapAccessDeserializer::new(members))?,
            Open::List(_) | Open::Closed => {
                return Ok(self.other(Value::deserialize(MapAccessDeserializer::new(members))?));
            }
        }
        Ok(None)
    }
}

/// Whether there was one more.
fn read_item<'de, A: SeqAccess<'de>>(list: &mut dyn Items, values: &mut A) -> Result<bool, A::Error> {
    let mut read = Ok(None);
    list.add(&mut |slot| read = values.next_element_seed(Seed(slot)));
    match read? {
        None => Ok(false),
        Some(None) => Ok(true),
        Some(Some(_)) => Err(A::Error::custom("an item that does not fit")),
    }
}

fn read_entries<'de, A: MapAccess<'de>>(entries: &mut dyn Entries, mut members: A) -> Result<(), A::Error> {
    while let Some(key) = members.next_key::<String>()? {
        if read_entry(entries, &key, &mut members)?.0.is_some() {
            return Err(A::Error::custom("a member that does not fit"));
        }
    }
    Ok(())
}

/// What does not fit, and whether there is an entry now.
fn read_entry<'de, A: MapAccess<'de>>(
    entries: &mut dyn Entries,
    key: &str,
    members: &mut A,
) -> Result<(Misfit, bool), A::Error> {
    let mut misfit = Ok(None);
    let filled = entries.add(key, &mut |slot| misfit = members.next_value_seed(Seed(slot)));
    Ok((misfit?, filled))
}

fn read_members<'de, A: MapAccess<'de>>(model: &mut dyn Fields, mut members: A) -> Result<(), A::Error> {
    let shape = Shape::of(model);
    let mut read = Ok(());
    model.fill(&mut Fill::new(&mut |slots, extra| {
        let mut reader = Reader { shape, slots, extra };
        read = reader.members(&mut members);
    }));
    read
}

/// A model that is being filled.
struct Reader<'a, 'b> {
    shape: &'static Shape,
    slots: &'a mut [&'b mut dyn Field],
    extra: &'a mut Extra,
}

impl Reader<'_, '_> {
    fn members<'de, A: MapAccess<'de>>(&mut self, members: &mut A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key_seed(KeySeed(self.shape))? {
            match key {
                Key::Field(at) => {
                    if let Some(misfit) = members.next_value_seed(Seed(self.slots[at]))? {
                        self.extra.insert(self.shape.keys[at], *misfit);
                    }
                }
                Key::Other(key) => self.other(key, members)?,
            }
        }
        Ok(())
    }

    fn other<'de, A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error> {
        // How serde_json spells a number with its feature `arbitrary_precision`.
        if key.starts_with("$serde_json::") {
            return Err(A::Error::custom("a number in place of an object"));
        }
        let left = match additional(self.shape, self.slots) {
            None => Some(members.next_value()?),
            Some(entries) => match read_entry(entries, &key, members)? {
                (None, true) => None,
                (misfit, _) => Some(misfit.map_or(Value::Null, |misfit| *misfit)),
            },
        };
        if let Some(value) = left {
            self.extra.insert(key, value);
        }
        Ok(())
    }
}

/// The name of a member: the index of its field, or the name itself where there is none.
enum Key {
    Field(usize),
    Other(String),
}

struct KeySeed(&'static Shape);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.0.find(name).map_or_else(|| Key::Other(name.to_owned()), Key::Field))
    }
}
