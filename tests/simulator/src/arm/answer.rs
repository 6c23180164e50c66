//! Bodies of answers: made up from the model, with what is known of the thing laid over.

use arm_apimanagement::fake::engine::state::settle;
use generator::model::{Api, Operation, Response, TypeKind, TypeRef, Value};
use serde_json::Value as Json;

use super::plan::Plan;
use crate::json::{
    Purpose, Sampler,
    check::{Rule, Side, check},
};

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

/// The response with a status that is a declared success.
#[must_use]
pub(super) fn response(op: &Operation, status: u16) -> &Response {
    let found = op.responses.iter().find(|response| response.status == status);
    found.expect("the engine answers with what is declared")
}
