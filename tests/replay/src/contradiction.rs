//! Where an example contradicts the description that it belongs to.
//!
//! Invariant: decided from the model and the example alone. Nothing of the client is asked, so that what the client cannot do
//! never passes for a fault of the example.

use std::collections::BTreeMap;

use azure_core::http::Url;
use generator::{
    model::{Api, Location, Method, Operation, Param, Response, Value},
    pointer::Pointer,
};
use serde_json::Value as Json;

use super::{Answered, Example, following::LINKS};
use simulator::{
    call::ORIGIN,
    json::check::{Finding, Rule, Side, check},
};

/// What kind of contradiction it is. Each has a stable kebab-case name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A value that breaks a rule of its type.
    Value(Rule),
    /// An argument for which the operation has no parameter.
    UndeclaredParameter,
    /// No argument for a required parameter.
    MissingParameter,
    /// An argument that no request can have: a segment of a path that is empty, `.` or `..`, or a header that is not visible
    /// ASCII.
    Unsendable,
    /// Another api-version than that of the description.
    ApiVersion,
    /// An answer with a status that the operation does not have.
    UndeclaredStatus,
    /// A body in an answer that has none.
    UndeclaredBody,
    /// No body in an answer that has one.
    MissingBody,
    /// A body that does not stand in `body`.
    MisplacedBody,
    /// A link by which the operation is to be followed, and which leads away from Resource Manager.
    ForeignLink,
}

impl Kind {
    /// The stable name, as printed and as listed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Value(rule) => match rule {
                Rule::Type => "type",
                Rule::Required => "required",
                Rule::UnknownMember => "unknown-member",
                Rule::UnknownEnumValue => "unknown-enum-value",
                Rule::Length => "length",
                Rule::Pattern => "pattern",
                Rule::Range => "range",
                Rule::Items => "items",
                Rule::Format => "format",
                Rule::Null => "null",
            },
            Self::UndeclaredParameter => "undeclared-parameter",
            Self::MissingParameter => "missing-parameter",
            Self::Unsendable => "unsendable",
            Self::ApiVersion => "api-version",
            Self::UndeclaredStatus => "undeclared-status",
            Self::UndeclaredBody => "undeclared-body",
            Self::MissingBody => "missing-body",
            Self::MisplacedBody => "misplaced-body",
            Self::ForeignLink => "foreign-link",
        }
    }
}

/// A place where an example contradicts its description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Where in the example's file.
    pub at: Pointer,
    /// What kind.
    pub kind: Kind,
    /// What is wrong.
    pub message: String,
}

/// Everything in an example that contradicts its description.
#[must_use]
pub fn contradictions(api: &Api, op: &Operation, example: &Example) -> Vec<Contradiction> {
    let mut judge = Judge { api, op, example, found: Vec::new() };
    judge.parameters();
    for key in example.answers.keys() {
        judge.answer(key);
    }
    judge.found
}

/// The declared answer that one of an example stands for: that of its status, else `default` for a failure.
#[must_use]
pub fn declared<'a>(op: &'a Operation, status: u16) -> Declared<'a> {
    match op.responses.iter().chain(&op.failures).find(|response| response.status == status) {
        Some(response) => Declared::Response(response),
        None if status >= 400 && op.error.is_some() => Declared::Error(op.error.as_ref()),
        None => Declared::Nothing,
    }
}

/// What an operation declares for a status.
#[derive(Clone, Copy, Debug)]
pub enum Declared<'a> {
    /// This response.
    Response(&'a Response),
    /// Nothing of its own, but a body for all failures.
    Error(Option<&'a Value>),
    /// Nothing.
    Nothing,
}

impl<'a> Declared<'a> {
    /// The body.
    #[must_use]
    pub fn body(self) -> Option<&'a Value> {
        match self {
            Self::Response(response) => response.body.as_ref(),
            Self::Error(body) => body,
            Self::Nothing => None,
        }
    }

    /// The type of the body: the first that is declared.
    #[must_use]
    pub fn media_type(self) -> &'a str {
        match self {
            Self::Response(response) => response.media_types.first().map_or("application/json", String::as_str),
            Self::Error(_) | Self::Nothing => "application/json",
        }
    }
}

/// Why HTTP has no place for an argument.
fn unsendable(param: &Param, json: &Json) -> Option<&'static str> {
    let text = json.as_str()?;
    let visible = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
    match param.location {
        Location::Path if matches!(text, "" | "." | "..") => Some("is no segment of a path"),
        Location::Header if !text.bytes().all(visible) => Some("cannot stand in a header"),
        _ => None,
    }
}

/// Whether a link leads to another origin than that of Resource Manager, which alone is given the token.
fn is_foreign(link: &str) -> bool {
    let resolved = Url::parse(ORIGIN).and_then(|origin| Ok((origin.join(link)?, origin)));
    resolved.is_ok_and(|(url, origin)| url.origin() != origin.origin())
}

struct Judge<'a> {
    api: &'a Api,
    op: &'a Operation,
    example: &'a Example,
    found: Vec<Contradiction>,
}

impl Judge<'_> {
    fn report(&mut self, at: Pointer, kind: Kind, message: impl Into<String>) {
        self.found.push(Contradiction { at, kind, message: message.into() });
    }

    fn check(&mut self, base: &Pointer, side: Side, value: &Value, json: &Json) {
        for Finding { at, rule, message } in check(self.api, side, value, json) {
            let at = at.tokens().fold(base.clone(), |base, token| base.join(token));
            self.report(at, Kind::Value(rule), message);
        }
    }

    fn parameters(&mut self) {
        let (api, op) = (self.api, self.op);
        let base = Pointer::root().join("parameters");
        let mut left: BTreeMap<&str, &Json> =
            self.example.parameters.iter().map(|(name, json)| (name.as_str(), json)).collect();
        for param in op.params.iter().map(|param| api.param(param)) {
            let at = base.join(&param.name);
            let constant = param.location == Location::Query && op.path.query.iter().any(|(n, _)| *n == param.name);
            match left.remove(param.name.as_str()) {
                None if param.required && !constant => {
                    self.report(at, Kind::MissingParameter, format!("no argument for {}", param.name));
                }
                None => {}
                Some(json) if param.name == "api-version" && *json != api.api_version.as_str() => {
                    self.report(at, Kind::ApiVersion, format!("{json} instead of {}", api.api_version));
                }
                Some(json) => {
                    if let Some(why) = unsendable(param, json) {
                        self.report(at.clone(), Kind::Unsendable, format!("{json} {why}"));
                    }
                    self.check(&at, Side::Request, &param.value, json);
                }
            }
        }
        if let Some(body) = &op.body {
            let at = base.join(&body.name);
            let side = if op.method == Method::Patch { Side::Patch } else { Side::Request };
            match left.remove(body.name.as_str()).filter(|json| !json.is_null()) {
                Some(json) => self.check(&at, side, &body.value, json),
                None if body.required => self.report(at, Kind::MissingParameter, "no body"),
                None => {}
            }
        }
        for name in left.into_keys() {
            let message = format!("{} has no parameter {name}", op.id);
            self.report(base.join(name), Kind::UndeclaredParameter, message);
        }
    }

    fn answer(&mut self, key: &str) {
        let answer = &self.example.answers[key];
        let at = Pointer::root().join("responses").join(key);
        self.links(answer, &at);
        let declared = declared(self.op, answer.status);
        if matches!(declared, Declared::Nothing) {
            return self.report(at, Kind::UndeclaredStatus, format!("{} does not answer with {key}", self.op.id));
        }
        if answer.misplaced {
            self.report(at.clone(), Kind::MisplacedBody, "the members of the body do not stand in \"body\"");
        }
        let (value, body) = (declared.body(), at.join("body"));
        match (value, &answer.body) {
            (Some(value), Some(json)) if answer.misplaced => self.check(&at, Side::Response, value, json),
            (Some(value), Some(json)) => self.check(&body, Side::Response, value, json),
            (Some(_), None) => self.report(body, Kind::MissingBody, format!("the body of {key} is missing")),
            (None, Some(_)) => self.report(body, Kind::UndeclaredBody, format!("{key} has no body")),
            (None, None) => {}
        }
    }

    /// A long-running operation is followed by links, and to nobody else.
    fn links(&mut self, answer: &Answered, at: &Pointer) {
        if self.op.lro.is_none() {
            return;
        }
        for (name, link) in &answer.headers {
            if LINKS.iter().any(|own| name.eq_ignore_ascii_case(own)) && is_foreign(link) {
                let message = format!("{link} does not lead to {ORIGIN}");
                self.report(at.join("headers").join(name), Kind::ForeignLink, message);
            }
        }
    }
}
