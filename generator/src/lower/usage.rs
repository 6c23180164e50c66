//! Where operations use each type: which way, in which groups, and whether in PATCH bodies alone.
//!
//! Invariant: afterwards the model holds what operations reach and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Method, Operation, ParamRef, Type, TypeId, Usage, Value};

/// What an operation does with a type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// Sends it, in anything but the body of a PATCH.
    Request,
    /// Sends it in the body of a PATCH.
    Patch,
    /// Gets it.
    Response,
    /// Gets it when it fails.
    Error,
    /// Mentions it, and neither sends nor receives it.
    Mention,
}

/// Fills in [`Usage`] and drops what nothing reaches.
pub(super) fn mark(api: &mut Api) {
    let mut seeds: BTreeSet<(Role, String, TypeId)> = BTreeSet::new();
    for op in &api.operations {
        for (role, id) in mentions(op, api) {
            seeds.insert((role, op.group().to_owned(), id));
        }
    }
    let mut reached = seeds.clone();
    let mut open: Vec<_> = seeds.into_iter().collect();
    while let Some((role, group, id)) = open.pop() {
        for next in api.types.get(&id).map(Type::mentions).unwrap_or_default() {
            let step = (role, group.clone(), next.clone());
            if reached.insert(step.clone()) {
                open.push(step);
            }
        }
    }
    let mut usage: BTreeMap<TypeId, (Usage, bool)> = BTreeMap::new();
    for (role, group, id) in reached {
        let (usage, patch) = usage.entry(id).or_default();
        usage.groups.insert(group);
        usage.request |= matches!(role, Role::Request | Role::Patch);
        usage.response |= role == Role::Response;
        usage.error |= role == Role::Error;
        // `patch_only` holds "sent otherwise" until all roles are in.
        usage.patch_only |= role == Role::Request;
        *patch |= role == Role::Patch;
    }
    api.types.retain(|id, ty| {
        usage.remove(id).is_some_and(|(mut usage, patch)| {
            usage.patch_only = patch && !usage.patch_only && !usage.response && !usage.error;
            ty.usage = usage;
            true
        })
    });
    drop_unlisted(api);
}

/// Drops the shared parameters that no operation lists.
fn drop_unlisted(api: &mut Api) {
    let listed: BTreeSet<_> = api
        .operations
        .iter()
        .flat_map(|op| &op.params)
        .filter_map(|param| match param {
            ParamRef::Shared(id) => Some(id.clone()),
            ParamRef::Own(_) => None,
        })
        .collect();
    api.parameters.retain(|id, _| listed.contains(id));
}

/// The types an operation names itself.
fn mentions(op: &Operation, api: &Api) -> Vec<(Role, TypeId)> {
    let mut found = Vec::new();
    let mut add = |role, value: &Value| found.extend(value.named_type().map(|id| (role, id.clone())));
    for param in &op.params {
        add(Role::Request, &api.param(param).value);
    }
    if let Some(body) = &op.body {
        add(if op.method == Method::Patch { Role::Patch } else { Role::Request }, &body.value);
    }
    for (role, responses) in [(Role::Response, &op.responses), (Role::Error, &op.failures)] {
        for response in responses {
            response.body.iter().for_each(|body| add(role, body));
            response.headers.iter().for_each(|header| add(role, &header.value));
        }
    }
    op.error.iter().for_each(|error| add(Role::Error, error));
    found.extend(op.lro.iter().filter_map(|lro| lro.final_schema.clone()).map(|id| (Role::Response, id)));
    found.extend(op.odata.clone().map(|id| (Role::Mention, id)));
    found
}
