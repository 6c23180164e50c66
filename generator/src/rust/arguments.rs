//! Which part each parameter of an operation plays in its method, and in which order the arguments stand.
//!
//! Invariant: knows the model only, no names and no tokens.

use super::{limits::unalias, names::value_text};
use crate::model::{Api, Location, Operation, Param, ParamRef, TypeKind, TypeRef, Value, Variant};

/// The part a parameter plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The client knows it: the subscription, and the api-version unless the parameter says its own.
    Client,
    /// The path already carries it as a constant query pair.
    InPath,
    /// It has one possible value, so nobody is asked.
    Constant(String),
    /// An argument of the method.
    Argument,
    /// A field of the options structure.
    Optional,
}

/// The part `param` plays in `op`.
pub(crate) fn role(api: &Api, op: &Operation, param: &Param) -> Role {
    if is_subscription(param) {
        return Role::Client;
    }
    if param.location == Location::Query && op.path.query.iter().any(|(name, _)| *name == param.name) {
        return Role::InPath;
    }
    if is_api_version(param) {
        return version(api, param);
    }
    match only_value(api, param) {
        _ if !param.required => Role::Optional,
        Some(value) => Role::Constant(value),
        None => Role::Argument,
    }
}

/// The subscription that [`crate::model::Param::client`] gives to the client.
pub(crate) fn is_subscription(param: &Param) -> bool {
    param.client && param.location == Location::Path && param.name == "subscriptionId"
}

/// The api-version. It is the client's wherever the description leaves it open, see [`role`].
pub(crate) fn is_api_version(param: &Param) -> bool {
    param.location == Location::Query && param.name == "api-version"
}

/// Whether the query of `op` ends with the api-version: the runtime then adds it, and the method says nothing about it.
pub(crate) fn sends_version_last(api: &Api, op: &Operation) -> bool {
    let is_sent = |param: &&Param| param.location == Location::Query && role(api, op, param) != Role::InPath;
    let last = op.params.iter().rev().map(|reference| api.param(reference)).find(is_sent);
    last.is_some_and(|param| is_api_version(param) && role(api, op, param) == Role::Client)
}

/// The part an api-version plays. It is the client's, unless the parameter says another one itself: some operations of a
/// description stayed behind at an older version of the service, and answer to no other.
fn version(api: &Api, param: &Param) -> Role {
    if !param.required {
        return Role::Optional;
    }
    let behind = unalias(api, &param.value);
    let default = param.value.default.as_ref().or(behind.default.as_ref()).filter(|default| !default.is_null());
    let said = match (default, values(api, &param.value)) {
        (Some(default), _) => value_text(default),
        (None, [one]) => value_text(&one.value),
        (None, values)
            if values.is_empty() || values.iter().any(|known| value_text(&known.value) == api.api_version) =>
        {
            return Role::Client;
        }
        (None, _) => return Role::Argument,
    };
    if said == api.api_version { Role::Client } else { Role::Constant(said) }
}

/// The known values of an enumeration; none of anything else.
fn values<'a>(api: &'a Api, value: &'a Value) -> &'a [Variant] {
    match &unalias(api, value).ty {
        TypeRef::Named(id) => match &api.ty(id).kind {
            TypeKind::Enum(body) => &body.variants,
            _ => &[],
        },
        _ => &[],
    }
}

/// The one value of a closed enumeration that has only one. The service may add values to an open one.
fn only_value(api: &Api, param: &Param) -> Option<String> {
    let TypeRef::Named(id) = &param.value.ty else { return None };
    match &api.ty(id).kind {
        TypeKind::Enum(body) if body.extensible != Some(true) && body.variants.len() == 1 => {
            Some(value_text(&body.variants[0].value))
        }
        _ => None,
    }
}

/// The required arguments: of the path in its order, then of the query, then headers, each as declared.
pub(crate) fn required<'a>(api: &'a Api, op: &'a Operation) -> Vec<&'a Param> {
    let mut arguments: Vec<&Param> = with_role(api, op, &Role::Argument).collect();
    let position =
        |param: &Param| op.path.params().position(|name| param.location == Location::Path && name == param.name);
    arguments.sort_by_key(|param| (param.location, position(param)));
    arguments
}

/// The optional parameters, as declared.
pub(crate) fn optional<'a>(api: &'a Api, op: &'a Operation) -> Vec<&'a Param> {
    with_role(api, op, &Role::Optional).collect()
}

/// Whether the method takes an options structure.
pub(crate) fn has_options(api: &Api, op: &Operation) -> bool {
    op.body.as_ref().is_some_and(|body| !body.required) || with_role(api, op, &Role::Optional).next().is_some()
}

fn with_role<'a>(api: &'a Api, op: &'a Operation, wanted: &'a Role) -> impl Iterator<Item = &'a Param> {
    let params = op.params.iter().map(|reference: &ParamRef| api.param(reference));
    params.filter(move |param| role(api, op, param) == *wanted)
}
