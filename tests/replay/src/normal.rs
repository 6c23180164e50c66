//! The one normalisation under which a published example and what the client makes of it are equal.
//!
//! - A text that is an RFC 3339 date-time stands for its instant: `2020-01-01T01:00:00+01:00` is `2020-01-01T00:00:00Z`.
//! - A member or an element that is `null` is absent.
//! - A number without a fraction is an integer: `1.0` is `1`.
//!
//! Nothing else: the order of elements, spelling, empty texts and empty objects count.

use azure_core::time::{OffsetDateTime, parse_rfc3339, to_rfc3339};
use serde_json::{Number, Value as Json};

/// A form that is the same for JSON that is equal.
#[must_use]
pub fn normal(json: &Json) -> Json {
    match json {
        Json::Null | Json::Bool(_) => json.clone(),
        Json::Number(number) => Json::Number(whole(number).unwrap_or_else(|| number.clone())),
        Json::String(text) => Json::String(instant(text).unwrap_or_else(|| text.clone())),
        Json::Array(elements) => elements.iter().filter(|element| !element.is_null()).map(normal).collect(),
        Json::Object(members) => {
            let present = members.iter().filter(|(_, member)| !member.is_null());
            Json::Object(present.map(|(name, member)| (name.clone(), normal(member))).collect())
        }
    }
}

fn whole(number: &Number) -> Option<Number> {
    // Beyond 2^53 neighbouring integers share one float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small enough")]
    Some(Number::from(float as i64))
}

/// The same instant in UTC.
fn instant(text: &str) -> Option<String> {
    let date = parse_rfc3339(text).ok()?;
    let date = OffsetDateTime::from_unix_timestamp_nanos(date.unix_timestamp_nanos()).ok()?;
    // By its offset an instant can lie outside the years that RFC 3339 can write.
    (0..=9999).contains(&date.year()).then(|| to_rfc3339(&date))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(left: Json, right: Json, equal: bool) {
        assert_eq!(normal(&left) == normal(&right), equal, "{left} and {right}");
    }

    #[test]
    fn instants_are_compared_as_instants() {
        for same in ["2020-01-01T00:00:00.000Z", "2020-01-01T01:00:00+01:00", "2019-12-31t23:30:00-00:30"] {
            check(json!("2020-01-01T00:00:00Z"), json!(same), true);
        }
        check(json!("2020-01-01T00:00:00.1000000Z"), json!("2020-01-01T00:00:00.1Z"), true);
        check(json!("0000-01-01T00:00:00+01:00"), json!("9999-12-31T23:59:59-10:00"), false);
        for other in ["2020-01-01T00:00:00.0000001Z", "2020-01-01T00:00:00", "2020-01-01", "2020-01-01T00:00:00+01:00"]
        {
            check(json!("2020-01-01T00:00:00Z"), json!(other), false);
        }
    }

    #[test]
    fn a_null_is_absent() {
        check(json!({"a": null, "b": {"c": null}}), json!({"b": {}}), true);
        check(json!({"a": [1, null, 2]}), json!({"a": [1, 2]}), true);
        check(json!({"a": ""}), json!({}), false);
        check(json!({"a": {}}), json!({}), false);
        check(json!(null), json!({}), false);
    }

    #[test]
    fn whole_numbers_are_integers() {
        check(json!([1.0, -0.0]), json!([1, 0]), true);
        check(json!(1.5), json!(1), false);
        check(json!("1"), json!(1), false);
        check(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992_i64), false);
        check(json!(1e300), json!(1e300), true);
    }

    #[test]
    fn everything_else_counts() {
        check(json!(["a", "b"]), json!(["b", "a"]), false);
        check(json!("a"), json!("A"), false);
        check(json!(true), json!("true"), false);
        check(json!({"a": 1}), json!({"a": 1, "b": 1}), false);
    }
}
