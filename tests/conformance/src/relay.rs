//! Between the client and the test server: TLS on one side, plain HTTP on the other, and a journal of the answers.
//!
//! It also is what an HTTP proxy in front of the server would be: links in its answers lead back here, and it keeps the cookies by
//! which the server tells that a request is repeated. A client of Resource Manager has none.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use kit::{
    front::Handler,
    onward,
    wire::{Incoming, Reply},
};

/// How large an answer may be: larger than all but the one that is meant to be too large.
pub(crate) const LARGE: usize = 1024 * 1024;

/// A request and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) request: String,
    pub(crate) reply: Reply,
}

/// Passes requests on.
pub(crate) struct Relay {
    /// Where the server is.
    server: String,
    /// Where the client thinks it is.
    front: String,
    client: reqwest::Client,
    journal: Mutex<Vec<Exchange>>,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Relay {
    pub(crate) fn new(server: &str, front: &str) -> Arc<Self> {
        let (server, front, client) = (server.to_owned(), front.to_owned(), onward::client());
        Arc::new(Self { server, front, client, journal: Mutex::default(), cookies: Mutex::default() })
    }

    /// As what answers behind a front.
    pub(crate) fn handler(self: &Arc<Self>) -> Handler {
        let relay = Arc::clone(self);
        Arc::new(move |request| {
            let relay = Arc::clone(&relay);
            Box::pin(async move { relay.pass_on(request).await })
        })
    }

    /// Every exchange since the last time. What comes next is another call's, so the cookies go.
    pub(crate) fn take(&self) -> Vec<Exchange> {
        self.cookies.lock().expect("nobody panics with them locked").clear();
        std::mem::take(&mut self.journal.lock().expect("nobody panics with it locked"))
    }

    async fn pass_on(&self, request: Incoming) -> Reply {
        let reply = match self.ask(&request).await {
            Ok(reply) => reply,
            Err(error) => Reply::error(502, "Unreachable", &error.to_string()),
        };
        let exchange = Exchange { request: told(&request), reply: reply.clone() };
        self.journal.lock().expect("nobody panics with it locked").push(exchange);
        reply
    }

    async fn ask(&self, request: &Incoming) -> reqwest::Result<Reply> {
        let query = request.url.query().map_or(String::new(), |query| format!("?{query}"));
        let url = format!("{}{}{query}", self.server, request.url.path());
        let mut asked = onward::request(&self.client, request, &url);
        // The server makes its links of this.
        asked = asked.header("host", self.front.trim_start_matches("https://"));
        let cookies = self.cookies.lock().expect("nobody panics with them locked").clone();
        for (name, value) in cookies {
            asked = asked.header("cookie", format!("{name}={value}"));
        }
        let mut answer = asked.send().await?;
        let mut reply = Reply::empty(answer.status().as_u16());
        for (name, value) in onward::headers(&answer) {
            match name.as_str() {
                "set-cookie" => self.remember(&value),
                name => reply = reply.with(name, self.led_back(&value)),
            }
        }
        // Of a body that is larger than the client reads no more is passed on than it takes to see that.
        let mut body = Vec::new();
        while body.len() <= LARGE {
            let Some(chunk) = answer.chunk().await? else { break };
            body.extend_from_slice(&chunk);
        }
        // What is no text has no links.
        let body =
            String::from_utf8(body).map_or_else(|error| error.into_bytes(), |text| self.led_back(&text).into_bytes());
        Ok(Reply { body, ..reply })
    }

    /// The text with links that lead here.
    fn led_back(&self, text: &str) -> String {
        text.replace(&self.front.replace("https://", "http://"), &self.front)
    }

    /// A cookie without a value is one that ends.
    fn remember(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().expect("nobody panics with them locked");
        match value {
            "" => drop(cookies.remove(name)),
            value => drop(cookies.insert(name.to_owned(), value.to_owned())),
        }
    }
}

/// A request in a line, for messages.
fn told(request: &Incoming) -> String {
    let query = request.url.query().map_or(String::new(), |query| format!("?{query}"));
    let body: String = String::from_utf8_lossy(&request.body).chars().take(200).collect();
    format!("{} {}{query} {body}", request.method, request.url.path())
}
