//! Members of a PATCH body: left alone, emptied or set.

use crate::model::{
    field_value::{Container, Field, FieldValue, Scalar, ValueRef},
    fields::copy,
    wire::Wire,
};

/// What a PATCH does to a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Leaves it as it is: the member is not sent.
    #[default]
    Keep,
    /// Empties it: `null` is sent.
    Null,
    /// Gives it a value.
    Set(T),
}

impl<T> Patch<T> {
    /// The value if one is set.
    pub const fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(text: &str) -> Self {
        Self::Set(text.to_owned())
    }
}

impl<T: Wire> FieldValue for Patch<T> {
    #[inline]
    fn scalar(&mut self, value: &Scalar<'_>) -> bool {
        let null = matches!(value, Scalar::Null);
        if let Some(read) = T::from_scalar(value) {
            *self = Self::Set(read);
        } else if null {
            *self = Self::Null;
        } else {
            return false;
        }
        true
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        *self = T::empty().map_or(Self::Keep, Self::Set);
        match self {
            Self::Set(value) => value.begin_container(),
            Self::Keep | Self::Null => Container::Closed,
        }
    }

    #[inline]
    fn reset(&mut self) {
        *self = Self::Keep;
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::Keep => ValueRef::Absent,
            Self::Null => ValueRef::Null,
            Self::Set(value) => value.as_value(),
        }
    }
}

impl<T: Wire> Field for Patch<T> {
    #[inline]
    fn copy(&mut self, from: &dyn Field) {
        copy(self, from);
    }
}
