//! One failure: code, message, what it is about, and the failures behind it.

use std::fmt;

use serde_json::Value;

use crate::error::line::{CODE, MESSAGE, SHOWN_DETAILS, shown};

/// A failure, or one of the failures behind it.
#[derive(Clone, Default)]
pub struct ArmErrorDetail {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    pub(super) details: Vec<ArmErrorDetail>,
    pub(super) additional_info: Vec<ArmErrorInfo>,
}

/// Something the service adds to a failure, for programs to read.
#[derive(Clone)]
pub struct ArmErrorInfo {
    pub(super) kind: Option<String>,
    pub(super) info: Value,
}

impl ArmErrorDetail {
    /// Whether there is a code or a message.
    pub(super) fn is_named(&self) -> bool {
        self.code.is_some() || self.message.is_some()
    }

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

/// The texts as messages show them: on one line, bounded, and without the queries of URLs.
impl fmt::Debug for ArmErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmErrorDetail")
            .field("code", &self.code.as_deref().map(|code| shown(code, CODE)))
            .field("message", &self.message.as_deref().map(|message| shown(message, MESSAGE)))
            .field("target", &self.target.as_deref().map(|target| shown(target, CODE)))
            .field("details", &&self.details[..self.details.len().min(SHOWN_DETAILS)])
            .field("additional_info", &&self.additional_info[..self.additional_info.len().min(SHOWN_DETAILS)])
            .finish()
    }
}

/// Without the information itself: nothing is known about what it holds.
impl fmt::Debug for ArmErrorInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmErrorInfo")
            .field("kind", &self.kind.as_deref().map(|kind| shown(kind, CODE)))
            .finish_non_exhaustive()
    }
}
