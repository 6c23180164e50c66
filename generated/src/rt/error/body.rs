//! Error bodies, in every shape that arrives: ARM's, a gateway's in front of it, none at all.
//!
//! | shape | code | message | details |
//! |---|---|---|---|
//! | `{"error": {..}}` or `{"odata.error": {..}}`, or their content alone | `code`, `errorCode`, `extendedCode` | `message`, `errorMessage`, `messageTemplate`, `statusMessage` | `details`, `errors`, `innerErrors`, `innererror` |
//! | `{"error": "text"}` of OAuth | the text, if it is one word | `error_description`, else the text | |
//! | a list of errors, alone or as `error` or `errors` | of the first | of the first | the others |
//! | problem details (RFC 9457) | | `title: detail` | `errors` by member |
//! | XML `<Error>` | `<Code>` | `<Message>` | |
//! | a text, quoted or not | | the text | |
//!
//! Names of members are read in any case, details may be texts, and JSON may stand in a JSON string.

use serde_json::{Map, Value};

use super::{
    super::{ascii::find_ignoring_case, response::strip_bom},
    ArmErrorDetail, ArmErrorInfo,
};

/// How much of a body is kept, in bytes.
const LONGEST_BODY: usize = 8 * 1024;

/// What a body says.
#[derive(Default)]
pub(super) struct Body {
    pub(super) error: ArmErrorDetail,
    /// What kind of body it is, where it says nothing. Never holds the body itself.
    pub(super) note: Option<String>,
    /// The body as a text, bounded.
    pub(super) text: Option<String>,
}

pub(super) fn read(bytes: &[u8]) -> Body {
    let bytes = strip_bom(bytes).trim_ascii();
    if bytes.is_empty() {
        return Body::default();
    }
    if bytes.starts_with(b"<") {
        return markup(bytes);
    }
    let text = Some(bounded(bytes));
    match serde_json::from_str::<Value>(&String::from_utf8_lossy(bytes)) {
        Ok(json) => {
            let error = any(&json);
            let note = (!error.says_something()).then(|| silent(&json).to_owned());
            Body { error, note, text }
        }
        Err(error) if bytes.starts_with(b"{") || bytes.starts_with(b"[") => {
            let what = if error.is_eof() { "breaks off" } else { "is malformed" };
            let note = format!("the body of the error {what}: JSON of {} bytes", bytes.len());
            Body { note: Some(note), text, ..Body::default() }
        }
        Err(_) if is_text(bytes) => Body { error: message(bounded(bytes)), note: None, text },
        Err(_) => {
            let note = format!("the body of the error is no text: {} bytes of something else", bytes.len());
            Body { note: Some(note), ..Body::default() }
        }
    }
}

/// The error that the JSON of a success holds: something that is an error and nothing else. A resource may well have a
/// `message` or a `code`.
pub(super) fn in_success(json: &Value) -> Option<ArmErrorDetail> {
    let is_error = match json {
        Value::Array(values) => values.first().is_some_and(names_code_and_message),
        Value::Object(members) => {
            let has = |name: &str| member(members, name).is_some();
            let wrapped = wrapped(members).is_some();
            let resource = has("id") || has("properties");
            let problem = has("title") && member(members, "status").and_then(Value::as_u64).is_some_and(|s| s >= 400);
            let listed = member(members, "errors").and_then(Value::as_array).and_then(|errors| errors.first());
            wrapped
                || !resource
                    && (problem
                        || names_code_and_message(json)
                        || listed.is_some_and(names_code_and_message)
                        || members.len() == 1 && members.contains_key("Message"))
        }
        _ => false,
    };
    if !is_error {
        return None;
    }
    let error = any(json);
    error.says_something().then_some(error)
}

/// The error of an operation whose body says that it failed, wherever that stands.
pub(super) fn of_operation(json: &Value) -> ArmErrorDetail {
    let own = any(json);
    let Some(Value::Object(properties)) = json.as_object().and_then(|members| member(members, "properties")) else {
        return own;
    };
    let inner = object(properties);
    if own.message.is_some() || !inner.says_something() { own } else { inner }
}

fn names_code_and_message(json: &Value) -> bool {
    let Value::Object(members) = json else { return false };
    let says = |name: &str| member(members, name).and_then(text).is_some();
    says("code") && says("message")
}

fn any(json: &Value) -> ArmErrorDetail {
    match json {
        Value::Object(members) => object(members),
        Value::Array(values) => list(values),
        // Some gateways put the JSON into a JSON string.
        Value::String(quoted) => match serde_json::from_str::<Value>(quoted) {
            Ok(Value::Object(members)) => object(&members),
            Ok(Value::Array(values)) => list(&values),
            _ => text(json).map(message).unwrap_or_default(),
        },
        _ => ArmErrorDetail::default(),
    }
}

fn object(members: &Map<String, Value>) -> ArmErrorDetail {
    wrapped(members).unwrap_or_else(|| detail(members))
}

/// The error in the member that is for it, if there is one.
fn wrapped(members: &Map<String, Value>) -> Option<ArmErrorDetail> {
    let error = member(members, "error").or_else(|| member(members, "odata.error"))?;
    let error = match error {
        // OAuth's shape, which the token service uses.
        Value::String(text) if !text.trim_start().starts_with(['{', '[']) => oauth(members, text),
        error => any(error),
    };
    error.says_something().then_some(error)
}

fn oauth(members: &Map<String, Value>, error: &str) -> ArmErrorDetail {
    let described = member(members, "error_description").or_else(|| member(members, "message")).and_then(text);
    match described {
        None if error.trim().contains(char::is_whitespace) => message(error.trim().to_owned()),
        described => {
            ArmErrorDetail { code: Some(error.trim().to_owned()), message: described, ..ArmErrorDetail::default() }
        }
    }
}

/// The first error, with the others as its details.
fn list(values: &[Value]) -> ArmErrorDetail {
    let mut errors = Vec::new();
    for value in values {
        push(&mut errors, any(value));
    }
    if errors.is_empty() {
        return ArmErrorDetail::default();
    }
    let mut first = errors.remove(0);
    first.details.append(&mut errors);
    first
}

fn detail(members: &Map<String, Value>) -> ArmErrorDetail {
    let mut error = ArmErrorDetail {
        code: first(members, &["code", "errorCode", "extendedCode"]),
        message: first(members, &["message", "errorMessage", "messageTemplate"]),
        target: first(members, &["target"]),
        ..ArmErrorDetail::default()
    };
    if let Some(status) = member(members, "statusMessage") {
        let status = any(status);
        error.code = error.code.or(status.code);
        error.message = error.message.or(status.message);
        error.details = status.details;
    }
    if error.message.is_none() {
        error.message = problem(members);
    }
    for name in ["details", "innerErrors", "errors", "innererror"] {
        if let Some(value) = member(members, name) {
            add_details(&mut error.details, value);
        }
    }
    if error.code.is_none() && error.message.is_none() && !error.details.is_empty() {
        // It says nothing itself, so the first that does speaks for all.
        let first = error.details.remove(0);
        error.code = first.code;
        error.message = first.message;
        error.target = error.target.or(first.target);
        error.details.splice(0..0, first.details);
    }
    add_info(&mut error.additional_info, member(members, "additionalInfo"));
    error
}

/// `title: detail` of problem details.
fn problem(members: &Map<String, Value>) -> Option<String> {
    match (member(members, "title").and_then(text), member(members, "detail").and_then(text)) {
        (Some(title), Some(detail)) => Some(format!("{title}: {detail}")),
        (title, detail) => title.or(detail),
    }
}

/// Details are objects or texts, in a list, alone, or in lists by the name of the member they are about.
fn add_details(details: &mut Vec<ArmErrorDetail>, value: &Value) {
    match value {
        Value::Array(values) => {
            for value in values {
                add_details(details, value);
            }
        }
        Value::Object(members) => {
            let own = object(members);
            if own.says_something() {
                details.push(own);
                return;
            }
            for (name, value) in members {
                let texts = match value {
                    Value::Array(values) => values.as_slice(),
                    value => std::slice::from_ref(value),
                };
                for about in texts.iter().filter(|value| value.is_string()).filter_map(text) {
                    details.push(ArmErrorDetail { target: Some(name.clone()), ..message(about) });
                }
            }
        }
        Value::String(_) => push(details, any(value)),
        _ => {}
    }
}

fn push(errors: &mut Vec<ArmErrorDetail>, error: ArmErrorDetail) {
    if error.says_something() {
        errors.push(error);
    }
}

fn add_info(infos: &mut Vec<ArmErrorInfo>, value: Option<&Value>) {
    let values = match value {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    for value in values {
        if let Value::Object(members) = value {
            let info = member(members, "info").cloned().unwrap_or(Value::Null);
            infos.push(ArmErrorInfo { kind: member(members, "type").and_then(text), info });
        }
    }
}

/// A member whose name may be written in any case, unless it is `null`.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    find_member(members, name).filter(|value| !value.is_null())
}

/// A member whose name may be written in any case.
pub(crate) fn find_member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut found = members.get(name);
    if found.is_none() {
        for (key, value) in members {
            if key.eq_ignore_ascii_case(name) {
                found = Some(value);
                break;
            }
        }
    }
    found
}

fn first(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    for name in names {
        if let Some(text) = member(members, name).and_then(text) {
            return Some(text);
        }
    }
    None
}

/// A text, a number or a truth as text; of OData's `{"lang": .., "value": ..}` the value. Empty is none.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Object(members) => members.get("value")?.as_str()?.trim().to_owned(),
        Value::Null | Value::Array(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn message(text: String) -> ArmErrorDetail {
    ArmErrorDetail { message: Some(text), ..ArmErrorDetail::default() }
}

fn silent(json: &Value) -> &'static str {
    match json {
        Value::Object(_) => "the body of the error has neither code nor message",
        _ => "the body of the error is JSON that says nothing",
    }
}

/// The beginning of a text, cut at a character.
fn bounded(bytes: &[u8]) -> String {
    let cut = &bytes[..bytes.len().min(LONGEST_BODY)];
    let mut text = String::from_utf8_lossy(cut).into_owned();
    if cut.len() < bytes.len() {
        // What was cut in the middle of a character.
        while text.ends_with(char::REPLACEMENT_CHARACTER) {
            text.pop();
        }
    }
    text
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
}

/// XML, or an HTML page, of which only the title is kept: it is made for people, and long.
fn markup(bytes: &[u8]) -> Body {
    let text = bounded(bytes);
    let size = bytes.len();
    let is_html = find_ignoring_case(&text, "<html").is_some() || find_ignoring_case(&text, "<!doctype html").is_some();
    if is_html {
        let title = between(&text, "<title>", "</title>").map(|title| format!(" titled \"{}\"", short(title)));
        let note = format!("the body of the error is HTML{}, {size} bytes", title.unwrap_or_default());
        return Body { note: Some(note), ..Body::default() };
    }
    let tag = |open: &str, close: &str| between(&text, open, close).map(unescaped).filter(|text| !text.is_empty());
    let (code, message) = (tag("<code>", "</code>"), tag("<message>", "</message>"));
    let error = ArmErrorDetail { code, message, ..ArmErrorDetail::default() };
    let note = (!error.says_something()).then(|| format!("the body of the error is XML, {size} bytes"));
    Body { error, note, text: Some(text) }
}

fn unescaped(xml: &str) -> String {
    let mut text = xml.trim().to_owned();
    for (escape, meant) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        text = text.replace(escape, meant);
    }
    text
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let rest = &text[find_ignoring_case(text, open)? + open.len()..];
    Some(&rest[..find_ignoring_case(rest, close)?])
}

fn short(title: &str) -> &str {
    let title = title.trim();
    title.char_indices().nth(100).map_or(title, |(end, _)| &title[..end])
}
