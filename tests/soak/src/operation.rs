//! Scenarios of long-running operations.

use std::time::Duration;

use arm_apimanagement::{ArmError, DeadlineExceeded};
use generator::model::{Api, Method, Operation};
use tokio::time::Instant;

use super::{
    Notes,
    faults::{EVIL, Weather, retry_after, script},
};
use dispatch::{Answer, Polling, Running};
use kit::random::Random;
use simulator::{
    arm::{Role, can_run},
    call::{Pair, arguments},
    engine::{
        job::CANCELED,
        job::FAILED,
        plan::{Outcome, Running as Plan, Style},
        script::{Fault, RetryAfter},
    },
    json::Shape,
};

/// Between two polls when the service does not say.
const INTERVAL: Duration = Duration::from_secs(5);

/// So long before its deadline may the last look at an operation be.
const LAST_LOOK: Duration = Duration::from_millis(5002);

pub(super) async fn play(api: &'static Api, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let operations: Vec<&Operation> = api.operations.iter().filter(|op| op.lro.is_some()).collect();
    let op = *random.pick(&operations);
    let plan = plan(op, random);
    let weather = *random.pick(&[Weather::Fair, Weather::Foul]);
    let faults = script(weather, op.method.as_str(), (plan.polls + 3) * 3, random);
    notes.tell(&format!("{} {weather:?} {plan:?} {faults:?}", op.id));
    pair.service.plan(|service| {
        service.everything_exists = true;
        service.running = plan.clone();
    });
    pair.service.script(faults);
    let polling = match pair.client.run(&op.id, &arguments(api, op, Shape::Minimal, 1)) {
        Ok(Running::Poller(polling)) => polling.configured(INTERVAL, None),
        other => panic!("{other:?} is no poller"),
    };
    notes.count(&format!("{:?}", plan.style));
    count_quirks(&plan, notes);
    notes.count(&format!("{:?}", plan.outcome));
    // Whoever resumes what makes a resource takes a missing monitor for one that was forgotten, and goes by the resource.
    let is_known_by_resource = plan.missing > 0 && matches!(op.method, Method::Put | Method::Patch);
    let ways = if is_known_by_resource { 2 } else { 4 };
    let result = follow(pair, polling, ways, random, notes).await;
    let bent = is_bent(&plan);
    match result {
        Ok(answer) => judge_success(pair, op, &plan, &answer, notes),
        Err(error) => {
            let late = error.downcast_ref::<DeadlineExceeded>().is_some();
            let expected = plan.outcome != Outcome::Succeeded || bent || late || notes.excused;
            if weather == Weather::Fair && !expected {
                notes.complain(format!("failed although every fault passes: {error:?}"));
            }
            if weather == Weather::Fair && expected && !bent && !late && !notes.excused {
                judge_failure(pair, &plan, &error, notes);
            }
        }
    }
    judge_repeats(pair, op, notes);
}

fn plan(op: &Operation, random: &mut Random) -> Plan {
    let styles: Vec<Style> = Style::ALL.into_iter().filter(|style| can_run(op, *style)).collect();
    let style = *random.pick(&styles);
    let outcomes = [Outcome::Succeeded, Outcome::Succeeded, Outcome::Failed, Outcome::Canceled("Cancelled")];
    let outcome = if style == Style::Sync { Outcome::Succeeded } else { *random.pick(&outcomes) };
    let succeeded = ["Succeeded", "succeeded"];
    Plan {
        style,
        outcome,
        error: None,
        polls: random.below(5),
        retry_after: retry_after(random),
        words: random.pick(&[vec!["InProgress"], vec!["Accepted", "running"], vec!["Updating", "Odd Word"]]).clone(),
        done: if style == Style::ProvisioningState { "Succeeded" } else { random.pick::<&str>(&succeeded) },
        missing: missing(random),
        silent: random.chance(20),
        instead: random.chance(10).then(|| EVIL.to_owned()),
    }
}

/// How often the links of an operation are missing at first. A client takes one that was never there for missing from the third
/// poll on, if five minutes have passed, and a granted wait alone may take that long.
pub(super) fn missing(random: &mut Random) -> usize {
    if random.chance(20) { random.between(1, 2) } else { 0 }
}

pub(super) fn count_quirks(plan: &Plan, notes: &mut Notes) {
    let linked = matches!(plan.style, Style::AsyncOperation | Style::Location) && plan.instead.is_none();
    if linked && plan.missing > 0 {
        notes.count("links missing at first");
    }
    if linked && plan.silent && plan.style == Style::AsyncOperation {
        notes.count("monitor without a status");
    }
    if plan.retry_after.as_ref().is_some_and(|after| matches!(after, RetryAfter::Text(text) if text == "0")) {
        notes.count("asks for no wait");
    }
}

/// In one of the first so many ways: awaits the operation, or streams it, or saves it in the middle and resumes it, or leaves it at a deadline and resumes it.
async fn follow(
    pair: &Pair,
    mut polling: Polling,
    ways: usize,
    random: &mut Random,
    notes: &mut Notes,
) -> azure_core::Result<Answer> {
    let manner = random.below(ways);
    let name = ["awaited", "streamed", "resumed", "with a deadline"][manner];
    notes.tell(name);
    notes.count(name);
    match manner {
        0 => polling.finish().await,
        1 => {
            while let Some(status) = polling.next().await {
                status?;
            }
            polling.finish().await
        }
        2 => {
            for _ in 0..random.between(1, 2) {
                if let Some(status) = polling.next().await {
                    status?;
                }
            }
            match polling.token() {
                None => polling.finish().await,
                Some(token) => {
                    let saved = serde_json::to_string(&token).expect("a token is text");
                    let token = serde_json::from_str(&saved).expect("and is read again");
                    pair.client.resume(&polling, token).finish().await
                }
            }
        }
        _ => follow_in_time(pair, polling, Duration::from_millis(random.next() % 60_000), notes).await,
    }
}

/// Follows the operation up to a deadline; if it has not ended by then, goes on from its token in clear weather.
async fn follow_in_time(
    pair: &Pair,
    polling: Polling,
    deadline: Duration,
    notes: &mut Notes,
) -> azure_core::Result<Answer> {
    let start = Instant::now();
    let mut polling = polling.configured(INTERVAL, Some(deadline));
    let mut streamed = Ok(());
    while let Some(status) = polling.next().await {
        streamed = streamed.and(status.map(drop));
    }
    let rest = polling.token().map(|token| pair.client.resume(&polling, token));
    let result = match streamed {
        Ok(()) => polling.finish().await,
        Err(error) => Err(error),
    };
    let took = start.elapsed();
    if took > deadline + Duration::from_millis(2) {
        notes.complain(format!("it took {took:?} within a deadline of {deadline:?}"));
    }
    match (&result, rest) {
        (Err(error), rest) if error.downcast_ref::<DeadlineExceeded>().is_some() => {
            notes.count("beyond its deadline");
            if took + LAST_LOOK < deadline {
                notes.complain(format!("gave up after {took:?} of {deadline:?}"));
            }
            pair.service.script([]);
            match rest {
                Some(rest) => rest.finish().await,
                None => result,
            }
        }
        (Err(_), None) => {
            // It was not begun, since a wait that leaves no time for another try is not either.
            notes.excused = true;
            result
        }
        _ => result,
    }
}

/// Whether the service points elsewhere.
pub(super) fn is_bent(plan: &Plan) -> bool {
    plan.instead.is_some() && matches!(plan.style, Style::AsyncOperation | Style::Location)
}

fn judge_success(pair: &Pair, op: &Operation, plan: &Plan, answer: &Answer, notes: &mut Notes) {
    let bent = is_bent(plan);
    notes.succeeded = true;
    if bent && plan.style == Style::Location && matches!(op.method, Method::Put | Method::Patch) {
        // The link is done without: the resource tells as much as it can.
        return notes.count("followed by its resource");
    }
    if plan.outcome != Outcome::Succeeded {
        notes.complain(format!("a success is reported for {:?}", plan.outcome));
    }
    if bent {
        notes.complain("a success is reported although the service pointed elsewhere");
    }
    if answer.body.is_some() && answer.body != pair.service.result() {
        notes.complain(format!("the result is {:?} and not {:?}", answer.body, pair.service.result()));
    }
}

/// A failure must be told as the service told it, if it did.
pub(super) fn judge_failure(pair: &Pair, plan: &Plan, error: &azure_core::Error, notes: &mut Notes) {
    let code = if plan.outcome == Outcome::Failed { FAILED } else { CANCELED };
    let journal = pair.service.journal();
    let told = journal.iter().any(|entry| String::from_utf8_lossy(&entry.reply.body).contains(code));
    match ArmError::from_error(error) {
        Some(arm) if !told || arm.code() == Some(code) => {}
        arm => notes.complain(format!("the failure {code} is told as {arm:?}: {error:?}")),
    }
}

/// What changes something and may not be repeated is carried out once.
pub(super) fn judge_repeats(pair: &Pair, op: &Operation, notes: &mut Notes) {
    let journal = pair.service.journal();
    let calls = journal.iter().filter(|entry| entry.role == Role::Call && entry.request.method == op.method.as_str());
    let (mut carried_out, mut doubled) = (0, false);
    for entry in calls {
        carried_out += entry.carried_out;
        doubled |= entry.fault == Some(Fault::Duplicate);
    }
    if op.method == Method::Post && !op.read_only_post && carried_out > 1 && !doubled {
        notes.complain(format!("a POST was carried out {carried_out} times"));
    }
}
