//! The two traits of a model: what goes to the wire and comes from it, and what has members known by name.

use std::{borrow::Cow, fmt::Debug};

use azure_core::http::RawResponse;
use serde_json::Value;

use crate::{
    base::body,
    model::{
        field_value::{Container, DynModel, FieldVisitor, FieldVisitorMut, Scalar, Shape, ValueRef},
        read, take,
    },
};

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
    fn begin_container(&mut self) -> Container<'_> {
        Container::Closed
    }

    /// What is to be written; never [`ValueRef::Absent`].
    fn as_value(&self) -> ValueRef<'_>;

    /// Whether there may be none where there could be one.
    #[must_use]
    fn may_be_absent() -> bool {
        false
    }

    /// What it is called. Saved tokens hold it, so it must stay the same from release to release.
    #[must_use]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("string")
    }

    /// Reads a value; `None` if it does not fit, or holds what there is nowhere to keep: a map that stands alone has no
    /// [`Extra`](crate::Extra) beside it.
    #[must_use]
    fn from_wire(value: &Value) -> Option<Self> {
        let mut place = None;
        let mismatch = take::take(&mut place, value);
        place.filter(|_| mismatch.is_none())
    }

    /// Writes it.
    fn to_wire(&self) -> Value {
        self.as_value().into()
    }

    /// Reads the body of a response.
    ///
    /// # Errors
    /// If the body is something else altogether, or takes far more memory than its size.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        let mut place = None;
        read::body(&mut place, response)?;
        place.ok_or_else(|| body::type_mismatch(&Value::Null))
    }
}

/// A structure whose members are known by name: the bound of [`convert`](crate::convert), and of functions that take any model.
///
/// It is implemented by machine-written code (`rt::model!`); implementing it by hand is not supported.
pub trait Model: Clone + Debug + Default + 'static {
    /// Shows its shape; its slots, which are the fields in the order of the shape, then typed `additionalProperties` if there
    /// are any; and what they do not hold.
    #[doc(hidden)]
    fn visit<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>);

    /// Shows its slots and what they do not hold, to be filled.
    #[doc(hidden)]
    fn visit_mut(&mut self, visitor: &mut FieldVisitorMut<'_>);
}

impl<M: Model> DynModel for M {
    #[inline]
    fn visit<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>) {
        M::visit(self, visitor);
    }

    #[inline]
    fn visit_mut(&mut self, visitor: &mut FieldVisitorMut<'_>) {
        M::visit_mut(self, visitor);
    }
}

// One implementation, because the compiler's time goes by the number of functions, and there are 800 models.
impl<M: Model> Wire for M {
    #[inline]
    fn empty() -> Option<Self> {
        Some(M::default())
    }

    #[inline]
    fn begin_container(&mut self) -> Container<'_> {
        Container::Object(self)
    }

    #[inline]
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Object(self)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(Shape::of(&M::default()).name())
    }
}

/// A structure that contains itself stands in a box.
impl<M: Model> Model for Box<M> {
    #[inline]
    fn visit<'a>(&'a self, visitor: &mut FieldVisitor<'a, '_>) {
        M::visit(self, visitor);
    }

    #[inline]
    fn visit_mut(&mut self, visitor: &mut FieldVisitorMut<'_>) {
        M::visit_mut(self, visitor);
    }
}
