//! Reads the top of a JSON document and skips the rest, which is most of it.
//!
//! Whoever goes through a list page by page reads each page as a model; all that is needed before is where the next one is.

use std::fmt;

use azure_core::error::{Error, ErrorKind};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use super::response;

/// The document with every array in it emptied, and every object below the outermost one.
pub(crate) fn skim(body: &[u8]) -> azure_core::Result<Value> {
    let whole: Skimmed<true> = serde_json::from_slice(response::unmarked(body))
        .map_err(|error| Error::with_error(ErrorKind::DataConversion, error, "the body of the response is not JSON"))?;
    Ok(whole.0)
}

/// A value; `TOP` keeps the members of an object.
struct Skimmed<const TOP: bool>(Value);

impl<'de, const TOP: bool> Deserialize<'de> for Skimmed<TOP> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Skim::<TOP>).map(Self)
    }
}

struct Skim<const TOP: bool>;

impl<'de, const TOP: bool> Visitor<'de> for Skim<TOP> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut kept = Map::new();
        if TOP {
            while let Some((key, value)) = members.next_entry::<String, Skimmed<false>>()? {
                kept.insert(key, value.0);
            }
        } else {
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        }
        Ok(Value::Object(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_kept_and_the_rest_skipped() {
        for (body, expected) in [
            (
                r#"{"value":[{"a":1},2],"nextLink":"https:\/\/x\u0041","count":3,"at":-1.5,"on":true,"p":{"q":{}},"n":null}"#,
                r#"{"value":[],"nextLink":"https://xA","count":3,"at":-1.5,"on":true,"p":{},"n":null}"#,
            ),
            ("\u{feff}[{\"a\":1}]", "[]"),
            (r#"[{"a":1}]"#, "[]"),
            ("null", "null"),
            (r#""text""#, r#""text""#),
            ("-3", "-3"),
        ] {
            let expected: Value = serde_json::from_str(expected).unwrap();
            assert_eq!(skim(body.as_bytes()).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_skipped_must_still_be_json() {
        for body in ["", "<html>", r#"{"value":[{"a":1}"#, r#"{"value":[tru]}"#, r#"{"value":[]} x"#] {
            assert!(skim(body.as_bytes()).is_err(), "{body}");
        }
    }
}
