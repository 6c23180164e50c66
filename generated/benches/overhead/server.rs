//! The server of both sides: TLS on loopback, answers from memory.

use std::{sync::Arc, thread};

use futures::FutureExt as _;
use kit::{
    front::Front,
    wire::{Incoming, Reply},
};

use crate::bodies;

/// The server. It runs until the process ends.
pub struct Server {
    origin: String,
    client: reqwest::Client,
}

impl Server {
    /// Starts it on a thread of its own.
    pub fn start() -> Self {
        let (send, started) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime needs nothing").block_on(async {
                let answers = answers();
                let front = Front::start(|_| {
                    Arc::new(move |request| {
                        let reply = answers[kind(&request)].clone();
                        async { reply }.boxed()
                    })
                });
                let front = front.await;
                let server = Self { origin: front.origin().to_owned(), client: front.reqwest() };
                send.send(server).expect("it is waited for");
                std::future::pending::<()>().await;
            });
        });
        started.recv().expect("the server starts")
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// A client that trusts it.
    pub fn client(&self) -> reqwest::Client {
        self.client.clone()
    }
}

/// In the order of the table.
fn answers() -> [Reply; 4] {
    let bodies = [bodies::certificate(), bodies::service(), bodies::page()];
    let [certificate, service, page] = bodies.map(|body| Reply::json(200, &body));
    [Reply::empty(204), certificate, service, page]
        .map(|reply| reply.with("etag", "\"1\"").with("x-ms-request-id", "1"))
}

/// Which of the answers a request gets; one that is not as it should be, none.
fn kind(request: &Incoming) -> usize {
    assert_eq!(request.header("authorization"), Some("Bearer token-1"));
    match (request.method.as_str(), request.url.path().rsplit('/').next()) {
        ("POST", Some("regenerateKey")) => {
            assert_eq!(request.body, br#"{"keyType":"primary"}"#);
            0
        }
        ("POST", Some("refreshSecret")) => 1,
        ("GET", Some("apis")) => 3,
        ("GET", _) => 2,
        (method, _) => panic!("nobody sends {method}"),
    }
}
