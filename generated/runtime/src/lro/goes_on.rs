//! The error of an operation that was accepted and can be followed later, with its token.

use std::{error, fmt};

use azure_core::error::Error;

use crate::{error::deadline::DeadlineExceeded, lro::token::PollerToken};

/// Says what the error says that it stands for, and keeps the token beside it.
pub(crate) struct GoesOn {
    error: Error,
    token: PollerToken,
}

impl GoesOn {
    /// An error of the same kind and text, with the token.
    pub(crate) fn wrap(error: Error, token: PollerToken) -> Error {
        Error::new(error.kind().clone(), Self { error, token })
    }

    /// The token of the first error in a chain that has one.
    pub(crate) fn token(error: &Error) -> Option<&PollerToken> {
        let mut cause: Option<&(dyn error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref::<Self>() {
                return Some(&found.token);
            }
            if let Some(late) = error.downcast_ref::<DeadlineExceeded>() {
                return late.token();
            }
            cause = error.source();
        }
        None
    }
}

impl fmt::Display for GoesOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for GoesOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl error::Error for GoesOn {
    // Not the error itself: its text would stand in the chain twice.
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.error.source()
    }
}

impl PollerToken {
    /// The token that an error of following an operation holds, for instance one that came of awaiting a poller; `None`
    /// if the operation was not accepted, has ended, or cannot be followed.
    #[inline]
    #[must_use]
    pub fn from_error(error: &Error) -> Option<&Self> {
        GoesOn::token(error)
    }
}
