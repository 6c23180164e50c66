//! The members that errors have: their names, in any case and with or without underscores, and the texts in them.

use serde_json::{Map, Value};

pub(super) type Members = Map<String, Value>;

pub(super) const ERROR: &[&str] = &["error", "odata.error", "@odata.error", "errorEntity"];
pub(super) const CODE: &[&str] = &["code", "errorCode", "extendedCode", "faultCode"];
pub(super) const MESSAGE: &[&str] =
    &["message", "errorMessage", "errorDescription", "statusMessage", "faultString", "reason", "msg"];
pub(super) const TARGET: &[&str] = &["target", "field", "pointer"];
pub(super) const DETAILS: &[&str] =
    &["details", "errors", "modelState", "innerErrors", "innerError", "detail", "statusMessage"];

/// What a document that is an error and nothing else may have beside code, message and details.
pub(super) const BESIDE: &[&str] = &[
    "error",
    "title",
    "type",
    "status",
    "statusCode",
    "instance",
    "additionalInfo",
    "messageTemplate",
    "messageDetail",
    "parameters",
    "exceptionMessage",
    "exceptionType",
    "stackTrace",
    "traceId",
    "requestId",
    "clientRequestId",
    "correlationId",
    "activityId",
    "timestamp",
    "path",
    "source",
    "help",
];

/// What a resource, a list or a record of an operation has, and an error has not.
pub(super) const NOT_OF_ERRORS: &[&str] = &["id", "name", "properties", "value", "nextLink", "provisioningState"];

/// A member by the first of these names that it has, in any case and with or without underscores.
pub(super) fn member<'a>(members: &'a Members, names: &[&str]) -> Option<&'a Value> {
    for name in names {
        let mut found = members.get(*name);
        if found.is_none_or(Value::is_null) {
            for (key, value) in members {
                if !value.is_null() && is_same(key, name) {
                    found = Some(value);
                    break;
                }
            }
        }
        if let Some(value) = found.filter(|value| !value.is_null()) {
            return Some(value);
        }
    }
    None
}

/// Whether one of these members has a text.
pub(super) fn has_text(members: &Members, names: &[&str]) -> bool {
    for name in names {
        if member(members, &[name]).is_some_and(|value| text(value).is_some()) {
            return true;
        }
    }
    false
}

pub(super) fn is_one_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| is_same(key, name))
}

// Inlined it is unrolled for every name above, 70 kB of code.
#[inline(never)]
fn is_same(key: &str, name: &str) -> bool {
    let mut letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    for wanted in name.bytes() {
        if !letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(&wanted)) {
            return false;
        }
    }
    letters.next().is_none()
}

/// The objects of a list; a lone one counts as a list of one.
pub(super) fn objects(value: Option<&Value>) -> Vec<&Members> {
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

/// A text, a number or a truth as text, of OData's `{"lang": .., "value": ..}` the value, or the texts of a list. Empty is none.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => words(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Object(members) => words(find_member(members, "value")?.as_str()?),
        Value::Array(values) => {
            let mut texts = String::new();
            for value in values {
                let text = value.as_str()?.trim();
                if !texts.is_empty() && !text.is_empty() {
                    texts.push_str("; ");
                }
                texts.push_str(text);
            }
            words(&texts)
        }
        Value::Null => None,
    }
}

/// The JSON in a JSON string, or the string in it.
pub(super) fn embedded(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    text.parse().ok()
}

pub(super) fn words_only(text: &str) -> bool {
    embedded(text).is_none()
}

pub(super) fn words(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Two parts of a message, once if they are the same.
pub(super) fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some(format!("{}: {other}", one.trim_end_matches(':'))),
        (one, other) => one.or(other),
    }
}

/// A member whose name may be written in any case, `null` or not.
pub(crate) fn find_member<'a>(members: &'a Members, name: &str) -> Option<&'a Value> {
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
