//! Responses: the headers every ARM answer has, and the body as a model.

use std::{any::Any, fmt, marker::PhantomData};

use azure_core::{
    error::Error,
    http::{
        self, Etag, Method, RawResponse, StatusCode,
        headers::{ETAG, Headers},
        response,
    },
};

use crate::{
    args::operation::Operation,
    error::{self, Asked, CORRELATION_ID, REQUEST_ID},
    model::payload::Payload,
};

/// What a response answers, for the error of a body that cannot be read.
#[derive(Clone)]
pub(crate) enum Answers {
    /// It was made by hand, or is a page, whose list names the errors.
    Unknown,
    /// A call. Of its operation, which is large, only what the error names: whoever makes many calls at once may keep every response.
    Call { name: &'static str, method: Method, path: &'static str },
    /// A long-running operation.
    Operation(String),
}

impl Answers {
    pub(crate) fn call(operation: &Operation) -> Self {
        Self::Call { name: operation.name, method: operation.method, path: operation.path }
    }

    fn asked(&self) -> Option<Asked> {
        match self {
            Self::Unknown => None,
            Self::Call { name, method, path } => Some(Asked::not_built(name, *method, path)),
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
    /// All of it as it came.
    pub(crate) fn into_raw(self) -> RawResponse {
        self.raw
    }

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
