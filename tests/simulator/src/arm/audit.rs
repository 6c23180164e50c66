//! Whether a request is what the description asks for: arguments, query, headers, body.
//!
//! Written apart from the client's own checks, so that each can catch the other out.

use arm_apimanagement::fake::engine::{known, wire::Incoming};
use generator::model::{Body, Collection, Location, Method, Param, Scalar, TypeKind, TypeRef, Value};
use serde_json::{Value as Json, json};

use super::route::Route;
use crate::json::check::{Finding, Rule, Side, check};

/// Something that a request should not be.
pub type Violation = known::Violation<Rule>;

/// Headers that any request may have, whatever its operation declares.
const ALWAYS: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "traceparent",
    "tracestate",
    "user-agent",
    "x-ms-client-request-id",
];

/// Everything that is wrong with a request that was routed.
#[must_use]
pub fn audit(route: &Route, request: &Incoming) -> Vec<Violation> {
    let mut auditor = Auditor { route, request, found: Vec::new() };
    auditor.query_names();
    auditor.header_names();
    for param in &route.op.params {
        auditor.param(route.api.param(param));
    }
    auditor.body();
    auditor.found
}

struct Auditor<'a> {
    route: &'a Route,
    request: &'a Incoming,
    found: Vec<Violation>,
}

impl Auditor<'_> {
    fn report(&mut self, part: impl Into<String>, rule: Option<Rule>, message: impl Into<String>) {
        let operation = self.route.op.id.clone();
        self.found.push(Violation { operation, part: part.into(), rule, message: message.into() });
    }

    fn declares(&self, location: Location, name: &str) -> bool {
        let api = self.route.api;
        self.route.op.params.iter().map(|param| api.param(param)).any(|param| {
            param.location == location
                && if location == Location::Header { param.name.eq_ignore_ascii_case(name) } else { param.name == name }
        })
    }

    fn query_names(&mut self) {
        let names: Vec<String> = self.request.url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        for (index, name) in names.iter().enumerate() {
            let constant = self.route.op.path.query.iter().any(|(own, _)| own == name);
            if !constant && !self.declares(Location::Query, name) {
                self.report(format!("query {name}"), None, "the operation declares no such parameter");
            }
            if names[..index].contains(name) {
                self.report(format!("query {name}"), None, "stands twice");
            }
        }
    }

    fn header_names(&mut self) {
        for name in self.request.headers.keys() {
            if !ALWAYS.contains(&name.as_str()) && !self.declares(Location::Header, name) {
                self.report(format!("header {name}"), None, "the operation declares no such header");
            }
        }
        if self.request.header("x-ms-client-request-id").is_none_or(str::is_empty) {
            self.report("header x-ms-client-request-id", None, "is missing");
        }
        if self.request.header("user-agent").is_none_or(str::is_empty) {
            self.report("header user-agent", None, "is missing");
        }
        if self.request.header("accept").is_none_or(str::is_empty) {
            self.report("header accept", None, "is missing");
        }
    }

    fn param(&mut self, param: &Param) {
        let part = format!("{:?} {}", param.location, param.name).to_lowercase();
        let part = part.replace(&param.name.to_lowercase(), &param.name);
        let given = match param.location {
            Location::Path => self.route.args.get(&param.name).cloned(),
            Location::Query => self.request.query(&param.name).into_iter().next(),
            Location::Header => self.request.header(&param.name.to_lowercase()).map(ToOwned::to_owned),
        };
        let Some(text) = given else {
            if param.required {
                self.report(part, Some(Rule::Required), "is missing");
            }
            return;
        };
        let json = parse(self.route, &param.value, param.collection, &text);
        for Finding { rule, message, .. } in check(self.route.api, Side::Request, &param.value, &json) {
            self.report(part.clone(), Some(rule), message);
        }
    }

    fn body(&mut self) {
        let Some(body) = &self.route.op.body else {
            if !self.request.body.is_empty() {
                self.report("body", None, "the operation takes none");
            }
            return;
        };
        if self.request.body.is_empty() {
            if body.required {
                self.report("body", Some(Rule::Required), "is missing");
            }
            return;
        }
        self.content_type(body);
        match self.request.json() {
            None => self.report("body", Some(Rule::Type), "is not JSON"),
            Some(json) => {
                let side = if self.route.op.method == Method::Patch { Side::Patch } else { Side::Request };
                for Finding { at, rule, message } in check(self.route.api, side, &body.value, &json) {
                    self.report(format!("body {at}"), Some(rule), message);
                }
            }
        }
    }

    fn content_type(&mut self, body: &Body) {
        let given = self.request.header("content-type").unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim();
        if !body.media_types.iter().any(|known| known.eq_ignore_ascii_case(essence)) {
            self.report("header content-type", None, format!("{given:?} is none of {:?}", body.media_types));
        }
    }
}

/// The JSON that an argument's text stands for; the text itself when it stands for nothing of its type.
fn parse(route: &Route, value: &Value, collection: Option<Collection>, text: &str) -> Json {
    match &value.ty {
        TypeRef::List(item) => {
            let separator = match collection {
                Some(Collection::Ssv) => ' ',
                Some(Collection::Tsv) => '\t',
                Some(Collection::Pipes) => '|',
                _ => ',',
            };
            Json::Array(text.split(separator).map(|part| parse(route, item, None, part)).collect())
        }
        TypeRef::Named(id) => match &route.api.ty(id).kind {
            TypeKind::Alias(value) => parse(route, value, collection, text),
            TypeKind::Enum(enumeration) => scalar(&enumeration.scalar, text),
            TypeKind::Struct(_) => json!(text),
        },
        TypeRef::Scalar(kind) => scalar(kind, text),
        TypeRef::Map(_) | TypeRef::Object | TypeRef::Any => json!(text),
    }
}

fn scalar(scalar: &Scalar, text: &str) -> Json {
    let read = match scalar {
        Scalar::Boolean => text.parse().ok().map(Json::Bool),
        Scalar::Int32 | Scalar::Int64 => text.parse::<i64>().ok().map(|number| json!(number)),
        Scalar::Float | Scalar::Double => text.parse::<f64>().ok().map(|number| json!(number)),
        _ => None,
    };
    read.unwrap_or_else(|| json!(text))
}
