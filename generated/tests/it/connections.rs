//! Connections that are not made, or are lost, over real sockets: the error says why, and no URL with its query.

use std::{error::Error as StdError, fmt::Write as _, sync::Arc};

use arm_apimanagement::{
    ClientOptions, Cloud, RetryOptions,
    rt::{ClientCore, Operation},
};
use azure_core::{
    error::{Error, ErrorKind},
    http::Transport,
};
use kit::{
    client,
    credential::{FakeCredential, Manner},
    front::Front,
    wire::{End, Reply},
};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

static GET: Operation = Operation { name: "Thing_Get", path: "/thing?sig=s3cret", ..Operation::DEFAULT };

/// How each error begins.
const ASKED: &str = "Thing_Get (GET /thing): ";

/// The error of a call to an origin, by the default transport if there is no other.
async fn failure(origin: &str, transport: Option<Transport>) -> Error {
    let options = ClientOptions {
        cloud: Cloud::Custom { endpoint: origin.to_owned(), audience: origin.to_owned() },
        retry: RetryOptions::none(),
        transport,
        ..ClientOptions::default()
    };
    let core: ClientCore = client::core(FakeCredential::new(Manner::Fresh), options);
    let error = core.request(GET).call::<()>().with_client_request_id("mine").await.expect_err("nobody answers");
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source: Option<&dyn StdError> = error.source();
    while let Some(error) = source {
        write!(shown, " {error} {error:?}").unwrap();
        source = error.source();
    }
    assert!(!shown.contains("s3cret") && !shown.contains("sig="), "{shown}");
    let text = error.to_string();
    assert!(text.starts_with(ASKED) && text.ends_with(" (client request id: mine)"), "{text}");
    error
}

/// reqwest as the default transport is, whatever proxies the machine has.
fn direct() -> Option<Transport> {
    let client = reqwest::Client::builder().no_proxy().https_only(true).build().unwrap();
    Some(Transport::new(Arc::new(client)))
}

fn check(error: &Error, kind: &ErrorKind, start: &str, reason: &str) {
    let text = error.to_string();
    assert!(text.starts_with(&format!("{ASKED}{start}")) && text.contains(reason), "{text}");
    assert_eq!(error.kind(), kind, "{text}");
}

/// An origin that nobody listens at.
async fn deserted() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("https://localhost:{}", listener.local_addr().unwrap().port())
}

#[tokio::test]
async fn a_refused_connection_says_so() {
    let error = failure(&deserted().await, direct()).await;
    check(&error, &ErrorKind::Connection, "no connection, it was refused: ", "onnection refused");
}

#[tokio::test]
async fn a_name_that_is_not_found_says_so() {
    let error = failure("https://nobody.invalid", direct()).await;
    check(&error, &ErrorKind::Connection, "no connection, the name was not found: ", "dns error");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_says_so() {
    let front = Front::start(|_| Arc::new(|_| Box::pin(async { Reply::empty(200) }))).await;
    let error = failure(front.origin(), direct()).await;
    check(&error, &ErrorKind::Connection, "no connection, TLS failed: ", "certificate");
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    let error = failure(&origin, direct()).await;
    check(&error, &ErrorKind::Connection, "no connection, TLS failed: ", "");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_a_connection_that_was_lost() {
    for end in [End::Lost, End::Cut(3)] {
        let front = Front::start(|_| {
            Arc::new(move |_| {
                let reply = Reply { end: end.clone(), body: b"{\"a\": 1}".to_vec(), ..Reply::empty(200) };
                Box::pin(async { reply })
            })
        })
        .await;
        let error = failure(front.origin(), Some(front.transport())).await;
        check(&error, &ErrorKind::Io, "", "");
    }
}

#[tokio::test]
async fn the_default_transport_prints_no_query() {
    let front = Front::start(|_| Arc::new(|_| Box::pin(async { Reply::empty(200) }))).await;
    for origin in [deserted().await, front.origin().to_owned()] {
        let error = failure(&origin, None).await;
        check(&error, &ErrorKind::Connection, "no connection, ", "");
    }
}
