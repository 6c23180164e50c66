//! How an error is printed: on one line, bounded, and without anything that a terminal or a reader takes for something else.

use std::{borrow::Cow, fmt};

use azure_core::http::StatusCode;

use crate::error::{
    arm_error::ArmError,
    line::{CODE, MESSAGE, SHOWN_DETAILS, ids, line, shown},
};

/// How many characters of the message of one of the failures behind are shown.
const DETAIL: usize = 300;

/// `Gateway_Get (GET /subscriptions/..): 404 Not Found, ResourceNotFound: There is no such service. (target: serviceName)
/// (request id: 1; client request id: 2)`, always one line, and of bounded length.
impl fmt::Display for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.asked, status_text(self.status))?;
        if self.status.is_success() && !self.expected.is_empty() {
            f.write_str(" where the API declares")?;
            for (at, status) in self.expected.iter().enumerate() {
                write!(f, "{} {status}", if at == 0 { "" } else { "," })?;
            }
        }
        if let Some(code) = self.code() {
            write!(f, ", {}", shown(code, CODE))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", shown(message, MESSAGE))?;
        }
        if let Some(note) = &self.note {
            write!(f, ": {}", shown(note, MESSAGE))?;
        }
        if let Some(target) = self.target() {
            write!(f, " (target: {})", shown(target, CODE))?;
        }
        for detail in self.details().iter().take(SHOWN_DETAILS) {
            let code = detail.code().unwrap_or_default();
            let about = shown(detail.target().unwrap_or(code), CODE);
            write!(
                f,
                "; {about}{}{}",
                if about.is_empty() { "" } else { ": " },
                shown(detail.message().unwrap_or(code), DETAIL)
            )?;
        }
        if self.details().len() > SHOWN_DETAILS {
            write!(f, "; and {} more", self.details().len() - SHOWN_DETAILS)?;
        }
        f.write_str(&ids(self.request_id(), self.client_request_id()))
    }
}

impl fmt::Debug for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmError")
            .field("asked", &format_args!("{}", self.asked))
            .field("status", &u16::from(self.status))
            .field("error", &self.error)
            .field("request_id", &self.request_id().map(|id| line(id, CODE)))
            .field("correlation_id", &self.correlation_id().map(|id| line(id, CODE)))
            .finish_non_exhaustive()
    }
}

fn status_text(status: StatusCode) -> String {
    let code = u16::from(status);
    let phrase: Cow<'static, str> = status.canonical_reason();
    if phrase.starts_with("HTTP") { format!("HTTP {code}") } else { format!("{code} {phrase}") }
}
