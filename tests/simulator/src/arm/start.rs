//! Beginning a long-running operation, and looking after it.

use generator::model::Method;

use super::{
    Inner, Role, Service, answer,
    carry::{becomes, declared, tagged},
    plan::{Outcome, Style},
    route::Route,
    running::Job,
    serve::{Outcomes, violation},
};
use kit::wire::{Incoming, Reply};

impl Service {
    pub(super) fn begin(&self, inner: &mut Inner, route: &Route, request: &Incoming, path: &str) -> Reply {
        let existed = inner.store.get(path).is_some() || inner.plan.everything_exists;
        if route.op.method == Method::Delete && !existed {
            return declared(inner, route, path, &[204]);
        }
        let place = (self.origin.as_str(), route.api.api_version.as_str(), inner.jobs.len());
        let mut job = Job::new(route.op, path, &inner.plan, place);
        let first = answer::body(route.api, job.first_response(), &inner.plan, 1, request.json().as_ref());
        let mut first = first.map(|body| answer::identified(body, path));
        if matches!(route.op.method, Method::Put | Method::Patch) {
            job.becomes = Some(becomes(inner, route, request, path));
        }
        let job_tells_state = job.style() == Style::ProvisioningState;
        job.result = match route.op.method {
            Method::Delete => None,
            _ => {
                let known = job.becomes.as_ref();
                let body = answer::body(route.api, answer::success(route.op, &[200, 201]), &inner.plan, 1, known);
                body.map(|body| answer::identified(body, path))
            }
        };
        first.iter_mut().chain(&mut job.result).for_each(answer::ended_well);
        if let Some(result) = job.result.as_mut().filter(|_| job_tells_state) {
            answer::set_state(result, "Succeeded");
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
    outcomes.operation = Some(&job.op.id);
    if request.method != "GET" {
        outcomes.violations.push(violation(&job.op.id, "method", "an operation is polled with GET"));
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
        (_, Method::Delete) => {
            inner.store.remove(&job.path);
        }
        (Some(becomes), _) if inner.store.get(&job.path).is_none() => {
            inner.store.put(&job.path, becomes.clone());
        }
        _ => {}
    }
}
