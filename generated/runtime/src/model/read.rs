//! Reading: from the text of a response straight into the fields of a model.
//!
//! What a field cannot hold stays as it came, in the model's [`Extra`]. A list with one item that does not fit is kept as a
//! whole, and by then its first items are gone from the stream: so whatever goes wrong in [`stream`], the document is to be
//! read once more, as a [`Value`], by [`take`]. A map keeps its good members and gives the others back.

use std::fmt;

use azure_core::http::RawResponse;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{
    base::{
        body,
        room::{Room, VALUE, entry, item, object},
    },
    model::{
        extra::Extra,
        field_value::{Container, DynModel, Entries, Field, FieldValue, FieldVisitorMut, Items, Scalar, Shape},
        take::{ListRest, TypeMismatch, additional, keep, map_rest, take_kind, take_within, unfilled, untagged},
    },
};

/// Fills a slot from the body of a response.
///
/// # Errors
/// If the body is something else altogether, or there is not enough [`Room`] for what it becomes.
pub(super) fn body(slot: &mut dyn FieldValue, response: &RawResponse) -> azure_core::Result<()> {
    let text = body::strip_bom(response.body());
    let room = Room::of(text.len());
    let filled = stream(slot, text, &room) && slot.is_set();
    // What was filled without room is not all there.
    if room.is_used_up() {
        return Err(body::too_much(text.len()));
    }
    if filled {
        return Ok(());
    }
    // What was read in vain must not stand beside what is read now.
    slot.reset();
    let (value, room) = (json(response)?, Room::of(text.len()));
    let mismatch = take_within(&room, slot, &value);
    if room.is_used_up() {
        return Err(body::too_much(text.len()));
    }
    if mismatch.is_none() && slot.is_set() { Ok(()) } else { Err(body::type_mismatch(&value)) }
}

/// The body of a response as JSON.
///
/// # Errors
/// If it is not, or there is not enough [`Room`] for it.
pub(crate) fn json(response: &RawResponse) -> azure_core::Result<Value> {
    let text = body::strip_bom(response.body());
    if text.is_empty() {
        return Err(body::missing(response));
    }
    let text = std::str::from_utf8(text).map_err(body::not_json)?;
    let (mut value, room) = (None, Room::of(text.len()));
    match fill(&mut value, text, &room) {
        Ok(_) => Ok(value.unwrap_or_default()),
        Err(_) if room.is_used_up() => Err(body::too_much(text.len())),
        Err(error) => Err(body::not_json(error)),
    }
}

/// A text as JSON, if it is that, and there is [`Room`] for it.
pub(crate) fn parse(text: &[u8]) -> Option<Value> {
    let mut value = None;
    stream(&mut value, text, &Room::of(text.len())).then(|| value.unwrap_or_default())
}

/// Fills a slot from the text of a JSON document. `false` if that is not possible in one go: the text is no JSON, a part of
/// it does not fit and cannot be taken back, or there is nowhere to keep it. The slot then holds anything.
pub(super) fn stream(slot: &mut dyn FieldValue, text: &[u8], room: &Room) -> bool {
    // At once for the whole document: string by string it takes twice as long.
    std::str::from_utf8(text).is_ok_and(|text| matches!(fill(slot, text, room), Ok(None)))
}

fn fill(slot: &mut dyn FieldValue, text: &str, room: &Room) -> Result<TypeMismatch, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mismatch = Seed(slot, room).deserialize(&mut json)?;
    json.end().map(|()| mismatch)
}

/// Fills a slot, as far as there is room.
struct Seed<'a>(&'a mut dyn FieldValue, &'a Room);

impl Seed<'_> {
    fn scalar(self, scalar: &Scalar<'_>) -> TypeMismatch {
        let taken = self.0.scalar(scalar);
        (!taken).then(|| Box::new(scalar.into()))
    }

    /// A list or an object where there should be none, or a number: with serde_json's feature `arbitrary_precision` numbers
    /// come as objects.
    fn other(self, value: &Value) -> TypeMismatch {
        self.0.reset();
        take_within(self.1, self.0, value)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = TypeMismatch;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TypeMismatch, D::Error> {
        if self.1.is_used_up() {
            return Err(D::Error::custom("the values take too much memory"));
        }
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
            Container::List(list) => return read_items(list, values, self.1),
            Container::Any(any) => *any = read_list(values, self.1)?,
            Container::Object(_) | Container::Kinds(_) | Container::Map(_) | Container::Closed => {
                let value = read_list(values, self.1)?;
                return Ok(self.other(&value));
            }
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TypeMismatch, A::Error> {
        match self.0.begin_container() {
            Container::Object(model) => read_members(model, members, self.1)?,
            // Which members there are is known only when all have been seen.
            Container::Kinds(kinds) => match read_object(members, self.1)? {
                Value::Object(members) => take_kind(self.1, kinds, &members),
                number => return Ok(self.other(&number)),
            },
            Container::Map(entries) => return read_entries(entries, members, self.1),
            Container::Any(any) => *any = read_object(members, self.1)?,
            Container::List(_) | Container::Closed => {
                let value = read_object(members, self.1)?;
                return Ok(self.other(&value));
            }
        }
        Ok(None)
    }
}

/// Any list.
fn read_list<'de, A: SeqAccess<'de>>(mut values: A, room: &Room) -> Result<Value, A::Error> {
    let mut list = Vec::new();
    loop {
        let mut value: Option<Value> = None;
        if values.next_element_seed(Seed(&mut value, room))?.is_none() {
            return Ok(Value::Array(list));
        }
        room.take(item(VALUE, list.is_empty()));
        list.push(value.unwrap_or_default());
    }
}

/// Any object, or a number: with serde_json's feature `arbitrary_precision` numbers come as objects of one member.
fn read_object<'de, A: MapAccess<'de>>(mut members: A, room: &Room) -> Result<Value, A::Error> {
    let mut map = Map::new();
    while let Some(key) = members.next_key::<String>()? {
        if is_number(&key) {
            return members.next_value::<String>()?.parse().map(Value::Number).map_err(A::Error::custom);
        }
        room.take(entry(VALUE, map.is_empty()));
        map.insert(key, read_value(&mut members, room)?);
    }
    Ok(Value::Object(map))
}

/// The value of a member, whatever it is.
fn read_value<'de, A: MapAccess<'de>>(members: &mut A, room: &Room) -> Result<Value, A::Error> {
    let mut value: Option<Value> = None;
    members.next_value_seed(Seed(&mut value, room))?;
    Ok(value.unwrap_or_default())
}

/// Whether this is how serde_json spells such a number.
fn is_number(key: &str) -> bool {
    key.starts_with("$serde_json::")
}

fn read_items<'de, A: SeqAccess<'de>>(
    list: &mut dyn Items,
    mut values: A,
    room: &Room,
) -> Result<TypeMismatch, A::Error> {
    let (mut rest, mut is_first) = (ListRest::default(), true);
    loop {
        let mut read = Ok(None);
        let filled = list.add(&mut |slot| read = values.next_element_seed(Seed(slot, room)));
        let Some(mismatch) = read? else { return Ok(rest.mismatch()) };
        room.take(item(list.item_size(), is_first));
        is_first = false;
        if !rest.note(filled, mismatch) {
            return Err(A::Error::custom("an item that does not fit"));
        }
    }
}

fn read_entries<'de, A: MapAccess<'de>>(
    entries: &mut dyn Entries,
    mut members: A,
    room: &Room,
) -> Result<TypeMismatch, A::Error> {
    let (mut rest, mut is_first) = (Map::new(), true);
    while let Some(key) = members.next_key::<String>()? {
        room.take(entry(entries.value_size(), is_first));
        is_first = false;
        if let (Some(mismatch), _) = read_entry(entries, &key, &mut members, room)? {
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
    room: &Room,
) -> Result<(TypeMismatch, bool), A::Error> {
    let mut mismatch = Ok(None);
    let filled = entries.add(key, &mut |slot| mismatch = members.next_value_seed(Seed(slot, room)));
    Ok((mismatch?, filled))
}

fn read_members<'de, A: MapAccess<'de>>(model: &mut dyn DynModel, mut members: A, room: &Room) -> Result<(), A::Error> {
    room.take(object(model));
    let shape = Shape::of(model);
    let mut read = Ok(());
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
        let mut reader = Reader { shape, slots, extra, room };
        read = reader.members(&mut members);
    }));
    read
}

/// A model that is being filled.
struct Reader<'a, 'b> {
    shape: Shape,
    slots: &'a mut [&'b mut dyn Field],
    extra: &'a mut Extra,
    room: &'a Room,
}

impl Reader<'_, '_> {
    fn members<'de, A: MapAccess<'de>>(&mut self, members: &mut A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key_seed(KeySeed(&self.shape))? {
            match key {
                Key::Field(at) => {
                    let mismatch = members.next_value_seed(Seed(self.slots[at], self.room))?;
                    keep(self.extra, self.shape.keys[at], mismatch);
                }
                Key::Other(key) => self.other(key, members)?,
            }
        }
        Ok(())
    }

    fn other<'de, A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error> {
        if is_number(&key) {
            return Err(A::Error::custom("a number in place of an object"));
        }
        if let Some(tag) = self.shape.tag(&key) {
            keep(self.extra, &key, untagged(tag, &read_value(members, self.room)?));
            return Ok(());
        }
        match additional(&self.shape, self.slots) {
            None => {
                self.room.take(entry(VALUE, self.extra.is_empty()));
                self.extra.insert(key, read_value(members, self.room)?);
            }
            Some(entries) => {
                self.room.take(entry(entries.value_size(), false));
                keep(self.extra, &key, unfilled(read_entry(entries, &key, members, self.room)?));
            }
        }
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use azure_core::http::{StatusCode, headers::Headers};

    use super::*;
    use crate::model::{tests::Keys, wire::Wire};

    const MIB: usize = 1024 * 1024;

    /// What becomes of `before`, a MiB of `item`, and `after`.
    fn read<T: Wire>(before: &str, item: &str, after: &str) -> Result<(), String> {
        let text = format!("{before}{}{after}", item.repeat(MIB / item.len()));
        let response = RawResponse::from_bytes(StatusCode::Ok, Headers::new(), text);
        T::from_response(&response).map(drop).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn refused<T: Wire>(before: &str, item: &str, after: &str) {
        let error = read::<T>(before, item, after).expect_err(item);
        assert!(error.contains("more than is granted"), "{item}: {error}");
    }

    #[test]
    fn values_far_larger_than_their_text_are_refused() {
        // Models in a list, at once and where the last one does not fit.
        refused::<Keys>(r#"{"value":[{}"#, ",{}", "]}");
        refused::<Keys>(r#"{"value":[{}"#, ",{}", ",5]}");
        refused::<Vec<Keys>>("[{}", ",{}", "]");
        refused::<Keys>(r#"{"value":[{}"#, r#",{"list":[{}]}"#, "]}");
        // What no field takes, and where anything may stand.
        refused::<Keys>(r#"{"new":[0"#, r#",{"":0}"#, "]}");
        refused::<Keys>(r#"{"value":[0"#, r#",{"":0}"#, "]}");
        refused::<Value>("[0", r#",{"":0}"#, "]");
        refused::<Vec<Value>>("[0", r#",{"":0}"#, "]");
        refused::<Map<String, Value>>(r#"{"a":[0"#, r#",{"":0}"#, "]}");
        refused::<BTreeMap<String, Vec<Keys>>>(r#"{"a":[{}"#, ",{}", "]}");
        refused::<BTreeMap<String, Vec<Keys>>>(r#"{"a":[{}"#, ",{}", ",5]}");
        refused::<Vec<BTreeMap<String, Keys>>>("[{}", r#",{"":{}}"#, "]");
        refused::<Vec<BTreeMap<String, Keys>>>("[{}", r#",{"":{}}"#, ",5]");
        refused::<String>("[0", r#",{"":0}"#, "]");
    }

    #[test]
    fn many_small_values_are_read() {
        assert_eq!(read::<Vec<i64>>("[0", ",0", "]"), Ok(()));
        assert_eq!(read::<Value>("[0", ",0", "]"), Ok(()));
        assert_eq!(read::<Value>("[0", r#",{"a":"b","c":true}"#, "]"), Ok(()));
        assert_eq!(read::<Vec<String>>(r#"[""#, r#"",""#, r#""]"#), Ok(()));
        assert_eq!(read::<Keys>(r#"{"value":[{}"#, r#",{"keyType":"primary","list":[{}]}"#, "]}"), Ok(()));
        assert_eq!(read::<Keys>(r#"{"value":[{}"#, r#",{"list":[]}"#, "]}"), Ok(()), "an empty list takes nothing");
    }
}
