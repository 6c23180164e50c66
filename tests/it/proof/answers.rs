//! The way back: every declared success of every operation that is no long-running one, with and without all that a body can
//! hold, and with what the description does not know.

use dispatch::{Answer, Listing, Running};
use generator::model::{Api, Method, Operation, Response};
use kit::specs;
use serde_json::{Value as Json, json};
use simulator::{
    arm::Entry,
    call::Pair,
    engine::plan::Pages,
    json::{Shape, Strange},
};

use super::{Count, arguments};

/// What bodies show, and what they hold that the description does not know.
pub(super) const BODIES: [(Shape, Strange); 6] = [
    (Shape::Minimal, Strange::Nothing),
    (Shape::Maximal, Strange::Nothing),
    (Shape::Shortest, Strange::Nothing),
    (Shape::Longest, Strange::Nothing),
    (Shape::Maximal, Strange::Members),
    (Shape::Maximal, Strange::EnumValues),
];

/// What the service sent.
pub(super) fn sent(entry: &Entry) -> Option<Json> {
    let body = &entry.reply.body;
    (!body.is_empty()).then(|| serde_json::from_slice(body).expect("the service sends JSON"))
}

/// An answer came back as it was sent: status, headers, bytes, and the body through the model.
pub(super) fn matches(answer: &Answer, entry: &Entry, expected: Option<Json>, at: &str) {
    assert_eq!(answer.status, entry.reply.status, "{at}");
    assert_eq!(answer.headers, entry.reply.headers.iter().cloned().collect(), "{at}");
    assert_eq!(answer.raw, entry.reply.body, "{at}");
    assert_eq!(answer.body, expected, "{at}");
}

async fn call(pair: &Pair, running: Running, op: &Operation, response: &Response, at: &str) {
    let answer = running.finish().await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let journal = pair.service.journal();
    let [entry] = journal.as_slice() else { panic!("{at}: {} requests", journal.len()) };
    assert_eq!(entry.reply.status, response.status, "{at}");
    let sent = sent(entry);
    for header in &response.headers {
        assert!(answer.headers.contains_key(&header.name.to_lowercase()), "{at}: no {}", header.name);
    }
    assert_eq!(sent.is_some(), response.body.is_some() && op.method != Method::Head, "{at}");
    let exists = op.is_existence_check().then(|| json!(response.status != 404));
    matches(&answer, entry, exists.or(sent), at);
}

/// Every page of a list, whole.
async fn pages(pair: &Pair, list: Listing, sizes: &[usize], at: &str) {
    let mut pages = list.into_pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page.unwrap_or_else(|error| panic!("{at}: {error:?}")));
    }
    let sent: Vec<Json> = pair.service.journal().iter().filter_map(sent).collect();
    assert!(sent.len() == sizes.len() || sent.len() == 1, "{at}: {} pages", sent.len());
    assert_eq!(found, sent, "{at}");
}

async fn answer(pair: &Pair, api: &'static Api, op: &'static Operation, response: &Response, body: (Shape, Strange)) {
    let (shape, strange) = body;
    let at = format!("{} {} {} {shape:?} {strange:?}", api.api_version, op.id, response.status);
    let sizes = vec![2, 0, 1];
    pair.service.forget();
    pair.service.plan(|plan| {
        plan.everything_exists = response.status != 404;
        plan.status = Some(response.status);
        (plan.shape, plan.strange) = (shape, strange);
        plan.pages = Some(Pages { sizes: sizes.clone(), ..Pages::default() });
    });
    let running = pair.client.run(&op.id, &arguments(api, op, Shape::Minimal));
    match running.unwrap_or_else(|mismatch| panic!("{at}: {mismatch}")) {
        Running::List(list) => pages(pair, list, &sizes, &at).await,
        running @ Running::Call(_) => call(pair, running, op, response, &at).await,
        Running::Poller(_) => panic!("{at}: the operation does not run long"),
    }
    assert_eq!(pair.service.violations(), [], "{at}");
}

async fn answer_all(version: &str) {
    let api = specs::api(version);
    let pair = Pair::new(api, 1);
    let operations = || api.operations.iter().filter(|op| op.lro.is_none());
    let mut count = Count::default();
    for op in operations() {
        for response in &op.responses {
            for body in BODIES {
                count.sent += 1;
                answer(&pair, api, op, response, body).await;
                count.matched += 1;
            }
        }
    }
    let declared: usize = operations().map(|op| op.responses.len()).sum();
    println!("{version}: answers with {declared} declared successes, {} bodies each: {count}", BODIES.len());
    assert_eq!(count, Count::all(declared * BODIES.len()));
}

#[tokio::test(start_paused = true)]
async fn what_comes_back_is_what_was_sent() {
    for version in specs::versions() {
        answer_all(version).await;
    }
}
