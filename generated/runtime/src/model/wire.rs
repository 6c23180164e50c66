//! Models: plain structures that mirror the wire, read tolerantly and written strictly.
//!
//! A model is a table of names ([`Shape`]) and two short functions that show its fields as a slice of `dyn` [`Field`].
//! Everything else, reading, writing, copying and printing, is written once and compiled once, so that 800 models cost the
//! compiler little. Whatever a field cannot hold stays as it came, in the model's [`Extra`], and is written back.
//!
//! Invariant: reading a JSON object as a model never fails.

pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod enumeration;
pub(crate) mod extra;
#[doc(hidden)]
pub mod internal;
mod macros;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro gives every model all that a published one has")]
mod map_tests;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod read;
pub(crate) mod scalar;
pub(crate) mod shape;
pub(crate) mod signed;
pub(crate) mod slot;
pub(crate) mod take;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro gives every model all that a published one has")]
mod tests;
pub(crate) mod write;

use std::{borrow::Cow, fmt::Debug};

use azure_core::http::RawResponse;
use serde_json::Value;

pub use self::{
    duration::{IsoDuration, IsoDurationError},
    enumeration::Enumeration,
    extra::Extra,
    page::{Page, PageBody, PageFault, PageParts},
    patch::Patch,
    shape::Shape,
    slot::{Entries, Field, Fields, Fill, Given, Items, Open, Scalar, See, Slot},
};
use crate::response;

/// A type that a JSON value can become, and that can become one.
pub trait Wire: Clone + Debug + Sized + 'static {
    /// Reads a value that has no parts; `None` if it does not fit.
    #[must_use]
    fn from_scalar(_: &Scalar<'_>) -> Option<Self> {
        None
    }

    /// The empty list or object that is to be filled; `None` if it is neither.
    #[must_use]
    fn empty() -> Option<Self> {
        None
    }

    /// Where its parts go.
    fn open(&mut self) -> Open<'_> {
        Open::Closed
    }

    /// What is to be written; never [`Given::Absent`].
    fn give(&self) -> Given<'_>;

    /// What it is called. Saved tokens hold it, so it must stay the same from release to release.
    #[must_use]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("string")
    }

    /// Reads a value; `None` if it does not fit, or holds what there is nowhere to keep: a map that stands alone has no
    /// [`Extra`] beside it.
    #[must_use]
    fn from_wire(value: &Value) -> Option<Self> {
        let mut place = None;
        let misfit = take::take(&mut place, value);
        place.filter(|_| misfit.is_none())
    }

    /// Writes it.
    fn to_wire(&self) -> Value {
        self.give().into()
    }

    /// Reads the body of a response.
    ///
    /// # Errors
    /// If the body is something else altogether.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        let mut place = None;
        if read::stream(&mut place, response::strip_bom(response.body()))
            && let Some(model) = place
        {
            return Ok(model);
        }
        let value = response::json(response)?;
        Self::from_wire(&value).ok_or_else(|| response::misfit(&value))
    }
}

/// A structure whose members are known by name. Implemented by `rt::model!`.
pub trait Model: Clone + Debug + Default + 'static {
    /// Shows its shape; its slots, which are the fields in the order of the shape, then typed `additionalProperties` if there
    /// are any; and what they do not hold.
    fn see<'a>(&'a self, see: &mut See<'a, '_>);

    /// Shows its slots and what they do not hold, to be filled.
    fn fill(&mut self, fill: &mut Fill<'_>);
}

impl<M: Model> Fields for M {
    #[inline]
    fn see<'a>(&'a self, see: &mut See<'a, '_>) {
        M::see(self, see);
    }

    #[inline]
    fn fill(&mut self, fill: &mut Fill<'_>) {
        M::fill(self, fill);
    }
}

// One implementation, because the compiler's time goes by the number of functions, and there are 800 models.
impl<M: Model> Wire for M {
    #[inline]
    fn empty() -> Option<Self> {
        Some(M::default())
    }

    #[inline]
    fn open(&mut self) -> Open<'_> {
        Open::Object(self)
    }

    #[inline]
    fn give(&self) -> Given<'_> {
        Given::Object(self)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(Shape::of(&M::default()).name)
    }
}

/// A structure that contains itself stands in a box.
impl<M: Model> Model for Box<M> {
    #[inline]
    fn see<'a>(&'a self, see: &mut See<'a, '_>) {
        M::see(self, see);
    }

    #[inline]
    fn fill(&mut self, fill: &mut Fill<'_>) {
        M::fill(self, fill);
    }
}
