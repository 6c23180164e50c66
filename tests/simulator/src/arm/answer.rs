//! Bodies of answers: made up from the model, with what is known of the thing laid over.

use generator::model::{Api, Operation, Response, TypeKind, TypeRef, Value};
use serde_json::{Value as Json, json};

use super::plan::Plan;
use crate::json::{
    Purpose, Sampler,
    check::{Rule, Side, check},
};

/// Where a resource tells its state.
const STATE: [&str; 2] = ["properties", "provisioningState"];

/// The body of a response, if it declares one, with what is known of the thing.
#[must_use]
pub(super) fn body(api: &Api, response: &Response, plan: &Plan, seed: u64, known: Option<&Json>) -> Option<Json> {
    response.body.as_ref().map(|value| {
        let mut json = made_up(api, value, plan, seed);
        if let Some(known) = known {
            lay_over(api, value, &mut json, known);
        }
        settle(&mut json);
        json
    })
}

/// A made-up value.
#[must_use]
pub(super) fn made_up(api: &Api, value: &Value, plan: &Plan, seed: u64) -> Json {
    Sampler::new(api, plan.shape, Purpose::Response, seed).strange(plan.strange).value(value)
}

/// Replaces what was made up by what is known, as far as the response's type has a place for it.
fn lay_over(api: &Api, value: &Value, json: &mut Json, known: &Json) {
    let value = resolve(api, value);
    let structure = match &value.ty {
        TypeRef::Named(id) => match &api.ty(id).kind {
            TypeKind::Struct(structure) => Some(structure),
            _ => None,
        },
        _ => None,
    };
    match (structure, json, known) {
        (Some(structure), Json::Object(members), Json::Object(known)) => {
            for field in &structure.fields {
                let Some(known) = known.get(&field.name) else { continue };
                let place = members.entry(field.name.clone()).or_insert(Json::Null);
                lay_over(api, &field.value, place, known);
                if place.is_null() {
                    members.remove(&field.name);
                }
            }
        }
        (Some(structure), json @ Json::Null, Json::Object(_)) => {
            // Nothing was made up here: start with what the type requires.
            let required = structure.fields.iter().filter(|field| field.required);
            let plan = Plan::default();
            *json = required.map(|field| (field.name.clone(), made_up(api, &field.value, &plan, 0))).collect();
            lay_over(api, value, json, known);
        }
        (_, json, known) => {
            let findings = check(api, Side::Response, value, known);
            if findings.iter().all(|finding| finding.rule == Rule::UnknownEnumValue) {
                *json = known.clone();
            }
        }
    }
}

fn resolve<'a>(api: &'a Api, value: &'a Value) -> &'a Value {
    match &value.ty {
        TypeRef::Named(id) => match &api.ty(id).kind {
            TypeKind::Alias(value) => resolve(api, value),
            _ => value,
        },
        _ => value,
    }
}

/// The state of a thing that tells one.
#[must_use]
pub(super) fn state(json: &Json) -> Option<&str> {
    json.get(STATE[0])?.get(STATE[1])?.as_str()
}

/// Lets a thing tell this state, whether or not it has a member for it.
pub(super) fn set_state(json: &mut Json, state: &str) {
    if let Json::Object(members) = json
        && let Json::Object(properties) = members.entry(STATE[0]).or_insert_with(|| json!({}))
    {
        properties.insert(STATE[1].to_owned(), json!(state));
    }
}

/// A thing that tells a made-up state would keep a caller waiting for ever.
fn settle(json: &mut Json) {
    if state(json).is_some() {
        set_state(json, "Succeeded");
    }
}

/// Lets the record of an operation that has ended well say so: one that tells a bad end and why would be taken at its word.
pub(super) fn ended_well(json: &mut Json) {
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
pub(super) fn identified(mut json: Json, path: &str) -> Json {
    if let Json::Object(members) = &mut json {
        for (member, text) in [("id", path), ("name", path.rsplit('/').next().unwrap_or_default())] {
            if members.get(member).is_some_and(Json::is_string) {
                members.insert(member.to_owned(), json!(text));
            }
        }
    }
    json
}

/// The declared success response with the first of these statuses, else the lowest one.
#[must_use]
pub(super) fn success<'a>(op: &'a Operation, preferred: &[u16]) -> &'a Response {
    let declared = |status: u16| op.responses.iter().find(|response| response.status == status && status < 300);
    preferred
        .iter()
        .find_map(|&status| declared(status))
        .or_else(|| op.responses.iter().find(|response| response.status < 300))
        .expect("every operation declares a success")
}
