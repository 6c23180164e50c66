//! Bodies of responses as JSON, with errors that say where a text goes wrong and never the text.

use azure_core::{
    error::{Error, ErrorKind},
    http::{RawResponse, headers::CONTENT_TYPE},
};
use serde_json::Value;

use crate::base::ascii::find_ignoring_case;

/// Whether the service calls the body JSON. Without a `Content-Type` it is taken for that.
pub(crate) fn is_json(response: &RawResponse) -> bool {
    response.headers().get_optional_str(&CONTENT_TYPE).is_none_or(|kind| find_ignoring_case(kind, "json").is_some())
}

/// A body without the byte order mark that some gateways put in front, and JSON does not allow.
pub(crate) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// The error for an answer without a body where there should be one.
pub(crate) fn missing(response: &RawResponse) -> Error {
    let message = format!("the response has no body (status {})", u16::from(response.status()));
    Error::with_message(ErrorKind::DataConversion, message)
}

/// The error for a body whose values take more memory than there is [`Room`](super::room::Room) for.
pub(crate) fn too_much(length: usize) -> Error {
    let message = format!(
        "the values in the body of the response ({length} bytes) take far more memory than the body, and more than is \
         granted; take it as it came with `Response::body`, or ask for less at once"
    );
    Error::with_message(ErrorKind::DataConversion, message)
}

/// The error for a body that is not JSON. It says where the text goes wrong, never the text.
pub(crate) fn not_json(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("the body of the response is not JSON: {error}");
    Error::with_error(ErrorKind::DataConversion, error, message)
}

/// The error for a body that is JSON, but of another type than the operation answers with.
pub(crate) fn type_mismatch(value: &Value) -> Error {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let message = format!("the body of the response is {found}, which is not what the operation answers with");
    Error::with_message(ErrorKind::DataConversion, message)
}
