//! Models: plain structures that mirror the wire, read tolerantly and written strictly.
//!
//! Reading goes through [`Value`]: whatever a field cannot hold stays as it came, in the model's [`Extra`], and is
//! written back. Nothing here is generic over a serde format, so that 800 models cost the compiler little: a model is
//! two short functions over `dyn` [`Slot`], and everything else is written once.
//!
//! Invariant: reading a JSON object as a model never fails.

mod date;
mod duration;
mod enumeration;
mod extra;
#[doc(hidden)]
pub mod internal;
mod macros;
mod page;
mod patch;
mod scalar;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro gives every model all that a published one has")]
mod tests;

use std::{borrow::Cow, fmt::Debug};

use azure_core::http::RawResponse;
use serde_json::Value;

pub use self::{
    duration::{IsoDuration, IsoDurationError},
    enumeration::Enumeration,
    extra::Extra,
    page::Page,
    patch::Patch,
};
use super::response;

/// A type that a JSON value can become, and that can become one.
pub trait Wire: Debug + Sized {
    /// Reads a value; `None` if it does not fit.
    fn from_wire(value: &Value) -> Option<Self>;

    /// Writes it.
    fn to_wire(&self) -> Value;

    /// What it is called. Saved tokens hold it, so it must stay the same from release to release.
    fn name() -> Cow<'static, str>;

    /// Reads the body of a response.
    ///
    /// # Errors
    /// If the body is something else altogether.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        let value = response::json(response)?;
        Self::from_wire(&value).ok_or_else(|| response::misfit(&value))
    }
}

/// A structure whose members are known by name. Implemented by `rt::model!`.
pub trait Model: Debug + Default {
    /// Its Rust name.
    const NAME: &'static str;

    /// The field of a member, `None` if there is none; and what the fields do not hold.
    fn slot(&mut self, key: &str) -> (Option<&mut dyn Slot>, &mut Extra);

    /// Shows every field in turn, then `additionalProperties`; gives what the fields do not hold.
    fn visit(&self, visitor: &mut Visitor<'_>) -> &Extra;

    /// Takes a member that no field is declared for; `false` if it does not fit typed `additionalProperties`.
    fn take_additional(&mut self, _key: &str, _value: &Value) -> bool {
        false
    }
}

// One implementation, because the compiler's time goes by the number of functions, and there are 800 models.
impl<M: Model> Wire for M {
    #[inline]
    fn from_wire(value: &Value) -> Option<Self> {
        internal::read(value)
    }

    #[inline]
    fn to_wire(&self) -> Value {
        internal::write(self)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(M::NAME)
    }
}

/// A structure that contains itself stands in a box.
impl<M: Model> Model for Box<M> {
    const NAME: &'static str = M::NAME;

    #[inline]
    fn slot(&mut self, key: &str) -> (Option<&mut dyn Slot>, &mut Extra) {
        M::slot(self, key)
    }

    #[inline]
    fn visit(&self, visitor: &mut Visitor<'_>) -> &Extra {
        M::visit(self, visitor)
    }

    #[inline]
    fn take_additional(&mut self, key: &str, value: &Value) -> bool {
        M::take_additional(self, key, value)
    }
}

/// A field of a model.
pub trait Slot: Debug {
    /// Fills it; `false`, and unchanged, if the value does not fit.
    fn take(&mut self, value: &Value) -> bool;

    /// Its value if it is to be written.
    fn give(&self) -> Option<Value>;

    /// Whether it is to be written.
    fn is_set(&self) -> bool;
}

/// Sees the fields of a model, one after the other.
pub struct Visitor<'a> {
    see: &'a mut dyn FnMut(Seen<'_>),
    secret: bool,
}

/// A field on show.
#[derive(Clone, Copy)]
struct Seen<'a> {
    /// The wire name of its member.
    key: &'a str,
    /// Its Rust name.
    name: &'static str,
    /// Itself.
    slot: &'a dyn Slot,
    /// Whether it must never be printed.
    secret: bool,
}

impl<'a> Visitor<'a> {
    fn new(see: &'a mut dyn FnMut(Seen<'_>)) -> Self {
        Self { see, secret: false }
    }

    /// The next field must never be printed.
    pub fn secret(&mut self) {
        self.secret = true;
    }

    /// Shows a field: its member's wire name, its Rust name, itself.
    pub fn field(&mut self, key: &str, name: &'static str, slot: &dyn Slot) {
        let secret = std::mem::take(&mut self.secret);
        (self.see)(Seen { key, name, slot, secret });
    }
}

impl Debug for Visitor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Visitor")
    }
}

impl<T: Wire> Slot for Option<T> {
    #[inline]
    fn take(&mut self, value: &Value) -> bool {
        let read = T::from_wire(value);
        let fits = read.is_some() || value.is_null();
        if fits {
            *self = read;
        }
        fits
    }

    #[inline]
    fn give(&self) -> Option<Value> {
        self.as_ref().map(T::to_wire)
    }

    #[inline]
    fn is_set(&self) -> bool {
        self.is_some()
    }
}
