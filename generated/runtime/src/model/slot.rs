//! The places of a model that values go to and come from, whatever their type.
//!
//! A reader pushes what it meets into a [`Slot`]; a writer asks it what it holds. So neither is generic over 800 models,
//! and both are compiled once, in this crate.

use std::{any::Any, borrow::Cow, collections::BTreeMap, fmt::Debug};

use serde_json::{Map, Number, Value};

use crate::model::{Wire, extra::Extra, shape::Shape};

/// A JSON value that has no parts.
#[derive(Clone, Debug)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written.
    Number(Number),
    /// A string.
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What a slot makes of a list or an object.
pub enum Open<'a> {
    /// It holds neither.
    Closed,
    /// An object with known members.
    Object(&'a mut dyn Fields),
    /// An object whose members are all alike.
    Map(&'a mut dyn Entries),
    /// A list.
    List(&'a mut dyn Items),
    /// Any JSON.
    Any(&'a mut Value),
}

/// What a slot holds.
pub enum Given<'a> {
    /// Nothing that is to be written.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// An object with known members.
    Object(&'a dyn Fields),
    /// An object whose members are all alike, and members that could not be among them.
    Map(&'a dyn Entries, Option<&'a Map<String, Value>>),
    /// A list, and by position the members that could not be in a map there.
    List(&'a dyn Items, Option<&'a [Value]>),
    /// Any JSON.
    Any(&'a Value),
}

/// A place that a value goes to and comes from: a field, or the next item of a list.
pub trait Slot: Debug {
    /// Fills it; `false`, and unchanged, if the value does not fit.
    fn scalar(&mut self, value: &Scalar<'_>) -> bool;

    /// Prepares it for a list or an object. If what comes then does not fit, [`reset`](Self::reset) it.
    fn open(&mut self) -> Open<'_>;

    /// Leaves it as it was in the beginning.
    fn reset(&mut self);

    /// What it holds.
    fn give(&self) -> Given<'_>;

    /// Whether it is to be written.
    fn is_set(&self) -> bool {
        !matches!(self.give(), Given::Absent)
    }
}

/// A field of a model.
pub trait Field: Slot + Any {
    /// Becomes what the same field of another model of this type is.
    fn copy(&mut self, from: &dyn Field);
}

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

/// A model without its type. Every [`Model`](super::Model) is one.
pub trait Fields: Debug {
    /// Shows its shape, its slots in the order of the shape, and what they do not hold.
    fn see<'a>(&'a self, see: &mut See<'a, '_>);

    /// Shows its slots and what they do not hold, to be filled.
    fn fill(&mut self, fill: &mut Fill<'_>);
}

/// Looks at a shape, the slots in its order, and what they do not hold.
type Look<'a, 'b> = &'b mut dyn FnMut(&'static Shape, &[&'a dyn Field], &'a Extra);

/// Who looks at the fields of a model.
pub struct See<'a, 'b>(Look<'a, 'b>);

impl<'a, 'b> See<'a, 'b> {
    /// Has a function look.
    pub fn new(look: Look<'a, 'b>) -> Self {
        Self(look)
    }

    /// Shows all of them.
    pub fn all(&mut self, shape: &'static Shape, slots: &[&'a dyn Field], extra: &'a Extra) {
        (self.0)(shape, slots, extra);
    }
}

/// Who fills the fields of a model.
pub struct Fill<'b>(&'b mut dyn FnMut(&mut [&mut dyn Field], &mut Extra));

impl<'b> Fill<'b> {
    /// Has a function fill them.
    pub fn new(fill: &'b mut dyn FnMut(&mut [&mut dyn Field], &mut Extra)) -> Self {
        Self(fill)
    }

    /// Shows all of them.
    pub fn all(&mut self, slots: &mut [&mut dyn Field], extra: &mut Extra) {
        (self.0)(slots, extra);
    }
}

/// The items of a list.
pub trait Items {
    /// Adds an item if `read` fills the slot for it; tells whether it did.
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Slot)) -> bool;

    /// Shows every item.
    fn each(&self, show: &mut dyn FnMut(Given<'_>));
}

/// The members of an object that are all alike.
pub trait Entries {
    /// Adds a member if `read` fills the slot for it; tells whether it did.
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn Slot)) -> bool;

    /// Whether there is a member of that name.
    fn has(&self, key: &str) -> bool;

    /// Shows every member.
    fn each(&self, show: &mut dyn FnMut(&str, Given<'_>));
}

impl<T: Wire> Slot for Option<T> {
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
    fn open(&mut self) -> Open<'_> {
        *self = T::empty();
        self.as_mut().map_or(Open::Closed, T::open)
    }

    #[inline]
    fn reset(&mut self) {
        *self = None;
    }

    #[inline]
    fn give(&self) -> Given<'_> {
        self.as_ref().map_or(Given::Absent, T::give)
    }
}

/// Typed `additionalProperties`.
impl<T: Wire> Slot for BTreeMap<String, T> {
    #[inline]
    fn scalar(&mut self, _: &Scalar<'_>) -> bool {
        false
    }

    #[inline]
    fn open(&mut self) -> Open<'_> {
        Open::Map(self)
    }

    #[inline]
    fn reset(&mut self) {
        self.clear();
    }

    #[inline]
    fn give(&self) -> Given<'_> {
        if self.is_empty() { Given::Absent } else { Given::Map(self, None) }
    }
}

/// The place behind the last item of a list. An item is filled where it stays: models are large, lists of them are long.
#[derive(Debug)]
struct Next<'a, T> {
    list: &'a mut Vec<T>,
    at: usize,
}

impl<T: Wire> Slot for Next<'_, T> {
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
    fn open(&mut self) -> Open<'_> {
        self.reset();
        self.list.extend(T::empty());
        self.list.get_mut(self.at).map_or(Open::Closed, T::open)
    }

    #[inline]
    fn reset(&mut self) {
        self.list.truncate(self.at);
    }

    #[inline]
    fn give(&self) -> Given<'_> {
        self.list.get(self.at).map_or(Given::Absent, T::give)
    }
}

impl<T: Wire> Items for Vec<T> {
    #[inline]
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Slot)) -> bool {
        let at = self.len();
        read(&mut Next { list: self, at });
        self.len() > at
    }

    #[inline]
    fn each(&self, show: &mut dyn FnMut(Given<'_>)) {
        for item in self {
            show(item.give());
        }
    }
}

impl<T: Wire> Entries for BTreeMap<String, T> {
    #[inline]
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn Slot)) -> bool {
        let mut value = None;
        read(&mut value);
        let filled = value.is_some();
        self.extend(value.map(|value| (key.to_owned(), value)));
        filled
    }

    #[inline]
    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    #[inline]
    fn each(&self, show: &mut dyn FnMut(&str, Given<'_>)) {
        for (key, value) in self {
            show(key, value.give());
        }
    }
}

impl Entries for Map<String, Value> {
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn Slot)) -> bool {
        let mut value: Option<Value> = None;
        read(&mut value);
        self.insert(key.to_owned(), value.unwrap_or_default());
        true
    }

    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn each(&self, show: &mut dyn FnMut(&str, Given<'_>)) {
        for (key, value) in self {
            show(key, Given::Any(value));
        }
    }
}
