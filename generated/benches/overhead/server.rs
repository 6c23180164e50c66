//! The server of both sides: TLS on loopback, answers from memory.

use std::{sync::Arc, thread};

use futures::FutureExt as _;
use kit::{
    front::Front,
    wire::{Incoming, Reply},
};

use crate::answers::{self, kind};

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
                let replies = replies();
                let front = Front::start(|_| {
                    Arc::new(move |request| {
                        let reply = replies[checked(&request)].clone();
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

/// In the order of the tables.
fn replies() -> [Reply; 4] {
    answers::answers().map(|(status, body)| {
        let headers = answers::headers(&body);
        headers.fold(Reply { body, ..Reply::empty(status) }, |reply, (name, value)| reply.with(name, value))
    })
}

/// Which of the answers a request gets, if it is as it should be.
fn checked(request: &Incoming) -> usize {
    assert_eq!(request.header("authorization"), Some("Bearer token-1"));
    let kind = kind(request.method.as_str(), request.url.path());
    assert!(kind != 0 || request.body == br#"{"keyType":"primary"}"#);
    kind
}
