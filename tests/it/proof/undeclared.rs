//! Success that the description does not declare is none: the client must not take it for what the operation answers with.

use azure_core::http::StatusCode;
use generator::model::{Method, Operation};
use kit::specs;
use simulator::{call::Pair, engine::script::Fault, json::Shape};

use super::{Count, arguments};

/// Statuses that some operation declares as success, and one that none does: 206 says that the body is not whole.
const SUCCESSES: [u16; 6] = [200, 201, 202, 204, 206, 404];

/// How a long-running operation can begin by the rules of Resource Manager, whatever it declares.
const BEGINNINGS: [u16; 4] = [200, 201, 202, 204];

/// Those of them that an operation must not take for a success. Only a HEAD can declare 404.
fn undeclared(op: &Operation) -> Vec<u16> {
    let begins = |status: &u16| op.lro.is_some() && BEGINNINGS.contains(status);
    let possible = SUCCESSES.into_iter().filter(|status| *status != 404 || op.method == Method::Head);
    let declares = |status: &u16| op.responses.iter().any(|response| response.status == *status);
    possible.filter(|status| !declares(status) && !begins(status)).collect()
}

async fn refuse_all(version: &str) {
    let api = specs::api(version);
    let known: Vec<u16> = api.operations.iter().flat_map(|op| &op.responses).map(|response| response.status).collect();
    assert!(known.iter().all(|status| SUCCESSES.contains(status)), "{version} declares other statuses: {known:?}");
    let pair = Pair::new(api, 1);
    let mut count = Count::default();
    for op in &api.operations {
        for status in undeclared(op) {
            let at = format!("{version} {} {status}", op.id);
            pair.service.forget();
            pair.service.script([Some(Fault::Status(status, None))]);
            count.sent += 1;
            let running = pair.client.run(&op.id, &arguments(api, op, Shape::Minimal)).unwrap();
            let error = running.finish().await.expect_err(&at);
            assert_eq!(error.http_status(), Some(StatusCode::from(status)), "{at}: {error:?}");
            assert_eq!(pair.service.journal().len(), 1, "{at}");
            count.matched += 1;
        }
    }
    println!("{version}: answers with a success that is not declared: {count}");
    assert_eq!(count, Count::all(api.operations.iter().map(|op| undeclared(op).len()).sum()));
}

#[tokio::test(start_paused = true)]
async fn a_success_that_is_not_declared_is_an_error() {
    for version in specs::versions() {
        refuse_all(version).await;
    }
}
