//! Beginning a long-running operation, and looking after it.

use azure_core::http::Method;
use serde_json::Value as Json;

use super::{
    answer::{becomes, declared, tagged},
    at::At,
    job::Job,
    known::{Known, Violation},
    plan::{Outcome, Style},
    reply::not_found,
    service::{Inner, Outcomes, Place, Role},
    state::{ended_well, identified, set_state},
    wire::{Incoming, Reply},
};

pub(super) fn begin(inner: &mut Inner, known: &dyn Known, request: &Incoming, at: &At, told: Option<Json>) -> Reply {
    let (path, op) = (&*at.path, known.declared());
    let existed = inner.store.get(path).is_some() || inner.plan.everything_exists;
    if op.method == Method::Delete && !existed {
        return declared(inner, known, path, &[204]);
    }
    if op.method == Method::Patch && !existed && known.can_be_absent() {
        return not_found(path);
    }
    let running = known.running().unwrap_or_else(|| inner.plan.running.clone());
    let id = inner.jobs.len();
    let mut job = Job::new(op.clone(), at, running, inner.plan.status, id);
    if matches!(op.method, Method::Put | Method::Patch) {
        job.becomes = Some(becomes(&inner.store, known, request, path));
    }
    let sent = request.json();
    let first = known.body(job.first_status(), job.becomes.as_ref().or(sent.as_ref()), path);
    let mut first = first.map(|body| identified(body, path));
    job.result = match op.method {
        Method::Delete => None,
        _ => told.or_else(|| {
            let status = op.planned_success(&inner.plan, &[200, 201]);
            let body = known.body(status, job.becomes.as_ref(), path);
            body.map(|body| identified(body, path))
        }),
    };
    first.iter_mut().chain(&mut job.result).for_each(ended_well);
    if job.style() == Style::ProvisioningState
        && let Some(result) = &mut job.result
    {
        set_state(result, "Succeeded");
    }
    // While it is being made, a thing is there already; it tells what it will be.
    let style = job.style();
    let lasts = job.outcome() == Outcome::Succeeded || matches!(style, Style::Sync | Style::ProvisioningState);
    if let Some(becomes) = &job.becomes
        && lasts
    {
        inner.store.put(path, becomes.clone(), known.kind());
    }
    job.kind = known.kind();
    if style == Style::Sync {
        job.ended = true;
        finish(inner, &job);
    }
    let reply = job.first(first, inner.now);
    for url in [&job.status_url, &job.result_url] {
        inner.links.insert(url.clone(), Place::Poll(id));
    }
    inner.jobs.push(job);
    tagged(inner, reply, path)
}

/// A poll of the status or of the result of a long-running operation.
pub(super) fn poll<R>(inner: &mut Inner, request: &Incoming, at: usize) -> Outcomes<R> {
    let mut job = inner.jobs[at].clone();
    let ended = job.ended;
    let reply = if job.status_url == request.url.as_str() { job.status(inner.now) } else { job.location(inner.now) };
    if job.ended && !ended {
        finish(inner, &job);
    }
    let mut outcomes = Outcomes::new(Role::Poll, reply);
    outcomes.operation = Some(job.op.id);
    if request.method != "GET" {
        outcomes.violations.push(Violation::new(job.op.id, "method", "an operation is polled with GET"));
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
            inner.store.put(&job.path, becomes.clone(), job.kind);
        }
        _ => {}
    }
}
