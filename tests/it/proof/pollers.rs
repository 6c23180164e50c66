//! The way back of long-running operations: begun with every declared success, in every style that can begin with it, to the
//! final result.

use generator::model::{Api, Method, Operation};
use kit::specs;
use simulator::{
    arm::can_start,
    call::Pair,
    engine::plan::{Running as Run, Style},
    json::{Shape, Strange},
};

use super::{
    Count,
    answers::{BODIES, matches, sent},
    arguments,
};

/// Every way in which an operation can begin: the status of the first answer, and how it goes on.
fn beginnings(op: &Operation) -> Vec<(u16, Style)> {
    let mut beginnings = Vec::new();
    for response in &op.responses {
        let styles = Style::ALL.into_iter().filter(|style| can_start(op, *style, response.status));
        let before = beginnings.len();
        beginnings.extend(styles.map(|style| (response.status, style)));
        assert!(beginnings.len() > before, "{} can begin in no style with {}", op.id, response.status);
    }
    beginnings
}

async fn finish(
    pair: &Pair,
    api: &'static Api,
    op: &'static Operation,
    beginning: (u16, Style),
    body: (Shape, Strange),
) {
    let ((status, style), (shape, strange)) = (beginning, body);
    let at = format!("{} {} {status} {style:?} {shape:?} {strange:?}", api.api_version, op.id);
    pair.service.forget();
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.status = Some(status);
        (plan.shape, plan.strange) = (shape, strange);
        plan.running = Run { style, polls: 1, ..Run::default() };
    });
    let running = pair.client.run(&op.id, &arguments(api, op, Shape::Minimal));
    let running = running.unwrap_or_else(|mismatch| panic!("{at}: {mismatch}"));
    let answer = running.finish().await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let journal = pair.service.journal();
    let (first, last) = (&journal[0], journal.last().expect("it was begun"));
    assert_eq!(first.reply.status, status, "{at}");
    // A 201 that tells no state may be the end or not, so the resource is looked at once more.
    let one = journal.len() == 1;
    assert!(if style == Style::Sync { one || status == 201 } else { !one }, "{at}: {} requests", journal.len());
    // What was deleted is gone; an operation of which no answer declares a body ends with none.
    let gives = op.method != Method::Delete && op.responses.iter().any(|response| response.body.is_some());
    matches(&answer, last, sent(last).filter(|_| gives), &at);
    let result = pair.service.result().filter(|_| style != Style::Sync);
    assert!(result.is_none() || !gives || answer.body == result, "{at}: {:?} instead of {result:?}", answer.body);
    assert_eq!(pair.service.violations(), [], "{at}");
}

async fn finish_all(version: &str) {
    let api = specs::api(version);
    let pair = Pair::new(api, 1);
    let operations: Vec<&Operation> = api.operations.iter().filter(|op| op.lro.is_some()).collect();
    let mut count = Count::default();
    for op in &operations {
        for beginning in beginnings(op) {
            for body in BODIES {
                count.sent += 1;
                finish(&pair, api, op, beginning, body).await;
                count.matched += 1;
            }
        }
    }
    let declared: usize = operations.iter().map(|op| op.responses.len()).sum();
    let begun: usize = operations.iter().map(|op| beginnings(op).len()).sum();
    println!(
        "{version}: {} long operations, {declared} declared successes, {begun} beginnings, {} bodies each: {count}",
        operations.len(),
        BODIES.len(),
    );
    assert_eq!(count, Count::all(begun * BODIES.len()));
}

#[tokio::test(start_paused = true)]
async fn a_long_operation_ends_with_its_result_however_it_begins() {
    for version in specs::versions() {
        finish_all(version).await;
    }
}
