//! What a thing tells of itself: its state, its name, how an operation ended.

use serde_json::{Value as Json, json};

use crate::base::path::decode;

/// Where a resource tells its type.
const TYPE: &str = "type";

/// Where a resource tells its state.
const STATE: [&str; 2] = ["properties", "provisioningState"];

/// The state of a thing that tells one.
#[must_use]
pub fn state(json: &Json) -> Option<&str> {
    json.get(STATE[0])?.get(STATE[1])?.as_str()
}

/// Lets a thing tell this state, whether or not it has a member for it.
pub fn set_state(json: &mut Json, state: &str) {
    if let Json::Object(members) = json
        && let Json::Object(properties) = members.entry(STATE[0]).or_insert_with(|| json!({}))
    {
        properties.insert(STATE[1].to_owned(), json!(state));
    }
}

/// A thing that tells a made-up state would keep a caller waiting for ever.
pub fn settle(json: &mut Json) {
    if state(json).is_some() {
        set_state(json, "Succeeded");
    }
}

/// Lets the record of an operation that has ended well say so: one that tells a bad end and why would be taken at its word.
pub fn ended_well(json: &mut Json) {
    for at in ["", "/properties"] {
        if let Some(Json::Object(record)) = json.pointer_mut(at)
            && record.contains_key("error")
            && let Some(status) = record.get_mut("status")
        {
            *status = json!("Succeeded");
        }
    }
}

/// With `id` and `name` of the thing at the path, where it has them.
#[must_use]
pub fn identified(mut json: Json, path: &str) -> Json {
    if let Json::Object(members) = &mut json {
        for (member, fact) in facts(path).filter(|(member, _)| *member != TYPE) {
            if members.get(member).is_some_and(Json::is_string) {
                members.insert(member.to_owned(), json!(fact));
            }
        }
    }
    json
}

/// What the path of a thing tells of it, by member: its id, its name and, if it has one, its type.
pub(crate) fn facts(path: &str) -> impl Iterator<Item = (&'static str, String)> {
    let name = path.rsplit('/').next().map(decoded);
    [("id", Some(decoded(path))), ("name", name), (TYPE, resource_type(path))]
        .into_iter()
        .filter_map(|(member, fact)| Some((member, fact?)))
}

/// The type of the thing at a path, for instance `Microsoft.ApiManagement/service/gateways`.
fn resource_type(path: &str) -> Option<String> {
    let at = path.to_ascii_lowercase().rfind("/providers/")?;
    let mut parts = path[at + "/providers/".len()..].split('/');
    let mut ty = decoded(parts.next()?);
    for part in parts.step_by(2) {
        ty.push('/');
        ty.push_str(&decoded(part));
    }
    Some(ty)
}

/// A path without its percent-encoding, as ids and names have it.
#[must_use]
pub fn decoded(path: &str) -> String {
    String::from_utf8_lossy(&decode(path.as_bytes())).into_owned()
}
