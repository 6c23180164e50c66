//! A request as it arrives and a reply as it leaves, without a transport.

use std::{collections::BTreeMap, time::Duration};

use azure_core::{
    Bytes, Result,
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Request, StatusCode, Url,
        headers::{HeaderName, HeaderValue, Headers},
    },
};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// All.
    Whole,
    /// Nothing, and the request did not leave either: no connection was made.
    Refused,
    /// Nothing: the connection is lost behind the request.
    Lost,
    /// So many bytes of the body, then the connection is lost.
    Cut(usize),
    /// Nothing, and nobody is to try again: this is wrong with whoever asks.
    Failed(String),
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

    /// No reply: the call fails with this message.
    #[must_use]
    pub fn failing(message: impl Into<String>) -> Self {
        Self::empty(0).ending(End::Failed(message.into()))
    }

    /// The same with another status and a JSON body.
    #[must_use]
    pub fn replaced(self, status: u16, body: &Json) -> Self {
        let headers = self.headers.into_iter().filter(|(name, _)| name != "content-type");
        let json = Self::json(status, body);
        Self { headers: headers.chain(json.headers).collect(), delay: self.delay, end: self.end, ..json }
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

impl Reply {
    /// What arrives of it, after its delay.
    ///
    /// # Errors
    /// If it ends before its body begins.
    pub fn arrive(self) -> Result<AsyncRawResponse> {
        let mut headers = Headers::new();
        for (name, value) in self.headers {
            headers.insert(HeaderName::from(name), HeaderValue::from(value));
        }
        let status = StatusCode::from(self.status);
        match self.end {
            End::Refused => Err(Error::with_message(ErrorKind::Connection, "connection refused")),
            End::Lost => Err(Error::with_message(ErrorKind::Io, "connection reset by peer")),
            End::Failed(message) => Err(Error::with_message(ErrorKind::Other, message)),
            End::Whole => Ok(AsyncRawResponse::from_bytes(status, headers, self.body)),
            End::Cut(at) => {
                let start = Bytes::copy_from_slice(&self.body[..at]);
                let lost = Error::with_message(ErrorKind::Io, "connection reset by peer in the middle of the body");
                let body = Box::pin(futures::stream::iter([Ok(start), Err(lost)]));
                Ok(AsyncRawResponse::new(status, headers, body))
            }
        }
    }
}

impl From<&Request> for Incoming {
    fn from(request: &Request) -> Self {
        let headers = request.headers().iter();
        Self {
            method: request.method().as_str().to_owned(),
            url: request.url().clone(),
            headers: headers.map(|(name, value)| (name.as_str().to_lowercase(), value.as_str().to_owned())).collect(),
            body: Bytes::from(request.body()).to_vec(),
        }
    }
}
