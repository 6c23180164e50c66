//! A request as it arrives and a reply as it leaves, without a transport.

use std::{collections::BTreeMap, time::Duration};

use azure_core::http::Url;
use serde_json::Value as Json;

/// A request.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// `GET` and so on.
    pub method: String,
    /// The whole URL.
    pub url: Url,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body, empty without one.
    pub body: Vec<u8>,
}

impl Incoming {
    /// A header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body as JSON, if it is that.
    #[must_use]
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Every value of a query parameter, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Vec<String> {
        self.url.query_pairs().filter(|(own, _)| own == name).map(|(_, value)| value.into_owned()).collect()
    }
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers; no name stands twice.
    pub headers: Vec<(String, String)>,
    /// The body, empty without one.
    pub body: Vec<u8>,
    /// How long it takes until the first byte.
    pub delay: Duration,
    /// How much of it arrives.
    pub end: End,
}

/// How much of a reply arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All.
    Whole,
    /// Nothing, and the request did not leave either: no connection was made.
    Refused,
    /// Nothing: the connection is lost behind the request.
    Lost,
    /// So many bytes of the body, then the connection is lost.
    Cut(usize),
}

impl Reply {
    /// A reply without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), delay: Duration::ZERO, end: End::Whole }
    }

    /// A reply with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Json) -> Self {
        Self { body: body.to_string().into_bytes(), ..Self::empty(status) }
            .with("content-type", "application/json; charset=utf-8")
    }

    /// An error as Resource Manager writes it.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "error": { "code": code, "message": message, "details": null } }))
    }

    /// The same with a header, which replaces one of that name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(own, _)| own != name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// A header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// What is kept of it when nothing arrives.
    #[must_use]
    pub fn ending(self, end: End) -> Self {
        Self { end, ..self }
    }
}
