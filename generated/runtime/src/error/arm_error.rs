//! The error that the service answered with, and what makes one of an answer.

use std::error;

use azure_core::{
    error::{Error, ErrorKind},
    http::{
        Method, RawResponse, StatusCode,
        headers::{ERROR_CODE, HeaderName},
    },
};
use serde_json::Value;

use crate::{
    base::body::strip_bom,
    error::{
        asked::Asked,
        body::{self, Body},
        detail::{ArmErrorDetail, ArmErrorInfo},
        ids::{CORRELATION_ID, REQUEST_ID},
        line::{CODE, MESSAGE, ids, shown},
        shape,
    },
    model::read::parse,
};

/// What Resource Manager said about a failure.
///
/// ```
/// # use arm_runtime::ArmError;
/// fn explain(error: &azure_core::Error) -> String {
///     match ArmError::from_error(error) {
///         Some(arm) if arm.is_not_found() => "there is no such thing".to_owned(),
///         Some(arm) if arm.is_precondition_failed() => "somebody else changed it: read it again".to_owned(),
///         Some(arm) => format!("{}: {}", arm.code().unwrap_or("?"), arm.message().unwrap_or("?")),
///         None => format!("nothing came back: {error}"),
///     }
/// }
/// ```
#[derive(Clone)]
pub struct ArmError {
    pub(super) status: StatusCode,
    pub(super) expected: &'static [u16],
    pub(super) asked: Box<Asked>,
    pub(super) error: ArmErrorDetail,
    pub(super) note: Option<String>,
    pub(super) body: Option<Box<str>>,
    pub(super) request_id: Option<String>,
    pub(super) correlation_id: Option<String>,
}

impl ArmError {
    /// What the service said about a failure; `None` if the failure is not one that the service answered with.
    #[must_use]
    pub fn from_error(error: &Error) -> Option<&Self> {
        // Context wraps an error in another, so the typed one may stand further in.
        let mut cause: Option<&(dyn error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }

    /// The status code of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The code, for programs: `ResourceNotFound`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.error.code()
    }

    /// The message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.error.message()
    }

    /// What the failure is about: a member, a resource.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.error.target()
    }

    /// The failures behind this one.
    #[must_use]
    pub fn details(&self) -> &[ArmErrorDetail] {
        self.error.details()
    }

    /// What else the service says, for programs.
    #[must_use]
    pub fn additional_info(&self) -> &[ArmErrorInfo] {
        self.error.additional_info()
    }

    /// The service's id of the request, to quote in a support case.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id that ties together the requests one request caused.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// The id that the client gave the request.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.asked.client_request_id.as_deref()
    }

    /// The operation that failed, for instance `Gateway_RegenerateKey`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.asked.operation
    }

    /// The method of the request that was answered.
    #[must_use]
    pub fn method(&self) -> Method {
        self.asked.method
    }

    /// The path of the request that was answered, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.asked.path
    }

    /// The body of the answer as it came, cut after 8 KiB; `None` without one, and of what is no text or a page of HTML. For
    /// answers of a shape that was not foreseen. It may hold secrets, so nothing else shows it: neither `Debug` nor `Display`, and
    /// no error that this one stands behind.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// 404: there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status == StatusCode::NotFound
    }

    /// 409: the thing is in a state that forbids this, often because something else is being done to it.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status == StatusCode::Conflict
    }

    /// 412: the thing was changed since the `ETag` that was sent as `If-Match` was read.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.status == StatusCode::PreconditionFailed
    }

    /// 429: too many requests, and no retry helped.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.status == StatusCode::TooManyRequests
    }
}

impl error::Error for ArmError {}

/// Whether a success with this body, or with none, can only be meant. See [`Payload`](crate::Payload).
pub(crate) type Recognizes = fn(Option<&Value>) -> bool;

/// Accepts the declared codes, and 200, 201 and 204 if the body is what the operation gives; anything else is an error with
/// all that its body tells.
///
/// Descriptions forget statuses that the service answers with. Any other undeclared success is an error, as in Microsoft's
/// own libraries: a 202 means that the work is not done, a 206 that the body is not whole, and neither must pass for done.
pub(crate) fn check_status(
    response: &RawResponse,
    success: &'static [u16],
    recognizes: Recognizes,
    asked: impl FnOnce() -> Asked,
) -> azure_core::Result<()> {
    let status = u16::from(response.status());
    if success.contains(&status) || matches!(status, 200 | 201 | 204) && is_recognized(response, recognizes) {
        return Ok(());
    }
    Err(ArmError::read(response, asked(), success).into())
}

fn is_recognized(response: &RawResponse, recognizes: Recognizes) -> bool {
    let body = strip_bom(response.body());
    if body.iter().all(u8::is_ascii_whitespace) {
        return recognizes(None);
    }
    match parse(body) {
        Some(json) => shape::error_in(&json).is_none() && recognizes(Some(&json)),
        // A page of a proxy, or an error in XML, is no answer of the operation. A text is none that gives something.
        None if body.trim_ascii_start().starts_with(b"<") || holds_error(response) => false,
        None => recognizes(Some(&Value::Null)),
    }
}

/// Whether the body of an answer that passes for a success is an error beyond doubt, in JSON or in XML.
pub(crate) fn holds_error(response: &RawResponse) -> bool {
    body::of_success(response.body()).error.is_named()
}

/// The error that a response stands for, whatever its status.
pub(crate) fn from_response(response: &RawResponse, asked: Asked) -> Error {
    ArmError::read(response, asked, &[]).into()
}

/// The error code of a failure, for whoever decides by it alone.
pub(crate) fn code(response: &RawResponse) -> Option<String> {
    let header = response.headers().get_optional_string(&ERROR_CODE).filter(|text| !text.is_empty());
    body::read(response.body()).error.code.or(header)
}

/// The error of an operation that ended badly, as an answer tells it. Without a code the error has `word` for one.
pub(crate) fn of_operation(response: &RawResponse, json: Option<&Value>, asked: Asked, word: &str) -> Error {
    let mut error = ArmError::read(response, asked, &[]);
    // What is no JSON was read with the rest: an error in XML, or a text if the status is none of a success.
    if let Some(json) = json {
        error.error = shape::failure_of_operation(json);
    }
    error.error.code.get_or_insert_with(|| word.to_owned());
    error.error.message.get_or_insert_with(|| format!("the operation ended as {word}; the service gives no reason"));
    error.note = None;
    error.into()
}

/// The error in the body of an answer that passes for a success, if it is one.
pub(crate) fn beside_success(response: &RawResponse, asked: &Asked) -> Option<Error> {
    let error = ArmError::read(response, asked.clone(), &[]);
    if error.error.is_named() { Some(error.into()) } else { None }
}

impl From<ArmError> for Error {
    fn from(error: ArmError) -> Self {
        let error_code = error.code().map(|code| shown(code, CODE));
        Self::new(ErrorKind::HttpResponse { status: error.status, error_code, raw_response: None }, error)
    }
}

impl ArmError {
    /// `ResourceNotFound: There is no such service. (request id: 1)`, for a message that says the rest.
    pub(crate) fn said(&self) -> String {
        let text = |text: Option<&str>, longest| shown(text.unwrap_or_default(), longest);
        let (code, message) = (text(self.code(), CODE), text(self.message(), MESSAGE));
        format!("{code}: {message}{}", ids(self.request_id(), self.client_request_id()))
    }

    fn read(response: &RawResponse, asked: Asked, expected: &'static [u16]) -> Self {
        let header = |name: &HeaderName| response.headers().get_optional_string(name).filter(|text| !text.is_empty());
        // The body of what passes for a success may be a resource: it is an error only if nothing else can be meant.
        let Body { mut error, note, text } = if response.status().is_success() {
            body::of_success(response.body())
        } else {
            body::read(response.body())
        };
        if error.code.is_none() {
            error.code = header(&ERROR_CODE);
        }
        Self {
            status: response.status(),
            expected,
            asked: Box::new(asked),
            error,
            note,
            body: text.map(String::into_boxed_str),
            request_id: header(&REQUEST_ID),
            correlation_id: header(&CORRELATION_ID),
        }
    }
}
