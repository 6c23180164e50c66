//! What an example's call must look like on the wire.

use arm_apimanagement::InvalidArgument;
use azure_core::http::Url;
use generator::{
    model::{Api, Location, Operation, Param, Scalar, TypeKind, TypeRef, Value},
    pointer::Pointer,
};
use serde_json::{Value as Json, json};

use super::{Contradiction, Example, Kind};
use kit::calls::Arguments;
use kit::memory::Seen;
use simulator::{
    call,
    json::{Purpose, Sampler, Shape, check::Rule},
};

/// The example's arguments as far as the operation has parameters for them. What it leaves out although it is required is
/// made up, so that the rest can be compared all the same.
pub(super) fn arguments(api: &Api, op: &Operation, example: &Example) -> Arguments {
    let made_up = call::arguments(api, op, Shape::Minimal, 1);
    let mut arguments = Arguments::default();
    for param in op.params.iter().map(|param| api.param(param)) {
        let given = example.parameters.get(&param.name).or_else(|| made_up.params.get(&param.name));
        // The client gives the api-version itself, and a path that is told apart by a query has that in its text.
        let sent = given.filter(|_| param.name != "api-version" && !is_constant(op, param));
        // The subscription belongs to the client, which takes a text.
        let sent = sent.filter(|value| param.name != "subscriptionId" || value.is_string());
        arguments.params.extend(sent.map(|value| (param.name.clone(), value.clone())));
    }
    if let Some(body) = &op.body {
        let given = example.parameters.get(&body.name).filter(|json| !json.is_null());
        arguments.body = given.cloned().or(made_up.body);
    }
    arguments
}

/// The same without the values that no typed argument or no request can take, as the contradictions say.
pub(super) fn sendable(api: &Api, op: &Operation, mut arguments: Arguments, found: &[Contradiction]) -> Arguments {
    let mut sampler = Sampler::new(api, Shape::Minimal, Purpose::Request(op.method), 1);
    let bad = |name: &str| {
        let untypable = |kind| matches!(kind, Kind::Unsendable | Kind::Value(Rule::Type | Rule::Format | Rule::Null));
        found.iter().any(|contradiction| untypable(contradiction.kind) && contradiction.at == place(name))
    };
    for param in op.params.iter().map(|param| api.param(param)).filter(|param| bad(&param.name)) {
        arguments.params.insert(param.name.clone(), sampler.param(param));
    }
    if let Some(body) = op.body.as_ref().filter(|body| bad(&body.name)) {
        arguments.body = Some(sampler.value(&body.value));
    }
    arguments
}

fn is_constant(op: &Operation, param: &Param) -> bool {
    param.location == Location::Query && op.path.query.iter().any(|(name, _)| *name == param.name)
}

/// Whether the client refuses to send the arguments while it checks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusable {
    /// None breaks a limit.
    Nothing,
    /// One is not what is declared, in a way that the client may let pass: a date without an offset, a new value of an
    /// enumeration.
    Perhaps,
    /// One breaks a limit that the client checks.
    Surely,
}

/// Whether the client must refuse the arguments. Bodies are not checked by it.
pub(super) fn refusable(api: &Api, op: &Operation, found: &[Contradiction]) -> Refusable {
    let judge = |contradiction: &Contradiction| {
        let rule = match contradiction.kind {
            Kind::Value(rule) => rule,
            Kind::Unsendable => return Refusable::Surely,
            _ => return Refusable::Nothing,
        };
        let at = &contradiction.at;
        let param = op.params.iter().map(|param| api.param(param)).find(|param| *at == place(&param.name));
        let is_uuid = |param: &Param| param.value.ty == TypeRef::Scalar(Scalar::Uuid);
        match (param, rule) {
            (None, _) => Refusable::Nothing,
            (Some(param), Rule::Pattern) if !is_checked(api, &param.value) => Refusable::Perhaps,
            (Some(_), Rule::Length | Rule::Pattern | Rule::Range) => Refusable::Surely,
            (Some(param), Rule::Format) if is_uuid(param) => Refusable::Surely,
            (Some(_), _) => Refusable::Perhaps,
        }
    };
    found.iter().map(judge).max().unwrap_or(Refusable::Nothing)
}

/// Whether the client can check the pattern of a value: it leaves those that look around to the service.
fn is_checked(api: &Api, value: &Value) -> bool {
    let pattern = value.constraints.pattern.as_deref();
    match &value.ty {
        TypeRef::Named(id) if pattern.is_none() => match &api.ty(id).kind {
            TypeKind::Alias(value) => is_checked(api, value),
            TypeKind::Enum(_) | TypeKind::Struct(_) => true,
        },
        _ => pattern.is_none_or(|pattern| regex_lite::Regex::new(pattern).is_ok()),
    }
}

/// Where an example has an argument.
fn place(name: &str) -> Pointer {
    Pointer::root().join("parameters").join(name)
}

/// Whether an error is the refusal of an argument.
pub(super) fn is_refusal(error: &azure_core::Error) -> bool {
    error.downcast_ref::<InvalidArgument>().is_some()
}

/// How a request differs from what the example asks for, but for the contents of the body.
pub(super) fn compare(api: &Api, op: &Operation, arguments: &Arguments, seen: &Seen) -> Vec<String> {
    let url: Url = seen.url.parse().expect("the client has sent it");
    let mut found = Vec::new();
    let mut check = |what: &str, sent: String, asked: String| {
        if sent != asked {
            found.push(format!("{what}: sent {sent}, the example says {asked}"));
        }
    };
    check("method", seen.method.as_str().to_owned(), op.method.to_string());
    check("origin", url.origin().ascii_serialization(), call::ORIGIN.to_owned());
    check("path", url.path().to_owned(), call::path(op, arguments));
    let mut sent: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    sent.sort();
    check("query", format!("{sent:?}"), format!("{:?}", query(api, op, arguments)));
    for param in params(api, op, Location::Header) {
        let asked = arguments.params.get(&param.name).map(text);
        check(
            &param.name,
            format!("{:?}", seen.headers.get(&param.name.to_lowercase())),
            format!("{:?}", asked.as_ref()),
        );
    }
    if arguments.body.is_none() {
        check("body", String::from_utf8_lossy(&seen.body).into_owned(), String::new());
    }
    found
}

fn params<'a>(api: &'a Api, op: &'a Operation, location: Location) -> impl Iterator<Item = &'a Param> {
    op.params.iter().map(|param| api.param(param)).filter(move |param| param.location == location)
}

/// The query that is asked for, decoded and sorted.
fn query(api: &Api, op: &Operation, arguments: &Arguments) -> Vec<(String, String)> {
    let mut pairs = op.path.query.clone();
    for param in params(api, op, Location::Query).filter(|param| !is_constant(op, param)) {
        let value = match param.name.as_str() {
            "api-version" => Some(json!(api.api_version)),
            name => arguments.params.get(name).cloned(),
        };
        pairs.extend(value.map(|value| (param.name.clone(), text(&value))));
    }
    pairs.sort();
    pairs
}

/// An argument as a URL or a header has it.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
