//! The places of a model that values go to and come from, whatever their type.
//!
//! A reader pushes what it meets into a [`FieldValue`]; a writer asks it what it holds. So neither is generic over 800 models,
//! and both are compiled once, in this crate.
//!
//! What a model looks like stands in texts, because each list of texts in a constant costs the compiler as much as a function.

use std::{any::Any, borrow::Cow, fmt::Debug, mem, str::SplitAsciiWhitespace};

use serde_json::{Map, Number, Value};

use crate::model::extra::Extra;

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
pub enum Container<'a> {
    /// It holds neither.
    Closed,
    /// An object with known members.
    Object(&'a mut dyn DynModel),
    /// An object whose known members depend on one of them.
    Kinds(&'a mut dyn Kinds),
    /// An object whose members are all alike.
    Map(&'a mut dyn Entries),
    /// A list.
    List(&'a mut dyn Items),
    /// Any JSON.
    Any(&'a mut Value),
}

/// What a slot holds.
pub enum ValueRef<'a> {
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
    Object(&'a dyn DynModel),
    /// An object whose members are all alike, and members that could not be among them.
    Map(&'a dyn Entries, Option<&'a Map<String, Value>>),
    /// A list, and by position the members that could not be in a map there.
    List(&'a dyn Items, Option<&'a [Value]>),
    /// Any JSON.
    Any(&'a Value),
}

impl<'a> ValueRef<'a> {
    /// A string that stands where the value does.
    #[inline]
    #[must_use]
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// A place that a value goes to and comes from: a field, or the next item of a list.
pub trait FieldValue: Debug {
    /// Fills it; `false`, and unchanged, if the value does not fit.
    fn scalar(&mut self, value: &Scalar<'_>) -> bool;

    /// Prepares it for a list or an object. If what comes then does not fit, [`reset`](Self::reset) it.
    fn begin_container(&mut self) -> Container<'_>;

    /// Leaves it as it was in the beginning.
    fn reset(&mut self);

    /// What it holds.
    fn as_value(&self) -> ValueRef<'_>;

    /// Whether it is to be written.
    fn is_set(&self) -> bool {
        !matches!(self.as_value(), ValueRef::Absent)
    }
}

/// A field of a model.
pub trait Field: FieldValue + Any {
    /// Becomes what the same field of another model of this type is.
    fn copy(&mut self, from: &dyn Field);
}

/// The name of a model, and those of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rust name of the structure, then those of the fields, with white space between; `as secret` behind each field that must
    /// never be printed. A word, because `stringify!` promises white space between words only.
    pub names: &'static str,
    /// Wire names of the members that have a field, in the order of the fields.
    pub keys: &'static [&'static str],
    /// Members whose value follows from the model, with that value: they have no field.
    pub tags: &'static [(&'static str, &'static str)],
}

impl Shape {
    /// That of a model. It comes with the slots, because a constant costs the compiler as much as a function.
    pub(crate) fn of(model: &dyn DynModel) -> Self {
        let mut of = Self { names: "", keys: &[], tags: &[] };
        model.visit(&mut FieldVisitor::new(&mut |shape, _, _| of = shape));
        of
    }

    /// Rust name of the structure.
    pub(crate) fn name(&self) -> &'static str {
        self.names.split_ascii_whitespace().next().unwrap_or_default()
    }

    /// The Rust names of the fields, and whether each must never be printed.
    pub(crate) fn fields(&self) -> Fields {
        // `stringify!` breaks long lines.
        let mut words = self.names.split_ascii_whitespace();
        words.next();
        Fields(words)
    }

    /// The value of a member that follows from the model.
    pub(crate) fn tag(&self, key: &str) -> Option<&'static str> {
        for (member, value) in self.tags {
            if *member == key {
                return Some(value);
            }
        }
        None
    }

    /// The index of the field that a member has.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        // Many names are of one length; their ends tell most of them apart before whole texts are compared.
        let end = key.as_bytes().last();
        for (at, known) in self.keys.iter().enumerate() {
            if known.len() == key.len() && known.as_bytes().last() == end && *known == key {
                return Some(at);
            }
        }
        None
    }
}

/// See [`Shape::fields`].
pub(crate) struct Fields(SplitAsciiWhitespace<'static>);

impl Iterator for Fields {
    type Item = (&'static str, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let field = self.0.next()?;
        let mut ahead = self.0.clone();
        let is_secret = ahead.next() == Some("as");
        if is_secret {
            ahead.next();
            self.0 = ahead;
        }
        Some((field, is_secret))
    }
}

/// A model without its type. Every [`Model`](crate::codegen::Model) is one.
pub trait DynModel: Debug {
    /// Shows its shape, its slots in the order of the shape, and what they do not hold.
    fn visit<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>);

    /// Shows its slots and what they do not hold, to be filled.
    fn visit_mut(&mut self, visitor: &mut FieldVisitorMut<'_>);
}

/// A value of several kinds, which one of its members tells apart. Implemented by `rt::kinds!`.
pub trait Kinds: Debug {
    /// Wire name of the member that tells.
    fn property(&self) -> &'static str;

    /// Becomes an empty value of the first kind that the member is said to tell; `false`, and unchanged, if there is none.
    fn become_kind(&mut self, is_told: &dyn Fn(&str) -> bool) -> bool;

    /// Where the members of the kind that it is now go.
    fn members(&mut self) -> Container<'_>;
}

/// Takes a shape, the slots in its order, and what they do not hold.
type Visit<'a, 'b> = &'b mut dyn FnMut(Shape, &[&'a dyn Field], &'a Extra);

/// Visits the fields of a model.
pub struct FieldVisitor<'a, 'b> {
    visit: Visit<'a, 'b>,
    tags: &'static [(&'static str, &'static str)],
}

impl<'a, 'b> FieldVisitor<'a, 'b> {
    /// A visitor that is a function.
    pub fn new(visit: Visit<'a, 'b>) -> Self {
        Self { visit, tags: &[] }
    }

    /// Says which tags the model has. Not an argument of [`all`](Self::all): an empty list in each model costs the compiler a
    /// constant in each.
    #[inline]
    pub fn tagged(&mut self, tags: &'static [(&'static str, &'static str)]) -> &mut Self {
        self.tags = tags;
        self
    }

    /// Shows all of them. `names` and `keys` are those of [`Shape`]; the slots come as an array, because a reference to one costs
    /// the compiler more.
    #[inline]
    pub fn all<const N: usize>(
        &mut self,
        names: &'static str,
        keys: &'static [&'static str],
        slots: [&'a dyn Field; N],
        extra: &'a Extra,
    ) {
        let tags = mem::take(&mut self.tags);
        (self.visit)(Shape { names, keys, tags }, &slots, extra);
    }
}

/// Visits the fields of a model to fill them.
pub struct FieldVisitorMut<'b>(&'b mut dyn FnMut(&mut [&mut dyn Field], &mut Extra));

impl<'b> FieldVisitorMut<'b> {
    /// A visitor that is a function.
    pub fn new(visit: &'b mut dyn FnMut(&mut [&mut dyn Field], &mut Extra)) -> Self {
        Self(visit)
    }

    /// Shows all of them.
    #[inline]
    pub fn all<const N: usize>(&mut self, mut slots: [&mut dyn Field; N], extra: &mut Extra) {
        (self.0)(&mut slots, extra);
    }
}

/// The items of a list.
pub trait Items {
    /// Adds an item if `read` fills the slot for it; tells whether it did.
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn FieldValue)) -> bool;

    /// How many bytes of memory an item takes.
    fn item_size(&self) -> usize;

    /// Shows every item.
    fn each(&self, show: &mut dyn FnMut(ValueRef<'_>));
}

/// The members of an object that are all alike.
pub trait Entries {
    /// Adds a member if `read` fills the slot for it; tells whether it did.
    fn add(&mut self, key: &str, read: &mut dyn FnMut(&mut dyn FieldValue)) -> bool;

    /// How many bytes of memory a value takes, without its name.
    fn value_size(&self) -> usize;

    /// Whether there is a member of that name.
    fn has(&self, key: &str) -> bool;

    /// Shows every member.
    fn each(&self, show: &mut dyn FnMut(&str, ValueRef<'_>));
}
