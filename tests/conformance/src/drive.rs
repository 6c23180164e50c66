//! Calls every operation as its table says, and compares what comes of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use arm_runtime::{ClientOptions, Cloud, OffsetDateTime, RetryOptions};
use azure_core::{
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    http::{
        Context, Request,
        headers::HeaderName,
        policies::{Policy, PolicyResult},
    },
};
use kit::{
    calls::{Answer, Run, Running},
    front::Front,
};
use serde_json::Value as Json;

use crate::{
    clients::Rendered,
    relay::{Exchange, LARGE, Relay},
    same::{items_of, said, same},
    table::{Call, Failure, Table},
};

/// Nothing takes longer; what does is a poller that never ends.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a poller may ask where nothing ever answers.
const DEADLINE: Duration = Duration::from_secs(2);

/// Waits are for real services.
const BRIEF: Duration = Duration::from_millis(1);

/// A credential whose tokens are the scopes that it is asked for: the server can tell them.
#[derive(Debug)]
struct Scopes;

#[async_trait::async_trait]
impl TokenCredential for Scopes {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new(scopes.join(" "), OffsetDateTime::now_utc() + Duration::from_secs(3600)))
    }
}

/// Headers that the application adds to what it calls, or takes away: as a policy, which is how an application does it.
#[derive(Debug, Default)]
struct Sends(Mutex<BTreeMap<String, Option<String>>>);

#[async_trait::async_trait]
impl Policy for Sends {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let headers = self.0.lock().expect("nobody panics with them locked").clone();
        for (name, value) in headers {
            let name = HeaderName::from(name);
            match value {
                Some(value) => request.insert_header(name, value),
                None => drop(request.headers_mut().remove(name)),
            }
        }
        next[0].send(context, request, &next[1..]).await
    }
}

/// Calls the operations of a description; what is not as it should be.
pub(crate) async fn drive(rendered: &Rendered, table: &Table, relay: &Arc<Relay>, front: &Front) -> Vec<String> {
    let name = rendered.name;
    if table.all_uncalled.is_some() {
        return Vec::new();
    }
    let sends = Arc::new(Sends::default());
    let options = ClientOptions {
        per_try_policies: vec![Arc::<Sends>::clone(&sends)],
        cloud: match &table.audience {
            Some(audience) => Cloud::Custom { endpoint: front.origin().to_owned(), audience: audience.clone() },
            None => front.cloud(),
        },
        max_response_bytes: LARGE,
        transport: Some(front.transport()),
        retry: RetryOptions { delay: BRIEF, max_delay: BRIEF, ..RetryOptions::default() },
        ..ClientOptions::default()
    };
    let run = match (rendered.connect)(&table.subscription, Arc::new(Scopes), options) {
        Ok(run) => run,
        Err(error) => return vec![format!("{name}: no client: {error}")],
    };
    let operations = (rendered.operations)();
    let listed = table.calls.keys().chain(table.uncalled.keys());
    let mut complaints: Vec<String> = listed
        .filter(|id| !operations.contains(&id.as_str()))
        .map(|id| format!("{name}: there is no operation {id}"))
        .collect();
    // What needs no arguments and gives what the server says needs no line.
    let plain = [Call::default()];
    for id in operations {
        let calls = match (table.calls.get(id), table.uncalled.get(id)) {
            (Some(calls), None) => calls.as_slice(),
            (None, None) => &plain,
            (None, Some(_)) => continue,
            (Some(_), Some(_)) => {
                complaints.push(format!("{name}: {id} is called and is not"));
                continue;
            }
        };
        for call in calls {
            sends.0.lock().expect("nobody panics with them locked").clone_from(&call.sends);
            let result = match with_body(&run, call, table, relay).await {
                Ok(call) => one(&run, id, &call, relay).await,
                Err(complaint) => Err(complaint),
            };
            complaints.extend(result.err().map(|complaint| format!("{name}: {id}: {complaint}")));
        }
    }
    complaints
}

/// The call with its body, where that is what another operation gives.
async fn with_body(run: &Run, call: &Call, table: &Table, relay: &Relay) -> Result<Call, String> {
    let mut call = call.clone();
    if let Some(id) = &call.body_of {
        let first = table.calls.get(id).and_then(|calls| calls.first()).cloned().unwrap_or_default();
        let running = run(id, &first.arguments).map_err(|mismatch| mismatch.to_string())?;
        call.arguments.body = running.finish().await.map_err(|error| format!("{id}: {}", chain(&error)))?.body;
        relay.take();
    }
    Ok(call)
}

/// One call.
async fn one(run: &Run, id: &str, call: &Call, relay: &Relay) -> Result<(), String> {
    let running = run(id, &call.arguments).map_err(|mismatch| mismatch.to_string())?;
    let is_list = matches!(running, Running::List(_));
    let finishing = async {
        match running {
            Running::Poller(polling) => polling.configured(BRIEF, Some(DEADLINE)).finish().await,
            other => other.finish().await,
        }
    };
    let result = tokio::time::timeout(PATIENCE, finishing).await;
    let exchanges = relay.take();
    let told = || {
        let lines = exchanges.iter().map(|exchange| {
            let body = excerpt(&exchange.reply.body);
            format!("\n    {}\n      -> {} {body}", exchange.request, exchange.reply.status)
        });
        lines.collect::<String>()
    };
    let Ok(result) = result else { return Err(format!("no end{}", told())) };
    let judged = match (result, &call.fails) {
        (Ok(answer), None) => judge(call, &answer, is_list, &exchanges),
        (Ok(answer), Some(fails)) => Err(format!("gives {:?}, but should fail with {fails:?}", answer.body)),
        (Err(error), None) => Err(chain(&error)),
        (Err(error), Some(failure)) => {
            let is_it = match failure {
                Failure::Status(status) => {
                    error.http_status().is_some_and(|found| u64::from(u16::from(found)) == *status)
                }
                Failure::Words(words) => chain(&error).contains(words),
            };
            if is_it { Ok(()) } else { Err(format!("fails, but not with {failure:?}: {}", chain(&error))) }
        }
    };
    judged.map_err(|complaint| format!("{complaint}{}", told()))
}

/// The beginning of a body, for messages.
fn excerpt(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.chars().take(300).filter(|c| !c.is_control()).collect(),
        Err(_) => format!("{} bytes", body.len()),
    }
}

/// An error with its causes.
fn chain(error: &azure_core::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Whether a success is the one that is expected.
fn judge(call: &Call, answer: &Answer, is_list: bool, exchanges: &[Exchange]) -> Result<(), String> {
    let status = call.status.unwrap_or(200);
    if !is_list && u64::from(answer.status) != status {
        return Err(format!("status {} and not {status}", answer.status));
    }
    for (name, value) in &call.headers {
        if answer.headers.get(name) != Some(value) {
            return Err(format!("header {name} is {:?} and not {value:?}", answer.headers.get(name)));
        }
    }
    let expected = match (&call.gives, &answer.body) {
        (Some(gives), _) => Some(gives.clone()),
        (None, None) => None,
        (None, Some(_)) if is_list => Some(items_of(exchanges)),
        (None, Some(_)) => Some(said(&answer.raw)),
    };
    match (&expected, &answer.body) {
        (None, None) => {}
        (Some(expected), Some(body)) if same(expected, body) => {}
        (expected, body) => return Err(format!("gives {} and not {}", shown(body.as_ref()), shown(expected.as_ref()))),
    }
    match (call.items, &answer.body) {
        (Some(count), Some(Json::Array(items))) if items.len() as u64 == count => Ok(()),
        (None, _) if !is_list => Ok(()),
        (None, Some(Json::Array(items))) => Err(format!("{} items, of which the table says nothing", items.len())),
        (count, body) => Err(format!("{} and not {count:?} items", shown(body.as_ref()))),
    }
}

fn shown(body: Option<&Json>) -> String {
    body.map_or_else(|| "nothing".to_owned(), Json::to_string)
}
