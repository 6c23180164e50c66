//! The way down to a value while a tree is walked; becomes a pointer only when a diagnostic needs one.
//!
//! Why: a document has a hundred thousand places and, on a good day, no diagnostic.

use std::fmt;

use crate::pointer::Pointer;

/// Where a walk stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trail<'a> {
    /// At the document itself.
    Root,
    /// At a member of an object.
    Member(&'a Trail<'a>, &'a str),
    /// At an element of an array.
    Element(&'a Trail<'a>, usize),
}

impl<'a> Trail<'a> {
    /// The trail to a member of the object here.
    pub(super) fn member(&'a self, key: &'a str) -> Self {
        Self::Member(self, key)
    }

    /// The trail to an element of the array here.
    pub(super) fn element(&'a self, index: usize) -> Self {
        Self::Element(self, index)
    }

    /// The same place as a pointer.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(parent, key) => parent.pointer().join(key),
            Self::Element(parent, index) => parent.pointer().join(index),
        }
    }

    /// How many steps lead here.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Root => 0,
            Self::Member(parent, _) | Self::Element(parent, _) => parent.depth() + 1,
        }
    }
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("the document"),
            Self::Member(_, key) => write!(f, "\"{key}\""),
            Self::Element(_, index) => write!(f, "element {index}"),
        }
    }
}
