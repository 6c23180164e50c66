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

/// A text as JSON, if it is that.
pub(crate) fn parse(text: &[u8]) -> Option<Value> {
    serde_json::from_str(std::str::from_utf8(text).ok()?).ok()
}

/// The body as JSON. The error says where the text goes wrong, never the text.
pub(crate) fn json(response: &RawResponse) -> azure_core::Result<Value> {
    let body: &[u8] = response.body();
    if body.is_empty() {
        let message = format!("the response has no body (status {})", u16::from(response.status()));
        return Err(Error::with_message(ErrorKind::DataConversion, message));
    }
    let text = std::str::from_utf8(strip_bom(body)).map_err(not_json)?;
    serde_json::from_str(text).map_err(not_json)
}

fn not_json(error: impl std::error::Error + Send + Sync + 'static) -> Error {
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
