//! Spans: one for what the application called, whatever number of requests it takes, and below it one for each try.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    rt::{ClientCore, Method, Operation},
    v2021_08_01, v2024_05_01,
};
use azure_core::{
    http::{Context, InstrumentationOptions},
    tracing::{SpanKind, Tracer as _},
};
use kit::{
    client::{self, FAILURE},
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
    tracing::FakeTracer,
};
use serde_json::json;

/// A path that a saved token may lead to.
const SAVED: &str = "/providers/Microsoft.Widgets/thing";

/// A service with this script, a client of it, and what traces it.
fn world(replies: Vec<Reply>) -> (Arc<Memory>, ClientCore, FakeTracer) {
    let (service, tracer) = (Memory::script(replies), FakeTracer::default());
    let mut options = client::options(&service, &FakeClock::new());
    options.instrumentation = InstrumentationOptions { tracer_provider: Some(Arc::new(tracer.clone())) };
    (service, client::core(FakeCredential::new(Manner::Fresh), options), tracer)
}

/// What started and ended, without the tracers made and the statuses.
fn spans(tracer: &FakeTracer) -> Vec<String> {
    let events = tracer.events().into_iter();
    events.filter(|event| event.starts_with("start") || event.starts_with("end")).collect()
}

fn get(name: &'static str) -> Operation {
    Operation { name, path: "/things", ..Operation::DEFAULT }
}

fn page(items: &[&str], link: Option<&str>) -> Reply {
    Reply::text(200, json!({ "value": items, "nextLink": link }).to_string())
}

#[tokio::test]
async fn a_span_a_call_is_named_after_the_operation() {
    let (service, core, tracer) =
        world(vec![Reply::status(503).with("retry-after", "0"), Reply::status(200), Reply::text(404, FAILURE)]);
    core.request(get("Thing_Do")).call::<()>().await.unwrap();
    assert!(tracer.events().contains(&"tracer arm-widgets 1.2.3".to_owned()));
    assert_eq!(
        spans(&tracer),
        [
            "start Internal Thing_Do",
            "start Client GET in Thing_Do",
            "end GET",
            "start Client GET in Thing_Do",
            "end GET",
            "end Thing_Do",
        ]
    );
    assert_eq!(service.seen()[0].header("traceparent"), "in GET");
}

#[tokio::test]
async fn the_package_of_the_client_names_its_tracer_and_its_requests() {
    let package = format!("arm-apimanagement {}", env!("CARGO_PKG_VERSION"));
    let service = Memory::new(|_, _| Reply::text(200, "{}"));
    let (tracer, subscription) = (FakeTracer::default(), "00000000-0000-0000-0000-000000000000");
    let mut options = client::options(&service, &FakeClock::new());
    options.instrumentation = InstrumentationOptions { tracer_provider: Some(Arc::new(tracer.clone())) };
    let (credential, again) = (FakeCredential::new(Manner::Fresh), Some(options.clone()));
    let old = v2021_08_01::Client::new(subscription, credential.clone(), again).unwrap();
    old.gateway().get("group", "service", "gateway").await.unwrap();
    let new = v2024_05_01::Client::new(subscription, credential, Some(options)).unwrap();
    new.gateway().get("group", "service", "gateway").await.unwrap();
    let events = tracer.events();
    let tracers: Vec<_> = events.iter().filter_map(|event| event.strip_prefix("tracer ")).collect();
    assert!(tracers.iter().filter(|name| **name == package).count() >= 2, "{tracers:?}");
    let agent = format!("azsdk-rust-{} (", package.replace(' ', "/"));
    assert!(service.seen().iter().all(|seen| seen.header("user-agent").starts_with(&agent)));
}

#[tokio::test]
async fn a_list_is_one_span_over_all_its_pages() {
    let expected = [
        "start Internal Thing_List",
        "start Client GET in Thing_List",
        "end GET",
        "start Client GET in Thing_List",
        "end GET",
        "end Thing_List",
    ];
    let replies = || vec![page(&["a"], Some("/2")), page(&["b"], None)];
    let (_, core, tracer) = world(replies());
    let mut list = core.request(get("Thing_List")).list::<crate::paging::Things>();
    assert_eq!(spans(&tracer), [""; 0], "nothing was asked for");
    while let Some(item) = list.next().await {
        item.unwrap();
    }
    assert_eq!(spans(&tracer), expected);
    let (_, core, tracer) = world(replies());
    let mut pages = core.request(get("Thing_List")).list::<crate::paging::Things>().into_pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(spans(&tracer), expected);
}

#[tokio::test]
async fn a_list_that_fails_or_is_left_ends_its_span_once() {
    let (_, core, tracer) = world(vec![page(&["a"], Some("/2")), Reply::text(403, FAILURE)]);
    let mut list = core.request(get("Thing_List")).list::<crate::paging::Things>();
    list.next().await.unwrap().unwrap();
    list.next().await.unwrap().unwrap_err();
    drop(list);
    let events = tracer.events();
    assert!(events.iter().any(|event| event.starts_with("Thing_List is Error")), "{events:?}");
    assert!(!events.iter().any(|event| event.contains("It is broken")), "the service's words are not ours to trace");
    assert_eq!(events.iter().filter(|event| *event == "end Thing_List").count(), 1);
    let (_, core, tracer) = world(vec![page(&["a", "b"], Some("/2"))]);
    let mut list = core.request(get("Thing_List")).list::<crate::paging::Things>();
    list.next().await.unwrap().unwrap();
    drop(list);
    assert_eq!(spans(&tracer).last().map(String::as_str), Some("end Thing_List"));
}

fn accepted() -> Reply {
    Reply::status(202).with("location", "/result")
}

#[tokio::test]
async fn a_long_running_operation_is_one_span_from_its_begin_to_its_result() {
    let begin = |core: &ClientCore| client::request(core, Method::Put).begin::<()>(None);
    let replies = || vec![accepted(), Reply::status(202), Reply::status(204), Reply::status(200)];
    let below = |method: &str| [format!("start Client {method} in Thing_Do"), format!("end {method}")];
    let mut expected = vec!["start Internal Thing_Do".to_owned()];
    expected.extend(["PUT", "GET", "GET", "GET"].into_iter().flat_map(below));
    expected.push("end Thing_Do".to_owned());
    let (_, core, tracer) = world(replies());
    begin(&core).await.unwrap();
    assert_eq!(spans(&tracer), expected);
    let (_, core, tracer) = world(replies());
    let mut poller = begin(&core);
    while let Some(status) = poller.next().await {
        status.unwrap();
    }
    poller.await.unwrap();
    assert_eq!(spans(&tracer), expected);
    let (_, core, tracer) = world(vec![Reply::status(202).with("location", SAVED)]);
    let operation =
        Operation { name: "Thing_Do", method: Method::Put, path: SAVED, success: &[202], ..Operation::DEFAULT };
    let mut poller = core.request(operation).begin::<()>(None);
    poller.next().await.unwrap().unwrap();
    let token = poller.token().unwrap();
    drop(poller);
    assert_eq!(spans(&tracer).last().map(String::as_str), Some("end Thing_Do"), "left, and so ended");
    let (_, core, tracer) = world(vec![Reply::status(200), Reply::status(200)]);
    arm_apimanagement::Poller::<()>::resume(&core, token).await.unwrap();
    assert_eq!(spans(&tracer)[0], "start Internal Thing_Do", "a resumed operation has a span of its own");
}

#[tokio::test]
async fn an_operation_that_fails_ends_its_span_with_an_error() {
    for replies in [vec![Reply::text(409, FAILURE)], vec![accepted(), Reply::text(404, FAILURE)]] {
        let (_, core, tracer) = world(replies);
        client::request(&core, Method::Put).begin::<()>(None).with_interval(Duration::ZERO).await.unwrap_err();
        let events = tracer.events();
        assert!(events.iter().any(|event| event.starts_with("Thing_Do is Error")), "{events:?}");
        assert_eq!(events.iter().filter(|event| *event == "end Thing_Do").count(), 1);
    }
}

#[tokio::test]
async fn below_a_span_of_the_application_there_is_none_of_ours() {
    let (_, core, tracer) = world(vec![Reply::status(200), page(&["a"], None), accepted(), Reply::status(204)]);
    let context = || Context::new().with_value(tracer.start_span("Theirs".into(), SpanKind::Internal, Vec::new()));
    core.request(get("Thing_Do")).call::<()>().with_context(context()).await.unwrap();
    let mut list = core.request(get("Thing_List")).list::<crate::paging::Things>().with_context(context());
    while list.next().await.is_some() {}
    client::request(&core, Method::Delete).begin::<()>(None).with_context(context()).await.unwrap();
    let spans = spans(&tracer);
    assert_eq!(spans.iter().filter(|event| event.ends_with("in Theirs")).count(), 4, "{spans:?}");
    assert!(!spans.iter().any(|event| event.contains("Thing_")), "{spans:?}");
}
