//! Scenarios of calls that are answered 202 although the description does not say so: the client follows them.

use arm_apimanagement::DeadlineExceeded;
use generator::model::{Api, Method, Operation};

use super::{
    Notes,
    faults::{EVIL, Weather, retry_after, script},
    operation::{count_quirks, is_bent, judge_failure, judge_repeats, missing},
};
use dispatch::{Answer, Running};
use kit::random::Random;
use simulator::{
    call::{Pair, arguments},
    engine::plan::{Outcome, Running as Plan, Style},
    json::Shape,
};

pub(super) async fn play(api: &'static Api, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let operations = operations(api);
    let op = *random.pick(&operations);
    let plan = Plan {
        style: *random.pick(&[Style::AsyncOperation, Style::Location]),
        outcome: *random.pick(&[Outcome::Succeeded, Outcome::Succeeded, Outcome::Failed]),
        polls: random.below(4),
        retry_after: retry_after(random),
        missing: missing(random),
        silent: random.chance(20),
        instead: random.chance(10).then(|| EVIL.to_owned()),
        ..Plan::default()
    };
    let weather = *random.pick(&[Weather::Fair, Weather::Foul]);
    let faults = script(weather, op.method.as_str(), (plan.polls + 3) * 3, random);
    notes.tell(&format!("{} {weather:?} {plan:?} {faults:?}", op.id));
    pair.service.plan(|service| {
        service.everything_exists = true;
        service.forgotten = true;
        service.running = plan.clone();
    });
    pair.service.script(faults);
    notes.count(&format!("{:?}", plan.style));
    count_quirks(&plan, notes);
    let result = match pair.client.run(&op.id, &arguments(api, op, Shape::Minimal, 1)) {
        Ok(Running::Call(call)) => call.await,
        other => panic!("{other:?} is no call"),
    };
    match result {
        Ok(answer) => judge_success(pair, op, &plan, &answer, notes),
        Err(error) => judge_error(pair, &plan, weather, &error, notes),
    }
    judge_repeats(pair, op, notes);
}

/// What changes something, declares no 202, and, where it makes a resource, lets that be read.
fn operations(api: &'static Api) -> Vec<&'static Operation> {
    let readable = |op: &Operation| {
        let erased = op.path.erased();
        api.operations.iter().any(|get| get.method == Method::Get && get.path.erased() == erased)
    };
    let changes = |op: &Operation| match op.method {
        Method::Get | Method::Head => false,
        Method::Post => true,
        Method::Put | Method::Patch | Method::Delete => readable(op),
    };
    let calls = api.operations.iter().filter(|op| op.lro.is_none() && op.paging.is_none() && changes(op));
    calls.filter(|op| op.responses.iter().all(|response| response.status != 202)).collect()
}

fn judge_success(pair: &Pair, op: &Operation, plan: &Plan, answer: &Answer, notes: &mut Notes) {
    notes.succeeded = true;
    if is_bent(plan) && plan.style == Style::Location && matches!(op.method, Method::Put | Method::Patch) {
        return notes.count("followed by its resource");
    }
    if plan.outcome != Outcome::Succeeded || is_bent(plan) {
        notes.complain(format!("a success is reported for {plan:?}"));
    }
    let gives = op.method != Method::Delete && answer.body.is_some();
    if gives && answer.body != pair.service.result() {
        notes.complain(format!("the result is {:?} and not {:?}", answer.body, pair.service.result()));
    }
}

fn judge_error(pair: &Pair, plan: &Plan, weather: Weather, error: &azure_core::Error, notes: &mut Notes) {
    if let Some(late) = error.downcast_ref::<DeadlineExceeded>() {
        notes.count("beyond its deadline");
        if late.token().is_none() && pair.service.journal().iter().any(|entry| entry.reply.status == 202) {
            notes.complain("the token of work that goes on is lost");
        }
        return;
    }
    let failed = plan.outcome != Outcome::Succeeded;
    match weather {
        Weather::Fair if failed && !is_bent(plan) => judge_failure(pair, plan, error, notes),
        Weather::Fair if !failed && !is_bent(plan) => {
            notes.complain(format!("failed although every fault passes: {error:?}"));
        }
        _ => {}
    }
}
