//! Whether JSON that a model read is still there when the model writes it.

use arm_apimanagement::{IsoDuration, OffsetDateTime, rt::Wire};
use serde_json::Value as Json;

/// The place of the first thing in `sent` that `written` has lost or changed. Left out of account is what the documentation
/// of models calls equal: `null` is as good as absent, a number or a boolean may have been text, and an instant or a duration
/// has several spellings.
pub(super) fn lost(sent: &Json, written: &Json) -> Option<String> {
    match (sent, written) {
        (Json::Object(sent), Json::Object(written)) => sent.iter().find_map(|(key, sent)| match written.get(key) {
            None if sent.is_null() => None,
            None => Some(format!("/{key}")),
            Some(written) => lost(sent, written).map(|place| format!("/{key}{place}")),
        }),
        (Json::Array(sent), Json::Array(written)) => {
            let plain = |list: &[Json]| list.iter().filter(|element| !element.is_null()).cloned().collect::<Vec<_>>();
            let (sent, written) = (plain(sent), plain(written));
            if sent.len() != written.len() {
                return Some(format!(" has {} elements and had {}", written.len(), sent.len()));
            }
            let pairs = sent.iter().zip(&written).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (sent, written))| lost(sent, written).map(|place| format!("/{index}{place}")))
        }
        _ if sent == written || sent.is_null() => None,
        _ => (!alike(sent, written)).then(|| format!(" is {written} and was {sent}")),
    }
}

fn alike(sent: &Json, written: &Json) -> bool {
    fn equal<T: Wire + PartialEq>(sent: &Json, written: &Json) -> bool {
        T::from_wire(sent).is_some_and(|value| Some(value) == T::from_wire(written))
    }
    match written {
        Json::Number(_) => {
            equal::<i64>(sent, written) || (i64::from_wire(sent).is_none() && equal::<f64>(sent, written))
        }
        Json::Bool(_) => equal::<bool>(sent, written),
        Json::String(_) => equal::<OffsetDateTime>(sent, written) || equal::<IsoDuration>(sent, written),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lost;

    #[test]
    fn what_is_equal_is_kept() {
        for (sent, written) in [
            (json!({ "a": null, "b": [1, null, { "c": "d" }] }), json!({ "b": [1, { "c": "d" }], "e": 1 })),
            (json!(["5", "0.5", "True", 5.0]), json!([5, 0.5, true, 5])),
            (json!("2024-01-01T02:00:00+02:00"), json!("2024-01-01T00:00:00Z")),
        ] {
            assert_eq!(lost(&sent, &written), None);
        }
    }

    #[test]
    fn what_is_lost_is_found() {
        for (sent, written, place) in [
            (json!({ "a": { "b": 1 } }), json!({ "a": {} }), "/a/b"),
            (json!({ "a": [1, 2] }), json!({ "a": [1] }), "/a has 1 elements and had 2"),
            (json!([{ "a": "x" }]), json!([{ "a": "y" }]), "/0/a is \"y\" and was \"x\""),
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992_i64),
                " is 9007199254740992 and was 9007199254740993",
            ),
            (
                json!("2024-01-01T00:00:01Z"),
                json!("2024-01-01T00:00:00Z"),
                " is \"2024-01-01T00:00:00Z\" and was \"2024-01-01T00:00:01Z\"",
            ),
            (json!(1), json!(null), " is null and was 1"),
        ] {
            assert_eq!(lost(&sent, &written).as_deref(), Some(place));
        }
    }
}
