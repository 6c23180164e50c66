//! Beginning a long-running operation, and looking after it.

use azure_core::http::Method as HttpMethod;
use generator::model::{FinalState, Method, Operation};

use super::{
    Inner, Role, Service, answer,
    carry::{becomes, declared, tagged},
    route::Route,
    serve::{Outcomes, violation},
};
use crate::engine::{
    job::{self, Declared, Job},
    plan::{Outcome, Style},
    state::{ended_well, identified, set_state},
};
use kit::wire::{Incoming, Reply};

impl Service {
    pub(super) fn begin(&self, inner: &mut Inner, route: &Route, request: &Incoming, path: &str) -> Reply {
        let existed = inner.store.get(path).is_some() || inner.plan.everything_exists;
        if route.op.method == Method::Delete && !existed {
            return declared(inner, route, path, &[204]);
        }
        let place = (self.origin.as_str(), route.api.api_version.as_str(), inner.jobs.len());
        let mut job = Job::new(declared_of(route.op), path, &inner.plan, place);
        let first = answer::body(
            route.api,
            answer::success(route.op, &[job.first_status()]),
            &inner.plan,
            1,
            request.json().as_ref(),
        );
        let mut first = first.map(|body| identified(body, path));
        if matches!(route.op.method, Method::Put | Method::Patch) {
            job.becomes = Some(becomes(inner, route, request, path));
        }
        let job_tells_state = job.style() == Style::ProvisioningState;
        job.result = match route.op.method {
            Method::Delete => None,
            _ => {
                let known = job.becomes.as_ref();
                let body = answer::body(route.api, answer::success(route.op, &[200, 201]), &inner.plan, 1, known);
                body.map(|body| identified(body, path))
            }
        };
        first.iter_mut().chain(&mut job.result).for_each(ended_well);
        if let Some(result) = job.result.as_mut().filter(|_| job_tells_state) {
            set_state(result, "Succeeded");
        }
        // While it is being made, a thing is there already; it tells what it will be.
        let lasts =
            job.outcome() == Outcome::Succeeded || matches!(job.style(), Style::Sync | Style::ProvisioningState);
        if let Some(becomes) = &job.becomes
            && lasts
        {
            inner.store.put(path, becomes.clone());
        }
        if job.style() == Style::Sync {
            job.ended = true;
            finish(inner, &job);
        }
        let reply = job.first(first, inner.now);
        inner.jobs.push(job);
        tagged(inner, reply, path)
    }
}

/// A poll of the status or of the result of a long-running operation.
pub(super) fn poll(inner: &mut Inner, request: &Incoming) -> Outcomes {
    let url = request.url.as_str();
    let at = inner.jobs.iter().position(|job| job.status_url == url || job.result_url == url);
    let at = at.expect("the caller has found it");
    let mut job = inner.jobs[at].clone();
    let ended = job.ended;
    let reply = if job.status_url == url { job.status(inner.now) } else { job.location(inner.now) };
    if job.ended && !ended {
        finish(inner, &job);
    }
    let mut outcomes = Outcomes::new(Role::Poll, reply);
    outcomes.operation = Some(job.op.id);
    if request.method != "GET" {
        outcomes.violations.push(violation(job.op.id, "method", "an operation is polled with GET"));
    }
    inner.jobs[at] = job;
    outcomes
}

/// Carries out what a long-running operation was about.
fn finish(inner: &mut Inner, job: &Job) {
    if job.outcome() != Outcome::Succeeded {
        return;
    }
    match (&job.becomes, job.op.method) {
        (_, HttpMethod::Delete) => {
            inner.store.remove(&job.path);
        }
        (Some(becomes), _) if inner.store.get(&job.path).is_none() => {
            inner.store.put(&job.path, becomes.clone());
        }
        _ => {}
    }
}

/// Whether the first answer of an operation that runs in a style can have this status.
#[must_use]
pub fn can_start(op: &Operation, style: Style, status: u16) -> bool {
    job::can_start(&declared_of(op), style, status)
}

/// Whether an operation can run in a style as ARM describes it.
#[must_use]
pub fn can_run(op: &Operation, style: Style) -> bool {
    job::can_run(&declared_of(op), style)
}

/// What the engine is told of an operation.
fn declared_of(op: &Operation) -> Declared<'_> {
    Declared {
        id: &op.id,
        method: match op.method {
            Method::Delete => HttpMethod::Delete,
            Method::Get => HttpMethod::Get,
            Method::Head => HttpMethod::Head,
            Method::Patch => HttpMethod::Patch,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
        },
        responses: op.responses.iter().map(|response| (response.status, response.body.is_some())).collect(),
        provider: op.path.namespace(),
        runs_long: op.lro.is_some(),
        via_location: op.lro.as_ref().is_some_and(|lro| lro.final_state == Some(FinalState::Location)),
    }
}
