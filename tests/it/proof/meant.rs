//! A request without its transport: what a call should send, and what it sent, in one form to be compared.
//!
//! Written apart from the client: nothing of the crate is used to tell what a request should be.

use std::collections::BTreeMap;

use azure_core::http::Url;
use dispatch::Arguments;
use generator::model::{Api, Location, Operation, Segment};
use kit::wire::Incoming;
use serde_json::Value as Json;
use simulator::call::SUBSCRIPTION;

/// Headers of any request, which no argument and no operation decides about.
const ALWAYS: [&str; 5] = ["authorization", "content-length", "traceparent", "user-agent", "x-ms-client-request-id"];

/// What a request says.
#[derive(Debug, PartialEq)]
pub(super) struct Meant {
    method: String,
    /// Decoded.
    segments: Vec<String>,
    /// Decoded and sorted; a pair that stands twice is here twice.
    query: Vec<(String, String)>,
    /// By lower-case name, without those of [`ALWAYS`].
    headers: BTreeMap<String, String>,
    body: Option<Json>,
}

impl Meant {
    /// What the call of an operation should send.
    pub(super) fn new(api: &Api, op: &Operation, arguments: &Arguments) -> Self {
        let given = |name: &str| match name {
            "api-version" => Some(api.api_version.clone()),
            "subscriptionId" => Some(arguments.params.get(name).map_or(SUBSCRIPTION.to_owned(), text)),
            _ => arguments.params.get(name).map(text),
        };
        let segment = |segment: &Segment| match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Param(name) => given(name).unwrap_or_else(|| panic!("{}: {name} is missing", op.id)),
        };
        let constant = |name: &str| op.path.query.iter().any(|(own, _)| own == name);
        let params: Vec<_> = op.params.iter().map(|param| api.param(param)).collect();
        let at = |location| params.iter().filter(move |param| param.location == location);
        let variable = at(Location::Query).filter(|param| !constant(&param.name));
        let variable = variable.filter_map(|param| Some((param.name.clone(), given(&param.name)?)));
        let mut query: Vec<_> = op.path.query.iter().cloned().chain(variable).collect();
        query.sort();
        let declared = at(Location::Header).filter_map(|param| Some((param.name.to_lowercase(), given(&param.name)?)));
        let mut headers: BTreeMap<String, String> = declared.collect();
        headers.insert("accept".to_owned(), "application/json".to_owned());
        if arguments.body.is_some() {
            let body = op.body.as_ref().expect("a body is given only where one is declared");
            headers.insert("content-type".to_owned(), body.media_types[0].clone());
        }
        Self {
            method: op.method.as_str().to_owned(),
            segments: op.path.segments.iter().map(segment).collect(),
            query,
            headers,
            body: arguments.body.clone(),
        }
    }

    /// What a request that arrived says.
    pub(super) fn of(request: &Incoming) -> Self {
        let segments = request.url.path().split('/').skip(1).map(decoded).collect();
        let pairs = request.url.query_pairs();
        let mut query: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        query.sort();
        let own = request.headers.iter().filter(|(name, _)| !ALWAYS.contains(&name.as_str()));
        let headers = own.map(|(name, value)| (name.clone(), value.clone())).collect();
        Self { method: request.method.clone(), segments, query, headers, body: body(request) }
    }
}

/// The body; a member that stands twice is not let pass for one.
fn body(request: &Incoming) -> Option<Json> {
    if let Some(length) = request.header("content-length") {
        assert_eq!(length, request.body.len().to_string(), "a length that is told is right");
    }
    if request.body.is_empty() {
        return None;
    }
    let json: Json = serde_json::from_slice(&request.body).expect("a body is JSON");
    assert_eq!(json.to_string().as_bytes(), request.body, "a body is written without blanks, each member once");
    Some(json)
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8().expect("a segment is UTF-8").into_owned()
}

/// How an argument is written into a URL or a header.
fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Bool(_) | Json::Number(_) => json.to_string(),
        _ => panic!("{json} is no argument of the API: no parameter is a list"),
    }
}

/// A request written by hand.
fn request(url: &str, header: &str, body: &str) -> Meant {
    Meant::of(&Incoming {
        method: "PUT".to_owned(),
        url: Url::parse("https://management.azure.com").unwrap().join(url).unwrap(),
        headers: BTreeMap::from([("if-match".to_owned(), header.to_owned())]),
        body: body.as_bytes().to_vec(),
    })
}

#[test]
fn requests_that_say_something_else_differ() {
    let whole = request("/a/b%2Fc?x=1&y=a%20b", "*", r#"{"a":1}"#);
    assert_eq!(whole, request("/a/b%2fc?y=a+b&x=1", "*", r#"{"a":1}"#));
    for other in [
        request("/a/b/c?x=1&y=a%20b", "*", r#"{"a":1}"#),
        request("/a/b%2Fc?x=1&x=1&y=a%20b", "*", r#"{"a":1}"#),
        request("/a/b%2Fc?x=1", "*", r#"{"a":1}"#),
        request("/a/b%2Fc?x=1&y=a%2Bb", "*", r#"{"a":1}"#),
        request("/a/b%2Fc?x=1&y=a%20b", "\"1\"", r#"{"a":1}"#),
        request("/a/b%2Fc?x=1&y=a%20b", "*", r#"{"a":1,"b":null}"#),
        request("/a/b%2Fc?x=1&y=a%20b", "*", ""),
    ] {
        assert_ne!(whole, other);
    }
}
