//! The slots there are: optional fields, typed `additionalProperties`, items of a list, members of a map.

use std::{any::Any, collections::BTreeMap};

use serde_json::{Map, Value};

use crate::{
    base::room::VALUE,
    model::{
        field_value::{Container, Entries, Field, FieldValue, Items, Scalar, ValueRef},
        wire::Wire,
    },
};

/// What [`Field::copy`] does, whatever the type. One blanket implementation would do, and cost the compiler more: it would
/// have three bounds to prove for every field.
#[inline]
pub(super) fn copy<T: Clone + 'static>(to: &mut T, from: &dyn Field) {
    let from: &dyn Any = from;
    to.clone_from(from.downcast_ref().expect("one field of two models of one type is of one type"));
}

impl<T: Wire> Field for Option<T> {
    #[inline]
    fn copy(&mut self, from: &dyn Field) {
        copy(self, from);
    }
}

impl<T: Wire> Field for BTreeMap<String, T> {
    #[inline]
    fn copy(&mut self, from: &dyn Field) {
        copy(self, from);
    }
}

impl<T: Wire> FieldValue for Option<T> {
    #[inline]
    fn scalar(&mut self, value: &Scalar<'_>) -> bool {
        let null = matches!(value, Scalar::Null);
        let read = T::from_scalar(value);
        let fits = null || read.is_some();
        if fits {
            *self = read;
        }
        fits
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        *self = T::empty();
        self.as_mut().map_or(Container::Closed, T::begin_container)
    }

    #[inline]
    fn reset(&mut self) {
        *self = None;
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, T::as_value)
    }
}

/// Typed `additionalProperties`.
impl<T: Wire> FieldValue for BTreeMap<String, T> {
    #[inline]
    fn scalar(&mut self, _: &Scalar<'_>) -> bool {
        false
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        Container::Map(self)
    }

    #[inline]
    fn reset(&mut self) {
        self.clear();
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        if self.is_empty() { ValueRef::Absent } else { ValueRef::Map(self, None) }
    }
}

/// The place behind the last item of a list. An item is filled where it stays: models are large, lists of them are long.
#[derive(Debug)]
struct Next<'a, T> {
    list: &'a mut Vec<T>,
    at: usize,
}

impl<T: Wire> FieldValue for Next<'_, T> {
    #[inline]
    fn scalar(&mut self, value: &Scalar<'_>) -> bool {
        self.reset();
        let null = matches!(value, Scalar::Null);
        let read = T::from_scalar(value);
        let fits = null || read.is_some();
        self.list.extend(read);
        fits
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        self.reset();
        self.list.extend(T::empty());
        self.list.get_mut(self.at).map_or(Container::Closed, T::begin_container)
    }

    #[inline]
    fn reset(&mut self) {
        self.list.truncate(self.at);
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        self.list.get(self.at).map_or(ValueRef::Absent, T::as_value)
    }
}

impl<T: Wire> Items for Vec<T> {
    #[inline]
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn FieldValue)) -> bool {
        let at = self.len();
        read(&mut Next { list: self, at });
        self.len() > at
    }

    #[inline]
    fn item_size(&self) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn each(&self, show: &mut dyn FnMut(ValueRef<'_>)) {
        for item in self {
            show(item.as_value());
        }
    }
}

impl<T: Wire> Entries for BTreeMap<String, T> {
    #[inline]
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn FieldValue)) -> bool {
        let mut value = None;
        read(&mut value);
        let filled = value.is_some();
        self.extend(value.map(|value| (key.to_owned(), value)));
        filled
    }

    #[inline]
    fn value_size(&self) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    #[inline]
    fn each(&self, show: &mut dyn FnMut(&str, ValueRef<'_>)) {
        for (key, value) in self {
            show(key, value.as_value());
        }
    }
}

impl Entries for Map<String, Value> {
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn FieldValue)) -> bool {
        let mut value: Option<Value> = None;
        read(&mut value);
        self.insert(key.to_owned(), value.unwrap_or_default());
        true
    }

    fn value_size(&self) -> usize {
        VALUE
    }

    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn each(&self, show: &mut dyn FnMut(&str, ValueRef<'_>)) {
        for (key, value) in self {
            show(key, ValueRef::Any(value));
        }
    }
}
