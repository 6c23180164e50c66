//! Texts that let whoever has them in, although no description says so: URLs with a signature or a function's key.
//!
//! Any text of a model may be such a URL, and a service may put one where it is not expected. So `Debug` looks for them.

use std::fmt;

use serde_json::Value;

use crate::{
    base::{ascii::until, path::decode},
    model::{extra::Extra, field_value::ValueRef},
};

/// The parameters that let in: of a shared access signature, and of Azure Functions and Logic Apps.
const KEYS: [&[u8]; 2] = [b"sig=", b"code="];

/// How often a text is decoded: a URL may be a parameter of another, in a text of JSON within a text. What is still encoded
/// after that is not printed.
const ROUNDS: usize = 8;

/// Whether a text in a field, a list or a map lets in. Models within print themselves.
pub(super) fn is_signed(given: &ValueRef<'_>) -> bool {
    let mut found = false;
    match given {
        ValueRef::Text(text) => found = lets_in(text),
        ValueRef::List(items, _) => items.each(&mut |item| found |= is_signed(&item)),
        ValueRef::Map(entries, _) => entries.each(&mut |key, value| found |= lets_in(key) || is_signed(&value)),
        ValueRef::Any(value) => found = any_lets_in(value),
        ValueRef::Absent
        | ValueRef::Null
        | ValueRef::Bool(_)
        | ValueRef::Integer(_)
        | ValueRef::Float(_)
        | ValueRef::Object(_) => {}
    }
    found
}

fn any_lets_in(value: &Value) -> bool {
    match value {
        Value::String(text) => lets_in(text),
        Value::Array(items) => items.iter().any(any_lets_in),
        Value::Object(members) => members.iter().any(|(key, value)| lets_in(key) || any_lets_in(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The names only, and none that lets in.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = f.debug_list();
        for (name, _) in self.iter() {
            names.entry(&if lets_in(name) { "***" } else { name });
        }
        names.finish()
    }
}

/// Whether a text lets in, wherever in it that stands, and however often it is encoded.
pub(crate) fn lets_in(text: &str) -> bool {
    let mut read = without_escapes(text.as_bytes());
    for _ in 0..ROUNDS {
        if has_key(&read) {
            return true;
        }
        // Each way of decoding shortens what it changes.
        let decoded = without_escapes(&decode(&read));
        if decoded.len() == read.len() {
            return false;
        }
        read = decoded;
    }
    true
}

/// A link as it may be printed: without its query, which the service may have signed, and not at all if it lets in by its path.
pub(crate) fn shown(link: &str) -> &str {
    let link = until(link, |c| matches!(c, '?' | '#'));
    if lets_in(link) { "***" } else { link }
}

/// Whether there is one of the parameters, with what stands before a parameter.
fn has_key(text: &[u8]) -> bool {
    for (at, byte) in text.iter().enumerate() {
        if !matches!(byte, b'?' | b'&' | b';' | b'#') {
            continue;
        }
        let rest = &text[at + 1..];
        for key in KEYS {
            if rest.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key)) {
                return true;
            }
        }
    }
    false
}

/// A text with the characters of its `\u0026`, as .NET writes `&` in JSON, and without what readers of URLs leave out.
fn without_escapes(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        match (byte, after) {
            (b'\t' | b'\r' | b'\n', _) => {}
            (b'\\', [b'u', b'0', b'0', high @ b'0'..=b'7', low, after @ ..]) if low.is_ascii_hexdigit() => {
                // Two hexadecimal digits are what percent-encoding has, too.
                plain.extend(decode(&[b'%', *high, *low]));
                rest = after;
            }
            _ => plain.push(*byte),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::wire::Wire as _;

    #[test]
    fn texts_that_let_in_are_told() {
        for text in [
            "https://a.blob.core.windows.net/c/b?sv=2022&sig=abc%3D",
            "https://a.azurewebsites.net/api/f?CODE=abc",
            "see https://a.example/?a=b&amp;code=abc for more",
            "https://a.example/?to=https%3A%2F%2Fb.example%2F%3Fsig%3Dabc",
            "sv=2022&Sig=abc",
            "é?sig=",
            r"https://a.example/?sv=1\u0026sig=s3cret",
            r"https://a.example/?sv=1\\u0026sig\u003Ds3cret",
            "https://a.example/?to=https%253A%252F%252Fb.example%252F%253Fsig%253Ds3cret",
            "https://a.example/?%73ig=s3cret",
            "https://a.example/?a&%63%6F%64%65%3ds3cret",
            "https://a.example/?sv=1&\nsig=s3cret",
            "https://a.example/?sv=1&s\r\n\tig=s3cret",
            "https://a.example/?%0Asig=s3cret",
            "%2525252525252525252525",
        ] {
            assert!(lets_in(text), "{text}");
        }
        for text in [
            "https://a.example/?design=1&zipcode=2",
            "the code=5 of sig=",
            "",
            "sig=",
            "<set-status code=\"200\"/>",
            r"\u002",
            "100%25",
            "?sig%2",
        ] {
            assert!(!lets_in(text), "{text}");
        }
    }

    #[test]
    fn keys_and_names_are_looked_at_too() {
        let url = "https://a.example/?sig=s3cret";
        let map = std::collections::BTreeMap::from([(url.to_owned(), "x".to_owned())]);
        assert!(is_signed(&map.as_value()));
        assert!(any_lets_in(&json!([{ "a": { url: null } }])) && !any_lets_in(&json!({ "a": ["b"] })));
        let mut extra = Extra::default();
        extra.insert(url, 1);
        extra.insert("plain", 1);
        let printed = format!("{extra:?}");
        assert!(printed.contains("\"plain\"") && printed.contains("***") && !printed.contains("s3cret"), "{printed}");
    }
}
