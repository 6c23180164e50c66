//! A request of the program under test, as the fake has seen it.

use std::{collections::BTreeMap, fmt};

use azure_core::http::Url;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::engine::{
    script::Fault,
    state::decoded,
    wire::{End, Incoming, Reply},
};
use crate::base::path::split_query;

/// What a request was to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestKind {
    /// The call of an operation, also the first page of a list and the beginning of a long-running operation.
    Call,
    /// A further page of a list.
    Page,
    /// A look at a long-running operation.
    Poll,
    /// None of these: a link that this fake has not handed out.
    Stray,
}

/// A request that the fake has had, and what became of it. `Display` shows the whole of it but the token.
#[derive(Clone)]
pub struct Request {
    operation: String,
    kind: RequestKind,
    incoming: Incoming,
    arguments: BTreeMap<String, String>,
    body: Option<Json>,
    outcome: Option<Outcome>,
}

/// What became of a request.
#[derive(Clone)]
struct Outcome {
    status: Option<u16>,
    fault: Option<String>,
}

impl Request {
    /// A request before it is answered. `template` is the path of its operation.
    pub(super) fn new(operation: &str, kind: RequestKind, incoming: Incoming, template: Option<&str>) -> Self {
        let mut arguments: BTreeMap<String, String> =
            incoming.url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        arguments.remove("api-version");
        let segments: Vec<&str> = incoming.url.path().split('/').collect();
        let (path, _) = split_query(template.unwrap_or_default());
        // What stands before is the endpoint's own path.
        for (wanted, found) in path.split('/').rev().zip(segments.iter().rev()) {
            if let Some(name) = wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                arguments.insert(name.to_owned(), decoded(found));
            }
        }
        let body = incoming.json();
        Self { operation: operation.to_owned(), kind, incoming, arguments, body, outcome: None }
    }

    /// Notes what became of it.
    pub(super) fn answered(&mut self, fault: Option<&Fault>, reply: &Reply) {
        let status = matches!(reply.end, End::Whole | End::Cut(_)).then_some(reply.status);
        let fault = match (&reply.end, fault) {
            (End::Failed(message), _) => Some(message.clone()),
            (_, fault) => fault.map(Fault::name),
        };
        self.outcome = Some(Outcome { status, fault });
    }

    /// The operation, for instance `Gateway_ListKeys`; that of its list or long-running operation if it is a page or a poll.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What it was to the service.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.kind
    }

    /// `GET` and so on.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.incoming.method
    }

    /// The whole URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.incoming.url
    }

    /// The id of the resource: the path, without percent-encoding.
    #[must_use]
    pub fn resource(&self) -> String {
        decoded(self.incoming.url.path())
    }

    /// An argument of the path or the query by its wire name, for instance `gatewayId` or `$top`, without percent-encoding.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.get(name).map(String::as_str)
    }

    /// All of them but the api-version.
    #[must_use]
    pub fn arguments(&self) -> &BTreeMap<String, String> {
        &self.arguments
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.incoming.header(&name.to_lowercase())
    }

    /// All of them by their lower-case names, the token among them.
    #[must_use]
    pub fn headers(&self) -> &BTreeMap<String, String> {
        &self.incoming.headers
    }

    /// The body, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&Json> {
        self.body.as_ref()
    }

    /// The body as a model; `None` if there is none, or it is something else.
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.body.clone()?).ok()
    }

    /// The status of the answer; `None` if there was none.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.outcome.as_ref()?.status
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("kind", &self.kind)
            .field("method", &self.method())
            .field("url", &self.url().as_str())
            .field("body", &self.body)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// Headers that are the same for every request, or nobody's business.
const UNSHOWN: [&str; 7] = [
    "accept",
    "accept-encoding",
    "authorization",
    "content-length",
    "content-type",
    "user-agent",
    "x-ms-client-request-id",
];

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            RequestKind::Call => "",
            RequestKind::Page => " (next page)",
            RequestKind::Poll => " (poll)",
            RequestKind::Stray => " (to nowhere)",
        };
        write!(f, "{}{kind}: {} {}", self.operation, self.method(), self.resource())?;
        if let Some(query) = self.incoming.url.query() {
            write!(f, "?{query}")?;
        }
        match &self.outcome {
            Some(Outcome { status: Some(status), fault: None }) => write!(f, " -> {status}")?,
            Some(Outcome { status: Some(status), fault: Some(fault) }) => write!(f, " -> {status} ({fault})")?,
            Some(Outcome { status: None, fault }) => {
                write!(f, " -> no answer ({})", fault.as_deref().unwrap_or("lost"))?;
            }
            None => {}
        }
        for (name, value) in self.incoming.headers.iter().filter(|(name, _)| !UNSHOWN.contains(&name.as_str())) {
            write!(f, "\n    {name}: {value}")?;
        }
        if let Some(body) = &self.body {
            write!(f, "\n    {body}")?;
        }
        Ok(())
    }
}
