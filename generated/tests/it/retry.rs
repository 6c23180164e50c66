//! Retries: what is repeated, how long is waited, what stays the same.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    ArmError, RetryOptions,
    rt::{Method, Operation},
};
use azure_core::{error::ErrorKind, http::StatusCode};
use kit::{
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

async fn send(operation: Operation, retry: RetryOptions, replies: Vec<Reply>) -> Outcome {
    let (service, clock) = (Memory::script(replies), FakeClock::new());
    let mut options = client::options(&service, &clock);
    options.retry = retry;
    let core = client::core(FakeCredential::new(Manner::Fresh), options);
    let result = core.request(operation).json(&"body".to_owned()).call::<()>().await;
    Outcome { result: result.map(|response| u16::from(response.status())), service, clock }
}

async fn once(method: Method, reply: Reply) -> Outcome {
    let operation = Operation { name: "Thing_Do", method, path: "/thing", ..Operation::DEFAULT };
    send(operation, RetryOptions::default(), vec![reply, Reply::status(200)]).await
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
        let outcome = send(OPERATION, RetryOptions::default(), vec![reply.clone(), Reply::status(200)]).await;
        assert_eq!(outcome.tries(), 2, "{reply:?}");
    }
}

#[tokio::test]
async fn every_try_is_the_same_request() {
    let outcome = send(
        Operation { name: "Thing_Put", method: Method::Put, ..Operation::DEFAULT },
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
        ("retry-after", "300", 300.0),
        ("retry-after", "301", 300.0),
        ("retry-after", "315360000", 300.0),
        ("retry-after", "999999999999999999999999999999", 300.0),
        ("retry-after", "Sat, 01 Jan 2022 00:00:42 GMT", 42.0),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT", 300.0),
        ("retry-after-ms", "1500", 1.5),
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
async fn what_the_service_asks_for_does_not_shorten_the_own_wait() {
    for (name, value) in [
        ("retry-after", "0"),
        ("retry-after", "0.5"),
        ("retry-after", "-30"),
        ("retry-after", "Fri, 31 Dec 2021 00:00:00 GMT"),
        ("retry-after-ms", "-1"),
        ("retry-after-ms", "5"),
        ("x-ms-retry-after-ms", "0"),
    ] {
        let outcome = send(
            Operation::DEFAULT,
            RetryOptions { seed: Some(9), ..RetryOptions::default() },
            vec![Reply::status(503).with(name, value); 4],
        )
        .await;
        for (slept, nominal) in outcome.slept().iter().zip([0.8, 1.6, 3.2]) {
            assert!((nominal * 0.8..=nominal * 1.2).contains(slept), "{name}: {value}: {slept}");
        }
        assert_eq!(outcome.slept().len(), 3);
    }
}

const CONFLICT: &str =
    r#"{"error":{"code":"PessimisticConcurrencyConflict","message":"The resource was modified since."}}"#;

#[tokio::test]
async fn a_conflict_in_which_nothing_was_done_is_repeated_for_every_method() {
    for method in SAFE.into_iter().chain([Method::Post]) {
        for status in [409, 412] {
            let outcome = once(method, Reply::text(status, CONFLICT)).await;
            assert_eq!((outcome.result.as_ref().unwrap(), outcome.tries()), (&200, 2), "{method} {status}");
            assert!((0.64..=0.96).contains(&outcome.slept()[0]));
        }
        let by_header = Reply::status(409).with("x-ms-error-code", "pessimisticConcurrencyConflict");
        assert_eq!(once(method, by_header).await.tries(), 2, "{method}");
        let asked = once(method, Reply::text(409, CONFLICT).with("retry-after", "7")).await;
        assert_eq!(asked.slept(), [7.0]);
        let other = Reply::text(409, CONFLICT.replace("Pessimistic", "Optimistic"));
        let outcome = once(method, other).await;
        assert_eq!((outcome.tries(), outcome.result.unwrap_err().http_status()), (1, Some(StatusCode::Conflict)));
        let success = once(method, Reply::text(200, CONFLICT)).await;
        assert_eq!(success.tries(), 1, "{method}");
    }
}

#[tokio::test]
async fn error_codes_are_configurable_and_the_failure_at_the_end_keeps_its_body() {
    let retry = |codes: &[&str]| RetryOptions {
        error_codes: codes.iter().map(|&code| code.to_owned()).collect(),
        ..RetryOptions::default()
    };
    let outcome = send(Operation::DEFAULT, retry(&[]), vec![Reply::text(409, CONFLICT); 2]).await;
    assert_eq!(outcome.tries(), 1);
    let busy = Reply::text(400, CONFLICT.replace("PessimisticConcurrencyConflict", "ServiceBusy"));
    let outcome = send(Operation::DEFAULT, retry(&["Other", "ServiceBusy"]), vec![busy; 9]).await;
    assert_eq!(outcome.tries(), 4);
    let error = outcome.result.unwrap_err();
    let arm = ArmError::from_error(&error).unwrap();
    assert_eq!((arm.code(), arm.message()), (Some("ServiceBusy"), Some("The resource was modified since.")));
}

#[tokio::test]
async fn a_body_too_long_to_be_a_failure_of_arm_is_not_searched_for_a_code() {
    let long = format!(r#"{{"error":{{"code":"PessimisticConcurrencyConflict","message":"{}"}}}}"#, "x".repeat(70_000));
    let outcome = once(Method::Get, Reply::text(409, long)).await;
    assert_eq!((outcome.tries(), outcome.result.unwrap_err().http_status()), (1, Some(StatusCode::Conflict)));
}

/// A conditional write, answered so.
async fn write(method: Method, condition: &'static str, replies: Vec<Reply>) -> azure_core::Error {
    let (service, clock) = (Memory::script(replies), FakeClock::new());
    let core = client::core(FakeCredential::new(Manner::Fresh), client::options(&service, &clock));
    let call = client::request(&core, method).json(&"body".to_owned()).call::<()>();
    let call = if condition.is_empty() { call } else { call.with_header(condition, "\"1\"") };
    call.await.unwrap_err()
}

#[tokio::test]
async fn a_write_that_broke_its_own_condition_tells_its_first_failure() {
    let stale = || Reply::text(412, r#"{"error":{"code":"PreconditionFailed","message":"Stale."}}"#);
    for (first, told) in [
        (vec![Reply::text(500, client::FAILURE)], "Broken: It is broken."),
        (vec![Reply::Lost(ErrorKind::Io)], "connection lost"),
        (vec![Reply::Lost(ErrorKind::Io), Reply::text(500, client::FAILURE)], "connection lost"),
        (vec![Reply::Broken(b"{".to_vec())], "in the middle of the body"),
    ] {
        for (method, condition) in [
            (Method::Put, "If-Match"),
            (Method::Patch, "If-Match"),
            (Method::Delete, "If-Match"),
            (Method::Put, "If-None-Match"),
        ] {
            let error = write(method, condition, first.iter().cloned().chain([stale()]).collect()).await;
            assert_eq!(error.http_status(), Some(StatusCode::PreconditionFailed));
            let arm = ArmError::from_error(&error).unwrap();
            assert!(arm.is_precondition_failed() && arm.code() == Some("PreconditionFailed"));
            let text = error.to_string();
            assert!(text.contains("Stale.") && text.contains(told) && text.contains("an earlier try"), "{text}");
        }
        let error = write(Method::Put, "", first.iter().cloned().chain([stale()]).collect()).await;
        assert!(!error.to_string().contains("an earlier try"), "{error}");
    }
    let error = write(Method::Put, "If-Match", vec![stale()]).await;
    assert!(!error.to_string().contains("an earlier try"), "{error}");
    let error = write(Method::Put, "If-Match", vec![Reply::status(500), Reply::text(400, client::FAILURE)]).await;
    assert!(!error.to_string().contains("an earlier try"), "{error}");
}

#[tokio::test]
async fn the_longest_wait_is_configurable() {
    let retry = RetryOptions { max_retry_after: Duration::from_secs(5), ..RetryOptions::default() };
    let replies = vec![Reply::status(503).with("retry-after", "60"), Reply::status(200)];
    assert_eq!(send(Operation::DEFAULT, retry, replies).await.slept(), [5.0]);
}

#[tokio::test]
async fn without_a_wish_of_the_service_waits_double_and_repeat_with_their_seed() {
    let replies = || vec![Reply::status(500); 4];
    let retry = || RetryOptions { seed: Some(9), ..RetryOptions::default() };
    let outcome = send(Operation::DEFAULT, retry(), replies()).await;
    assert_eq!(outcome.tries(), 4);
    assert_eq!(outcome.result.as_ref().unwrap_err().http_status(), Some(StatusCode::InternalServerError));
    let slept = outcome.slept();
    for (wait, nominal) in slept.iter().zip([0.8, 1.6, 3.2]) {
        assert!((nominal * 0.8..=nominal * 1.2).contains(wait), "{slept:?}");
    }
    assert_eq!(slept, send(Operation::DEFAULT, retry(), replies()).await.slept());
    let other = RetryOptions { seed: Some(10), ..RetryOptions::default() };
    assert_ne!(slept, send(Operation::DEFAULT, other, replies()).await.slept());
}

#[tokio::test]
async fn retries_and_statuses_are_configurable() {
    let outcome = send(Operation::DEFAULT, RetryOptions::none(), vec![Reply::status(500), Reply::status(200)]).await;
    assert_eq!((outcome.tries(), outcome.slept().len()), (1, 0));
    let one = RetryOptions { max_retries: 1, ..RetryOptions::default() };
    let outcome = send(Operation::DEFAULT, one, vec![Reply::status(500), Reply::status(500), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 2);
    let conflict = RetryOptions { statuses: vec![StatusCode::Conflict], ..RetryOptions::default() };
    let outcome = send(Operation::DEFAULT, conflict.clone(), vec![Reply::status(409), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 2);
    let outcome = send(Operation::DEFAULT, conflict, vec![Reply::status(500), Reply::status(200)]).await;
    assert_eq!(outcome.tries(), 1);
}

#[tokio::test]
async fn the_last_failure_is_the_error() {
    let outcome = send(Operation::DEFAULT, RetryOptions::default(), vec![Reply::Lost(ErrorKind::Io); 4]).await;
    let error = outcome.result.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Io);
    assert!(error.to_string().contains("connection lost"), "{error}");
}
