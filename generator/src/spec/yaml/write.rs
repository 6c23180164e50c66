//! The YAML writer: block style, two spaces, a text quoted wherever any YAML reader could take it for something else.
//!
//! Why not `serde_yaml`'s: it leaves dates bare, which readers with a timestamp type turn into dates, and it splits keys
//! longer than 128 characters, which most paths of this API are.

use std::fmt::Write;

use serde_json::Value;

use crate::text::is_hidden;

/// Readers are allowed to give up on keys longer than 1024 characters, unless they are marked as keys.
const LONGEST_SIMPLE_KEY: usize = 1000;

/// The whole document.
pub(super) fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) if !members.is_empty() => mapping(&mut out, members, 0),
        Value::Array(elements) if !elements.is_empty() => sequence(&mut out, elements, 0),
        value => {
            scalar(&mut out, value, 0);
            out.push('\n');
        }
    }
    out
}

fn mapping(out: &mut String, members: &serde_json::Map<String, Value>, indent: usize) {
    for (index, (name, value)) in members.iter().enumerate() {
        // The first key stands where its parent's dash has left the pen.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            pad(out, indent);
        }
        key(out, name, indent);
        match value {
            Value::Object(members) if !members.is_empty() => {
                out.push('\n');
                mapping(out, members, indent + 2);
            }
            Value::Array(elements) if !elements.is_empty() => {
                out.push('\n');
                sequence(out, elements, indent);
            }
            value => {
                out.push(' ');
                scalar(out, value, indent + 2);
                out.push('\n');
            }
        }
    }
}

fn key(out: &mut String, name: &str, indent: usize) {
    let quoted = inline(name);
    if quoted.chars().count() > LONGEST_SIMPLE_KEY {
        out.push_str("? ");
        out.push_str(&quoted);
        out.push('\n');
        pad(out, indent);
        out.push(':');
    } else {
        out.push_str(&quoted);
        out.push(':');
    }
}

fn sequence(out: &mut String, elements: &[Value], indent: usize) {
    for (index, value) in elements.iter().enumerate() {
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            pad(out, indent);
        }
        out.push_str("- ");
        match value {
            Value::Object(members) if !members.is_empty() => mapping(out, members, indent + 2),
            Value::Array(elements) if !elements.is_empty() => sequence(out, elements, indent + 2),
            value => {
                scalar(out, value, indent + 2);
                out.push('\n');
            }
        }
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

fn scalar(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(text) if is_block(text) => block(out, text, indent),
        Value::String(text) => out.push_str(&inline(text)),
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        // null, true, false and numbers are written alike in JSON and YAML.
        value => out.push_str(&value.to_string()),
    }
}

/// Whether a text of several lines can be shown as it is.
fn is_block(text: &str) -> bool {
    let body = text.trim_end_matches('\n');
    body.contains('\n')
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| c == '\n' || is_printable(c))
        && !body.lines().any(|line| line.ends_with(' '))
}

fn block(out: &mut String, text: &str, indent: usize) {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    out.push_str(match ends {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
    }
    out.extend(std::iter::repeat_n('\n', ends.saturating_sub(1)));
}

/// A text on one line: bare, in single quotes, or with escapes.
fn inline(text: &str) -> String {
    if !text.chars().all(is_printable) {
        return escaped(text);
    }
    if is_bare(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Whether YAML takes a character as it is, and a reader of the file sees it.
fn is_printable(c: char) -> bool {
    !is_hidden(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn is_bare(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let opens = first.is_ascii_alphabetic() || matches!(first, '/' | '^' | '$' | '_' | '(' | '+' | '.' | '\\' | '<');
    let splits = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    opens && !splits && !is_word(text) && !is_number(text)
}

/// The words that some version of YAML has a meaning for.
fn is_word(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text could be read as a number of any kind: `+1`, `.5`, `.inf`, `1e3`, `0x1`, `1:30`, `1_000`.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-', '.']);
    digits.len() < text.len() && !digits.starts_with(['/', '*', '\\', '(', '['])
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) > 0xffff => write!(out, "\\U{:08x}", u32::from(c)).expect("a String takes everything"),
            c => write!(out, "\\u{:04x}", u32::from(c)).expect("a String takes everything"),
        }
    }
    out.push('"');
    out
}
