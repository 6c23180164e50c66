//! Filling slots with JSON values that were parsed before, and what becomes of the parts that do not fit.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};

use crate::{
    base::room::{Room, entry, item, object},
    model::{
        extra::Extra,
        field_value::{Container, DynModel, Entries, Field, FieldValue, FieldVisitorMut, Items, Kinds, Scalar, Shape},
    },
};

/// What a slot could not hold: the whole value, and the slot is as it was in the beginning; or, of a map, the members that do
/// not fit, and of a list of maps those of each map, with `null` for a map that has all of its own. The slot then holds the rest.
///
/// In a box: it is rare, and results are passed up through many calls.
pub(super) type TypeMismatch = Option<Box<Value>>;

/// Fills a slot with a value; gives what does not fit.
pub(super) fn take(slot: &mut dyn FieldValue, value: &Value) -> TypeMismatch {
    Taking::default().slot(slot, value)
}

/// The same with a value out of a document, as far as there is room; what is used up says that it was not filled.
pub(super) fn take_within(room: &Room, slot: &mut dyn FieldValue, value: &Value) -> TypeMismatch {
    Taking { room: Some(room), converting: None }.slot(slot, value)
}

/// Fills a value of several kinds with the members of one, as far as there is room.
pub(super) fn take_kind(room: &Room, kinds: &mut dyn Kinds, members: &Map<String, Value>) {
    Taking { room: Some(room), converting: None }.kind(kinds, members);
}

/// Fills an empty model with what another one wrote, in which `null` is to be sent as `null`; gives the paths to the members that
/// no field took.
pub(super) fn convert_members(model: &mut dyn DynModel, members: &Map<String, Value>) -> Vec<String> {
    let mut taking = Taking { room: None, converting: Some(Converting::default()) };
    taking.members(model, members, "");
    taking.converting.map_or_else(Vec::new, |converting| converting.left)
}

/// Fills slots.
#[derive(Default)]
struct Taking<'a> {
    /// What they may take; of a value that nobody else wrote, anything.
    room: Option<&'a Room>,
    /// Those of another api-version: what no field takes is then not only kept, but told as well.
    converting: Option<Converting>,
}

#[derive(Default)]
struct Converting {
    /// Where it is, with a `/` at its end.
    path: String,
    /// The paths to what no field has taken.
    left: Vec<String>,
}

impl Taking<'_> {
    /// Takes from the room, if there is any.
    fn has_room(&self, bytes: usize) -> bool {
        self.room.is_none_or(|room| {
            room.take(bytes);
            !room.is_used_up()
        })
    }

    fn slot(&mut self, slot: &mut dyn FieldValue, value: &Value) -> TypeMismatch {
        let scalar = match value {
            Value::Null => Scalar::Null,
            Value::Bool(value) => Scalar::Bool(*value),
            Value::Number(value) => Scalar::Number(value.clone()),
            Value::String(value) => Scalar::Text(value),
            Value::Array(_) | Value::Object(_) => return self.parts(slot, value),
        };
        let taken = slot.scalar(&scalar);
        (!taken).then(|| Box::new(value.clone()))
    }

    /// Fills the slot of a member or an item.
    fn part(&mut self, part: &dyn fmt::Display, slot: &mut dyn FieldValue, value: &Value) -> TypeMismatch {
        let Some(converting) = &mut self.converting else { return self.slot(slot, value) };
        let length = converting.path.len();
        // Writing to a String cannot fail.
        let _ = write!(converting.path, "{part}/");
        let mismatch = self.slot(slot, value);
        if let Some(converting) = &mut self.converting {
            converting.path.truncate(length);
        }
        mismatch
    }

    fn parts(&mut self, slot: &mut dyn FieldValue, value: &Value) -> TypeMismatch {
        let told = self.converting.as_ref().map_or(0, |converting| converting.left.len());
        match (slot.begin_container(), value) {
            (Container::Any(any), _) => {
                any.clone_from(value);
                return None;
            }
            (Container::Object(model), Value::Object(members)) => {
                self.members(model, members, "");
                return None;
            }
            (Container::Kinds(kinds), Value::Object(members)) => {
                self.kind(kinds, members);
                return None;
            }
            (Container::Map(entries), Value::Object(members)) => return self.entries(entries, members),
            (Container::List(list), Value::Array(values)) => {
                if let Some(rest) = self.items(list, values) {
                    return rest;
                }
            }
            _ => {}
        }
        slot.reset();
        if let Some(converting) = &mut self.converting {
            // It is left over as a whole.
            converting.left.truncate(told);
        }
        Some(Box::new(value.clone()))
    }

    /// `None` if an item does not fit; the list then holds the ones before it.
    fn items(&mut self, list: &mut dyn Items, values: &[Value]) -> Option<TypeMismatch> {
        let mut rest = ListRest::default();
        for (at, value) in values.iter().enumerate() {
            if !self.has_room(item(list.item_size(), at == 0)) {
                return None;
            }
            let mut mismatch = None;
            let filled = list.add(&mut |slot| mismatch = self.part(&at, slot, value));
            if !rest.note(filled, mismatch) {
                return None;
            }
        }
        Some(rest.mismatch())
    }

    fn entries(&mut self, entries: &mut dyn Entries, members: &Map<String, Value>) -> TypeMismatch {
        let mut rest = Map::new();
        for (at, (key, value)) in members.iter().enumerate() {
            if let (Some(mismatch), _) = self.entry(entries, key, value, at == 0) {
                rest.insert(key.clone(), *mismatch);
            }
        }
        map_rest(rest)
    }

    /// What does not fit, and whether there is an entry now: `null` may fit and yet be left out.
    fn entry(&mut self, entries: &mut dyn Entries, key: &str, value: &Value, is_first: bool) -> (TypeMismatch, bool) {
        if !self.has_room(entry(entries.value_size(), is_first)) {
            return (None, true);
        }
        let mut mismatch = None;
        let filled = entries.add(key, &mut |slot| mismatch = self.part(&key, slot, value));
        (mismatch, filled)
    }

    fn kind(&mut self, kinds: &mut dyn Kinds, members: &Map<String, Value>) {
        let property = kinds.property();
        if let Some(model) = settle(kinds, members) {
            self.members(model, members, property);
        }
    }

    /// Fills a model whose kind has been told by a member, if by any: that one is never left over, however it is spelled.
    fn members(&mut self, model: &mut dyn DynModel, members: &Map<String, Value>, told: &str) {
        if !self.has_room(object(model)) {
            return;
        }
        let shape = Shape::of(model);
        model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
            for (key, value) in members {
                let mismatch = if let Some(at) = shape.find(key) {
                    let mismatch = self.part(key, slots[at], value);
                    if self.converting.is_some() && value.is_null() && !slots[at].is_set() {
                        // To be sent as `null`: there is a field, and it cannot hold that.
                        extra.insert(key, Value::Null);
                    }
                    mismatch
                } else if let Some(tag) = shape.tag(key) {
                    untagged(tag, value)
                } else if let Some(entries) = additional(&shape, slots) {
                    unfilled(self.entry(entries, key, value, false))
                } else {
                    Some(Box::new(value.clone()))
                };
                if let Some(converting) = self.converting.as_mut().filter(|_| mismatch.is_some() && key != told) {
                    converting.left.push(format!("{}{key}", converting.path));
                }
                keep(extra, key, mismatch);
            }
        }));
    }
}

/// Becomes an empty value of the kind that the members tell; gives where they go. Services are not always exact in case.
pub(super) fn settle<'a>(kinds: &'a mut dyn Kinds, members: &Map<String, Value>) -> Option<&'a mut dyn DynModel> {
    if let Some(told) = members.get(kinds.property()).and_then(Value::as_str) {
        let _ = kinds.become_kind(&|kind| kind == told) || kinds.become_kind(&|kind| kind.eq_ignore_ascii_case(told));
    }
    match kinds.members() {
        Container::Object(model) => Some(model),
        Container::Kinds(kinds) => settle(kinds, members),
        _ => None,
    }
}

/// What is to be kept of a member whose value follows from the model: another value than that.
pub(super) fn untagged(tag: &str, value: &Value) -> TypeMismatch {
    (value.as_str() != Some(tag)).then(|| Box::new(value.clone()))
}

/// Keeps what does not fit, if there is anything.
pub(super) fn keep(extra: &mut Extra, key: &str, mismatch: TypeMismatch) {
    if let Some(mismatch) = mismatch {
        extra.insert(key, *mismatch);
    }
}

/// What is to be kept of a typed additional member: what does not fit, and that it was `null` if there is no entry.
pub(super) fn unfilled((mismatch, filled): (TypeMismatch, bool)) -> TypeMismatch {
    mismatch.or_else(|| (!filled).then(|| Box::new(Value::Null)))
}

/// Where members go that no field is declared for, if they have a type.
pub(super) fn additional<'a>(shape: &Shape, slots: &'a mut [&mut dyn Field]) -> Option<&'a mut dyn Entries> {
    match slots.get_mut(shape.keys.len())?.begin_container() {
        Container::Map(entries) => Some(entries),
        _ => None,
    }
}

/// What a map could not hold, if there is anything.
pub(super) fn map_rest(rest: Map<String, Value>) -> TypeMismatch {
    (!rest.is_empty()).then(|| Box::new(Value::Object(rest)))
}

/// What the maps in a list could not hold, each at the place of its map.
#[derive(Default)]
pub(super) struct ListRest {
    rest: Vec<Value>,
    items: usize,
}

impl ListRest {
    /// Notes what became of the next item; `false` if it does not fit, which leaves nowhere to keep it but the whole list.
    pub(super) fn note(&mut self, filled: bool, mismatch: TypeMismatch) -> bool {
        match mismatch {
            None => {}
            Some(rest) if filled && rest.is_object() => {
                self.rest.resize(self.items, Value::Null);
                self.rest.push(*rest);
            }
            Some(_) => return false,
        }
        self.items += usize::from(filled);
        true
    }

    /// All of it, as long as the list; `None` if nothing was left over.
    pub(super) fn mismatch(mut self) -> TypeMismatch {
        if self.rest.is_empty() {
            return None;
        }
        self.rest.resize(self.items, Value::Null);
        Some(Box::new(Value::Array(self.rest)))
    }
}
