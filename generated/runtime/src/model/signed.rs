//! Texts that let whoever has them in, although no description says so: URLs with a signature or a function's key.
//!
//! Any text of a model may be such a URL, and a service may put one where it is not expected. So `Debug` looks for them.

use serde_json::Value;

use crate::{base::ascii::find_ignoring_case, model::field_value::ValueRef};

/// The parameters that let in: of a shared access signature, and of Azure Functions and Logic Apps.
const KEYS: [&str; 4] = ["sig=", "code=", "sig%3d", "code%3d"];

/// What stands before a parameter, be it in a URL or in one that is a parameter of another.
const SEPARATORS: [&str; 6] = ["?", "&", ";", "#", "%3f", "%26"];

/// Whether a text in a field, a list or a map lets in. Models within print themselves.
pub(super) fn is_signed(given: &ValueRef<'_>) -> bool {
    let mut found = false;
    match given {
        ValueRef::Text(text) => found = lets_in(text),
        ValueRef::List(items, _) => items.each(&mut |item| found |= is_signed(&item)),
        ValueRef::Map(entries, _) => entries.each(&mut |_, value| found |= is_signed(&value)),
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
        Value::Object(members) => members.values().any(any_lets_in),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a text lets in, wherever in it that stands.
pub(crate) fn lets_in(text: &str) -> bool {
    for key in KEYS {
        let mut from = 0;
        while let Some(found) = find_ignoring_case(&text[from..], key) {
            let at = from + found;
            for separator in SEPARATORS {
                let before = at.checked_sub(separator.len()).and_then(|start| text.get(start..at));
                if before.is_some_and(|before| before.eq_ignore_ascii_case(separator)) {
                    return true;
                }
            }
            from = at + key.len();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_let_in_are_told() {
        for text in [
            "https://a.blob.core.windows.net/c/b?sv=2022&sig=abc%3D",
            "https://a.azurewebsites.net/api/f?CODE=abc",
            "see https://a.example/?a=b&amp;code=abc for more",
            "https://a.example/?to=https%3A%2F%2Fb.example%2F%3Fsig%3Dabc",
            "sv=2022&Sig=abc",
            "é?sig=",
        ] {
            assert!(lets_in(text), "{text}");
        }
        for text in
            ["https://a.example/?design=1&zipcode=2", "the code=5 of sig=", "", "sig=", "<set-status code=\"200\"/>"]
        {
            assert!(!lets_in(text), "{text}");
        }
    }
}
