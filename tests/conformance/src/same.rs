//! When two bodies are the same, and what the server's answers say.

use azure_core::base64;
use serde_json::Value as Json;

use crate::relay::Exchange;

/// Whether two bodies mean the same: numbers by their value, objects without regard to the order of their members.
pub(crate) fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            let is_there = |(name, value)| other.get(name).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}

/// What the body of an answer says: JSON, or else a text, or else bytes in base64.
pub(crate) fn said(raw: &[u8]) -> Json {
    let json = serde_json::from_slice(raw).ok();
    json.unwrap_or_else(|| {
        let text = std::str::from_utf8(raw).map(str::to_owned);
        Json::String(text.unwrap_or_else(|_| base64::encode(raw)))
    })
}

/// The items of all pages: of each the one member that is an array, or the page itself.
pub(crate) fn items_of(exchanges: &[Exchange]) -> Json {
    let pages = exchanges.iter().filter(|exchange| exchange.reply.status == 200);
    let items = pages.flat_map(|page| match serde_json::from_slice(&page.reply.body) {
        Ok(Json::Array(items)) => items,
        Ok(Json::Object(members)) => members
            .into_iter()
            .find_map(|(_, member)| if let Json::Array(items) = member { Some(items) } else { None })
            .unwrap_or_default(),
        _ => Vec::new(),
    });
    Json::Array(items.collect())
}

#[cfg(test)]
mod tests {
    use kit::wire::Reply;
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies_are_compared_by_what_they_mean() {
        let one = json!({"a": [1, 1e20, "x", null], "b": {"c": true}});
        assert!(same(&one, &json!({"b": {"c": true}, "a": [1.0, 1e20, "x", null]})));
        for other in [
            json!({"a": [1, 1e20, "x"], "b": {"c": true}}),
            json!({"a": [1, 1e20, "x", null], "b": {}}),
            json!({"a": [1, 1e20, "x", null], "b": {"c": true}, "d": null}),
            json!({"a": [1, 1e20, "y", null], "b": {"c": true}}),
            json!({"a": [2, 1e20, "x", null], "b": {"c": true}}),
        ] {
            assert!(!same(&one, &other), "{other}");
        }
    }

    #[test]
    fn an_answer_is_json_or_text_or_bytes() {
        for (raw, body) in [(&b"[1]"[..], json!([1])), (b"a b", json!("a b")), (b"\xff", json!("/w=="))] {
            assert_eq!(said(raw), body);
        }
    }

    #[test]
    fn the_items_are_those_of_all_pages() {
        let page = |status, body| Exchange { request: String::new(), reply: Reply::json(status, &body) };
        let pages = [page(200, json!({"x": [1, 2], "next": "y"})), page(500, json!([9])), page(200, json!([3]))];
        assert_eq!(items_of(&pages), json!([1, 2, 3]));
    }
}
