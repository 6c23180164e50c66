//! The error of an operation that ended badly, or whose end could not be learned.

use azure_core::{
    error::Error,
    http::{RawResponse, poller::PollerStatus},
};

use super::{
    super::{
        ArmError,
        error::{self, Asked},
    },
    answer::Answer,
};

/// The error of an operation that failed or was canceled: ARM's code, message and details, from wherever they stand.
pub(crate) fn failed(asked: Asked, state: &PollerStatus, answer: &Answer<'_>) -> Error {
    let word = if *state == PollerStatus::Canceled { "Canceled" } else { "Failed" };
    let operation = asked.operation().to_owned();
    let error = error::of_operation(answer.response, answer.json(), asked, word);
    let told = ArmError::from_error(&error);
    let text = |part: Option<&str>| error::line(part.unwrap_or_default());
    let (code, message) = (text(told.and_then(ArmError::code)), text(told.and_then(ArmError::message)));
    error.with_context(format!("{operation} ended as {word}: {code}: {message}"))
}

/// The error of a poll that was refused. The operation itself may well go on.
pub(crate) fn refused(asked: Asked, response: &RawResponse) -> Error {
    let operation = asked.operation().to_owned();
    let error = error::from_response(response, asked);
    let message = format!("{operation} was accepted, but how it ends cannot be asked: {error}");
    error.with_context(message)
}
