//! What is answered about a thing, and what becomes of it.

use azure_core::http::Method;
use serde_json::{Value as Json, json};

use super::{
    known::Known,
    service::Inner,
    state::identified,
    store::{Store, merge},
    wire::{Incoming, Reply},
};

/// A declared success, with the body that it declares.
pub(super) fn declared(inner: &Inner, known: &dyn Known, path: &str, preferred: &[u16]) -> Reply {
    let status = known.declared().planned_success(&inner.plan, preferred);
    let thing = inner.store.get(path);
    let mut reply = match (known.body(status, thing.map(|thing| &thing.body), path), thing) {
        (Some(body), Some(thing)) => Reply::json(status, &identified(body, &thing.path)),
        (Some(body), None) => Reply::json(status, &body),
        (None, _) => Reply::empty(status),
    };
    for (name, value) in known.headers(status) {
        reply = reply.with(&name, value);
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

/// What a thing becomes by a PUT or a PATCH.
pub(super) fn becomes(store: &Store, known: &dyn Known, request: &Incoming, path: &str) -> Json {
    let sent = request.json().or_else(|| known.without_body(store, path)).unwrap_or_else(|| json!({}));
    if known.declared().method == Method::Put {
        return sent;
    }
    let mut body = store.get(path).map_or(Json::Null, |thing| thing.body.clone());
    merge(&mut body, &sent);
    body
}
