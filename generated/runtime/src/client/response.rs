//! Responses: the headers every ARM answer has, and the body as a model.

use std::{any::Any, borrow::Cow, fmt, marker::PhantomData};

use azure_core::{
    error::{Error, ErrorKind},
    http::{
        self, Etag, RawResponse, StatusCode,
        headers::{CONTENT_TYPE, ETAG, Headers},
        response,
    },
};
use serde_json::Value;

use crate::{
    ascii::find_ignoring_case,
    error::{self, Asked, CORRELATION_ID, REQUEST_ID},
    model::{Wire, internal},
    request::Operation,
};

/// What a response answers, for the error of a body that cannot be read.
#[derive(Clone)]
pub(crate) enum Answers {
    /// It was made by hand, or is a page, whose list names the errors.
    Unknown,
    /// A call.
    Call(&'static Operation),
    /// A long-running operation.
    Operation(String),
}

impl Answers {
    fn asked(&self) -> Option<Asked> {
        match self {
            Self::Unknown => None,
            Self::Call(operation) => Some(Asked::not_built(operation)),
            Self::Operation(name) => Some(Asked::operation_alone(name.clone())),
        }
    }
}

/// A successful response, its body to be read as a `T`.
pub struct Response<T> {
    raw: RawResponse,
    /// The body as a `T`, where it had to be read to go on. Untyped, so that a response can be sent whatever it carries.
    model: Option<Box<dyn Any + Send + Sync>>,
    answers: Answers,
    payload: PhantomData<fn() -> T>,
}

impl<T> Response<T> {
    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// Every header.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        self.raw.headers()
    }

    /// The `ETag` header: the version of the resource, to send back as `If-Match`.
    #[must_use]
    pub fn etag(&self) -> Option<Etag> {
        self.headers().get_optional_str(&ETAG).map(Etag::from)
    }

    /// The service's id of the request, to quote in a support case.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().get_optional_str(&REQUEST_ID)
    }

    /// The id that ties together the requests one request caused.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.headers().get_optional_str(&CORRELATION_ID)
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &response::ResponseBody {
        self.raw.body()
    }

    /// The body as it came.
    #[must_use]
    pub fn into_body(self) -> response::ResponseBody {
        self.raw.into_body()
    }
}

impl<T> Response<T> {
    /// The answer to a request that is known.
    pub(crate) fn to(answers: Answers, raw: RawResponse) -> Self {
        Self { raw, model: None, answers, payload: PhantomData }
    }
}

impl<T: Payload> Response<T> {
    /// The body as a model; of an existence check, whether the thing exists.
    ///
    /// # Errors
    /// If the body is not what the operation answers with at all; a part that does not fit is kept in the model's `extra`.
    #[inline]
    pub fn into_model(self) -> azure_core::Result<T::Model> {
        match self.model.and_then(|model| model.downcast().ok()) {
            Some(model) => Ok(*model),
            None => T::from_response(&self.raw).map_err(|error| unread(error, &self.raw, &self.answers)),
        }
    }
}

impl<T: Send + Sync + 'static> Response<T> {
    pub(crate) fn with_model(raw: RawResponse, model: T) -> Self {
        Self { raw, model: Some(Box::new(model)), answers: Answers::Unknown, payload: PhantomData }
    }
}

impl<T> Clone for Response<T> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), model: None, answers: self.answers.clone(), payload: PhantomData }
    }
}

/// Without the body, which may hold secrets.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

impl<T> From<RawResponse> for Response<T> {
    fn from(raw: RawResponse) -> Self {
        Self { raw, model: None, answers: Answers::Unknown, payload: PhantomData }
    }
}

impl<T> From<Response<T>> for RawResponse {
    fn from(response: Response<T>) -> Self {
        response.raw
    }
}

impl<T> From<http::Response<T>> for Response<T> {
    fn from(response: http::Response<T>) -> Self {
        Self::from(RawResponse::from(response))
    }
}

impl<T> From<Response<T>> for http::Response<T> {
    fn from(response: Response<T>) -> Self {
        Self::from(response.raw)
    }
}

/// Says of a body that cannot be read what it answers.
fn unread(error: Error, response: &RawResponse, answers: &Answers) -> Error {
    match answers.asked() {
        Some(asked) => error::of_reading(error, &asked, response.headers().get_optional_str(&REQUEST_ID)),
        None => error,
    }
}

/// What the response of an operation is read as: a model, a list of models, `()` where there is no body, [`Exists`]. What
/// [`Response::into_model`] gives for it is `T::Model`: the type itself, but a `bool` for [`Exists`].
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

/// Whether a thing exists. [`Response::into_model`] gives a `bool`, which the status says: 404 is no, a success is yes, and a
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

    #[inline]
    fn recognizes(body: Option<&Value>) -> bool {
        match (body, T::empty()) {
            (Some(body), Some(mut place)) => internal::shares_member(place.open(), body),
            _ => false,
        }
    }
}

impl<T: Wire> ResponseBody for Option<T> {
    type Model = Self;

    #[inline]
    fn from_response(response: &RawResponse) -> azure_core::Result<Self> {
        if response.body().is_empty() { Ok(None) } else { T::from_response(response).map(Some) }
    }

    #[inline]
    fn name() -> Cow<'static, str> {
        T::name()
    }

    #[inline]
    fn recognizes(body: Option<&Value>) -> bool {
        body.is_none() || <T as ResponseBody>::recognizes(body)
    }
}

/// Whether the service calls the body JSON. Without a `Content-Type` it is taken for that.
pub(crate) fn is_json(response: &RawResponse) -> bool {
    response.headers().get_optional_str(&CONTENT_TYPE).is_none_or(|kind| find_ignoring_case(kind, "json").is_some())
}

/// A body without the byte order mark that some gateways put in front, and JSON does not allow.
pub(crate) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// The body as JSON. The error says where the text goes wrong, never the text.
pub(crate) fn json(response: &RawResponse) -> azure_core::Result<Value> {
    let body: &[u8] = response.body();
    if body.is_empty() {
        let message = format!("the response has no body (status {})", u16::from(response.status()));
        return Err(Error::with_message(ErrorKind::DataConversion, message));
    }
    let text = std::str::from_utf8(strip_bom(body)).map_err(not_json)?;
    serde_json::from_str(text).map_err(not_json)
}

fn not_json(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("the body of the response is not JSON: {error}");
    Error::with_error(ErrorKind::DataConversion, error, message)
}

/// The error for a body that is JSON, but of another type than the operation answers with.
pub(crate) fn misfit(value: &Value) -> Error {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let message = format!("the body of the response is {found}, which is not what the operation answers with");
    Error::with_message(ErrorKind::DataConversion, message)
}
