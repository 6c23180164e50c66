//! Errors of Resource Manager, with their parts typed.

use azure_core::{
    error::{Error, ErrorKind},
    http::{RawResponse, StatusCode},
};

/// The typed parts of a failure that Resource Manager reported.
#[derive(Clone, Debug)]
pub struct ArmError {
    status: StatusCode,
}

impl ArmError {
    /// The typed parts of an error, if the service reported it.
    #[must_use]
    pub fn from_error(error: &Error) -> Option<&Self> {
        // Context wraps an error in another, so the typed one may stand further in.
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl std::fmt::Display for ArmError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.status)
    }
}

impl std::error::Error for ArmError {}

/// One of the details of an [`ArmError`].
#[derive(Clone, Debug, Default)]
pub struct ArmErrorDetail {}

/// Accepts the declared codes; anything else is an error with all that its body tells.
pub(crate) fn check_status(response: &RawResponse, success: &[u16]) -> azure_core::Result<()> {
    if success.contains(&u16::from(response.status())) {
        return Ok(());
    }
    Err(from_response(response))
}

/// The error that a response stands for, whatever its status: a long-running operation reports its failure with 200.
pub(crate) fn from_response(response: &RawResponse) -> Error {
    let status = response.status();
    let kind = ErrorKind::HttpResponse { status, error_code: None, raw_response: Some(Box::new(response.clone())) };
    Error::new(kind, ArmError { status })
}
