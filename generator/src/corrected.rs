//! Which operations rest on a corrected fact.
//!
//! Invariant: knows the model and the places of corrections, and neither documents nor overlays.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Api, Operation, TypeId, Value},
    pointer::Pointer,
    spec::Correction,
};

/// The reasons of the corrections that each operation rests on, by operationId: those of its own, of its parameters, and of every
/// type that it sends or gets.
#[must_use]
pub(crate) fn corrected_operations<'a>(
    api: &Api,
    corrections: &'a [Correction],
) -> BTreeMap<String, BTreeSet<&'a str>> {
    if corrections.is_empty() {
        return BTreeMap::new();
    }
    let reasons = |op: &Operation| {
        let places = places(api, op);
        let concerns = |correction: &&Correction| {
            places.iter().any(|place| place.contains(&correction.place) || correction.place.contains(place))
        };
        corrections.iter().filter(concerns).map(|correction| correction.reason.as_str()).collect::<BTreeSet<_>>()
    };
    let operations = api.operations.iter().map(|op| (op.id.clone(), reasons(op)));
    operations.filter(|(_, reasons)| !reasons.is_empty()).collect()
}

/// Where an operation and all that it reaches are described.
fn places<'a>(api: &'a Api, op: &'a Operation) -> Vec<&'a Pointer> {
    let answers = || op.responses.iter().chain(&op.failures);
    let mut places = vec![&op.at];
    places.extend(answers().map(|response| &response.at));
    places.extend(op.body.iter().map(|body| &body.at));
    let params = || op.params.iter().map(|param| api.param(param));
    places.extend(params().map(|param| &param.at));

    let headers = answers().flat_map(|response| response.headers.iter().map(|header| &header.value));
    let bodies = answers().filter_map(|response| response.body.as_ref());
    let values = params().map(|param| &param.value).chain(headers).chain(bodies);
    let values = values.chain(op.body.iter().map(|body| &body.value)).chain(&op.error);
    let mut next: Vec<&TypeId> = values.filter_map(Value::named_type).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            let ty = api.ty(id);
            places.push(&ty.at);
            next.extend(ty.mentions());
        }
    }
    places
}
