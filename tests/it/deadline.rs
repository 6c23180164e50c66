//! Deadlines: nothing goes beyond them, be it a request or a wait, and the error says what was late.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{DeadlineExceeded, RetryOptions, rt::Operation};
use azure_core::{
    Error, Result,
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
};
use dispatch::{Answer, Polling, Running};
use generator::model::Api;
use kit::{client, memory::Memory, specs, time::Time};
use simulator::{
    call::{Pair, arguments},
    engine::{
        plan::{Pages, Running as Plan},
        script::{Fault, RetryAfter},
    },
    json::Shape,
};
use tokio::time::Instant;

const VERSION: &str = "2024-05-01";

/// The operation that runs long here.
const LONG: &str = "NamedValue_CreateOrUpdate";

/// A service where everything exists, and a client whose calls may take this long, however long a try takes.
fn pair(deadline: Option<u64>) -> Pair {
    let pair = Pair::with(specs::api(VERSION), 1, |options| {
        options.retry = RetryOptions {
            deadline: deadline.map(Duration::from_secs),
            max_retries: 9,
            // The waits are what the service asks for.
            delay: Duration::ZERO,
            attempt_timeout: None,
            ..options.retry.clone()
        };
    });
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(Pages { sizes: vec![1, 1, 1], ..Pages::default() });
        plan.running = Plan { polls: 1, ..Plan::default() };
    });
    pair
}

fn slow(seconds: u64) -> Option<Fault> {
    Some(Fault::Slow(Duration::from_secs(seconds)))
}

fn busy(seconds: i64) -> Option<Fault> {
    Some(Fault::Status(429, Some(RetryAfter::seconds(seconds))))
}

fn begin(pair: &Pair, id: &str) -> Running {
    let api: &'static Api = specs::api(VERSION);
    pair.client.run(id, &arguments(api, specs::operation(api, id), Shape::Minimal, 1)).unwrap()
}

fn polling(pair: &Pair, deadline: u64) -> Polling {
    let Running::Poller(polling) = begin(pair, LONG) else { panic!("{LONG} runs long") };
    polling.configured(Duration::from_secs(30), Some(Duration::from_secs(deadline)))
}

/// Gets a gateway; says how many seconds that took.
async fn get(pair: &Pair) -> (Result<Answer>, f64) {
    let start = Instant::now();
    let result = begin(pair, "Gateway_Get").finish().await;
    (result, seconds(start))
}

/// Whole milliseconds: tokio's clock knows no less.
fn seconds(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 100.0).round() / 100.0
}

fn late(error: &Error) -> (&str, u64) {
    let late = error.downcast_ref::<DeadlineExceeded>().unwrap_or_else(|| panic!("{error:?}"));
    (late.operation(), late.deadline().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_request_under_way_is_cut_off() {
    let pair = pair(Some(10));
    pair.service.script([slow(60)]);
    let (result, took) = get(&pair).await;
    let error = result.unwrap_err();
    assert_eq!((late(&error), took), (("Gateway_Get", 10), 10.0));
    assert!(error.to_string().starts_with("Gateway_Get took longer than its deadline of 10s"), "{error}");
    assert!(error.to_string().contains("whether the service has done it is not known"), "{error}");
    pair.service.script([slow(9)]);
    let (result, took) = get(&pair).await;
    assert_eq!((result.is_ok(), took), (true, 9.0));
}

#[tokio::test(start_paused = true)]
async fn all_tries_of_a_call_share_its_deadline() {
    let pair = pair(Some(10));
    pair.service.script([busy(7), slow(60)]);
    let (result, took) = get(&pair).await;
    assert_eq!((late(&result.unwrap_err()), took, pair.service.journal().len()), (("Gateway_Get", 10), 10.0, 2));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_leaves_no_time_is_not_begun() {
    for (faults, took, sent) in [
        (vec![busy(10)], 0.0, 1),
        (vec![busy(3600)], 0.0, 1),
        (vec![busy(7), busy(7)], 7.0, 2),
        (vec![slow(4), busy(1)], 4.0, 1),
        (vec![busy(9), busy(0), busy(0), busy(2)], 9.0, 4),
    ] {
        let pair = pair(Some(10));
        pair.service.script(faults.clone());
        let (result, real) = get(&pair).await;
        assert_eq!((real, pair.service.journal().len()), (took, sent), "{faults:?}");
        if faults.last() != Some(&busy(1)) {
            assert_eq!(result.unwrap_err().http_status().map(u16::from), Some(429), "the last failure is the error");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_deadline_nothing_is_cut() {
    let pair = pair(None);
    pair.service.script([slow(3600)]);
    let (result, took) = get(&pair).await;
    assert_eq!((result.is_ok(), took), (true, 3600.0));
}

/// A credential that is never done.
#[derive(Debug)]
struct Asleep;

#[async_trait::async_trait]
impl TokenCredential for Asleep {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> Result<AccessToken> {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn the_search_for_a_token_counts() {
    let service = Memory::script([]);
    let mut options = service.options();
    options.retry.deadline = Some(Duration::from_secs(5));
    options.clock = Arc::new(Time::default());
    let core = client::core(Arc::new(Asleep), options);
    let start = Instant::now();
    let error = core.request(Operation { name: "Thing_Do", ..Operation::DEFAULT }).call::<()>().await.unwrap_err();
    assert_eq!((late(&error), seconds(start), service.seen().len()), (("Thing_Do", 5), 5.0, 0));
}

#[tokio::test(start_paused = true)]
async fn each_page_of_a_list_is_a_call() {
    let pair = pair(Some(10));
    pair.service.script([slow(8), slow(8), slow(8)]);
    let start = Instant::now();
    begin(&pair, "Gateway_ListByService").finish().await.unwrap();
    assert_eq!(seconds(start), 24.0);
    pair.service.script([None, slow(60)]);
    let Running::List(mut list) = begin(&pair, "Gateway_ListByService") else { panic!("it lists") };
    list.next().await.unwrap().unwrap();
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(late(&error), ("Gateway_ListByService", 10));
    assert!(list.continuation().is_some(), "it can be resumed");
}

#[tokio::test(start_paused = true)]
async fn the_request_that_begins_an_operation_is_cut_off() {
    let pair = pair(None);
    pair.service.script([slow(100)]);
    let (polling, start) = (polling(&pair, 50), Instant::now());
    let error = polling.finish().await.unwrap_err();
    assert_eq!((late(&error), seconds(start)), ((LONG, 50), 50.0));
    assert!(error.to_string().contains("whether the service has done it is not known"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_look_at_an_operation_is_cut_off_and_the_token_goes_on() {
    let pair = pair(None);
    pair.service.script([None, slow(100)]);
    let (mut polling, start) = (polling(&pair, 50), Instant::now());
    polling.next().await.unwrap().unwrap();
    let error = polling.next().await.unwrap().unwrap_err();
    assert_eq!((late(&error), seconds(start)), ((LONG, 50), 50.0));
    assert!(error.to_string().contains("it goes on, and can be followed from its token"), "{error}");
    let token = polling.token().unwrap();
    let answer = pair.client.resume(&polling, token).finish().await.unwrap();
    assert_eq!(answer.body, pair.service.result());
}

#[tokio::test(start_paused = true)]
async fn the_last_look_is_had_a_little_before_the_deadline() {
    for (deadline, polls, took, sent) in [(50, 9, 45.0, 3), (61, 9, 60.5, 4), (4, 9, 2.0, 2), (50, 1, 45.0, 4)] {
        let pair = pair(None);
        pair.service.plan(|plan| plan.running.polls = polls);
        let (polling, start) = (polling(&pair, deadline), Instant::now());
        let result = polling.finish().await;
        assert_eq!((result.is_ok(), seconds(start)), (polls == 1, took), "{deadline}");
        assert_eq!(pair.service.journal().len(), sent, "{deadline}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_an_operation_holds_for_retries_too() {
    let pair = pair(None);
    let faults = [None].into_iter().chain((0..100).map(|_| Some(Fault::Status(503, Some(RetryAfter::seconds(20))))));
    pair.service.script(faults);
    let (polling, start) = (polling(&pair, 60), Instant::now());
    assert_eq!(late(&polling.finish().await.unwrap_err()), (LONG, 60));
    assert_eq!((seconds(start), pair.service.journal().len()), (55.0, 4), "looks after 30, 50 and 55 seconds");
}

#[tokio::test(start_paused = true)]
async fn a_look_that_is_cut_off_as_a_call_does_not_end_the_operation() {
    let pair = pair(Some(10));
    pair.service.script([None, slow(60), slow(60)]);
    let Running::Poller(polling) = begin(&pair, LONG) else { panic!("{LONG} runs long") };
    let answer = polling.finish().await.unwrap();
    assert_eq!(answer.body, pair.service.result());
}
