//! Scenarios of things that are read and changed under conditions.

use std::time::Duration;

use arm_apimanagement::{ArmError, DeadlineExceeded};
use generator::model::{Api, Method, Operation};
use serde_json::{Value as Json, json};
use tokio::time::Instant;

use super::{
    Notes,
    faults::{Weather, script},
};
use dispatch::{Answer, Arguments};
use kit::random::Random;
use simulator::{
    call::{Pair, arguments, path},
    engine::script::Fault,
    json::Shape,
};

/// The operations on one kind of thing.
struct Thing<'a> {
    api: &'a Api,
    operations: Vec<&'a Operation>,
}

/// The entity tag that a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Missing,
    Any,
    Current,
    Stale,
}

pub(super) async fn play(api: &'static Api, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let things = things(api);
    let thing = random.pick(&things);
    notes.tell(&thing.operations[0].path.to_string());
    for _ in 0..random.between(3, 7) {
        let op = *random.pick(&thing.operations);
        if random.chance(15) {
            // Somebody else was here.
            let path = path(op, &arguments(thing.api, op, Shape::Minimal, 1));
            if let Some(other) = pair.service.thing(&path) {
                pair.service.put(&path, other.body);
            }
        }
        step(thing, op, pair, random, notes).await;
        if !notes.complaints.is_empty() {
            return;
        }
    }
    notes.succeeded = true;
}

/// Things that can be put, read and deleted without waiting, and are told apart by entity tags.
fn things(api: &'static Api) -> Vec<Thing<'static>> {
    let conditional = |op: &Operation| op.params.iter().any(|param| api.param(param).name == "If-Match");
    let puts = api.operations.iter().filter(|op| op.method == Method::Put && conditional(op));
    let all = puts.map(|put| {
        let erased = put.path.erased();
        Thing { api, operations: api.operations.iter().filter(|op| op.path.erased() == erased).collect() }
    });
    all.filter(|thing| {
        let has = |method| thing.operations.iter().any(|op| op.method == method);
        has(Method::Get) && has(Method::Delete) && thing.operations.iter().all(|op| op.lro.is_none())
    })
    .collect()
}

/// Why a call that meets no fault must fail; `None` when it must not.
fn refusal(op: &Operation, exists: bool, tag: Tag) -> Option<u16> {
    match (op.method, exists, tag) {
        (Method::Put, false, Tag::Any | Tag::Current | Tag::Stale)
        | (Method::Put | Method::Patch | Method::Delete, true, Tag::Stale) => Some(412),
        (Method::Get | Method::Head | Method::Patch, false, _) => Some(404),
        // With a condition that names a thing, the thing must be there.
        (Method::Delete, false, Tag::Any | Tag::Current | Tag::Stale) => Some(404),
        (Method::Delete, false, Tag::Missing) if !op.success().any(|status| status == 204) => Some(404),
        _ => None,
    }
}

async fn step(thing: &Thing<'_>, op: &Operation, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let mut arguments = arguments(thing.api, op, Shape::Minimal, 1);
    if let Some(body) = &mut arguments.body {
        vary(body, random);
    }
    let path = path(op, &arguments);
    let before = pair.service.thing(&path);
    let tag = tag(thing, op, &mut arguments, before.as_ref().map(|thing| thing.etag.as_str()), random);
    let changes = !matches!(op.method, Method::Get | Method::Head);
    let weather = *random.pick(&[Weather::Fair, Weather::Foul]);
    let mut faults = script(weather, op.method.as_str(), random.below(5), random);
    if changes && weather == Weather::Fair {
        // A change that took place but was not answered cannot be repeated under a condition.
        faults
            .iter_mut()
            .filter(|fault| fault.as_ref().is_some_and(Fault::hides_the_answer))
            .for_each(|fault| *fault = None);
    }
    notes.tell(&format!("{} {tag:?} {weather:?} {faults:?}", op.id));
    notes.count(&format!("{} {tag:?}", op.method.as_str()));
    let (requests, start) = (pair.service.journal().len(), Instant::now());
    pair.service.script(faults);
    let running = pair.client.run(&op.id, &arguments).unwrap_or_else(|mismatch| panic!("{}: {mismatch}", op.id));
    let result = running.finish().await;
    pair.service.script([]);
    let took = start.elapsed();
    let after = pair.service.thing(&path);
    let expected = refusal(op, before.is_some(), tag);
    if expected.is_some() && before != after {
        notes.complain("a condition that does not hold did not keep the thing as it was");
    }
    match result {
        Ok(answer) => judge_success(op, pair, expected, &answer, notes),
        Err(error) if error.downcast_ref::<DeadlineExceeded>().is_some() => {
            notes.count("beyond its deadline");
            if Some(took) < pair.deadline {
                notes.complain(format!("{} was cut off after {took:?}", op.id));
            }
        }
        // A wait beyond the deadline is not begun, so any failure can be the last one.
        Err(_) if pair.deadline.is_some() => {}
        Err(error) if weather == Weather::Fair => {
            let status = ArmError::from_error(&error).map(|arm| u16::from(arm.status()));
            if status.is_none() || status != expected {
                notes.complain(format!("{} gave {status:?} instead of {expected:?}: {error:?}", op.id));
            }
        }
        // A thing that was not there cannot be told from one that a repeated deletion has removed.
        Err(_) => {}
    }
    if pair.deadline.is_some_and(|deadline| took > deadline + Duration::from_millis(2)) {
        notes.complain(format!("{} took {took:?}", op.id));
    }
    if pair.service.journal().len() == requests && pair.deadline != Some(Duration::ZERO) {
        notes.complain("nothing was sent");
    }
}

fn judge_success(op: &Operation, pair: &Pair, expected: Option<u16>, answer: &Answer, notes: &mut Notes) {
    let journal = pair.service.journal();
    let reply = &journal[journal.len() - 1].reply;
    let exists = op.is_existence_check() && answer.status == 404;
    if reply.status >= 400 && !exists {
        notes.complain(format!("{} was refused with {} and reported as a success", op.id, reply.status));
    }
    if expected.is_some() && !exists {
        notes.complain(format!("{} should have been refused with {expected:?}", op.id));
    }
    if answer.headers.get("etag").map(String::as_str) != reply.header("etag") {
        notes.complain(format!("{} gave the entity tag {:?}", op.id, answer.headers.get("etag")));
    }
    let sent: Option<Json> = serde_json::from_slice(&reply.body).ok();
    if !op.is_existence_check() && answer.body.is_some() && answer.body != sent {
        notes.complain(format!("{} gave {:?} and not {sent:?}", op.id, answer.body));
    }
}

/// Chooses an entity tag and puts it into the arguments, if the operation takes one.
fn tag(
    thing: &Thing<'_>,
    op: &Operation,
    arguments: &mut Arguments,
    current: Option<&str>,
    random: &mut Random,
) -> Tag {
    let param = op.params.iter().map(|param| thing.api.param(param)).find(|param| param.name == "If-Match");
    arguments.params.remove("If-Match");
    let Some(param) = param else { return Tag::Missing };
    let choices: &[Tag] = if param.required {
        &[Tag::Any, Tag::Current, Tag::Stale]
    } else {
        &[Tag::Missing, Tag::Missing, Tag::Any, Tag::Current, Tag::Stale]
    };
    let tag = *random.pick(choices);
    let text = match tag {
        Tag::Missing => return tag,
        Tag::Any => "*",
        Tag::Current => current.unwrap_or("\"nothing\""),
        Tag::Stale => "\"stale\"",
    };
    arguments.params.insert("If-Match".to_owned(), json!(text));
    tag
}

/// Makes bodies differ where that is allowed: in a description.
fn vary(body: &mut Json, random: &mut Random) {
    if let Some(text) = body.get_mut("properties").and_then(|properties| properties.get_mut("displayName")) {
        *text = json!(format!("name {}", random.below(100)));
    }
}
