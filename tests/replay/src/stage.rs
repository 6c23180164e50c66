//! A client, in front of a service that answers as it is told.

use std::sync::Arc;

use arm_apimanagement::{ClientOptions, RetryOptions};
use generator::model::Operation;
use serde_json::Value as Json;

use super::{Answered, Client, contradiction::declared, following::Following};
use kit::{
    calls::{Arguments, Run, Running},
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply, Seen},
};
use simulator::call::{ORIGIN, SUBSCRIPTION};

/// Where the fake service lets a long-running operation be followed, and where it has its result.
const MONITOR: &str = "/replay/status";
const RESULT: &str = "/replay/result";

/// More requests than any operation needs that ends at once; what asks for more would never stop. A resource that says it is
/// still being changed is asked for some minutes.
const MOST: usize = 20;

/// Whether the client checks arguments against the limits of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validation {
    /// It does, as by default.
    On,
    /// It sends whatever it is given.
    Off,
}

/// A service and its client.
pub(super) struct Stage {
    pub(super) service: Arc<Memory>,
    client: azure_core::Result<Run>,
}

impl Stage {
    pub(super) fn new(
        client: &Client<'_>,
        arguments: &Arguments,
        validation: Validation,
        service: Arc<Memory>,
    ) -> Self {
        let options = ClientOptions {
            validate_arguments: validation == Validation::On,
            clock: FakeClock::new(),
            retry: RetryOptions { seed: Some(1), ..RetryOptions::default() },
            ..service.options()
        };
        let subscription = arguments.params.get("subscriptionId").and_then(Json::as_str).unwrap_or(SUBSCRIPTION);
        let credential = FakeCredential::new(Manner::Fresh);
        let client = (client.connect)(subscription, credential, options);
        Self { service, client }
    }

    /// Begins the call. Both refusals are told as the client words them.
    pub(super) fn run(&self, op: &Operation, arguments: &Arguments) -> Result<Running, String> {
        let client = self.client.as_ref().map_err(ToString::to_string)?;
        client(&op.id, arguments).map_err(|mismatch| mismatch.to_string())
    }

    /// The requests so far.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.service.seen()
    }
}

/// The service that gives one answer to everything.
pub(super) fn answering(reply: Reply) -> Arc<Memory> {
    Memory::new(move |before, _| if before < MOST { reply.clone() } else { Reply::status(400) })
}

/// The service that answers first like this, and has ended the operation with `result` when it is asked again.
pub(super) fn beginning(op: &Operation, first: Reply, result: Option<Json>) -> Arc<Memory> {
    let following = Following::new(op, &first, result);
    Memory::new(move |before, seen| match before {
        0 => {
            following.begun(seen);
            first.clone()
        }
        1..MOST => following.reply(seen),
        _ => Reply::status(400),
    })
}

/// The first answer to an operation that goes on: what it leads to does not depend on any body.
pub(super) fn accepted() -> Reply {
    let reply = Reply::status(202).with("location", format!("{ORIGIN}{RESULT}"));
    reply.with("azure-asyncoperation", format!("{ORIGIN}{MONITOR}"))
}

/// The answer of an example: its status, its headers, its body.
///
/// Examples do not show every header. Where one leaves it out, the type of the body is the declared one; and a service that
/// accepts an operation (202) always says where to follow it.
pub(super) fn reply(op: &Operation, answered: &Answered) -> Reply {
    let given = |name: &str| answered.headers.keys().any(|own| own.eq_ignore_ascii_case(name));
    let kind = declared(op, answered.status).media_type();
    let body = match &answered.body {
        Some(Json::String(text)) if !kind.contains("json") => text.clone(),
        body => body.as_ref().map(Json::to_string).unwrap_or_default(),
    };
    let mut reply = Reply::text(answered.status, body);
    for (name, value) in &answered.headers {
        reply = reply.with(&name.to_lowercase(), value);
    }
    if answered.body.is_some() && !given("content-type") {
        reply = reply.with("content-type", kind);
    }
    if answered.status == 202 && op.lro.is_some() && !given("location") && !given("azure-asyncoperation") {
        reply = reply.with("location", format!("{ORIGIN}{RESULT}"));
    }
    reply
}
