//! Errors of Resource Manager, with their parts typed.
//!
//! Methods fail with `azure_core::Error`; an [`ArmError`] is its source when the service answered at all. Neither holds the
//! response as it came: a body can carry secrets, and errors are printed.

mod body;

use std::{borrow::Cow, error, fmt};

use azure_core::{
    error::{Error, ErrorKind},
    http::{
        RawResponse, StatusCode,
        headers::{ERROR_CODE, HeaderName},
    },
};
use serde_json::Value;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");
pub(crate) const CORRELATION_ID: HeaderName = HeaderName::from_static("x-ms-correlation-request-id");

/// What Resource Manager said about a failure.
///
/// ```
/// use arm_apimanagement::ArmError;
///
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
    status: StatusCode,
    expected: &'static [u16],
    error: ArmErrorDetail,
    note: Option<String>,
    request_id: Option<String>,
    correlation_id: Option<String>,
}

/// A failure, or one of the failures behind it.
#[derive(Clone, Default)]
pub struct ArmErrorDetail {
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
    details: Vec<ArmErrorDetail>,
    additional_info: Vec<ArmErrorInfo>,
}

/// Something the service adds to a failure, for programs to read.
#[derive(Clone)]
pub struct ArmErrorInfo {
    kind: Option<String>,
    info: Value,
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

impl ArmErrorDetail {
    /// The code, for programs.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What the failure is about.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// The failures behind this one.
    #[must_use]
    pub fn details(&self) -> &[ArmErrorDetail] {
        &self.details
    }

    /// What else the service says, for programs.
    #[must_use]
    pub fn additional_info(&self) -> &[ArmErrorInfo] {
        &self.additional_info
    }
}

impl ArmErrorInfo {
    /// What kind of information this is, for instance `PolicyViolation`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The information.
    #[must_use]
    pub fn info(&self) -> &Value {
        &self.info
    }
}

/// `404 Not Found, ResourceNotFound: There is no such service. (target: serviceName) (request id: 1)`, always one line.
impl fmt::Display for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", status_text(self.status))?;
        if self.status.is_success() && !self.expected.is_empty() {
            f.write_str(" where the API declares")?;
            for (at, status) in self.expected.iter().enumerate() {
                write!(f, "{} {status}", if at == 0 { "" } else { "," })?;
            }
        }
        if let Some(code) = self.code() {
            write!(f, ", {}", line(code))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", line(message))?;
        }
        if let Some(note) = &self.note
            && !self.status.is_success()
        {
            write!(f, ": {}", line(note))?;
        }
        if let Some(target) = self.target() {
            write!(f, " (target: {})", line(target))?;
        }
        for detail in self.details() {
            let code = detail.code().unwrap_or_default();
            write!(f, "; {}: {}", line(detail.target().unwrap_or(code)), line(detail.message().unwrap_or(code)))?;
        }
        match self.request_id() {
            Some(id) => write!(f, " (request id: {})", line(id)),
            None => Ok(()),
        }
    }
}

/// Longer texts are cut in messages; `message()` has them whole.
const LONGEST: usize = 1000;

/// A text on one line, without control characters and not endless.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::new();
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            line.push(' ');
        }
        line.push(c);
    }
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push_str("...");
    }
    line
}

fn status_text(status: StatusCode) -> String {
    let code = u16::from(status);
    let phrase: Cow<'static, str> = status.canonical_reason();
    if phrase.starts_with("HTTP") { format!("HTTP {code}") } else { format!("{code} {phrase}") }
}

impl fmt::Debug for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmError")
            .field("status", &u16::from(self.status))
            .field("error", &self.error)
            .field("request_id", &self.request_id)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ArmErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmErrorDetail")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("target", &self.target)
            .field("details", &self.details)
            .field("additional_info", &self.additional_info)
            .finish()
    }
}

/// Without the information itself: nothing is known about what it holds.
impl fmt::Debug for ArmErrorInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmErrorInfo").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl error::Error for ArmError {}

/// Accepts the declared codes; anything else is an error with all that its body tells.
///
/// An undeclared 2xx is an error too, as in Microsoft's own libraries: a 202 where none is declared means that the work is
/// not done, a 206 that the body is not whole, and neither must pass for a success.
pub(crate) fn check_status(response: &RawResponse, success: &'static [u16]) -> azure_core::Result<()> {
    if success.contains(&u16::from(response.status())) {
        return Ok(());
    }
    Err(into_error(read(response, success)))
}

/// The error that a response stands for, whatever its status: a long-running operation reports its failure with 200.
pub(crate) fn from_response(response: &RawResponse) -> Error {
    into_error(read(response, &[]))
}

fn into_error(error: ArmError) -> Error {
    let error_code = error.code().map(str::to_owned);
    Error::new(ErrorKind::HttpResponse { status: error.status, error_code, raw_response: None }, error)
}

fn read(response: &RawResponse, expected: &'static [u16]) -> ArmError {
    let header = |name: &HeaderName| response.headers().get_optional_string(name).filter(|text| !text.is_empty());
    let (mut error, note) = body::read(response.body());
    if error.code.is_none() {
        error.code = header(&ERROR_CODE);
    }
    ArmError {
        status: response.status(),
        expected,
        error,
        note,
        request_id: header(&REQUEST_ID),
        correlation_id: header(&CORRELATION_ID),
    }
}

#[cfg(test)]
mod tests;
