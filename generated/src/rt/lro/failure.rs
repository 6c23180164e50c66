//! The error of an operation that ended badly, or whose end could not be learned.

use azure_core::{
    error::Error,
    http::{RawResponse, poller::PollerStatus},
};
use serde_json::{Value, json};

use super::{super::error, answer::Answer};

/// The error of an operation that failed or was canceled: ARM's code, message and details, from wherever they stand.
pub(crate) fn failed(operation: &str, state: &PollerStatus, answer: &Answer<'_>) -> Error {
    let word = if *state == PollerStatus::Canceled { "Canceled" } else { "Failed" };
    let told = match answer.error() {
        Some(Value::Object(error)) => Value::Object(error.clone()),
        Some(Value::String(message)) => json!({ "code": word, "message": message }),
        _ => json!({ "code": word, "message": format!("the operation ended as {word}; the service gives no reason") }),
    };
    let text = |member: &str| error::line(told.get(member).and_then(Value::as_str).unwrap_or_default());
    let message = format!("{operation} ended as {word}: {}: {}", text("code"), text("message"));
    let mut body = answer.json().filter(|json| json.is_object()).cloned().unwrap_or_else(|| json!({}));
    body["error"] = told;
    let (status, headers) = (answer.response.status(), answer.response.headers().clone());
    error::from_response(&RawResponse::from_bytes(status, headers, body.to_string())).with_context(message)
}

/// The error of a poll that was refused. The operation itself may well go on.
pub(crate) fn refused(operation: &str, response: &RawResponse) -> Error {
    let error = error::from_response(response);
    let message =
        format!("{operation} was begun, but asking for its end gave {}: {error}", u16::from(response.status()));
    error.with_context(message)
}
