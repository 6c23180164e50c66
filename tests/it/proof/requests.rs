//! The way there: every operation with minimal, maximal, shortest and longest arguments.

use generator::model::{Api, Operation};
use kit::specs;
use simulator::{
    arm::{Entry, Role},
    call::Pair,
    engine::plan::{Pages, Running, Style},
    json::Shape,
};

use super::{Count, Meant, arguments};

/// Calls an operation; a list is read to its end, a long-running operation followed to its result.
async fn call(pair: &Pair, api: &'static Api, op: &'static Operation, shape: Shape) -> bool {
    let at = format!("{} {} {shape:?}", api.api_version, op.id);
    let arguments = arguments(api, op, shape);
    pair.service.forget();
    let running = pair.client.run(&op.id, &arguments).unwrap_or_else(|mismatch| panic!("{at}: {mismatch}"));
    assert!(pair.service.journal().is_empty(), "{at}: something was sent before the call was awaited");
    running.finish().await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let journal = pair.service.journal();
    let [first, further @ ..] = journal.as_slice() else { panic!("{at}: nothing was sent") };
    assert_eq!((first.role, first.operation), (Role::Call, Some(op.id.as_str())), "{at}");
    assert_eq!(Meant::of(&first.request), Meant::new(api, op, &arguments), "{at}");
    assert!(op.lro.is_some() || op.paging.is_some() || further.is_empty(), "{at}: one call is one request");
    for entry in &journal {
        authorised(entry, &at);
    }
    assert_eq!(pair.service.violations(), [], "{at}");
    true
}

/// Each request bears a token and says who sends it.
fn authorised(entry: &Entry, at: &str) {
    let header = |name: &str| entry.request.header(name).unwrap_or_else(|| panic!("{at}: no header {name}"));
    assert!(header("authorization").starts_with("Bearer "), "{at}");
    assert!(header("user-agent").contains("arm-apimanagement"), "{at}: {}", header("user-agent"));
    assert_eq!(header("x-ms-client-request-id").len(), 36, "{at}: the id of a request is a UUID");
    assert!(!entry.foreign, "{at}: {} is another service", entry.request.url);
}

async fn send_all(version: &str) {
    let api = specs::api(version);
    let pair = Pair::new(api, 1);
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(Pages { sizes: vec![1, 1], ..Pages::default() });
        plan.running = Running { style: Style::AsyncOperation, polls: 1, ..Running::default() };
    });
    let mut count = Count::default();
    for op in &api.operations {
        for shape in Shape::ALL {
            count.sent += 1;
            count.matched += usize::from(call(&pair, api, op, shape).await);
        }
    }
    println!("{version}: requests of {} operations in {} shapes: {count}", api.operations.len(), Shape::ALL.len());
    assert_eq!(count, Count::all(api.operations.len() * Shape::ALL.len()));
    assert_eq!(pair.client.operations().len(), api.operations.len());
}

#[tokio::test(start_paused = true)]
async fn what_arrives_is_what_was_meant() {
    for version in specs::versions() {
        send_all(version).await;
    }
}
