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
    field_value::{
        Container, DynModel, Entries, Field, FieldValue, FieldVisitor, FieldVisitorMut, Items, Scalar, find, tag,
    },
    take::{ListRest, TypeMismatch, additional, keep, map_rest, take, take_kind, unfilled, untagged},
};

/// Fills a slot from the text of a JSON document. `false` if that is not possible in one go: the text is no JSON, a part of
/// it does not fit and cannot be taken back, or there is nowhere to keep it. The slot then holds anything.
pub(crate) fn stream(slot: &mut dyn FieldValue, text: &[u8]) -> bool {
    // At once for the whole document: string by string it takes twice as long.
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let mut json = serde_json::Deserializer::from_str(text);
    let seed = Seed { slot, keys: &mut Keys::new() };
    matches!(seed.deserialize(&mut json), Ok(None)) && json.end().is_ok()
}

/// The keys of the objects that are being read, those of the innermost last: one list for a document, because a list for each
/// object takes a fiftieth of the time that reading does.
type Keys = Vec<&'static str>;

/// Fills a slot.
struct Seed<'a> {
    slot: &'a mut dyn FieldValue,
    keys: &'a mut Keys,
}

impl Seed<'_> {
    fn scalar(self, scalar: &Scalar<'_>) -> TypeMismatch {
        let taken = self.slot.scalar(scalar);
        (!taken).then(|| Box::new(scalar.into()))
    }

    /// A list or an object where there should be none, or a number: with serde_json's feature `arbitrary_precision` numbers
    /// come as objects.
    fn other(self, value: &Value) -> TypeMismatch {
        self.slot.reset();
        take(self.slot, value)
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
        match self.slot.begin_container() {
            Container::List(list) => return read_items(list, values, self.keys),
            Container::Any(any) => *any = Value::deserialize(SeqAccessDeserializer::new(values))?,
            Container::Object(_) | Container::Kinds(_) | Container::Map(_) | Container::Closed => {
                return Ok(self.other(&Value::deserialize(SeqAccessDeserializer::new(values))?));
            }
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TypeMismatch, A::Error> {
        match self.slot.begin_container() {
            Container::Object(model) => read_members(model, members, self.keys)?,
            // Which members there are is known only when all have been seen.
            Container::Kinds(kinds) => {
                let members = Map::deserialize(MapAccessDeserializer::new(members))?;
                if members.keys().any(|key| is_number(key)) {
                    return Err(A::Error::custom(NUMBER));
                }
                take_kind(kinds, &members);
            }
            Container::Map(entries) => return read_entries(entries, members, self.keys),
            Container::Any(any) => *any = Value::deserialize(MapAccessDeserializer::new(members))?,
            Container::List(_) | Container::Closed => {
                return Ok(self.other(&Value::deserialize(MapAccessDeserializer::new(members))?));
            }
        }
        Ok(None)
    }
}

fn read_items<'de, A: SeqAccess<'de>>(
    list: &mut dyn Items,
    mut values: A,
    keys: &mut Keys,
) -> Result<TypeMismatch, A::Error> {
    let mut rest = ListRest::default();
    loop {
        let mut read = Ok(None);
        let filled = list.add(&mut |slot| read = values.next_element_seed(Seed { slot, keys: &mut *keys }));
        let Some(mismatch) = read? else { return Ok(rest.mismatch()) };
        if !rest.note(filled, mismatch) {
            return Err(A::Error::custom("an item that does not fit"));
        }
    }
}

fn read_entries<'de, A: MapAccess<'de>>(
    entries: &mut dyn Entries,
    mut members: A,
    keys: &mut Keys,
) -> Result<TypeMismatch, A::Error> {
    let mut rest = Map::new();
    while let Some(key) = members.next_key::<String>()? {
        if let (Some(mismatch), _) = read_entry(entries, &key, &mut members, keys)? {
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
    keys: &mut Keys,
) -> Result<(TypeMismatch, bool), A::Error> {
    let mut mismatch = Ok(None);
    let filled = entries.add(key, &mut |slot| mismatch = members.next_value_seed(Seed { slot, keys: &mut *keys }));
    Ok((mismatch?, filled))
}

fn read_members<'de, A: MapAccess<'de>>(
    model: &mut dyn DynModel,
    mut members: A,
    keys: &mut Keys,
) -> Result<(), A::Error> {
    let start = keys.len();
    let mut tags = &[][..];
    model.visit(&mut FieldVisitor::new(&mut |shape, _, _| {
        keys.extend_from_slice(&shape.keys);
        tags = shape.tags;
    }));
    let mut read = Ok(());
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
        let mut reader = Reader { keys: &mut *keys, start, tags, slots, extra };
        read = reader.members(&mut members);
    }));
    keys.truncate(start);
    read
}

/// A model that is being filled.
struct Reader<'a, 'b> {
    keys: &'a mut Keys,
    /// Where its own keys begin.
    start: usize,
    tags: &'static [(&'static str, &'static str)],
    slots: &'a mut [&'b mut dyn Field],
    extra: &'a mut Extra,
}

impl Reader<'_, '_> {
    fn members<'de, A: MapAccess<'de>>(&mut self, members: &mut A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key_seed(KeySeed(&self.keys[self.start..]))? {
            match key {
                Key::Field(at) => {
                    let mismatch = members.next_value_seed(Seed { slot: self.slots[at], keys: self.keys })?;
                    keep(self.extra, self.keys[self.start + at], mismatch);
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
        if let Some(tag) = tag(self.tags, &key) {
            keep(self.extra, &key, untagged(tag, &members.next_value()?));
            return Ok(());
        }
        let fields = self.keys.len() - self.start;
        match additional(fields, self.slots) {
            None => {
                self.extra.insert(key, members.next_value::<Value>()?);
            }
            Some(entries) => keep(self.extra, &key, unfilled(read_entry(entries, &key, members, self.keys)?)),
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

struct KeySeed<'a>(&'a [&'static str]);

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
        Ok(find(self.0, name).map_or_else(|| Key::Other(name.to_owned()), Key::Field))
    }
}
