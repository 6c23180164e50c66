//! Long-running operations from the first request to the result. The rules themselves are tested as tables, beside them.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    ArmError, ClientOptions, DeadlineExceeded, OperationStatus, Poller, PollerStatus, PollerToken, RetryOptions,
    rt::{ClientCore, FinalState, Method, Operation},
};
use azure_core::{error::ErrorKind, http::StatusCode};
use futures::{FutureExt as _, StreamExt as _};
use kit::{
    client::{self, ORIGIN, PROVIDER},
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::{Value, json};

/// A service, a clock that nobody waits for, a client.
pub(crate) struct World {
    pub(crate) service: Arc<Memory>,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) core: ClientCore,
}

impl World {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let (service, clock) = (Memory::script(replies), FakeClock::new());
        let mut options = client::options(&service, &clock);
        options.retry = RetryOptions::none();
        let core = client::core(FakeCredential::new(Manner::Fresh), options);
        Self { service, clock, core }
    }

    /// Where a token may lead to, unlike the requests of [`client::request`].
    pub(crate) fn begin(&self, method: Method, via: Option<FinalState>) -> Poller<Value> {
        let success = &[200, 201, 202, 204];
        let path = "/providers/Microsoft.Widgets/thing";
        let operation = Operation { name: "Thing_Do", method, path, success, ..Operation::DEFAULT };
        self.core.request(operation).json(&"body".to_owned()).begin(via)
    }

    pub(crate) fn slept(&self) -> Vec<f64> {
        self.clock.slept().iter().map(Duration::as_secs_f64).collect()
    }
}

pub(crate) fn accepted() -> Reply {
    let monitor = format!("{ORIGIN}{PROVIDER}/monitor?t=1");
    Reply::status(202).with("azure-asyncoperation", monitor).with("location", format!("{PROVIDER}/result"))
}

pub(crate) fn monitor(state: &str) -> Reply {
    Reply::text(200, json!({"status": state, "percentComplete": 40.5}).to_string())
}

pub(crate) fn resource(name: &str) -> Reply {
    Reply::text(200, json!({"name": name, "properties": {"provisioningState": "Succeeded"}}).to_string())
}

async fn statuses(poller: &mut Poller<Value>) -> Vec<azure_core::Result<PollerStatus>> {
    poller.map(|status| status.map(|status| status.state().clone())).collect().await
}

#[tokio::test]
async fn awaiting_gives_the_result() {
    for (method, via, replies, lines) in [
        (
            Method::Put,
            None,
            vec![accepted(), monitor("InProgress"), monitor("Succeeded"), resource("it")],
            vec!["PUT /thing", "GET /monitor?t=1", "GET /monitor?t=1", "GET /thing"],
        ),
        (
            Method::Post,
            Some(FinalState::Location),
            vec![accepted(), monitor("succeeded"), resource("it")],
            vec!["POST /thing", "GET /monitor?t=1", "GET /result"],
        ),
        (
            Method::Patch,
            Some(FinalState::Location),
            vec![Reply::status(202).with("location", "/result"), Reply::status(202), resource("it")],
            vec!["PATCH /thing", "GET /result", "GET /result"],
        ),
        (
            Method::Put,
            None,
            vec![Reply::text(201, r#"{"properties":{"provisioningState":"Creating"}}"#), resource("it")],
            vec!["PUT /thing", "GET /thing"],
        ),
        (Method::Put, None, vec![resource("it")], vec!["PUT /thing"]),
    ] {
        let world = World::new(replies);
        let result = world.begin(method, via).await.unwrap();
        assert_eq!(result.into_model().unwrap()["name"], "it");
        assert_eq!(world.service.lines(), lines);
        for seen in world.service.seen() {
            assert_eq!((seen.header("authorization"), seen.header("accept")), ("Bearer token-1", "application/json"));
            assert_eq!(seen.body.is_empty(), seen.method == Method::Get);
        }
    }
}

#[tokio::test]
async fn a_delete_ends_without_a_result() {
    for replies in [
        vec![Reply::status(204)],
        vec![Reply::status(200)],
        vec![accepted(), monitor("Succeeded")],
        vec![Reply::status(202).with("location", "/result"), Reply::status(202), Reply::status(204)],
    ] {
        let count = replies.len();
        let world = World::new(replies);
        client::request(&world.core, Method::Delete).begin::<()>(None).await.unwrap().into_model().unwrap();
        assert_eq!(world.service.seen().len(), count);
    }
}

#[tokio::test]
async fn a_stream_gives_every_status_before_the_wait_and_then_the_result() {
    let world = World::new([accepted(), monitor("Starting"), monitor("Succeeded"), resource("it")]);
    let mut poller = world.begin(Method::Put, None);
    assert_eq!(world.service.seen().len(), 0, "nothing is sent before it is polled");
    let first: OperationStatus = poller.next().await.unwrap().unwrap();
    assert_eq!(
        (first.state(), first.status(), first.percent_complete()),
        (&PollerStatus::InProgress, StatusCode::Accepted, None)
    );
    assert_eq!((world.service.seen().len(), world.slept()), (1, vec![]), "a status comes before the wait");
    let second = poller.next().await.unwrap().unwrap();
    assert_eq!(second.state(), &PollerStatus::UnknownValue("Starting".to_owned()));
    assert_eq!((second.percent_complete(), world.slept()), (Some(40.5), vec![30.0]));
    assert_eq!(
        statuses(&mut poller).await.into_iter().map(Result::unwrap).collect::<Vec<_>>(),
        [PollerStatus::Succeeded]
    );
    assert!(poller.next().await.is_none());
    assert_eq!(world.service.seen().len(), 3, "the result is fetched when it is asked for");
    assert_eq!(poller.await.unwrap().into_model().unwrap()["name"], "it");
    assert_eq!(world.slept(), [30.0, 30.0]);
}

#[tokio::test]
async fn a_failure_is_an_error_with_what_the_service_says() {
    let error =
        json!({"code": "Invalid\"Name", "message": "No.\nReally.", "details": [{"code": "Inner", "message": "x"}]});
    for (word, ended) in [("Failed", "Failed"), ("Canceled", "Canceled"), ("cancelled", "Canceled")] {
        let body = json!({"status": word, "error": error}).to_string();
        let world = World::new([accepted(), Reply::text(200, body)]);
        let mut poller = world.begin(Method::Put, None);
        poller.next().await.unwrap().unwrap();
        let last = poller.next().await.unwrap().unwrap();
        assert_eq!(last.state(), &PollerStatus::from(ended), "a stream gives the last status too");
        let error = poller.next().await.unwrap().unwrap_err();
        assert!(poller.next().await.is_none());
        let text = error.to_string();
        assert!(text.contains("Thing_Do") && text.contains(ended), "{text}");
        assert!(text.contains("Invalid\"Name") && text.contains("No. Really."), "{text}");
        let arm = ArmError::from_error(&error).unwrap();
        assert_eq!((arm.code(), arm.message()), (Some("Invalid\"Name"), Some("No.\nReally.")));
        assert_eq!(arm.details()[0].code(), Some("Inner"));
        assert!(poller.await.unwrap_err().to_string().contains("was given before"));
    }
    for replies in [
        vec![Reply::text(200, r#"{"properties":{"provisioningState":"Failed"}}"#)],
        vec![accepted(), monitor("Failed")],
    ] {
        let error = World::new(replies).begin(Method::Put, None).await.unwrap_err();
        assert!(error.to_string().contains("gives no reason") && ArmError::from_error(&error).is_some(), "{error}");
    }
}

#[tokio::test]
async fn a_first_answer_that_is_an_error_is_the_error() {
    for status in [400, 403, 409, 412] {
        let world = World::new([Reply::text(status, client::FAILURE)]);
        let error = world.begin(Method::Put, None).await.unwrap_err();
        assert_eq!((error.http_status(), world.service.seen().len()), (Some(StatusCode::from(status)), 1));
    }
    let error = World::new([Reply::status(202)]).begin(Method::Post, None).await.unwrap_err();
    assert!(error.to_string().contains("without Azure-AsyncOperation and Location"), "{error}");
}

#[tokio::test]
async fn what_passes_while_polling_does_not_end_the_operation() {
    for passing in [408, 429, 500, 502, 503, 504] {
        let world = World::new([
            accepted(),
            Reply::status(passing),
            Reply::status(passing),
            monitor("Succeeded"),
            Reply::status(passing),
            resource("it"),
        ]);
        let result = world.begin(Method::Put, None).await.unwrap();
        assert_eq!(result.into_model().unwrap()["name"], "it");
        assert_eq!(world.service.seen().len(), 6);
    }
    for passing in [
        Reply::Lost(ErrorKind::Io),
        Reply::Lost(ErrorKind::Connection),
        Reply::Broken(b"{".to_vec()),
        Reply::text(200, "<html>"),
    ] {
        let world = World::new([accepted(), passing.clone(), monitor("Succeeded"), passing, resource("it")]);
        assert_eq!(world.begin(Method::Put, None).await.unwrap().into_model().unwrap()["name"], "it");
    }
}

#[tokio::test]
async fn what_passes_is_what_the_options_say() {
    let failure = |code: &str| Reply::text(409, json!({"error": {"code": code, "message": "Wait."}}).to_string());
    let replies = |passing: Reply| [accepted(), passing, monitor("Succeeded"), resource("it")];
    let world = World::new(replies(failure("PessimisticConcurrencyConflict")));
    world.begin(Method::Put, None).await.unwrap();
    let world = World::new(replies(failure("OtherConflict")));
    assert_eq!(world.begin(Method::Put, None).await.unwrap_err().http_status(), Some(StatusCode::Conflict));
    let retry = RetryOptions { statuses: vec![StatusCode::Conflict], error_codes: Vec::new(), ..RetryOptions::none() };
    let with = |passing, retry: &RetryOptions| {
        let (service, clock) = (Memory::script(replies(passing)), FakeClock::new());
        let options = ClientOptions { retry: retry.clone(), ..client::options(&service, &clock) };
        let core = client::core(FakeCredential::new(Manner::Fresh), options);
        client::request(&core, Method::Put).json(&"body".to_owned()).begin::<Value>(None)
    };
    with(failure("OtherConflict"), &retry).await.unwrap();
    let error = with(Reply::text(503, client::FAILURE), &retry).await.unwrap_err();
    assert_eq!(error.http_status(), Some(StatusCode::ServiceUnavailable), "503 was taken off the list");
    // A code that was named counts for more than what 404 and 410 mean of a monitor that was there.
    for status in [404, 410] {
        let later = Reply::text(status, json!({"error": {"code": "Later", "message": "Wait."}}).to_string());
        for named in [true, false] {
            let [accepted, later, ended, resource] = replies(later.clone());
            let (service, clock) =
                (Memory::script([accepted, monitor("InProgress"), later, ended, resource]), FakeClock::new());
            let error_codes = if named { vec!["later".to_owned()] } else { Vec::new() };
            let retry = RetryOptions { error_codes, ..RetryOptions::none() };
            let core = client::core(
                FakeCredential::new(Manner::Fresh),
                ClientOptions { retry, ..client::options(&service, &clock) },
            );
            let ended = client::request(&core, Method::Put).json(&"body".to_owned()).begin::<Value>(None).await;
            assert_eq!(ended.is_ok(), named, "{status}");
        }
    }
}

#[tokio::test]
async fn what_does_not_pass_ends_the_polling() {
    for status in [400, 401, 403, 410, 501] {
        let world = World::new([accepted(), Reply::text(status, client::FAILURE), monitor("Succeeded")]);
        let error = world.begin(Method::Put, None).await.unwrap_err();
        assert_eq!((error.http_status(), world.service.seen().len()), (Some(StatusCode::from(status)), 2));
        assert!(
            error.to_string().contains("Thing_Do was accepted") && ArmError::from_error(&error).is_some(),
            "{error}"
        );
    }
    let world = World::new([accepted()].into_iter().chain(vec![Reply::text(503, client::FAILURE); 100]));
    let error = world.begin(Method::Put, None).await.unwrap_err();
    assert!(error.to_string().contains("20 answers in a row"), "{error}");
    assert_eq!(world.service.seen().len(), 22);
    let spell = || vec![Reply::status(503); 15];
    let replies =
        [vec![accepted()], spell(), vec![monitor("InProgress")], spell(), vec![monitor("Succeeded"), resource("it")]];
    World::new(replies.concat()).begin(Method::Put, None).await.unwrap();
}

#[tokio::test]
async fn waits_are_what_the_service_asks_for_within_bounds() {
    for (name, value, expected) in [
        ("retry-after", "7", 7.0),
        ("retry-after", "Sat, 01 Jan 2022 00:00:42 GMT", 42.0),
        ("retry-after", "86400", 300.0),
        ("retry-after", "99999999999999999999999", 300.0),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT", 300.0),
        ("retry-after-ms", "1500", 1.5),
        ("x-ms-retry-after-ms", "250", 1.0),
        ("retry-after", "0", 1.0),
        ("retry-after", "-1", 1.0),
        ("retry-after", "Fri, 31 Dec 2021 00:00:00 GMT", 1.0),
        ("retry-after", "soon", 30.0),
    ] {
        let world = World::new([accepted().with(name, value), monitor("Succeeded"), resource("it")]);
        world.begin(Method::Put, None).await.unwrap();
        assert_eq!(world.slept(), [expected], "{name}: {value}");
    }
    // A shorter interval of the application's is the floor.
    for (interval, expected) in [(0.25, 0.25), (0.0, 0.0), (7.0, 1.0)] {
        let world = World::new([accepted().with("retry-after", "0"), monitor("Succeeded"), resource("it")]);
        world.begin(Method::Put, None).with_interval(Duration::from_secs_f64(interval)).await.unwrap();
        assert_eq!(world.slept().iter().sum::<f64>(), expected, "{interval}");
    }
    let replies = || {
        [
            accepted(),
            monitor("A").with("retry-after", "3"),
            Reply::status(503).with("retry-after", "4"),
            monitor("B"),
            monitor("Succeeded"),
        ]
    };
    let world = World::new(replies());
    world.begin(Method::Delete, None).with_interval(Duration::from_secs(5)).await.unwrap();
    assert_eq!(world.slept(), [5.0, 3.0, 4.0, 5.0]);
}

#[tokio::test]
async fn a_creation_that_says_nothing_is_looked_at_at_once() {
    let world = World::new([Reply::text(201, r#"{"name":"it"}"#), resource("it")]);
    world.begin(Method::Put, None).await.unwrap();
    assert_eq!(
        (world.slept().len(), world.service.lines()),
        (0, vec!["PUT /thing".to_owned(), "GET /thing".to_owned()])
    );
}

#[tokio::test]
async fn a_link_to_elsewhere_is_never_asked() {
    for (header, link) in [
        ("azure-asyncoperation", "https://evil.example/m"),
        ("operation-location", "https://management.azure.com:8443/m"),
        ("azure-asyncoperation", "http://management.azure.com/m"),
        ("azure-asyncoperation", "https://user@management.azure.com/m"),
    ] {
        let world = World::new([Reply::status(202).with(header, link), resource("it")]);
        let error = world.begin(Method::Put, None).await.unwrap_err();
        let text = error.to_string();
        assert!(text.to_lowercase().contains(header) && text.contains("refused"), "{text}");
        assert!(text.contains("accepted and goes on"), "{text}");
        assert_eq!(world.service.seen().len(), 1);
        // The resource can still be read, by whoever has the token.
        let token = PollerToken::from_error(&error).unwrap().clone();
        assert_eq!(Poller::<Value>::resume(&world.core, token).await.unwrap().into_model().unwrap()["name"], "it");
        // One that comes later does not replace the good one.
        let replies = [accepted(), monitor("InProgress").with(header, link), monitor("Succeeded"), resource("it")];
        let world = World::new(replies);
        world.begin(Method::Put, None).await.unwrap();
        assert_eq!(world.service.lines()[1..3], ["GET /monitor?t=1", "GET /monitor?t=1"]);
    }
}

#[tokio::test]
async fn a_post_whose_only_link_leads_elsewhere_says_so_and_keeps_it() {
    let world = World::new([Reply::status(202).with("location", "https://evil.example/m?sig=1")]);
    let error = world.begin(Method::Post, None).await.unwrap_err();
    assert!(error.to_string().contains("accepted and goes on") && !error.to_string().contains("sig"), "{error}");
    let token = PollerToken::from_error(&error).unwrap().clone();
    let refused = Poller::<Value>::resume(&world.core, token).await.unwrap_err();
    assert!(refused.to_string().contains("evil.example"), "{refused}");
    assert_eq!(world.service.seen().len(), 1);
}

#[tokio::test]
async fn a_result_out_of_reach_is_an_error_that_says_that_the_operation_succeeded() {
    let begun = || {
        let reply = Reply::status(202).with("azure-asyncoperation", "/monitor");
        reply.with("location", "https://evil.example/result?sig=1")
    };
    let world = World::new([begun(), monitor("InProgress"), monitor("Succeeded")]);
    let error = world.begin(Method::Post, None).await.unwrap_err();
    assert!(error.to_string().contains("succeeded, but its result is out of reach"), "{error}");
    assert!(PollerToken::from_error(&error).is_some() && !error.to_string().contains("sig"), "{error}");
    // So does whoever goes on in another process: the monitor's answer is not the result there either.
    let accepted = accepted().with("location", "https://evil.example/result?sig=1");
    let world = World::new([accepted, monitor("InProgress"), monitor("Succeeded")]);
    let mut poller = world.begin(Method::Post, None);
    poller.next().await.unwrap().unwrap();
    let token: PollerToken = poller.token().unwrap().to_string().parse().unwrap();
    let error = Poller::<Value>::resume(&world.core, token).await.unwrap_err();
    assert!(error.to_string().contains("succeeded, but its result is out of reach"), "{error}");
    // The failure of the operation is the failure.
    let world = World::new([begun(), monitor("Failed")]);
    let error = world.begin(Method::Post, None).await.unwrap_err();
    assert_eq!(ArmError::from_error(&error).unwrap().code(), Some("Failed"));
    assert!(PollerToken::from_error(&error).is_none(), "it has ended: {error}");
}

/// Replies, each so often.
fn script(replies: &[(Reply, usize)]) -> Vec<Reply> {
    replies.iter().flat_map(|(reply, count)| vec![reply.clone(); *count]).collect()
}

#[tokio::test]
async fn a_monitor_that_is_not_there_yet_is_waited_for() {
    let missing = Reply::text(404, client::FAILURE);
    for (method, count) in [(Method::Put, 1), (Method::Patch, 2), (Method::Post, 10)] {
        let replies = [(accepted(), 1), (missing.clone(), count), (monitor("Succeeded"), 1), (resource("it"), 1)];
        let world = World::new(script(&replies));
        world.begin(method, None).await.unwrap();
    }
    // Half a minute apart, for five minutes and no longer.
    let world = World::new(script(&[(accepted(), 1), (missing.clone(), 50)]));
    let error = world.begin(Method::Put, None).await.unwrap_err();
    assert_eq!((error.http_status(), world.slept().iter().sum::<f64>()), (Some(StatusCode::NotFound), 330.0));
    assert!(error.to_string().contains("Thing_Do was accepted"), "{error}");
    assert!(PollerToken::from_error(&error).is_some());
    // But three times at least.
    let world =
        World::new(script(&[(accepted(), 1), (missing.clone(), 2), (monitor("Succeeded"), 1), (resource("it"), 1)]));
    world.begin(Method::Put, None).with_interval(Duration::from_secs(3600)).await.unwrap();
    let world = World::new(script(&[(accepted(), 1), (missing.clone(), 3), (monitor("Succeeded"), 1)]));
    world.begin(Method::Put, None).with_interval(Duration::from_secs(3600)).await.unwrap_err();
    // What was there and is gone does not come back.
    let world = World::new([accepted(), monitor("InProgress"), missing, monitor("Succeeded")]);
    let error = world.begin(Method::Put, None).await.unwrap_err();
    assert_eq!((error.http_status(), world.service.seen().len()), (Some(StatusCode::NotFound), 3));
}

#[tokio::test]
async fn a_delete_whose_monitor_is_missing_asks_for_the_resource() {
    let missing = || Reply::text(404, client::FAILURE);
    let delete = |world: &World| client::request(&world.core, Method::Delete).begin::<()>(None);
    for gone in [missing(), Reply::status(410)] {
        let world = World::new([accepted(), missing(), resource("it"), missing(), gone]);
        delete(&world).await.unwrap();
        let polls = ["GET /monitor?t=1", "GET /thing", "GET /monitor?t=1", "GET /thing"];
        assert_eq!(world.service.lines()[1..], polls);
        assert_eq!(world.slept(), [30.0, 30.0], "the resource is asked for at once");
    }
    let world = World::new([accepted(), missing(), Reply::text(403, client::FAILURE)]);
    let error = delete(&world).await.unwrap_err();
    assert!(error.to_string().contains("Thing_Do was accepted"), "{error}");
    assert!(PollerToken::from_error(&error).is_some());
}

#[tokio::test]
async fn a_resumed_operation_whose_monitor_is_forgotten_reads_the_resource() {
    for gone in [404, 410] {
        let world = World::new([accepted(), Reply::status(gone), resource("it")]);
        let mut poller = world.begin(Method::Put, None);
        poller.next().await.unwrap().unwrap();
        let token = poller.token().unwrap();
        let result = Poller::<Value>::resume(&world.core, token.clone()).await.unwrap();
        assert_eq!(result.into_model().unwrap()["name"], "it");
        assert_eq!(world.service.lines()[1..], ["GET /monitor?t=1", "GET /thing"]);
        // An operation that gives an answer of its own has nothing else to ask.
        let world = World::new([accepted(), Reply::status(410)]);
        let mut poller = world.begin(Method::Post, None);
        poller.next().await.unwrap().unwrap();
        Poller::<Value>::resume(&world.core, poller.token().unwrap()).await.unwrap_err();
    }
}

#[tokio::test]
async fn an_update_that_was_answered_whole_survives_its_monitor() {
    let answered = || resource("it").with("azure-asyncoperation", "/monitor");
    let missing = (Reply::status(404), 12);
    let world = World::new(script(&[(answered(), 1), missing, (Reply::text(500, "unasked"), 1)]));
    let result = world.begin(Method::Patch, None).await.unwrap();
    assert_eq!((result.status(), result.into_model().unwrap()["name"].as_str()), (StatusCode::Ok, Some("it")));
    let world = World::new([answered(), monitor("Failed")]);
    world.begin(Method::Patch, None).await.unwrap_err();
    let world = World::new([resource("it").with("azure-asyncoperation", "https://evil.example/")]);
    assert_eq!(world.begin(Method::Patch, None).await.unwrap().into_model().unwrap()["name"], "it");
}

#[tokio::test]
async fn a_step_that_was_left_halfway_is_not_lost() {
    let world = World::new([accepted(), monitor("InProgress"), monitor("Succeeded"), resource("it")]);
    let mut poller = world.begin(Method::Put, None);
    // The credential yields once, so the first poll of this future cannot finish it.
    assert!(poller.next().now_or_never().is_none());
    assert_eq!(poller.next().await.unwrap().unwrap().status(), StatusCode::Accepted);
    assert_eq!(poller.await.unwrap().into_model().unwrap()["name"], "it");
    assert_eq!(world.service.seen().len(), 4, "nothing was sent twice");
}

#[tokio::test]
async fn a_poller_moves_between_threads_and_stops_when_dropped() {
    fn sendable<T: Send + 'static>(value: T) -> T {
        value
    }
    let world = World::new([accepted(), monitor("InProgress")]);
    let mut poller = sendable(world.begin(Method::Put, None));
    sendable(Box::pin(async move {
        poller.next().await.unwrap().unwrap();
        drop(sendable(IntoFuture::into_future(poller)));
    }))
    .await;
    drop(world.begin(Method::Put, None));
    assert_eq!(world.service.seen().len(), 1);
}

#[tokio::test]
async fn settings_reach_every_request_that_they_are_for() {
    let world = World::new([accepted(), monitor("Succeeded"), resource("it")]);
    let poller = world.begin(Method::Put, None).with_header("x-own", "1").with_header("If-Match", "tag");
    poller.with_header("Accept-Language", "de").with_client_request_id("mine").await.unwrap();
    let seen = world.service.seen();
    for (at, seen) in seen.iter().enumerate() {
        assert_eq!((seen.header("x-own"), seen.header("accept-language")), ("1", "de"), "{at}");
        assert_eq!(seen.header("x-ms-client-request-id"), "mine", "{at}");
        assert_eq!(seen.header("if-match"), if at == 0 { "tag" } else { "" }, "{at}");
    }
    let world = World::new([accepted(), monitor("Succeeded"), resource("it")]);
    world.begin(Method::Put, None).await.unwrap();
    let seen = world.service.seen();
    assert_ne!(seen[1].header("x-ms-client-request-id"), seen[2].header("x-ms-client-request-id"));
}

#[tokio::test]
async fn settings_after_the_beginning_act_or_fail() {
    let replies = || [accepted(), monitor("InProgress"), monitor("Succeeded"), resource("it")];
    let world = World::new(replies());
    let mut poller = world.begin(Method::Put, None);
    poller.next().await.unwrap().unwrap();
    let poller = poller.with_header("x-own", "1").with_client_request_id("mine");
    // The wait that is under way is not changed.
    poller.with_interval(Duration::from_secs(7)).await.unwrap();
    let seen = world.service.seen();
    assert_eq!((seen[0].header("x-own"), seen[1].header("x-own"), seen[3].header("x-own")), ("", "1", "1"));
    assert_eq!(seen[3].header("x-ms-client-request-id"), "mine");
    assert_eq!(world.slept(), [30.0, 7.0]);

    let world = World::new(replies());
    let mut poller = world.begin(Method::Put, None);
    poller.next().await.unwrap().unwrap();
    let late = poller.with_deadline(Duration::from_secs(12)).await.unwrap_err();
    let late = late.downcast_ref::<DeadlineExceeded>().unwrap();
    assert_eq!((late.deadline(), world.slept()), (Duration::from_secs(12), vec![7.0, 5.0]));

    for (name, value, named) in [("if-match", "*", "if-match"), ("bad name", "x", "header"), ("x-own", "a\nb", "x-own")]
    {
        let world = World::new(replies());
        let mut poller = world.begin(Method::Put, None);
        poller.next().await.unwrap().unwrap();
        let token = poller.token().unwrap();
        let error = poller.with_header(name, value).await.unwrap_err();
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!(world.service.seen().len(), 1);
        let mut poller = Poller::<Value>::resume(&world.core, token.clone()).with_token(token);
        assert!(poller.next().await.unwrap().unwrap_err().to_string().contains("no token can be attached"));
    }
}

#[tokio::test]
async fn a_setting_in_the_middle_of_a_step_counts_from_its_end() {
    let world = World::new([accepted(), monitor("InProgress"), monitor("Succeeded"), resource("it")]);
    let mut poller = world.begin(Method::Put, None);
    assert!(poller.next().now_or_never().is_none(), "the step is under way");
    let mut poller = poller.with_interval(Duration::from_secs(7)).with_header("x-own", "1");
    poller.next().await.unwrap().unwrap();
    poller.await.unwrap();
    let seen = world.service.seen();
    assert_eq!((seen[0].header("x-own"), seen[1].header("x-own")), ("", "1"));
    assert_eq!(world.slept(), [30.0, 7.0]);
}
