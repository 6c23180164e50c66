//! Saved places given back to a client: tokens of long-running operations, and continuations of lists.
//!
//! Whoever can write where an application keeps them chooses these bytes. So every request that follows is judged here once
//! more, by rules written down a second time: it goes to the call's own path, or within the client's subscription to a provider of
//! the api-version, or to Resource Manager's records of operations.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use arm_apimanagement::PollerToken;
use azure_core::http::Url;
use generator::model::{Api, Operation};
use serde_json::Value as Json;

use super::{
    edit::{Choices, edit},
    response::{readable, runtime},
    script::chosen,
    through::EDITS,
    words::LINKS,
};
use dispatch::{Arguments, Dispatcher, Polling, Running};
use kit::{
    client,
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
    specs,
};
use simulator::{
    call::{self, ORIGIN, SUBSCRIPTION},
    json::Shape,
};

/// More requests than the answers here lead to.
const MOST_REQUESTS: usize = 20;

/// Members of a token that hold a link.
const OF_TOKEN: [&str; 3] = ["url", "resource", "location"];

/// Gives back a saved place to a client of the operation that the bytes name: a text as it comes, or a good one with edits.
///
/// # Panics
/// If the client panics, goes on asking, or asks anybody for something that a saved place may not lead to.
pub fn saved(data: &[u8]) {
    let (api, op, text) = match data.split_first() {
        Some((first, rest)) if *first < EDITS => edited(&mut Choices(rest)),
        _ => {
            let all = String::from_utf8_lossy(data).into_owned();
            let (line, text) = all.split_once('\n').unwrap_or((&all, ""));
            let (api, op) = chosen(line, saves);
            (api, op, text.to_owned())
        }
    };
    runtime().block_on(resume(api, op, &text));
}

/// Whether something of the operation can be saved.
fn saves(op: &Operation) -> bool {
    op.paging.is_some() || op.lro.is_some()
}

/// A token or a continuation of some operation, with links put together of pieces that mean something.
fn edited(choices: &mut Choices<'_>) -> (&'static Api, &'static Operation, String) {
    let apis = specs::all();
    let api = apis[choices.below(apis.len())];
    let operations: Vec<_> = api.operations.iter().filter(|op| saves(op)).collect();
    let op = operations[choices.below(operations.len())];
    if op.lro.is_none() {
        return (api, op, link(choices));
    }
    let mut token = runtime().block_on(begun(api, op));
    for _ in 0..choices.below(3) {
        let member = OF_TOKEN[choices.below(OF_TOKEN.len())];
        token[member] = link(choices).into();
    }
    edit(&mut token, choices);
    (api, op, token.to_string())
}

fn link(choices: &mut Choices<'_>) -> String {
    (0..choices.below(16)).map(|_| LINKS[choices.below(LINKS.len())]).collect()
}

/// The token of an operation that the service has accepted.
async fn begun(api: &'static Api, op: &'static Operation) -> Json {
    let arguments = call::arguments(api, op, Shape::Minimal, 1);
    let path = call::path(op, &arguments);
    let monitor = format!("{ORIGIN}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.ApiManagement/operationResults/1");
    let accepted = Reply::status(202)
        .with("azure-asyncoperation", monitor)
        .with("location", format!("{ORIGIN}{path}?api-version={}", api.api_version));
    let stage = Stage::new(api, vec![accepted]);
    let Running::Poller(mut poller) = stage.run(op, &arguments) else { unreachable!("it runs long") };
    drop(poller.next().await);
    let token = poller.token().expect("it has begun");
    serde_json::to_value(token).expect("a token is JSON")
}

async fn resume(api: &'static Api, op: &'static Operation, text: &str) {
    let arguments = call::arguments(api, op, Shape::Minimal, 1);
    let stage = Stage::new(api, Vec::new());
    match stage.run(op, &arguments) {
        Running::Poller(begun) => token(&stage, &begun, text).await,
        Running::List(items) => {
            let mut items = items.starting_at(text.into());
            while let Some(item) = items.next().await {
                item.err().iter().for_each(readable);
            }
            let Running::List(pages) = stage.run(op, &arguments) else { unreachable!("it lists each time") };
            let mut pages = pages.into_pages().starting_at(text.into());
            while let Some(page) = pages.next().await {
                page.err().iter().for_each(readable);
            }
        }
        Running::Call(_) => unreachable!("nothing of it can be saved"),
    }
    stage.check(api, &call::path(op, &arguments));
}

async fn token(stage: &Stage, begun: &Polling, text: &str) {
    let token: PollerToken = match text.parse() {
        Ok(token) => token,
        Err(error) => return readable(&error),
    };
    let again: PollerToken = token.to_string().parse().expect("a token reads what it wrote");
    assert_eq!(again, token);
    assert!(!format!("{token:?}").contains("sig=secret"), "what the service signed is printed");
    let poller = stage.client.resume(begun, token).configured(Duration::from_secs(5), Some(Duration::from_secs(3600)));
    poller.finish().await.err().iter().for_each(readable);
}

/// A client of its own, with a service that answers some requests by script and is done with all others.
struct Stage {
    service: Arc<Memory>,
    client: Dispatcher,
}

impl Stage {
    fn new(api: &Api, replies: Vec<Reply>) -> Self {
        let done = r#"{"status":"Succeeded","value":[],"properties":{"provisioningState":"Succeeded"}}"#;
        let service = Memory::new(move |before, _| replies.get(before).cloned().unwrap_or(Reply::text(200, done)));
        let options = client::options(&service, &FakeClock::new());
        let client = Dispatcher::new(&api.api_version, SUBSCRIPTION, FakeCredential::new(Manner::Fresh), options);
        Self { service, client: client.expect("the options are good") }
    }

    fn run(&self, op: &Operation, arguments: &Arguments) -> Running {
        self.client.run(&op.id, arguments).expect("the arguments are good")
    }

    fn check(&self, api: &Api, asked: &str) {
        let seen = self.service.seen();
        assert!(seen.len() <= MOST_REQUESTS, "{} requests", seen.len());
        for request in seen {
            let url = Url::parse(&request.url).expect("what is sent is a URL");
            if let Err(why) = allowed(api, &url, asked) {
                panic!("asked {} with a token: {why}", request.url);
            }
        }
    }
}

/// Whether a saved place may lead there.
fn allowed(api: &Api, url: &Url, asked: &str) -> Result<(), String> {
    if url.origin().ascii_serialization() != ORIGIN || !url.username().is_empty() || url.password().is_some() {
        return Err("another origin".to_owned());
    }
    // An argument may hold anything, in one segment.
    if url.path().split('/').map(plain).eq(asked.split('/').map(plain)) {
        return Ok(());
    }
    let path = segments(url.path())?;
    let path: Vec<&str> = path.iter().map(String::as_str).filter(|segment| !segment.is_empty()).collect();
    match path[..] {
        ["subscriptions", own, ..] if own == SUBSCRIPTION => {}
        ["providers", ..] => {}
        _ => return Err("neither the client's subscription nor a provider".to_owned()),
    }
    match path[..path.len() - 1].iter().rposition(|segment| *segment == "providers") {
        Some(at) if namespaces(api).contains(path[at + 1]) => Ok(()),
        Some(at) => Err(format!("the provider {}", path[at + 1])),
        None if matches!(path[..], [_, _, "operationresults" | "operationstatuses", _, ..]) => Ok(()),
        None => Err("no provider, and no record of an operation".to_owned()),
    }
}

/// Segments as Resource Manager reads them: decoded and in lower case. None may be read in two ways.
fn segments(path: &str) -> Result<Vec<String>, String> {
    let decoded = |segment: &str| {
        let text = String::from_utf8(plain(segment)).map_err(|error| error.to_string())?;
        let strange = text.contains(['/', '\\']) || text.contains(char::is_control) || matches!(&*text, "." | "..");
        if strange { Err(format!("the segment {text:?}")) } else { Ok(text) }
    };
    path.split('/').map(decoded).collect()
}

/// A segment decoded and in lower case.
fn plain(segment: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(segment).collect::<Vec<u8>>().to_ascii_lowercase()
}

/// Namespaces of the providers that the operations of an api-version stand below.
fn namespaces(api: &Api) -> BTreeSet<String> {
    let paths = api.operations.iter().map(|op| op.path.to_string().to_ascii_lowercase());
    let of = |path: String| {
        let parts: Vec<_> = path.split('/').map(str::to_owned).collect();
        let pairs = parts.windows(2).filter(|pair| pair[0] == "providers");
        pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>()
    };
    paths.flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_this_file_tell_good_places_from_bad_ones() {
        let api = specs::all()[0];
        let own = format!("/subscriptions/{SUBSCRIPTION}");
        let asked = format!("{own}/resourceGroups/a%2Fb");
        let good = [
            asked.clone(),
            format!("{own}/providers/Microsoft.ApiManagement/x"),
            format!("{own}/resourceGroups/rg/providers/microsoft.apimanagement/service/s"),
            format!("{own}/operationResults/1"),
            "/providers/Microsoft.ApiManagement/operations".to_owned(),
        ];
        // A path that holds an encoded slash can be the call's own only.
        for path in &good[1..] {
            assert_eq!(allowed(api, &Url::parse(&format!("{ORIGIN}{path}")).unwrap(), "/x"), Ok(()), "{path}");
        }
        for url in [
            format!("https://evil.example{own}/providers/Microsoft.ApiManagement/x"),
            format!("{ORIGIN}/subscriptions/other/providers/Microsoft.ApiManagement/x"),
            format!("{ORIGIN}{own}/providers/Microsoft.Authorization/x"),
            format!("{ORIGIN}{own}/providers/Microsoft.ApiManagement/x%2F..%2Fy"),
            format!("{ORIGIN}{own}/resourceGroups/rg"),
            format!("{ORIGIN}/"),
        ] {
            assert!(allowed(api, &Url::parse(&url).unwrap(), "/x").is_err(), "{url}");
        }
    }

    #[test]
    fn a_place_that_is_its_own_is_followed() {
        let (api, op) = chosen("2024-05-01 Gateway_ListByService", saves);
        let arguments = call::arguments(api, op, Shape::Minimal, 1);
        let place = format!("{ORIGIN}{}?api-version=2024-05-01&$skip=1", call::path(op, &arguments));
        runtime().block_on(async {
            let stage = Stage::new(api, Vec::new());
            let Running::List(items) = stage.run(op, &arguments) else { panic!("it lists") };
            assert!(items.starting_at(place.as_str().into()).next().await.is_none());
            assert_eq!(stage.service.seen().len(), 1, "the place is asked for");
            stage.check(api, &call::path(op, &arguments));
        });
    }
}
