//! The end of an operation that was begun: what a service answers to whoever follows it.
//!
//! The first answer says where: a status monitor tells that the operation has succeeded, and every other link leads to the result.
//! Examples give such links as they please, so nothing is assumed about them: the monitor is the URL that the header names. Where
//! the monitor's own answer is the result, or the result is read under the same URL, one answer is both.

use std::sync::OnceLock;

use azure_core::http::Url;
use generator::model::{FinalState, Method, Operation};
use serde_json::{Value as Json, json};

use kit::memory::{Reply, Seen};
use simulator::call::ORIGIN;

/// The headers that name a status monitor, the first before the second, and the one that names the result.
const MONITORS: [&str; 2] = ["azure-asyncoperation", "operation-location"];
const LOCATION: &str = "location";

/// All of them.
pub(super) const LINKS: [&str; 3] = [MONITORS[0], MONITORS[1], LOCATION];

/// The word with which a status monitor ends an operation well.
const SUCCEEDED: &str = "Succeeded";

/// How an operation can be followed, and what it ends with.
pub(super) struct Following {
    monitor: Option<Url>,
    /// Whether the monitor's answer is the result too.
    monitor_has_result: bool,
    result: Option<Json>,
    /// The URL of the request that began it.
    resource: OnceLock<Url>,
}

impl Following {
    /// By the links of the first answer.
    pub(super) fn new(op: &Operation, first: &Reply, result: Option<Json>) -> Self {
        let monitor = MONITORS.iter().find_map(|name| link(first, name));
        let location = link(first, LOCATION);
        let via = op.lro.as_ref().and_then(|lro| lro.final_state);
        let by_monitor = matches!(via, Some(FinalState::AzureAsyncOperation | FinalState::OperationLocation));
        let nowhere_else = op.method == Method::Post && (by_monitor || location.is_none());
        Self { monitor_has_result: nowhere_else || monitor == location, monitor, result, resource: OnceLock::new() }
    }

    /// Remembers the request that begins it.
    pub(super) fn begun(&self, seen: &Seen) {
        if let Ok(url) = seen.url.parse() {
            self.resource.get_or_init(|| url);
        }
    }

    /// The answer to a further request.
    pub(super) fn reply(&self, seen: &Seen) -> Reply {
        let url = seen.url.parse().ok();
        let asks_monitor = url.is_some() && url == self.monitor;
        let has_result = !asks_monitor || self.monitor_has_result || url.as_ref() == self.resource.get();
        let result = self.result.clone().filter(|_| has_result);
        match result {
            Some(result) if asks_monitor => json_reply(&succeeded(result)),
            Some(result) => json_reply(&result),
            None if asks_monitor => json_reply(&succeeded(json!({}))),
            None => Reply::status(204),
        }
    }
}

/// The result as a monitor gives it that tells the status too, unless that is the record of a failure.
fn succeeded(mut result: Json) -> Json {
    let is_failure = result.get("error").is_some_and(Json::is_object);
    if let Json::Object(members) = &mut result
        && !is_failure
        && members.get("status").is_none_or(|status| status.is_string() || status.is_null())
    {
        members.insert("status".to_owned(), json!(SUCCEEDED));
    }
    result
}

/// What the client made of the result, without the status that a monitor put there.
pub(super) fn without_status(mut made: Json, sent: &Json) -> Json {
    if let Json::Object(members) = &mut made
        && members.get("status").is_some_and(|status| status == SUCCEEDED)
    {
        match sent.get("status") {
            Some(own) => drop(members.insert("status".to_owned(), own.clone())),
            None => drop(members.shift_remove("status")),
        }
    }
    made
}

fn json_reply(json: &Json) -> Reply {
    Reply::text(200, json.to_string()).with("content-type", "application/json")
}

/// A link of an answer, resolved.
fn link(reply: &Reply, name: &str) -> Option<Url> {
    let Reply::Answer { headers, .. } = reply else { return None };
    let (_, link) = headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
    let mut url = Url::parse(ORIGIN).and_then(|origin| origin.join(link.trim())).ok()?;
    url.set_fragment(None);
    Some(url)
}
