//! Answers of a service to the typed client: models, error bodies, pages, long-running operations and their tokens.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{ArmError, ArmErrorDetail, PollerToken};
use azure_core::{Error, Result};
use serde_json::Value as Json;
use tokio::runtime::{Builder, Runtime};

use super::{edit::Choices, kept, script::Script, through::EDITS};
use dispatch::{Answer, Arguments, Dispatcher, Polling, Running};
use kit::{
    client,
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use simulator::{
    call::{self, ORIGIN, SUBSCRIPTION},
    json::Shape,
};

/// More requests than any script leads to: each reply, and those that follow it, are retried a few times.
const MOST_REQUESTS: usize = 500;

/// Plays what the bytes are to a client of the operation they name: answers as a text, or a good body with edits.
///
/// # Panics
/// If the client panics, asks another host, goes on asking, loses a member of a body it accepts, or finds less in a list page
/// by page than item by item.
pub fn response(data: &[u8]) {
    let script = match data.split_first() {
        Some((first, rest)) if *first < EDITS => Script::of_edits(&mut Choices(rest)),
        _ => Script::of_text(data),
    };
    runtime().block_on(play(&script));
}

pub(super) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().expect("one thread is to be had")
}

async fn play(script: &Script) {
    let arguments = call::arguments(script.api, script.op, Shape::Minimal, 1);
    let stage = Stage::new(script);
    match stage.run(&arguments) {
        Running::Call(answer) => judge(&answer.await),
        Running::List(_) => list(script, &arguments).await,
        Running::Poller(polling) => poll(script, polling, &arguments).await,
    }
    stage.check();
}

/// A client of its own with the service it speaks to.
struct Stage<'a> {
    script: &'a Script,
    service: Arc<Memory>,
    client: Dispatcher,
}

impl<'a> Stage<'a> {
    fn new(script: &'a Script) -> Self {
        let replies = script.replies.clone();
        let over = Reply::text(404, r#"{"error":{"code":"Over","message":"The script is over."}}"#);
        let service = Memory::new(move |before, _| replies.get(before).unwrap_or(&over).clone());
        let options = client::options(&service, &FakeClock::new());
        let credential = FakeCredential::new(Manner::Fresh);
        let client = Dispatcher::new(&script.api.api_version, SUBSCRIPTION, credential, options);
        Self { script, service, client: client.expect("the options are good") }
    }

    fn run(&self, arguments: &Arguments) -> Running {
        self.client.run(&self.script.op.id, arguments).expect("the arguments are good")
    }

    fn check(&self) {
        let seen = self.service.seen();
        assert!(seen.len() <= MOST_REQUESTS, "{} requests", seen.len());
        for request in &seen {
            let inside = request.url.strip_prefix(ORIGIN).is_some_and(|path| path.starts_with('/'));
            assert!(inside, "asked {} with a token", request.url);
        }
    }
}

fn judge(answer: &Result<Answer>) {
    match answer {
        Ok(answer) => whole(answer),
        Err(error) => readable(error),
    }
}

/// Nothing of the body is missing in what the model writes.
fn whole(answer: &Answer) {
    let raw = answer.raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&answer.raw);
    let (Some(written), Ok(sent)) = (&answer.body, serde_json::from_slice::<Json>(raw)) else { return };
    // An existence check reads the status, a text is what it is.
    if written.is_boolean() || (written.is_string() && !sent.is_string()) {
        return;
    }
    if let Some(lost) = kept::lost(&sent, written) {
        panic!("{lost}\nsent    {sent}\nwritten {written}");
    }
}

/// An error prints as lines without control characters, and its parts can be read.
pub(super) fn readable(error: &Error) {
    drop(format!("{error:?}"));
    if let Some(arm) = ArmError::from_error(error) {
        let line = arm.to_string();
        assert!(!line.contains(char::is_control), "{line:?}");
        let codes = (arm.code(), arm.message(), arm.target(), arm.request_id(), arm.additional_info().len());
        drop((format!("{codes:?} {arm:?}"), arm.details().iter().map(depth).max()));
    }
}

fn depth(detail: &ArmErrorDetail) -> usize {
    1 + detail.details().iter().map(depth).max().unwrap_or(0)
}

/// Item by item and page by page are two readers of the same list.
async fn list(script: &Script, arguments: &Arguments) {
    let (first, second) = (Stage::new(script), Stage::new(script));
    let (Running::List(mut items), Running::List(pages)) = (first.run(arguments), second.run(arguments)) else {
        unreachable!("an operation that lists lists each time")
    };
    let mut pages = pages.into_pages();
    if let Some(from) = &script.continuation {
        items = items.starting_at(from.as_str().into());
        pages = pages.starting_at(from.as_str().into());
    }
    let mut by_item = Ok(0);
    while let Some(item) = items.next().await {
        by_item = item.and_then(|_| by_item.map(|count: usize| count + 1));
    }
    let mut by_page = Ok(0);
    while let Some(page) = pages.next().await {
        let held = |page: Json| match &script.op.paging.as_ref().and_then(|paging| paging.items.as_deref()) {
            Some(member) => page.get(*member).and_then(Json::as_array).map_or(0, Vec::len),
            None => page.as_array().map_or(0, Vec::len),
        };
        let page = page.map(held);
        // A page that cannot be read does not keep the next from being asked for; the items end with it.
        let failed = page.is_err();
        by_page = page.and_then(|count| by_page.map(|all: usize| all + count));
        if failed {
            break;
        }
    }
    [&by_item, &by_page].into_iter().filter_map(|result| result.as_ref().err()).for_each(readable);
    let (by_item, by_page) = (by_item.ok(), by_page.ok());
    assert_eq!(by_item, by_page, "items one by one, and on the pages");
    first.check();
    second.check();
}

/// A poller that is watched, one that is awaited, and one that goes on from a token.
async fn poll(script: &Script, polling: Polling, arguments: &Arguments) {
    let other = Stage::new(script);
    let Running::Poller(awaited) = other.run(arguments) else { unreachable!("it begins each time") };
    let awaited = bounded(awaited).finish().await;
    judge(&awaited);
    other.check();
    let mut watched = bounded(polling);
    let mut failed = false;
    while let Some(status) = watched.next().await {
        match status {
            Ok(status) => drop(format!("{status:?}")),
            Err(error) => {
                readable(&error);
                failed = true;
            }
        }
        if let Some(token) = watched.token() {
            let again: PollerToken = token.to_string().parse().expect("a token reads what it wrote");
            assert_eq!(again, token);
        }
    }
    if !failed {
        let watched = watched.finish().await;
        assert_eq!(watched.is_ok(), awaited.is_ok(), "{watched:?}\n{awaited:?}");
    }
    if let Some(token) = &script.token {
        resume(script, token, arguments).await;
    }
}

async fn resume(script: &Script, token: &str, arguments: &Arguments) {
    match token.parse::<PollerToken>() {
        Ok(token) => {
            let stage = Stage::new(script);
            let Running::Poller(begun) = stage.run(arguments) else { unreachable!("it begins each time") };
            judge(&bounded(stage.client.resume(&begun, token)).finish().await);
            stage.check();
        }
        Err(error) => readable(&error),
    }
}

fn bounded(polling: Polling) -> Polling {
    polling.configured(Duration::from_secs(5), Some(Duration::from_secs(3600)))
}
