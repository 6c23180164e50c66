//! Error bodies as bytes: which of JSON, XML, HTML and text they are, and what is kept of them.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    base::{
        ascii,
        body::{parse, strip_bom},
    },
    error::{
        detail::ArmErrorDetail,
        line::{cut, line},
        names::words,
        shape, xml,
    },
};

/// How much of a body is kept, and how much of one that is text is its message, in bytes.
const MAX_KEPT: usize = 8 * 1024;

/// What a body says.
#[derive(Default)]
pub(super) struct Body {
    pub(super) error: ArmErrorDetail,
    /// What kind of body it is, where it says nothing. Never holds the body itself.
    pub(super) note: Option<String>,
    /// The body as a text, bounded.
    pub(super) text: Option<String>,
}

/// The body of a failure.
pub(super) fn read(bytes: &[u8]) -> Body {
    let bytes = strip_bom(bytes).trim_ascii();
    if bytes.is_empty() {
        return Body::default();
    }
    let text = String::from_utf8_lossy(bytes);
    let (error, silent) = match serde_json::from_str::<Value>(&text) {
        Ok(json) => (shape::failure_in(&json), silent(&json)),
        Err(error) => of_text(&text, &error),
    };
    let note = if error.is_named() { None } else { Some(silent) };
    Body { error, note, text: kept(bytes) }
}

/// The body of an answer whose status is that of a success: the error in it, if it is one beyond doubt.
pub(super) fn of_success(bytes: &[u8]) -> Body {
    let bytes = strip_bom(bytes);
    let json = parse(bytes);
    let error = json.as_ref().and_then(shape::error_in).unwrap_or_default();
    Body { error, note: None, text: kept(bytes) }
}

/// What is kept of a body: its start, unless it is a page or no text at all.
fn kept(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(MAX_KEPT)];
    let text: Cow<'_, str> = match std::str::from_utf8(start) {
        // Cut in the middle of a character.
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(&start[..error.valid_up_to()]),
        _ => String::from_utf8_lossy(start),
    };
    let text = cut(&text, MAX_KEPT);
    if text.trim().is_empty() || text.contains('\0') || xml::is_html(text) { None } else { Some(text.to_owned()) }
}

/// What a body that is not JSON says, and what it is if that is nothing.
fn of_text(text: &str, error: &serde_json::Error) -> (ArmErrorDetail, String) {
    let (nothing, size) = (ArmErrorDetail::default(), text.len());
    if xml::is_html(text) {
        let title = xml::title(text).map(|title| format!(" titled \"{}\"", line(&title, 100)));
        return (nothing, format!("the body of the error is HTML{}, {size} bytes", title.unwrap_or_default()));
    }
    if text.starts_with('<') {
        return (xml::read(text), format!("the body of the error is XML, {size} bytes"));
    }
    if text.starts_with(['{', '[']) {
        let what = if error.is_eof() { "breaks off" } else { "is malformed" };
        return (nothing, format!("the body of the error {what}: JSON of {size} bytes"));
    }
    let text = cut(text, MAX_KEPT);
    let is_text = !ascii::has(text, |c| c == char::REPLACEMENT_CHARACTER || c.is_control() && !c.is_whitespace());
    let message = words(text).filter(|_| is_text);
    (ArmErrorDetail { message, ..nothing }, format!("the body of the error is no text: {size} bytes of something else"))
}

fn silent(json: &Value) -> String {
    let what = if json.is_object() { "has neither code nor message" } else { "is JSON that says nothing" };
    format!("the body of the error {what}")
}
