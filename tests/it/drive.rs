//! Every paged and every long-running operation of every version, driven to its end through the typed client.

use arm_apimanagement::ArmError;
use dispatch::{Listing, Polling, Running};
use generator::model::{Api, Operation};
use kit::specs;
use serde_json::Value as Json;
use simulator::{
    arm::can_run,
    call::{Pair, arguments},
    engine::{
        job::CANCELED,
        job::FAILED,
        list::place,
        plan::{Last, Link, Outcome, Pages, Running as Plan, Style},
        script::RetryAfter,
    },
    json::Shape,
};

fn list(pair: &Pair, api: &Api, op: &Operation) -> Listing {
    match pair.client.run(&op.id, &arguments(api, op, Shape::Minimal, 1)) {
        Ok(Running::List(list)) => list,
        other => panic!("{}: {other:?}", op.id),
    }
}

fn poller(pair: &Pair, api: &Api, op: &Operation) -> Polling {
    match pair.client.run(&op.id, &arguments(api, op, Shape::Minimal, 1)) {
        Ok(Running::Poller(polling)) => polling,
        other => panic!("{}: {other:?}", op.id),
    }
}

fn cut(pair: &Pair, sizes: &[usize], link: Link, last: Last) {
    pair.service.forget();
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(Pages { sizes: sizes.to_vec(), link, last, instead: None });
    });
}

async fn items(list: &mut Listing) -> azure_core::Result<Vec<Json>> {
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item?);
    }
    Ok(items)
}

#[test]
fn the_dispatcher_has_every_operation() {
    for api in specs::all() {
        let mut wanted: Vec<&str> = api.operations.iter().map(|op| op.id.as_str()).collect();
        wanted.sort_unstable();
        assert_eq!(Pair::new(api, 1).client.operations(), wanted, "{}", api.api_version);
    }
}

#[tokio::test(start_paused = true)]
async fn every_list_of_every_version_gives_every_item_once() {
    for api in specs::all() {
        let pair = Pair::new(api, 1);
        let lists: Vec<&Operation> = api.operations.iter().filter(|op| op.paging.is_some()).collect();
        assert_eq!(lists.len(), specs::count(&api.api_version, "x-ms-pageable"));
        for op in lists {
            for (sizes, link, last) in [
                (&[0][..], Link::Absolute, Last::Absent),
                (&[3], Link::Absolute, Last::Null),
                (&[2, 0, 3, 0], Link::Relative, Last::Empty),
                (&[0, 1, 2, 3], Link::Absolute, Last::Absent),
            ] {
                cut(&pair, sizes, link, last);
                let found = items(&mut list(&pair, api, op)).await.unwrap_or_else(|error| panic!("{}: {error}", op.id));
                assert_eq!(found, pair.service.listed(), "{}", op.id);
                assert_eq!(pair.service.violations(), [], "{}", op.id);
                let whole = op.paging.as_ref().is_some_and(|paging| paging.next_link.is_none());
                assert_eq!(pair.service.journal().len(), if whole { 1 } else { sizes.len() }, "{}", op.id);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_list_of_every_version_goes_on_where_it_was_left() {
    let sizes = [2, 0, 3];
    for api in specs::all() {
        let pair = Pair::new(api, 1);
        for op in api.operations.iter().filter(|op| op.paging.as_ref().is_some_and(|paging| paging.next_link.is_some()))
        {
            cut(&pair, &sizes, Link::Absolute, Last::Absent);
            let member = op.paging.as_ref().and_then(|paging| paging.items.as_deref()).unwrap();
            let mut pages = list(&pair, api, op).into_pages();
            let mut places = Vec::new();
            for size in sizes {
                let page = pages.next().await.expect("there is another page").unwrap();
                let found = page[member].as_array().map_or(&[][..], Vec::as_slice);
                assert_eq!(found.len(), size, "{}", op.id);
                places.extend(found.iter().map(|item| place(item).unwrap()));
                // A process ends and another begins.
                let Some(saved) = pages.continuation() else { break };
                let saved: String = serde_json::from_value(serde_json::to_value(&saved).unwrap()).unwrap();
                pages = list(&pair, api, op).into_pages().starting_at(saved.into());
            }
            assert!(pages.next().await.is_none(), "{}", op.id);
            assert_eq!(places, [0, 1, 2, 3, 4], "{}", op.id);
            // In the middle of a page the whole page comes again, and nothing is lost.
            let mut first = list(&pair, api, op);
            for _ in 0..3 {
                first.next().await.expect("there are five").unwrap();
            }
            let saved = first.continuation().expect("the third item is on the third page");
            let rest = items(&mut list(&pair, api, op).starting_at(saved)).await.unwrap();
            assert_eq!(rest.iter().map(|item| place(item).unwrap()).collect::<Vec<_>>(), [2, 3, 4], "{}", op.id);
            assert_eq!(pair.service.violations(), [], "{}", op.id);
        }
    }
}

/// Every long-running operation of a version in every style, with what is asked of each.
async fn run_all(outcome: Outcome, ask: impl AsyncFn(&Pair, &'static Api, &'static Operation, String)) {
    for api in specs::all() {
        let pair = Pair::new(api, 1);
        let operations: Vec<&Operation> = api.operations.iter().filter(|op| op.lro.is_some()).collect();
        assert_eq!(operations.len(), specs::count(&api.api_version, "x-ms-long-running-operation"));
        for op in operations {
            let mut styles = 0;
            for style in Style::ALL.into_iter().filter(|style| can_run(op, *style)) {
                if style == Style::Sync && outcome != Outcome::Succeeded {
                    continue;
                }
                pair.service.forget();
                pair.service.plan(|plan| {
                    plan.everything_exists = true;
                    plan.running = Plan { style, outcome, ..Plan::default() };
                    plan.running.retry_after = Some(RetryAfter::seconds(7));
                });
                ask(&pair, api, op, format!("{} {} {style:?}", api.api_version, op.id)).await;
                assert_eq!(pair.service.violations(), [], "{} {style:?}", op.id);
                styles += 1;
            }
            assert!(styles > 0, "{} runs in no style", op.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_long_operation_of_every_version_ends_with_its_result() {
    run_all(Outcome::Succeeded, async |pair, api, op, at| {
        let answer = poller(pair, api, op).finish().await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
        if answer.body.is_some() {
            assert_eq!(answer.body, pair.service.result(), "{at}");
        } else {
            assert!(
                op.responses.iter().all(|response| !matches!(response.status, 200 | 201) || response.body.is_none())
                    || op.method == generator::model::Method::Delete,
                "{at}: the result is missing"
            );
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn every_long_operation_that_fails_is_an_error_that_says_why() {
    for (outcome, code) in [
        (Outcome::Failed, FAILED),
        (Outcome::Canceled("Canceled"), CANCELED),
        (Outcome::Canceled("Cancelled"), CANCELED),
        (Outcome::Canceled("canceled"), CANCELED),
    ] {
        run_all(outcome, async |pair, api, op, at| {
            let error = poller(pair, api, op).finish().await.expect_err(&at);
            let arm = ArmError::from_error(&error).unwrap_or_else(|| panic!("{at}: {error:?}"));
            let tells = pair
                .service
                .journal()
                .last()
                .unwrap()
                .reply
                .body
                .windows(code.len())
                .any(|part| part == code.as_bytes());
            if tells {
                assert_eq!(arm.code(), Some(code), "{at}");
                assert!(arm.message().is_some_and(|message| message.contains("\"well\".\n")), "{at}");
                assert_eq!(arm.details().len(), 1, "{at}");
            }
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn every_long_operation_tells_each_status_and_can_be_saved_between() {
    run_all(Outcome::Succeeded, async |pair, api, op, at| {
        let mut polling = poller(pair, api, op);
        assert!(polling.token().is_none(), "{at}: nothing was sent yet");
        let mut statuses = 0;
        while let Some(status) = polling.next().await {
            status.unwrap_or_else(|error| panic!("{at}: {error:?}"));
            statuses += 1;
        }
        let polls = pair.service.journal().len();
        assert!(statuses >= 1 && polls >= statuses, "{at}: {statuses} statuses, {polls} requests");
        let answer = polling.finish().await.unwrap_or_else(|error| panic!("{at}: {error:?}"));
        if answer.body.is_some() {
            assert_eq!(answer.body, pair.service.result(), "{at}");
        }
    })
    .await;
}
