//! The shapes in which services put an error into JSON.
//!
//! | | read from |
//! |---|---|
//! | Resource Manager, OData | `{"error": {"code", "message", "target", "details", "additionalInfo", "innererror"}}`, or the inner object alone |
//! | API Management | `{"code", "message", "extendedCode", "messageTemplate", "parameters", "innerErrors"}` |
//! | gateways, ASP.NET | `{"statusCode", "message"}`, `{"Message", "MessageDetail", "ExceptionMessage", "ModelState"}` |
//! | problem+json (RFC 9457) | `{"title", "detail", "errors"}`, `errors` being a list, or a map from fields to texts |
//! | OAuth | `{"error": "code", "error_description"}` |
//!
//! Each of them in any case, with or without underscores, alone, as the first of a list, or as JSON in a JSON string.
//!
//! Invariant: reading never fails, and goes no deeper than [`MAX_DEPTH`], however a document is built.

use serde_json::Value;

use crate::{
    base::ascii,
    error::{
        detail::{ArmErrorDetail, ArmErrorInfo},
        line::cut,
        names::{
            BESIDE, CODE, DETAILS, ERROR, MESSAGE, Members, NOT_OF_ERRORS, TARGET, embedded, has_text, is_one_of,
            joined, member, objects, text, words, words_only,
        },
        xml,
    },
};

/// How many errors behind errors are read, JSON in strings included. The stack of a thread is small.
const MAX_DEPTH: u8 = 100;

/// How many failures of one list are kept.
const MAX_DETAILS: usize = 1000;

/// How much of a message with places for parameters is read, and of each parameter, in bytes.
const MAX_TEMPLATE: usize = 4096;
const MAX_PARAMETER: usize = 256;

/// The error that a document holds although the status of its answer says nothing of one; `None` if it reads as anything else.
///
/// A member `error` that says something makes it one, and so does the bare object, if there is nothing in it that an error does
/// not have: a resource may well have a `message` or a `title`.
pub(crate) fn error_in(json: &Value) -> Option<ArmErrorDetail> {
    if !is_error(json, 0) {
        return None;
    }
    Some(failure_in(json)).filter(ArmErrorDetail::is_named)
}

/// What a document says about a failure that is known to be one.
pub(crate) fn failure_in(json: &Value) -> ArmErrorDetail {
    read(json, 0)
}

/// The same of the record of an operation, or of the resource it left behind: what happened may stand below `properties`, where a
/// resource has members of its own.
pub(crate) fn failure_of_operation(json: &Value) -> ArmErrorDetail {
    let told = read(json, 0);
    if told.is_named() {
        return told;
    }
    let properties = json.as_object().and_then(|members| member(members, &["properties"])?.as_object());
    for names in [ERROR, &["errors"], &["statusMessage"]] {
        if let Some(value) = properties.and_then(|members| member(members, names)) {
            let told = first_of(read_list(value, 1));
            if told.is_named() {
                return told;
            }
        }
    }
    told
}

/// Whether a member of what has none is an `error`: one that says something, or an object in which there is anything.
pub(crate) fn is_error_member(name: &str, value: &Value) -> bool {
    is_one_of(name, ERROR) && (says_error(value) || value.as_object().is_some_and(|members| !is_blank(members)))
}

/// Whether there is nothing in an object but nulls and what is empty.
fn is_blank(members: &Members) -> bool {
    for value in members.values() {
        let is_empty = match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !is_empty {
            return false;
        }
    }
    true
}

fn says_error(error: &Value) -> bool {
    !matches!(error, Value::Bool(_) | Value::Number(_)) && read(error, 0).is_named()
}

fn is_error(json: &Value, depth: u8) -> bool {
    match json {
        Value::Object(members) => member(members, ERROR).is_some_and(says_error) || is_bare_error(members),
        Value::Array(list) => {
            for item in list {
                if !item.as_object().is_some_and(is_bare_error) {
                    return false;
                }
            }
            !list.is_empty()
        }
        Value::String(text) if depth < MAX_DEPTH => {
            embedded(text).is_some_and(|inner| !inner.is_string() && is_error(&inner, depth + 1))
        }
        _ => false,
    }
}

/// Whether an object is an error without a member that says so.
fn is_bare_error(members: &Members) -> bool {
    for status in ["status", "statusCode", "code"] {
        match member(members, &[status]) {
            // A status in words is that of an operation, and one below 400 is none of an error.
            Some(Value::String(_)) if status == "status" => return false,
            Some(Value::Number(number)) if matches!(number.as_u64(), Some(0 | 100..400)) => return false,
            _ => {}
        }
    }
    let mut known = true;
    for (key, value) in members {
        if is_one_of(key, NOT_OF_ERRORS) {
            return false;
        }
        let is_known = [CODE, MESSAGE, TARGET, DETAILS, BESIDE].iter().any(|names| is_one_of(key, names));
        known &= is_known || key.starts_with(['@', '$']) || value.is_null();
    }
    if !known {
        return has_text(members, &["code"]) && has_text(members, &["message"]);
    }
    let problem = has_text(members, &["title"]) && has_text(members, &["detail", "status", "type"]);
    // A message alone is one of an error only as ASP.NET writes it.
    let message = has_text(members, &["message", "errorMessage", "errorDescription", "messageTemplate"])
        && (members.len() > 1 || !members.contains_key("message"));
    message || problem || !details(members, 0).is_empty()
}

fn read(json: &Value, depth: u8) -> ArmErrorDetail {
    match json {
        Value::Object(members) => read_object(members, depth),
        Value::String(text) => read_text(text, depth),
        Value::Array(_) => first_of(read_list(json, depth + 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) => ArmErrorDetail::default(),
    }
}

fn read_text(text: &str, depth: u8) -> ArmErrorDetail {
    if depth >= MAX_DEPTH {
        return ArmErrorDetail::default();
    }
    if let Some(inner) = embedded(text) {
        return read(&inner, depth + 1);
    }
    if xml::is_html(text) {
        return ArmErrorDetail::default();
    }
    if xml::is_xml(text) {
        return xml::read(text);
    }
    ArmErrorDetail { message: words(text), ..ArmErrorDetail::default() }
}

fn read_object(members: &Members, depth: u8) -> ArmErrorDetail {
    let outer = read_members(members, depth);
    let mut error = match member(members, ERROR) {
        Some(Value::String(text)) if embedded(text).is_none() => return with_word(outer, text),
        Some(Value::Number(number)) => ArmErrorDetail { code: Some(number.to_string()), ..ArmErrorDetail::default() },
        Some(inner) if depth < MAX_DEPTH => read(inner, depth + 1),
        _ => return outer,
    };
    error.code = error.code.or(outer.code);
    error.message = error.message.or(outer.message);
    error.target = error.target.or(outer.target);
    error.details.extend(outer.details);
    error.additional_info.extend(outer.additional_info);
    error
}

/// An error that is a text: OAuth's code, or a sentence.
fn with_word(mut outer: ArmErrorDetail, word: &str) -> ArmErrorDetail {
    let Some(word) = words(word).filter(|word| !xml::is_html(word)) else { return outer };
    if outer.code.is_none() && !ascii::has(&word, char::is_whitespace) {
        outer.code = Some(word);
    } else {
        outer.message = joined(Some(word), outer.message);
    }
    outer
}

/// What the members of an object say, without its `error`.
fn read_members(members: &Members, depth: u8) -> ArmErrorDetail {
    let find = |names: &[&str]| member(members, names).and_then(text);
    let message = message(members);
    let code = find(CODE).or_else(|| find(&["statusCode"]).filter(|_| message.is_some()));
    let details = details(members, depth);
    let mut own = ArmErrorDetail { code, message, target: find(TARGET), ..ArmErrorDetail::default() };
    if own.is_named() {
        own.details = details;
    } else {
        let first = first_of(details);
        own = ArmErrorDetail { target: own.target.or(first.target), ..first };
    }
    for info in objects(member(members, &["additionalInfo"])) {
        own.additional_info.push(ArmErrorInfo {
            kind: member(info, &["type"]).and_then(text),
            info: member(info, &["info"]).cloned().unwrap_or(Value::Null),
        });
    }
    own
}

fn message(members: &Members) -> Option<String> {
    let mut message = None;
    for name in MESSAGE {
        // A text that is JSON is read as what it says, with the details.
        let found = member(members, &[name]).and_then(text).filter(|text| *name != "statusMessage" || words_only(text));
        if found.is_some() {
            message = found;
            break;
        }
    }
    let find = |name: &str| member(members, &[name]).and_then(text);
    let message = message.or_else(|| Some(filled(&find("messageTemplate")?, member(members, &["parameters"]))));
    joined(joined(find("title"), message), joined(find("messageDetail"), find("detail")))
}

fn parameter<'a>(parameters: &'a [Value], at: &str) -> Option<&'a Value> {
    let at: u64 = at.parse().ok()?;
    parameters.get(usize::try_from(at).ok()?)
}

/// A template with its parameters in the place of `{0}`, `{1}` and so on. It is cut before it can grow.
fn filled(template: &str, parameters: Option<&Value>) -> String {
    let parameters = parameters.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut message = String::new();
    let mut rest = cut(template, MAX_TEMPLATE);
    while let Some((before, after)) = rest.split_once('{') {
        message.push_str(before);
        let value = after.split_once('}').and_then(|(at, after)| Some((parameter(parameters, at)?, after)));
        rest = after;
        if let Some((value, after)) = value {
            message.push_str(cut(&text(value).unwrap_or_default(), MAX_PARAMETER));
            rest = after;
        } else {
            message.push('{');
        }
    }
    message + rest
}

/// The failures behind an error, from wherever they stand.
fn details(members: &Members, depth: u8) -> Vec<ArmErrorDetail> {
    let mut details = Vec::new();
    if depth >= MAX_DEPTH {
        return details;
    }
    for name in DETAILS {
        let Some(value) = member(members, &[name]) else { continue };
        // A text by these two names is, or is part of, the message.
        let is_message = match value {
            Value::String(text) => *name == "detail" || *name == "statusMessage" && words_only(text),
            Value::Array(_) => matches!(*name, "detail" | "statusMessage") && text(value).is_some(),
            _ => false,
        };
        match value {
            _ if is_message => {}
            Value::Object(members) if matches!(*name, "errors" | "modelState") && is_map_of_lists(members) => {
                details.append(&mut read_fields(members, depth + 1));
            }
            value => details.append(&mut read_list(value, depth + 1)),
        }
    }
    let find = |name: &str| member(members, &[name]).and_then(text);
    if let Some(exception) = find("exceptionMessage") {
        let (code, message) = (find("exceptionType"), Some(exception));
        details.push(ArmErrorDetail { code, message, ..ArmErrorDetail::default() });
    }
    details
}

/// The errors of a list, of a map from what they are about, or the one error that a value is.
fn read_list(value: &Value, depth: u8) -> Vec<ArmErrorDetail> {
    let mut details = Vec::new();
    if depth >= MAX_DEPTH {
        return details;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                keep(&mut details, read(value, depth));
            }
        }
        Value::Object(members) => {
            // Told by its members and not by reading it, or what is nested would be read twice at each level.
            if member(members, ERROR).is_some()
                || has_text(members, CODE)
                || has_text(members, MESSAGE)
                || member(members, DETAILS).is_some()
            {
                keep(&mut details, read_object(members, depth));
            } else {
                details = read_fields(members, depth);
            }
        }
        value => keep(&mut details, read(value, depth)),
    }
    details
}

/// The errors of a map from what they are about.
fn read_fields(members: &Members, depth: u8) -> Vec<ArmErrorDetail> {
    let mut details = Vec::new();
    for (target, value) in members {
        for mut detail in read_list(value, depth + 1) {
            detail.target.get_or_insert_with(|| target.clone());
            keep(&mut details, detail);
        }
    }
    details
}

/// Whether an object has nothing but lists of texts. Then its names are those of fields, of which one may be called `Error`.
fn is_map_of_lists(members: &Members) -> bool {
    for value in members.values() {
        let Some(texts) = value.as_array() else { return false };
        for text in texts {
            if !text.is_string() {
                return false;
            }
        }
    }
    true
}

fn keep(details: &mut Vec<ArmErrorDetail>, detail: ArmErrorDetail) {
    if details.len() < MAX_DETAILS && (detail.is_named() || !detail.details.is_empty()) {
        details.push(detail);
    }
}

/// The first error, with the others behind it.
fn first_of(mut details: Vec<ArmErrorDetail>) -> ArmErrorDetail {
    if details.is_empty() {
        return ArmErrorDetail::default();
    }
    let mut first = details.remove(0);
    first.details.append(&mut details);
    first
}

#[cfg(test)]
mod tests;
