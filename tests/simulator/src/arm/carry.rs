//! Operations: reading, putting, patching and deleting things, under their conditions.

use generator::model::{Location, Method};
use serde_json::{Value as Json, json};

use super::{Inner, Service, answer, pages::listing, route::Route};
use crate::engine::{reply::not_found, state::identified};
use kit::wire::{Incoming, Reply};

impl Service {
    pub(super) fn carry_out(&self, inner: &mut Inner, route: &Route, request: &Incoming) -> Reply {
        let path = request.url.path().to_owned();
        if let Some(refusal) = precondition(inner, route, request, &path) {
            return refusal;
        }
        if route.op.paging.is_some() {
            return self.list(inner, route, request, &path);
        }
        let changes = !matches!(route.op.method, Method::Get | Method::Head);
        if route.op.lro.is_some() || inner.plan.forgotten && changes {
            return self.begin(inner, route, request, &path);
        }
        match route.op.method {
            Method::Get => get(inner, route, &path),
            Method::Head => head(inner, route, &path),
            Method::Put | Method::Patch => put(inner, route, request, &path),
            Method::Delete => delete(inner, route, &path),
            Method::Post => declared(inner, route, &path, &[200, 201, 202, 204]),
        }
    }

    fn list(&self, inner: &mut Inner, route: &Route, request: &Incoming, path: &str) -> Reply {
        let id = inner.listings.len();
        let stored: Vec<Json> = inner.store.below(path).map(|(_, thing)| thing.body.clone()).collect();
        let rest = format!("{path}?{}", request.url.query().unwrap_or_default());
        let listing = listing(route, &inner.plan, stored, (self.origin.clone(), rest), id);
        inner.listings.push(listing);
        self.show(inner, id, 0)
    }
}

/// The refusal of a conditional request whose condition does not hold.
fn precondition(inner: &Inner, route: &Route, request: &Incoming, path: &str) -> Option<Reply> {
    let declares = |name: &str| {
        let mut params = route.op.params.iter().map(|param| route.api.param(param));
        params.any(|param| param.location == Location::Header && param.name.eq_ignore_ascii_case(name))
    };
    let current = inner.store.get(path).map(|thing| thing.etag.as_str());
    let exists = current.is_some() || inner.plan.everything_exists;
    let names = |header: &str| header.split(',').any(|tag| Some(tag.trim()) == current);
    let failed = || Some(Reply::error(412, "PreconditionFailed", "The entity tag is not the current one."));
    if let Some(header) = request.header("if-match").filter(|_| declares("if-match")) {
        let holds = if header.trim() == "*" { exists } else { names(header) || current.is_none() && exists };
        if !holds && exists {
            return failed();
        }
        if !holds && request.method != "PUT" {
            return Some(not_found(path));
        }
        if !holds {
            return failed();
        }
    }
    if let Some(header) = request.header("if-none-match").filter(|_| declares("if-none-match"))
        && (header.trim() == "*" && current.is_some() || names(header))
    {
        return failed();
    }
    None
}

/// A declared success, with a made-up body when it declares one.
pub(super) fn declared(inner: &Inner, route: &Route, path: &str, preferred: &[u16]) -> Reply {
    let mut statuses: Vec<u16> = inner.plan.status.into_iter().collect();
    statuses.extend(preferred);
    let response = answer::success(route.op, &statuses);
    let known = inner.store.get(path).map(|thing| &thing.body);
    let mut reply = match answer::body(route.api, response, &inner.plan, 1, known) {
        Some(body) if known.is_some() => Reply::json(response.status, &identified(body, path)),
        Some(body) => Reply::json(response.status, &body),
        None => Reply::empty(response.status),
    };
    for header in response.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("etag")) {
        reply = reply.with(&header.name.to_lowercase(), "/made-up");
    }
    tagged(inner, reply, path)
}

/// With the entity tag of the thing.
pub(super) fn tagged(inner: &Inner, reply: Reply, path: &str) -> Reply {
    match inner.store.get(path) {
        Some(thing) => reply.with("etag", thing.etag.clone()),
        None if inner.plan.everything_exists => reply.with("etag", "\"made-up\""),
        None => reply,
    }
}

/// Whether callers can make and unmake the thing at the path of an operation.
fn can_be_absent(route: &Route) -> bool {
    let erased = route.op.path.erased();
    let makes = |method| method == Method::Put || method == Method::Delete;
    route.api.operations.iter().any(|op| makes(op.method) && op.path.erased() == erased)
}

fn get(inner: &mut Inner, route: &Route, path: &str) -> Reply {
    let thing = inner.store.get(path).map(|thing| thing.body.clone());
    if thing.is_none() && !inner.plan.everything_exists && can_be_absent(route) {
        return not_found(path);
    }
    if let Some(at) = inner.jobs.iter().rposition(|job| job.path == path && job.becomes.is_some()) {
        let mut job = inner.jobs[at].clone();
        let response = answer::success(route.op, &[200]);
        if let Some(body) = answer::body(route.api, response, &inner.plan, 1, thing.as_ref()) {
            let reply = job.thing(&identified(body, path), inner.now);
            inner.jobs[at] = job;
            return tagged(inner, reply, path);
        }
    }
    declared(inner, route, path, &[200])
}

fn head(inner: &Inner, route: &Route, path: &str) -> Reply {
    if inner.store.get(path).is_none() && !inner.plan.everything_exists && can_be_absent(route) {
        return Reply::empty(404);
    }
    let reply = declared(inner, route, path, &[200, 204]);
    Reply { body: Vec::new(), ..reply }
}

/// What a thing becomes by a PUT or a PATCH.
pub(super) fn becomes(inner: &Inner, route: &Route, request: &Incoming, path: &str) -> Json {
    let sent = request.json().unwrap_or_else(|| json!({}));
    if route.op.method == Method::Put {
        return sent;
    }
    let mut store = inner.store.clone();
    store.merge(path, &sent).body.clone()
}

fn put(inner: &mut Inner, route: &Route, request: &Incoming, path: &str) -> Reply {
    let existed = inner.store.get(path).is_some() || inner.plan.everything_exists;
    if route.op.method == Method::Patch && !existed && can_be_absent(route) {
        return not_found(path);
    }
    let becomes = becomes(inner, route, request, path);
    inner.store.put(path, becomes);
    match (route.op.method, existed) {
        (Method::Put, false) => declared(inner, route, path, &[201, 200]),
        _ => declared(inner, route, path, &[200, 201, 204]),
    }
}

fn delete(inner: &mut Inner, route: &Route, path: &str) -> Reply {
    let existed = inner.store.remove(path) || inner.plan.everything_exists;
    let gone = route.op.success().any(|status| status == 204);
    if !existed && !gone {
        return not_found(path);
    }
    declared(inner, route, path, if existed { &[200, 204] } else { &[204] })
}
