//! Reading: from the text of a response straight into the fields of a model.
//!
//! What a field cannot hold stays as it came, in the model's [`Extra`]. A list with one item that does not fit is kept as a
//! whole, and by then its first items are gone from the stream: so whatever goes wrong in [`stream`], the document is to be
//! read once more, as a [`Value`], by [`take`]. A map keeps its good members and gives the others back.

use std::fmt;

use serde::{
    Deserialize as _,
    de::{
        DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::{Map, Number, Value};

use crate::model::{
    extra::Extra,
    field_value::{Container, DynModel, Entries, Field, FieldValue, FieldVisitorMut, Items, Scalar, Shape},
    take::{ListRest, TypeMismatch, additional, keep, map_rest, take, take_kind, unfilled, untagged},
};

/// Fills a slot from the text of a JSON document. `false` if that is not possible in one go: the text is no JSON, a part of
/// it does not fit and cannot be taken back, or there is nowhere to keep it. The slot then holds anything.
pub(crate) fn stream(slot: &mut dyn FieldValue, text: &[u8]) -> bool {
    // At once for the whole document: string by string it takes twice as long.
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let mut json = serde_json::Deserializer::from_str(text);
    matches!(Seed(slot).deserialize(&mut json), Ok(None)) && json.end().is_ok()
}

/// Fills a slot.
struct Seed<'a>(&'a mut dyn FieldValue);

impl Seed<'_> {
    fn scalar(self, scalar: &Scalar<'_>) -> TypeMismatch {
        let taken = self.0.scalar(scalar);
        (!taken).then(|| Box::new(scalar.into()))
    }

    /// A list or an object where there should be none, or a number: with serde_json's feature `arbitrary_precision` numbers
    /// come as objects.
    fn other(self, value: &Value) -> TypeMismatch {
        self.0.reset();
        take(self.0, value)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = TypeMismatch;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypeMismatch, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = TypeMismatch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Scalar::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Scalar::Number(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Scalar::Number(value.into())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Number::from_f64(value).map_or(Scalar::Null, Scalar::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<TypeMismatch, E> {
        Ok(self.scalar(&Scalar::Text(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<TypeMismatch, A::Error> {
        match self.0.begin_container() {
            Container::List(list) => return read_items(list, values),
            Container::Any(any) => *any = Value::deserialize(SeqAccessDeserializer::new(values))?,
            Container::Object(_) | Container::Kinds(_) | Container::Map(_) | Container::Closed => {
                return Ok(self.other(&Value::deserialize(SeqAccessDeserializer::new(values))?));
            }
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TypeMismatch, A::Error> {
        match self.0.begin_container() {
            Container::Object(model) => read_members(model, members)?,
            // Which members there are is known only when all have been seen.
            Container::Kinds(kinds) => {
                let members = Map::deserialize(MapAccessDeserializer::new(members))?;
                if members.keys().any(|key| is_number(key)) {
                    return Err(A::Error::custom(NUMBER));
                }
                take_kind(kinds, &members);
            }
            Container::Map(entries) => return read_entries(entries, members),
            Container::Any(any) => *any = Value::deserialize(MapAccessDeserializer::new(members))?,
            Container::List(_) | Container::Closed => {
                return Ok(self.other(&Value::deserialize(MapAccessDeserializer::new(members))?));
            }
        }
        Ok(None)
    }
}

fn read_items<'de, A: SeqAccess<'de>>(list: &mut dyn Items, mut values: A) -> Result<TypeMismatch, A::Error> {
    let mut rest = ListRest::default();
    loop {
        let mut read = Ok(None);
        let filled = list.add(&mut |slot| read = values.next_element_seed(Seed(slot)));
        let Some(mismatch) = read? else { return Ok(rest.mismatch()) };
        if !rest.note(filled, mismatch) {
            return Err(A::Error::custom("an item that does not fit"));
        }
    }
}

fn read_entries<'de, A: MapAccess<'de>>(entries: &mut dyn Entries, mut members: A) -> Result<TypeMismatch, A::Error> {
    let mut rest = Map::new();
    while let Some(key) = members.next_key::<String>()? {
        if let (Some(mismatch), _) = read_entry(entries, &key, &mut members)? {
            rest.insert(key, *mismatch);
        }
    }
    Ok(map_rest(rest))
}

/// What does not fit, and whether there is an entry now.
fn read_entry<'de, A: MapAccess<'de>>(
    entries: &mut dyn Entries,
    key: &str,
    members: &mut A,
) -> Result<(TypeMismatch, bool), A::Error> {
    let mut mismatch = Ok(None);
    let filled = entries.add(key, &mut |slot| mismatch = members.next_value_seed(Seed(slot)));
    Ok((mismatch?, filled))
}

fn read_members<'de, A: MapAccess<'de>>(model: &mut dyn DynModel, mut members: A) -> Result<(), A::Error> {
    let shape = Shape::of(model);
    let mut read = Ok(());
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
        let mut reader = Reader { shape, slots, extra };
        read = reader.members(&mut members);
    }));
    read
}

/// A model that is being filled.
struct Reader<'a, 'b> {
    shape: Shape,
    slots: &'a mut [&'b mut dyn Field],
    extra: &'a mut Extra,
}

impl Reader<'_, '_> {
    fn members<'de, A: MapAccess<'de>>(&mut self, members: &mut A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key_seed(KeySeed(&self.shape))? {
            match key {
                Key::Field(at) => {
                    let mismatch = members.next_value_seed(Seed(self.slots[at]))?;
                    keep(self.extra, self.shape.keys[at], mismatch);
                }
                Key::Other(key) => self.other(key, members)?,
            }
        }
        Ok(())
    }

    fn other<'de, A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error> {
        if is_number(&key) {
            return Err(A::Error::custom(NUMBER));
        }
        if let Some(tag) = self.shape.tag(&key) {
            keep(self.extra, &key, untagged(tag, &members.next_value()?));
            return Ok(());
        }
        match additional(&self.shape, self.slots) {
            None => {
                self.extra.insert(key, members.next_value::<Value>()?);
            }
            Some(entries) => keep(self.extra, &key, unfilled(read_entry(entries, &key, members)?)),
        }
        Ok(())
    }
}

const NUMBER: &str = "a number in place of an object";

/// Whether this is how serde_json spells a number with its feature `arbitrary_precision`.
fn is_number(key: &str) -> bool {
    key.starts_with("$serde_json::")
}

/// The name of a member: the index of its field, or the name itself where there is none.
enum Key {
    Field(usize),
    Other(String),
}

struct KeySeed<'a>(&'a Shape);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(self.0.find(name).map_or_else(|| Key::Other(name.to_owned()), Key::Field))
    }
}
