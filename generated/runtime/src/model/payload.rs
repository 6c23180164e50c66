//! What the response of an operation can be read as.

use std::borrow::Cow;

use azure_core::{Bytes, http::RawResponse};
use serde_json::Value;

use crate::model::{internal, wire::Wire};

/// What the response of an operation is read as: a model, a list of models, `()` where there is no body, [`Exists`]. What
/// [`Response::into_model`](crate::Response::into_model) gives for it is `T::Model`: the type itself, but a `bool` for [`Exists`].
///
/// A bound for functions that work with any call. It is implemented for what machine-written code declares; implementing it
/// by hand is not supported.
///
/// ```
/// # use arm_runtime::{Call, Payload};
/// /// Sends a call and gives what it answers, together with its ETag.
/// async fn read<T: Payload>(call: Call<T>) -> azure_core::Result<(T::Model, Option<String>)> {
///     let response = call.await?;
///     let etag = response.etag().map(|etag| etag.to_string());
///     Ok((response.into_model()?, etag))
/// }
/// ```
pub trait Payload: ResponseBody {}

impl<T: ResponseBody> Payload for T {}

/// Takes the name of a type, and an empty one of it.
#[cfg(feature = "fake")]
pub(crate) type Show<'a> = &'a mut dyn FnMut(&'static str, Option<crate::model::field_value::Container<'_>>);

/// Reading the response of an operation: what is behind [`Payload`].
pub trait ResponseBody: Sized + 'static {
    /// What reading it gives: itself, unless the answer is not in the body.
    type Model: 'static;

    /// Reads it.
    ///
    /// # Errors
    /// If the body is something else altogether.
    fn from_response(response: &RawResponse) -> azure_core::Result<Self::Model>;

    /// What it is called, the same from release to release.
    fn name() -> Cow<'static, str>;

    /// Shows the name of its Rust type and an empty one of it, if it has parts, to a fake service.
    #[cfg(feature = "fake")]
    #[doc(hidden)]
    fn describe(show: Show<'_>) {
        show(std::any::type_name::<Self>(), None);
    }

    /// Whether a success with this body, or with none, can only be meant: then its status code need not be declared.
    #[must_use]
    fn recognizes(_: Option<&Value>) -> bool {
        false
    }
}

/// The name of no body.
pub(crate) const NOTHING: &str = "nothing";

impl ResponseBody for () {
    type Model = Self;

    #[inline]
    fn from_response(_: &RawResponse) -> azure_core::Result<()> {
        Ok(())
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(NOTHING)
    }

    #[inline]
    fn recognizes(_: Option<&Value>) -> bool {
        true
    }
}

/// Whether a thing exists. [`Response::into_model`](crate::Response::into_model) gives a `bool`, which the status says: 404 is no, a success is yes, and a
/// body, should there be one, is beside the point. Not `bool` itself, which is what a body of `true` or `false` is read as.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Exists;

impl ResponseBody for Exists {
    type Model = bool;

    #[inline]
    fn from_response(response: &RawResponse) -> azure_core::Result<bool> {
        Ok(u16::from(response.status()) != 404)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("existence")
    }

    #[inline]
    fn recognizes(body: Option<&Value>) -> bool {
        body.is_none()
    }
}

impl<T: Wire> ResponseBody for T {
    type Model = Self;

    #[inline]
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        T::from_response(response)
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        T::name()
    }

    #[cfg(feature = "fake")]
    fn describe(show: Show<'_>) {
        let mut place = T::empty();
        show(std::any::type_name::<T>(), place.as_mut().map(T::begin_container));
    }

    #[inline]
    fn recognizes(body: Option<&Value>) -> bool {
        match (body, T::empty()) {
            (Some(body), Some(mut place)) => internal::shares_member(place.begin_container(), body),
            (Some(_), None) => false,
            (None, _) => T::may_be_absent(),
        }
    }
}

/// The body as it is.
impl ResponseBody for Bytes {
    type Model = Self;

    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        Ok(response.body().as_ref().to_owned().into())
    }

    fn name() -> Cow<'static, str> {
        Cow::Borrowed("bytes")
    }
}
