//! YAML and JSON text to plain data and back: the one user of `serde_yaml`.
//!
//! Invariant: time and memory are bounded by the length of the text. Above [`LIMIT`] it is refused unread, nesting ends at
//! 128 levels, and aliases may not multiply the document.

mod depth;
mod write;

use std::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{locate::Source, trail::Trail};
use crate::{
    diag::{At, Code, Diagnostic},
    pointer::Pointer,
};

/// The longest text that is read, in bytes.
pub const LIMIT: u64 = 64 * 1024 * 1024;

/// What aliases may add to a document, in bytes, beyond twice its own length.
const ALIAS_ALLOWANCE: usize = 1024 * 1024;

/// The refusal of a file of `length` bytes, for callers that know the length before they read.
#[must_use]
pub fn too_large(name: &str, length: u64) -> Option<Diagnostic> {
    (length > LIMIT).then(|| {
        let message = format!("the file has {length} bytes, more than the {LIMIT} that are read");
        Diagnostic::error(At::file(name), Code::TooLarge, message).help("split it, or check that it is the right file")
    })
}

/// Reads YAML or JSON.
///
/// # Errors
/// `too-large`, `empty-file` or `syntax`, with line and column.
pub fn parse(name: &str, text: &str) -> Result<Value, Diagnostic> {
    if let Some(refusal) = too_large(name, text.len() as u64) {
        return Err(refusal);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(empty(name));
    }
    if is_json(name) {
        return parse_json(name, text);
    }
    if text.trim_start().starts_with(['{', '[']) {
        // Flow-style YAML starts like JSON and is refused by it; JSON is quicker where it does.
        if let Ok(value) = parse_json(name, text) {
            return Ok(value);
        }
    }
    match parse_yaml(name, text)? {
        Value::Null => Err(empty(name)),
        value => Ok(value),
    }
}

/// Writes YAML in a stable form: keys in the order they stand in `value`, block style, LF.
#[must_use]
pub fn write(value: &Value) -> String {
    write::document(value)
}

fn is_json(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn empty(name: &str) -> Diagnostic {
    Diagnostic::error(At::file(name), Code::EmptyFile, "the file has no content")
        .help("put an OpenAPI document there, or remove the file")
}

/// The text that is read and what it is read as.
struct Input<'a> {
    name: &'a str,
    text: &'a str,
    format: &'static str,
}

fn parse_json(name: &str, text: &str) -> Result<Value, Diagnostic> {
    let reading = Reading::new(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let result = reading.seed(Trail::Root).deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    result.map_err(|error| {
        let column = column_in_chars(text, error.line(), error.column());
        reading.refusal(&Input { name, text, format: "JSON" }, &error.to_string(), (error.line(), column))
    })
}

fn parse_yaml(name: &str, text: &str) -> Result<Value, Diagnostic> {
    depth::check(text).map_err(|deep| {
        let at = At { line: deep.line, column: deep.column, ..At::file(name) };
        Diagnostic::error(at, Code::Syntax, format!("not valid YAML: {}", deep.message))
    })?;
    let reading = Reading::new(text);
    reading.seed(Trail::Root).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let told = error.location().map(|place| (place.line(), place.column()));
        let foreign = if error.to_string().contains("control characters") { control(text) } else { None };
        let place = foreign.or(told).unwrap_or((1, 1));
        reading.refusal(&Input { name, text, format: "YAML" }, &error.to_string(), place)
    })
}

/// Line and column of the first character that YAML cannot have, of which its reader does not say the place.
fn control(text: &str) -> Option<(usize, usize)> {
    let is_foreign = |c: char| !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..);
    let At { line, column, .. } = At::byte("", text, text.find(is_foreign)?);
    Some((line, column))
}

/// `serde_json` counts bytes; places are in characters.
fn column_in_chars(text: &str, line: usize, column: usize) -> usize {
    let Some(line) = text.lines().nth(line.saturating_sub(1)) else { return column.max(1) };
    let before = line.as_bytes().get(..column.saturating_sub(1)).unwrap_or(line.as_bytes());
    String::from_utf8_lossy(before).chars().count() + 1
}

/// One run over a text: what it may still spend, and the duplicate key it met.
struct Reading {
    left: RefCell<usize>,
    duplicate: RefCell<Option<Pointer>>,
}

impl Reading {
    fn new(text: &str) -> Self {
        let left = text.len().saturating_mul(2).saturating_add(ALIAS_ALLOWANCE);
        Self { left: RefCell::new(left), duplicate: RefCell::new(None) }
    }

    fn seed<'a>(&'a self, trail: Trail<'a>) -> Seed<'a> {
        Seed { reading: self, trail }
    }

    /// Pays for a node of `length` bytes. Without aliases a document cannot spend twice its length, so only one that
    /// multiplies itself runs out.
    fn spend<E: serde::de::Error>(&self, length: usize) -> Result<(), E> {
        let left = self.left.borrow().checked_sub(length + 1);
        *self.left.borrow_mut() = left.ok_or_else(|| E::custom("aliases repeat too much of the document"))?;
        Ok(())
    }

    fn refusal(&self, input: &Input<'_>, error: &str, (line, column): (usize, usize)) -> Diagnostic {
        if let Some(pointer) = self.duplicate.take() {
            let key = pointer.last().unwrap_or_default();
            let at = Source::new(input.name, input.text).at_repeated(&pointer);
            return Diagnostic::error(at, Code::Syntax, format!("the key \"{key}\" stands twice in one mapping"))
                .help("keep one of them");
        }
        let at = At { line: line.max(1), column: column.max(1), ..At::file(input.name) };
        let error = error.replacen(&format!(" at line {line} column {column}"), "", 1);
        let error =
            [" at line ", " at position "].iter().fold(&*error, |error, at| error.split(at).next().unwrap_or(error));
        Diagnostic::error(at, Code::Syntax, format!("not valid {}: {error}", input.format))
    }
}

/// Builds one value; knows where it stands so that a duplicate key can be reported there.
struct Seed<'a> {
    reading: &'a Reading,
    trail: Trail<'a>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number that JSON cannot hold"))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.reading.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.reading.spend(0)?;
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(self.reading.seed(self.trail.element(elements.len())))? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.reading.spend(0)?;
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            self.reading.spend(key.len())?;
            if members.contains_key(&key) {
                *self.reading.duplicate.borrow_mut() = Some(self.trail.member(&key).pointer());
                return Err(A::Error::custom("duplicate key"));
            }
            let value = access.next_value_seed(self.reading.seed(self.trail.member(&key)))?;
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests;
