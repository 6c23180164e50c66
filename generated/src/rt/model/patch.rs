//! Members of a PATCH body: left alone, emptied or set.

use serde_json::Value;

use super::{Slot, Wire};

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

impl<T: Wire> Slot for Patch<T> {
    #[inline]
    fn take(&mut self, value: &Value) -> bool {
        if let Some(read) = T::from_wire(value) {
            *self = Self::Set(read);
        } else if value.is_null() {
            *self = Self::Null;
        } else {
            return false;
        }
        true
    }

    #[inline]
    fn give(&self) -> Option<Value> {
        match self {
            Self::Keep => None,
            Self::Null => Some(Value::Null),
            Self::Set(value) => Some(value.to_wire()),
        }
    }

    #[inline]
    fn is_set(&self) -> bool {
        !matches!(self, Self::Keep)
    }
}
