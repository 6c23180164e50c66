//! Which part each parameter of an operation plays in its method, and in which order the arguments stand.
//!
//! Invariant: knows the model only, no names and no tokens.

use crate::model::{Api, Location, Operation, Param, TypeKind, TypeRef, Value, Variant, value_text};

/// The part a parameter plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The client knows it: the subscription, and the api-version unless the parameter says its own.
    Client,
    /// The path already carries it as a constant query pair.
    InPath,
    /// It has one possible value, so the caller is not asked.
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

/// The part an api-version plays. It is the client's, unless the parameter says another one itself: some operations of a
/// description stayed behind at an older version of the service, and answer to no other.
fn version(api: &Api, param: &Param) -> Role {
    if !param.required {
        return Role::Optional;
    }
    let behind = api.unaliased(&param.value);
    let default = param.value.default.as_ref().or(behind.default.as_ref()).filter(|default| !default.is_null());
    let said = match (default, values(api, &param.value)) {
        (Some(default), _) => value_text(default),
        (None, [one]) => one.text(),
        (None, values) if values.is_empty() || values.iter().any(|known| known.text() == api.api_version) => {
            return Role::Client;
        }
        (None, _) => return Role::Argument,
    };
    if said == api.api_version { Role::Client } else { Role::Constant(said) }
}

/// The known values of an enumeration; none of anything else.
fn values<'a>(api: &'a Api, value: &'a Value) -> &'a [Variant] {
    match &api.unaliased(value).ty {
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
            Some(body.variants[0].text())
        }
        _ => None,
    }
}
