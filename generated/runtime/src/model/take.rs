//! Filling slots with JSON values that were parsed before, and what becomes of the parts that do not fit.

use serde_json::{Map, Value};

use crate::model::{
    extra::Extra,
    slot::{Container, DynModel, Entries, Field, FieldVisitorMut, Items, Kinds, Scalar, Shape, Slot},
};

/// What a slot could not hold: the whole value, and the slot is as it was in the beginning; or, of a map, the members that do
/// not fit, and of a list of maps those of each map, with `null` for a map that has all of its own. The slot then holds the rest.
///
/// In a box: it is rare, and results are passed up through many calls.
pub(super) type Misfit = Option<Box<Value>>;

/// Fills a slot with a value; gives what does not fit.
pub(super) fn take(slot: &mut dyn Slot, value: &Value) -> Misfit {
    let scalar = match value {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Number(value) => Scalar::Number(value.clone()),
        Value::String(value) => Scalar::Text(value),
        Value::Array(_) | Value::Object(_) => return take_parts(slot, value),
    };
    let taken = slot.scalar(&scalar);
    (!taken).then(|| Box::new(value.clone()))
}

fn take_parts(slot: &mut dyn Slot, value: &Value) -> Misfit {
    match (slot.begin_container(), value) {
        (Container::Any(any), _) => {
            any.clone_from(value);
            return None;
        }
        (Container::Object(model), Value::Object(members)) => {
            take_members(model, members);
            return None;
        }
        (Container::Kinds(kinds), Value::Object(members)) => {
            take_kind(kinds, members);
            return None;
        }
        (Container::Map(entries), Value::Object(members)) => return take_entries(entries, members),
        (Container::List(list), Value::Array(values)) => {
            if let Some(rest) = take_items(list, values) {
                return rest;
            }
        }
        _ => {}
    }
    slot.reset();
    Some(Box::new(value.clone()))
}

/// `None` if an item does not fit; the list then holds the ones before it.
fn take_items(list: &mut dyn Items, values: &[Value]) -> Option<Misfit> {
    let mut rest = ListRest::default();
    for value in values {
        let mut mismatch = None;
        let filled = list.add(&mut |slot| mismatch = take(slot, value));
        if !rest.note(filled, mismatch) {
            return None;
        }
    }
    Some(rest.mismatch())
}

fn take_entries(entries: &mut dyn Entries, members: &Map<String, Value>) -> Misfit {
    let mut rest = Map::new();
    for (key, value) in members {
        if let (Some(mismatch), _) = take_entry(entries, key, value) {
            rest.insert(key.clone(), *mismatch);
        }
    }
    map_rest(rest)
}

/// What does not fit, and whether there is an entry now: `null` may fit and yet be left out.
pub(super) fn take_entry(entries: &mut dyn Entries, key: &str, value: &Value) -> (Misfit, bool) {
    let mut mismatch = None;
    let filled = entries.add(key, &mut |slot| mismatch = take(slot, value));
    (mismatch, filled)
}

/// Fills a value of several kinds with the members of one.
pub(super) fn take_kind(kinds: &mut dyn Kinds, members: &Map<String, Value>) {
    if let Some(model) = settle(kinds, members) {
        take_members(model, members);
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
pub(super) fn untagged(tag: &str, value: Value) -> Misfit {
    (value.as_str() != Some(tag)).then(|| Box::new(value))
}

fn take_members(model: &mut dyn DynModel, members: &Map<String, Value>) {
    let shape = Shape::of(model);
    model.visit_mut(&mut FieldVisitorMut::new(&mut |slots, extra| {
        for (key, value) in members {
            if let Some(at) = shape.find(key) {
                keep(extra, key, take(slots[at], value));
            } else if let Some(tag) = shape.tag(key) {
                keep(extra, key, untagged(tag, value.clone()));
            } else if let Some(entries) = additional(shape, slots) {
                keep_entry(extra, key, take_entry(entries, key, value));
            } else {
                keep(extra, key, Some(Box::new(value.clone())));
            }
        }
    }));
}

/// Keeps what does not fit, if there is anything.
pub(super) fn keep(extra: &mut Extra, key: &str, mismatch: Misfit) {
    if let Some(mismatch) = mismatch {
        extra.insert(key, *mismatch);
    }
}

/// Keeps what does not fit of a typed additional member, and that one was `null` if there is no entry.
pub(super) fn keep_entry(extra: &mut Extra, key: &str, (mismatch, filled): (Misfit, bool)) {
    keep(extra, key, mismatch.or_else(|| (!filled).then(|| Box::new(Value::Null))));
}

/// Where members go that no field is declared for, if they have a type.
pub(super) fn additional<'a>(shape: &Shape, slots: &'a mut [&mut dyn Field]) -> Option<&'a mut dyn Entries> {
    match slots.get_mut(shape.keys.len())?.begin_container() {
        Container::Map(entries) => Some(entries),
        _ => None,
    }
}

/// What a map could not hold, if there is anything.
pub(super) fn map_rest(rest: Map<String, Value>) -> Misfit {
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
    pub(super) fn note(&mut self, filled: bool, mismatch: Misfit) -> bool {
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
    pub(super) fn mismatch(mut self) -> Misfit {
        if self.rest.is_empty() {
            return None;
        }
        self.rest.resize(self.items, Value::Null);
        Some(Box::new(Value::Array(self.rest)))
    }
}
