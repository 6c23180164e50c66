//! Retries: what is repeated, how long is waited, what stays the same.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    RetryOptions,
    rt::{Method, Operation},
};
use azure_core::{error::ErrorKind, http::StatusCode};
use tests::{
    client,
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};

const SAFE: [Method; 5] = [Method::Get, Method::Head, Method::Put, Method::Patch, Method::Delete];

/// What became of a request, and how.
struct Outcome {
    result: Result<u16, azure_core::Error>,
    service: Arc<Memory>,
    clock: Arc<FakeClock>,
}

impl Outcome {
    fn tries(&self) -> usize {
        self.service.seen().len()
    }

    fn slept(&self) -> Vec<f64> {
        self.clock.slept().iter().map(Duration::as_secs_f64).collect()
    }
}

async fn send(operation: &'static Operation, retry: RetryOptions, replies: Vec<Reply>) -> Outcome {
    let (service, clock) = (Memory::script(replies), FakeClock::new());
    let mut options = client::options(&service, &clock);
    options.retry = retry;
    let core = client::core(FakeCredential::new(Manner::Fresh), options);
    let result = core.request(operation).json(&"body".to_owned()).call::<()>().await;
    Outcome { result: result.map(|response| u16::from(response.status())), service, clock }
}

async fn once(method: Method, reply: Reply) -> Outcome {
    let operation = Operation { name: "Thing_Do", method, path: "/thing", ..Operation::DEFAULT };
    send(client::operation(operation), RetryOptions::default(), vec![reply, Reply::status(200)]).await
}

#[tokio::test]
async fn what_may_be_repeated_is_repeated_on_every_passing_failure() {
    for method in SAFE {
        for status in [408, 429, 500, 502, 503, 504] {
            let outcome = once(method, Reply::text(status, client::FAILURE)).await;
            assert_eq!((outcome.result.unwrap(), outcome.service.seen().len()), (200, 2), "{method} {status}");
        }
        for reply in
            [Reply::Lost(ErrorKind::Io), Reply::Lost(ErrorKind::Connection), Reply::Broken(b"{\"a\":".to_vec())]
        {
            let outcome = once(method, reply.clone()).await;
            assert_eq!((outcome.result.unwrap(), outcome.service.seen().len()), (200, 2), "{method} {reply:?}");
        }
    }
}

#[tokio::test]
async fn what_will_not_pass_is_not_repeated() {
    for method in SAFE {
        for status in [400, 401, 403, 404, 409, 412, 501, 505] {
            let outcome = once(method, Reply::text(status, client::FAILURE)).await;
            let error = outcome.result.unwrap_err();
            assert_eq!(error.http_status(), Some(StatusCode::from(status)));
            assert_eq!(outcome.service.seen().len(), 1, "{method} {status}");
        }
        let outcome = once(method, Reply::Lost(ErrorKind::Other)).await;
        assert_eq!(outcome.tries(), 1);
    }
}

#[tokio::test]
async fn a_post_is_repeated_only_if_it_was_not_done() {
    let retry_after = |status| Reply::text(status, client::FAILURE).with("retry-after", "1");
    for (reply, again) in [
        (Reply::text(429, client::FAILURE), true),
        (retry_after(429), true),
        (Reply::text(503, client::FAILURE), false),
        (retry_after(503), true),
        (Reply::text(503, client::FAILURE).with("retry-after-ms", "5"), true),
        (Reply::text(503, client::FAILURE).with("retry-after", "soon"), false),
        (retry_after(408), false),
        (retry_after(500), false),
        (retry_after(502), false),
        (retry_after(504), false),
        (Reply::Lost(ErrorKind::Connection), true),
        (Reply::Lost(ErrorKind::Io), false),
        (Reply::Broken(b"{".to_vec()), false),
    ] {
        let outcome = once(Method::Post, reply.clone()).await;
        assert_eq!(outcome.tries(), if again { 2 } else { 1 }, "{reply:?}");
        assert_eq!(outcome.result.is_ok(), again, "{reply:?}");
    }
}

#[tokio::test]
async fn a_post_that_only_reads_is_repeated_like_a_get() {
    const OPERATION: Operation =
        Operation { name: "Thing_ListSecrets", method: Method::Post, read_only_post: true, ..Operation::DEFAULT };
    for reply in [Reply::status(500), Reply::status(503), Reply::Lost(ErrorKind::Io), Reply::Broken(b"{".to_vec())] {
        let outcome = send(&OPERATION, RetryOptions::default(), vec![reply.clone(), Reply::status(200)]).await;
        assert_eq!(outcome.tries(), 2, "{reply:?}");
    }
}

#[tokio::test]
async fn every_try_is_the_same_request() {
    let outcome = send(
        &Operation { name: "Thing_Put", method: Method::Put, ..Operation::DEFAULT },
        RetryOptions::default(),
        vec![Reply::status(500), Reply::Lost(ErrorKind::Io), Reply::status(503), Reply::status(200)],
    )
    .await;
    let seen = outcome.service.seen();
    assert_eq!(seen.len(), 4);
    for one in &seen {
        assert_eq!(one.body, b"\"body\"");
        assert_eq!(one.url, seen[0].url);
        assert_eq!(one.headers, seen[0].headers);
    }
    assert_eq!(seen[0].header("x-ms-client-request-id").len(), 36);
}

#[tokio::test]
async fn two_calls_have_two_client_request_ids() {
    let service = Memory::script([Reply::status(200), Reply::status(200)]);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    for _ in 0..2 {
        client::request(&core, Method::Get).call::<()>().await.unwrap();
    }
    let seen = service.seen();
    assert_ne!(seen[0].header("x-ms-client-request-id"), seen[1].header("x-ms-client-request-id"));
}

/// The wait that follows a 429 with this header.
async fn wait(name: &str, value: &str) -> f64 {
    let outcome = once(Method::Get, Reply::status(429).with(name, value)).await;
    assert_eq!(outcome.result.as_ref().unwrap(), &200);
    outcome.slept()[0]
}

#[tokio::test]
async fn the_service_is_granted_the_wait_it_asks_for_within_bounds() {
    for (name, value, expected) in [
        ("retry-after", "7", 7.0),
        ("retry-after", "0", 0.0),
        ("retry-after", "-30", 0.0),
        ("retry-after", "300", 300.0),
        ("retry-after", "301", 300.0),
        ("retry-after", "315360000", 300.0),
        ("retry-after", "999999999999999999999999999999", 300.0),
        ("retry-after", "Sat, 01 Jan 2022 00:00:42 GMT", 42.0),
        ("retry-after", "Fri, 31 Dec 2021 00:00:00 GMT", 0.0),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT", 300.0),
        ("retry-after-ms", "1500", 1.5),
        ("retry-after-ms", "-1", 0.0),
        ("x-ms-retry-after-ms", "2500", 2.5),
        ("x-ms-retry-after-ms", "99999999999999999999", 300.0),
    ] {
        let slept = wait(name, value).await;
        assert!((slept - expected).abs() < 1e-6, "{name}: {value}: {slept}");
    }
    for garbage in ["", "soon", "NaN", "inf", "1e400", "--1", "Sat, 32 Jan 2022 00:00:42 GMT"] {
        let slept = wait("retry-after", garbage).await;
        assert!((0.64..=0.96).contains(&slept), "{garbage} falls back to the backoff: {slept}");
    }
}

#[tokio::test]
async fn the_longest_wait_is_configurable() {
    let retry = RetryOptions { max_retry_after: Duration::from_secs(5), ..RetryOptions::default() };
    let replies = vec![Reply::status(503).with("retry-after", "60"), Reply::status(200)];
    assert_eq!(send(&Operation::DEFAULT, retry, replies).await.slept(), [5.0]);
}

#[tokio::test]
async fn without_a_wish_of_the_service_waits_double_and_repeat_with_their_seed() {
    let replies = || vec![Reply::status(500); 4];
    let retry = || RetryOptions { seed: Some(9), ..RetryOptions::default() };
    let outcome = send(&Operation::DEFAULT, retry(), replies()).await;
    assert_eq!(outcome.tries(), 4);
    assert_eq!(outcome.result.as_ref().unwrap_err().http_status(), Some(StatusCode::InternalServerError));
    let slept = outcome.slept();
    for (wait, nominal) in slept.iter().zip([0.8, 1.6, 3.2]) {
        assert!((nominal * 0.8..=nominal * 1.2).contains(wait), "{slept:?}");
    }
    assert_eq!(slept, send(&Operation::DEFAULT, retry(), replies()).await.slept());
    let other = RetryOptions { seed: Some(10), ..RetryOptions::default() };
    assert_ne!(slept, send(&Operation::DEFAULT, other, replies()).await.slept());
}

#[tokio::test]
async fn retries_and_statuses_are_configurable() {
    let outcome = send(&Operation::DEFAULT, RetryOptions::none(), vec![Reply::status(500), Reply::status(200)]).await;
    assert_eq!((outcome.tries(), outcome.slept().len()), (1, 0));
    let one = RetryOptions { max_retries: 1, ..RetryOptions::default() };
    let outcome =
        send(&Operation::DEFAULT, one, vec![Reply::status(500), Reply::status(500), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 2);
    let conflict = RetryOptions { statuses: vec![StatusCode::Conflict], ..RetryOptions::default() };
    let outcome = send(&Operation::DEFAULT, conflict.clone(), vec![Reply::status(409), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 2);
    let outcome = send(&Operation::DEFAULT, conflict, vec![Reply::status(500), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 1);
}

#[tokio::test]
async fn the_last_failure_is_the_error() {
    let outcome = send(&Operation::DEFAULT, RetryOptions::default(), vec![Reply::Lost(ErrorKind::Io); 4]).await;
    let error = outcome.result.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Io);
    assert!(error.to_string().contains("connection lost"), "{error}");
}
