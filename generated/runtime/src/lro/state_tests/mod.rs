//! The rules as tables: a method, a `final-state-via`, the answers, and what must be asked in which order.

mod ends;
mod links;
mod missing;
mod records;

use azure_core::{
    Bytes,
    error::{Error, ErrorKind},
    http::{
        Method::{self, Delete},
        RawResponse, StatusCode, Url,
        headers::{HeaderName, HeaderValue, Headers},
    },
};

use crate::{
    lro::{
        answer::Answer,
        missing::{Missing, confirmed},
        operation::{FinalState, Lro},
        state::{Interpretation, Step},
    },
    policy::origin::Origin,
};

const ORIGIN: &str = "https://management.azure.com";
const VIA_LOCATION: Option<FinalState> = Some(FinalState::Location);
const VIA_MONITOR: Option<FinalState> = Some(FinalState::AzureAsyncOperation);
const VIA_RESOURCE: Option<FinalState> = Some(FinalState::OriginalUri);

/// Status code, `Azure-AsyncOperation`, `Location`, body.
type Told = (u16, &'static str, &'static str, &'static str);

fn response((status, monitor, location, body): Told) -> RawResponse {
    let mut headers = Headers::new();
    for (name, link) in [("azure-asyncoperation", monitor), ("location", location)] {
        if !link.is_empty() {
            headers.insert(HeaderName::from(name), HeaderValue::from(link));
        }
    }
    RawResponse::from_bytes(StatusCode::from(status), headers, Bytes::from(body))
}

/// What the next request is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Begin,
    Poll,
    Fetch,
    Confirm,
}

fn interpret(lro: &mut Lro, asking: Asking, answer: &Answer<'_>, for_good: bool) -> azure_core::Result<Interpretation> {
    let origin = Origin::of(&lro.resource);
    let missing = Missing { gone: answer.status() == 410, for_good, resumed: false };
    let is_missing = matches!(answer.status(), 404 | 410);
    let refused = || Error::with_message(ErrorKind::Other, "refused");
    match asking {
        Asking::Begin => lro.begin(answer, &origin).map(Interpretation::Step),
        Asking::Poll if is_missing => lro.monitor_is_missing(missing).ok_or_else(refused),
        Asking::Poll => lro.polled(answer, &origin),
        Asking::Fetch if is_missing => lro.result_is_missing(answer.url, missing).ok_or_else(refused),
        Asking::Fetch => Ok(lro.fetched(answer, &origin, for_good)),
        Asking::Confirm => confirmed(answer).map(Interpretation::Step).ok_or_else(refused),
    }
}

/// Plays the answers and writes down what comes of each: `wait /url word`, `fetch /url`, `done`, `failed word`.
fn play(method: Method, via: Option<FinalState>, told: &[Told]) -> Vec<String> {
    let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
    play_on(&mut Lro::new(method, resource, via, method == Delete), told, false)
}

fn play_on(lro: &mut Lro, told: &[Told], for_good: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut asked = lro.resource.clone();
    let mut asking = Asking::Begin;
    for &told in told {
        let response = response(told);
        let answer = Answer::new(&asked, &response);
        let step = interpret(lro, asking, &answer, for_good);
        let path = |url: &Url| url.as_str()[ORIGIN.len()..].to_owned();
        lines.push(match step {
            Ok(Interpretation::Step(Step::Wait { state, at_once })) => {
                asking = Asking::Poll;
                asked = lro.url().clone();
                format!("{} {} {state:?}", if at_once { "look" } else { "wait" }, path(&asked))
            }
            Ok(Interpretation::Step(Step::Confirm(url))) => {
                asking = Asking::Confirm;
                asked = url;
                format!("confirm {}", path(&asked))
            }
            Ok(Interpretation::Step(Step::Fetch(url))) => {
                asking = Asking::Fetch;
                asked = url;
                format!("fetch {}", path(&asked))
            }
            Ok(Interpretation::Step(Step::Done)) => "done".to_owned(),
            Ok(Interpretation::Step(Step::DoneBefore)) => "done before".to_owned(),
            Ok(Interpretation::Step(Step::Failed(state))) => format!("failed {state:?}"),
            Ok(Interpretation::Inconclusive(_)) => "unclear".to_owned(),
            Ok(Interpretation::NotThereYet) => "not yet".to_owned(),
            Err(error) => format!("error {error}"),
        });
    }
    lines
}

#[track_caller]
fn check(method: Method, via: Option<FinalState>, told: &[Told], expected: &[&str]) {
    assert_eq!(play(method, via, told), expected, "{method} {via:?} {told:?}");
}

const GOING: Told = (200, "", "", r#"{"status":"InProgress"}"#);
const ENDED: Told = (200, "", "", r#"{"status":"Succeeded"}"#);
const RESOURCE: Told = (200, "", "", r#"{"id":"/r","properties":{"provisioningState":"Succeeded"}}"#);
const NOTHING: Told = (204, "", "", "");
