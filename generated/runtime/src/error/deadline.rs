//! The error of what took longer than its deadline.

use std::{borrow::Cow, error, fmt, time::Duration};

use azure_core::error::{Error, ErrorKind};

use crate::{
    error::line::{CODE, line},
    lro::token::PollerToken,
};

/// A call, or a long-running operation, took longer than its deadline.
///
/// It is the source of the `azure_core::Error` that says so:
/// ```
/// # use arm_runtime::DeadlineExceeded;
/// fn explain(error: &azure_core::Error) -> Option<String> {
///     let late = error.downcast_ref::<DeadlineExceeded>()?;
///     Some(format!("{} took longer than {:?}", late.operation(), late.deadline()))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineExceeded {
    operation: Cow<'static, str>,
    deadline: Duration,
    followed: bool,
    token: Option<Box<PollerToken>>,
}

impl DeadlineExceeded {
    /// Of a call that was cut off.
    pub(crate) fn call(operation: impl Into<Cow<'static, str>>, deadline: Duration) -> Self {
        Self { operation: operation.into(), deadline, followed: false, token: None }
    }

    /// Of an operation that has begun and goes on.
    pub(crate) fn operation_goes_on(
        operation: Cow<'static, str>,
        deadline: Duration,
        token: Option<PollerToken>,
    ) -> Self {
        Self { operation, deadline, followed: true, token: token.map(Box::new) }
    }

    /// The operation, for instance `Api_CreateOrUpdate`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What the operation can be followed by, with [`Poller::resume`](crate::Poller::resume), if it was accepted and goes on.
    #[must_use]
    pub fn token(&self) -> Option<&PollerToken> {
        self.token.as_deref()
    }

    /// How long it was given.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        self.deadline
    }
}

impl fmt::Display for DeadlineExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, deadline, followed, .. } = self;
        // It may have come out of a saved token.
        let operation = line(operation, CODE);
        if *followed {
            write!(
                f,
                "{operation} was accepted and did not end within its deadline of {deadline:?}; it goes on, and can be followed from its token"
            )
        } else {
            write!(
                f,
                "{operation} took longer than its deadline of {deadline:?} and was cut off; whether the service has done it is not known"
            )
        }
    }
}

impl error::Error for DeadlineExceeded {}

impl From<DeadlineExceeded> for Error {
    fn from(late: DeadlineExceeded) -> Self {
        Self::new(ErrorKind::Other, late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operation_is_plain_and_short() {
        let name = format!("a\u{1b}\u{202e}{}", "x".repeat(100_000));
        for late in [
            DeadlineExceeded::call(name.clone(), Duration::ZERO),
            DeadlineExceeded::operation_goes_on(name.clone().into(), Duration::ZERO, None),
        ] {
            let text = late.to_string();
            assert!(text.starts_with("a xxx") && text.len() < 400, "{} bytes", text.len());
        }
    }
}
