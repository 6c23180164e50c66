//! Error bodies as bytes: which of JSON, XML, HTML and text they are, and what is kept of them.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    base::{ascii, body::strip_bom},
    error::{
        detail::ArmErrorDetail,
        line::{cut, line},
        names::words,
        shape, xml,
    },
};

/// How much of a body is kept, and how much of one that is text is its message, in bytes.
const MAX_KEPT: usize = 8 * 1024;

/// The longest body that is read as JSON, which takes some 40 times its size. Errors are small, and a bomb is none.
const MAX_READ: usize = 1024 * 1024;

/// How much is looked at of a longer one.
const MAX_LOOKED_AT: usize = 64 * 1024;

const TOO_LARGE: &str = "is too large to be read";

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
    let decoded = decoded(bytes);
    let text = trimmed(&decoded);
    if text.is_empty() {
        return Body::default();
    }
    let (error, silent) = match json(bytes, text) {
        Some(Ok(json)) => (shape::failure_in(&json), silent(&json)),
        Some(Err(error)) => of_text(text, text.len(), if error.is_eof() { "breaks off" } else { "is malformed" }),
        None => of_text(text, bytes.len(), TOO_LARGE),
    };
    let note = if error.is_named() { None } else { Some(silent) };
    Body { error, note, text: kept(text) }
}

/// The body of an answer whose status is that of a success: the error in it, if it is one beyond doubt.
pub(super) fn of_success(bytes: &[u8]) -> Body {
    let decoded = decoded(bytes);
    let text = trimmed(&decoded);
    let error = match json(bytes, text) {
        Some(Ok(json)) => shape::error_in(&json),
        Some(Err(_)) if xml::is_error(text) => Some(xml::read(text)),
        _ => None,
    };
    Body { error: error.unwrap_or_default(), note: None, text: kept(text) }
}

/// A body as a text, in UTF-16 if its byte order mark says so; of one that is too long for an error, the start.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = if bytes.len() > MAX_READ { &bytes[..MAX_LOOKED_AT] } else { bytes };
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(strip_bom(bytes)),
    };
    let mut units = Vec::with_capacity(bytes.len() / 2);
    for pair in bytes[2..].chunks_exact(2) {
        units.push(unit([pair[0], pair[1]]));
    }
    String::from_utf16_lossy(&units).into()
}

/// Without the NULs that a service in C puts behind a text.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '\0').trim_ascii_start()
}

/// The body as JSON, or why it is none; `None` if it is too long to be read.
fn json(bytes: &[u8], text: &str) -> Option<Result<Value, serde_json::Error>> {
    if bytes.len() > MAX_READ { None } else { Some(text.parse()) }
}

/// What is kept of a body: its start, unless it is a page or no text at all.
fn kept(text: &str) -> Option<String> {
    if xml::is_html(text) {
        return None;
    }
    let text = cut(text, MAX_KEPT);
    if text.trim().is_empty() || text.contains('\0') { None } else { Some(text.to_owned()) }
}

/// What a body that is not JSON says, and what it is if that is nothing. `flaw` is what keeps JSON from being read.
fn of_text(text: &str, size: usize, flaw: &str) -> (ArmErrorDetail, String) {
    let nothing = ArmErrorDetail::default();
    if xml::is_html(text) {
        let title = xml::title(text).map(|title| format!(" titled \"{}\"", line(&title, 100)));
        return (nothing, format!("the body of the error is HTML{}, {size} bytes", title.unwrap_or_default()));
    }
    if xml::is_xml(text) {
        return (xml::read(text), format!("the body of the error is XML, {size} bytes"));
    }
    if flaw == TOO_LARGE && text.starts_with(['{', '[', '"']) {
        return (nothing, format!("the body of the error {TOO_LARGE}, {size} bytes"));
    }
    if xml::begins_json(text) {
        return (nothing, format!("the body of the error {flaw}: JSON of {size} bytes"));
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
