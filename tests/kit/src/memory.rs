//! A service in memory: answers by script, remembers what it was asked.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{Arc, Mutex},
};

use arm_apimanagement::ClientOptions;
use azure_core::{
    Bytes,
    error::{Error, ErrorKind},
    http::{AsyncRawResponse, Method, StatusCode, headers::Headers},
};
use futures::StreamExt as _;

use crate::{
    carrier,
    client::PROVIDER,
    wire::{self, Incoming},
};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its method.
    pub method: Method,
    /// Its whole URL.
    pub url: String,
    /// Its headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Seen {
    /// A header; empty if there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Method and URL without scheme and host, and without what every path of the made-up API can begin with.
    #[must_use]
    pub fn line(&self) -> String {
        let path = self.url.splitn(4, '/').nth(3).unwrap_or_default();
        format!("{} /{path}", self.method).replace(PROVIDER, "")
    }
}

/// What the service does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers.
    Answer {
        /// Status code.
        status: u16,
        /// Headers.
        headers: Vec<(String, String)>,
        /// Body.
        body: Vec<u8>,
    },
    /// Begins to answer 200 with this much, then loses the connection.
    Broken(Vec<u8>),
    /// Does not get as far as answering.
    Lost(ErrorKind),
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An answer with a body.
    #[must_use]
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.into() }
    }

    /// The same with another header.
    ///
    /// # Panics
    /// If this is no answer.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        match &mut self {
            Self::Answer { headers, .. } => headers.push((name.to_owned(), value.into())),
            other => panic!("{other:?} has no headers"),
        }
        self
    }

    fn play(self) -> azure_core::Result<AsyncRawResponse> {
        match self {
            Self::Answer { status, headers, body } => {
                wire::Reply { headers, body, ..wire::Reply::empty(status) }.arrive()
            }
            Self::Broken(body) => {
                let lost = Error::with_message(ErrorKind::Io, "connection reset in the middle of the body");
                let body = futures::stream::iter([Ok(Bytes::from(body)), Err(lost)]).boxed();
                Ok(AsyncRawResponse::new(StatusCode::Ok, Headers::new(), body))
            }
            Self::Lost(kind) => Err(Error::with_message(kind, "connection lost")),
        }
    }
}

type Handler = Box<dyn Fn(usize, &Seen) -> Reply + Send + Sync>;

/// The service.
pub struct Memory {
    handler: Handler,
    seen: Mutex<Vec<Seen>>,
}

impl Memory {
    /// A service that gives these answers, one after the other, and fails beyond them.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn script(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        let replies = Mutex::new(replies.into_iter().collect::<VecDeque<_>>());
        Self::new(move |_, _| {
            let next = replies.lock().expect("no test panics in here").pop_front();
            next.unwrap_or_else(|| Reply::text(599, "the script is over"))
        })
    }

    /// A service that thinks. It is told how many requests there were before.
    #[must_use]
    pub fn new(handler: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { handler: Box::new(handler), seen: Mutex::default() })
    }

    /// What it was asked so far.
    ///
    /// # Panics
    /// If a handler did.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no handler panics").clone()
    }

    /// What it was asked so far, one line a request.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.seen().iter().map(Seen::line).collect()
    }

    /// Default options with this as the transport.
    #[must_use]
    pub fn options(self: &Arc<Self>) -> ClientOptions {
        let service = Arc::clone(self);
        let transport = carrier::transport(move |request| Arc::clone(&service).answer(request));
        ClientOptions { transport: Some(transport), ..ClientOptions::default() }
    }

    async fn answer(self: Arc<Self>, request: Incoming) -> azure_core::Result<AsyncRawResponse> {
        let Incoming { method, url, headers, body } = request;
        let method = method.parse().expect("the client sends methods that it knows");
        let seen = Seen { method, url: url.into(), headers, body };
        // A real service is further away, and others get their turn.
        tokio::task::yield_now().await;
        let before = {
            let mut all = self.seen.lock().expect("no handler panics");
            all.push(seen.clone());
            all.len() - 1
        };
        (self.handler)(before, &seen).play()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}
