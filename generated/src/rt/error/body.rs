//! Error bodies, in every shape that arrives: ARM's, a gateway's in front of it, none at all.

use serde_json::{Map, Value};

use super::{
    super::{ascii::find_ignoring_case, response::unmarked},
    ArmErrorDetail, ArmErrorInfo,
};

/// What a body says, and a note about a body that is not ARM's. The note never holds the body itself.
pub(crate) fn read(body: &[u8]) -> (ArmErrorDetail, Option<String>) {
    let body = unmarked(body).trim_ascii();
    if body.is_empty() {
        return (ArmErrorDetail::default(), None);
    }
    match serde_json::from_str::<Value>(&String::from_utf8_lossy(body)) {
        Ok(json) => from_json(&json),
        Err(error) => (ArmErrorDetail::default(), Some(describe(body, &error))),
    }
}

fn from_json(json: &Value) -> (ArmErrorDetail, Option<String>) {
    // Some gateways put the JSON into a JSON string.
    let inner = json.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()).filter(Value::is_object);
    let json = inner.as_ref().unwrap_or(json);
    let Some(members) = json.as_object() else {
        return (ArmErrorDetail::default(), Some("the body of the error is JSON, but no object".to_owned()));
    };
    let error = match member(members, "error") {
        Some(Value::Object(error)) => detail(error),
        // OAuth's shape, which the token service uses.
        Some(Value::String(code)) => ArmErrorDetail {
            code: Some(code.clone()),
            message: member(members, "error_description")
                .and_then(text)
                .or_else(|| member(members, "message").and_then(text)),
            ..ArmErrorDetail::default()
        },
        _ => detail(members),
    };
    let silent = error.code.is_none() && error.message.is_none();
    (error, silent.then(|| "the body of the error has neither code nor message".to_owned()))
}

/// A member whose name may begin with a capital, as some services write it.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut found = members.get(name);
    if found.is_none() {
        for (key, value) in members {
            if key.eq_ignore_ascii_case(name) {
                found = Some(value);
                break;
            }
        }
    }
    found.filter(|value| !value.is_null())
}

fn detail(members: &Map<String, Value>) -> ArmErrorDetail {
    let (mut details, mut additional_info) = (Vec::new(), Vec::new());
    for members in objects(member(members, "details")) {
        let detail = detail(members);
        if says_something(&detail) {
            details.push(detail);
        }
    }
    for members in objects(member(members, "additionalInfo")) {
        additional_info.push(info(members));
    }
    ArmErrorDetail {
        code: member(members, "code").and_then(text),
        message: member(members, "message").and_then(text),
        target: member(members, "target").and_then(text),
        details,
        additional_info,
    }
}

fn says_something(detail: &ArmErrorDetail) -> bool {
    detail.code.is_some() || detail.message.is_some() || !detail.details.is_empty()
}

/// The objects of a list; a lone one counts as a list of one.
fn objects(value: Option<&Value>) -> Vec<&Map<String, Value>> {
    let mut objects = Vec::new();
    let values = match value {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    for value in values {
        objects.extend(value.as_object());
    }
    objects
}

fn info(members: &Map<String, Value>) -> ArmErrorInfo {
    ArmErrorInfo {
        kind: member(members, "type").and_then(text),
        info: member(members, "info").cloned().unwrap_or(Value::Null),
    }
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

/// What kind of thing a body is that is not JSON. Of a page, only its title.
fn describe(body: &[u8], error: &serde_json::Error) -> String {
    let size = body.len();
    let lower = String::from_utf8_lossy(&body[..size.min(4096)]).into_owned();
    if body.starts_with(b"<") {
        let title = between(&lower, "<title>", "</title>").map(|title| format!(" titled \"{}\"", title.trim()));
        let kind = if find_ignoring_case(lower.trim_start(), "<?xml") == Some(0) { "XML" } else { "HTML" };
        return format!("the body of the error is {kind}{}, {size} bytes", title.unwrap_or_default());
    }
    if body.starts_with(b"{") || body.starts_with(b"[") {
        let what = if error.is_eof() { "breaks off" } else { "is malformed" };
        return format!("the body of the error {what}: JSON of {size} bytes");
    }
    format!("the body of the error is no JSON: {size} bytes of something else")
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let rest = &text[find_ignoring_case(text, open)? + open.len()..];
    let title = &rest[..find_ignoring_case(rest, close)?];
    Some(title.char_indices().nth(100).map_or(title, |(end, _)| &title[..end]))
}
