//! Operations: listing, reading, putting, patching and deleting things, under their conditions.

use azure_core::http::Method;
use serde_json::Value as Json;

use super::{
    answer::{self, becomes, declared, tagged},
    at::At,
    known::{Known, Told},
    list::{Listing, marked},
    plan::Pages,
    reply::not_found,
    service::Inner,
    start::begin,
    state::identified,
    store::key,
    wire::{Incoming, Reply},
};

pub(super) fn carry_out(inner: &mut Inner, known: &dyn Known, request: &Incoming, at: &At) -> Reply {
    if let Some(refusal) = precondition(inner, known, request, &at.path) {
        return refusal;
    }
    let declared = known.declared();
    let told = match known.told(&inner.store, &at.path) {
        Some(Told::Reply(reply)) => return reply,
        told => told,
    };
    if declared.paging.is_some() {
        return list(inner, known, request, at, told);
    }
    let told = match told {
        Some(Told::Body(body)) => Some(body),
        _ => None,
    };
    let changes = !matches!(declared.method, Method::Get | Method::Head);
    if declared.runs_long || inner.plan.forgotten && changes {
        return begin(inner, known, request, at, told);
    }
    let reply = match (declared.method, &told) {
        (Method::Get | Method::Head, Some(_)) => tagged(inner, Reply::empty(200), &at.path),
        (Method::Get, None) => get(inner, known, &at.path),
        (Method::Head, None) => head(inner, known, &at.path),
        (Method::Put | Method::Patch, _) => put(inner, known, request, &at.path),
        (Method::Delete, _) => delete(inner, known, &at.path),
        // POST, and whatever may come to be.
        _ => answer::declared(inner, known, &at.path, &[200, 201, 202, 204]),
    };
    match told {
        Some(body) if reply.status < 300 && declared.method != Method::Head => {
            let has_body = |status: &u16| declared.responses.contains(&(*status, true));
            let status = [reply.status, 200, 201].into_iter().find(has_body).unwrap_or(reply.status);
            reply.replaced(status, &body)
        }
        _ => reply,
    }
}

/// The refusal of a conditional request whose condition does not hold.
fn precondition(inner: &Inner, known: &dyn Known, request: &Incoming, path: &str) -> Option<Reply> {
    let current = inner.store.get(path).map(|thing| thing.etag.as_str());
    let exists = current.is_some() || inner.plan.everything_exists;
    let names = |header: &str| header.split(',').any(|tag| Some(tag.trim()) == current);
    let failed = || Some(Reply::error(412, "PreconditionFailed", "The entity tag is not the current one."));
    if let Some(header) = request.header("if-match").filter(|_| known.obeys("if-match")) {
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
    if let Some(header) = request.header("if-none-match").filter(|_| known.obeys("if-none-match"))
        && (header.trim() == "*" && current.is_some() || names(header))
    {
        return failed();
    }
    None
}

fn list(inner: &mut Inner, known: &dyn Known, request: &Incoming, at: &At, told: Option<Told>) -> Reply {
    let items = match told {
        Some(Told::Items(items)) => Ok(items),
        Some(Told::Body(body)) => return Reply::json(200, &body),
        _ => {
            let things = inner.store.listed(&at.path);
            known.listed(things.map(|thing| (thing.path.clone(), thing.body.clone())).collect())
        }
    };
    let items = match items {
        Ok(items) => items,
        Err(refusal) => return refusal,
    };
    let (id, rest) = (inner.listings.len(), format!("{}?{}", at.path, request.url.query().unwrap_or_default()));
    let declared = known.declared();
    let paging = declared.paging.clone().unwrap_or_default();
    let mut envelope = known.envelope(items.len());
    if let (Some(items), Json::Object(members)) = (&paging.items, &mut envelope) {
        members.remove(items);
    }
    let (items, pages) = match &inner.plan.pages {
        None => {
            let items: Vec<Json> = window(request, items);
            let sizes = match inner.plan.page_size.filter(|_| paging.next_link.is_some()) {
                Some(size) if items.len() > size => items.chunks(size).map(<[Json]>::len).collect(),
                _ => vec![items.len()],
            };
            (items, Pages { sizes, ..Pages::default() })
        }
        Some(pages) => {
            let mut pages = pages.clone();
            if paging.next_link.is_none() {
                pages.sizes = vec![pages.sizes.iter().sum()];
            }
            let count: usize = pages.sizes.iter().sum();
            ((0..count).map(|place| marked(known.item(place), place)).collect(), pages)
        }
    };
    let (member, next_link) = (paging.items, paging.next_link);
    let base = (at.origin.clone(), rest);
    inner.listings.push(Listing { operation: declared.id, envelope, items, pages, member, next_link, base, id });
    inner.show(id, 0)
}

/// What `$skip` and `$top` leave of a list.
fn window(request: &Incoming, items: Vec<Json>) -> Vec<Json> {
    let number = |name: &str| request.query(name).first().and_then(|text| text.parse::<usize>().ok());
    let (skip, top) = (number("$skip").unwrap_or(0), number("$top").unwrap_or(usize::MAX));
    items.into_iter().skip(skip).take(top).collect()
}

fn get(inner: &mut Inner, known: &dyn Known, path: &str) -> Reply {
    let thing = inner.store.get(path).cloned();
    if thing.is_none() && !inner.plan.everything_exists && known.can_be_absent() {
        return not_found(path);
    }
    let own = key(path);
    if let Some(at) = inner.jobs.iter().rposition(|job| job.becomes.is_some() && key(&job.path) == own) {
        let mut job = inner.jobs[at].clone();
        let status = known.declared().planned_success(&inner.plan, &[200]);
        let path = thing.as_ref().map_or(path, |thing| &thing.path);
        if let Some(body) = known.body(status, thing.as_ref().map(|thing| &thing.body), path) {
            let reply = job.thing(&identified(body, path), inner.now);
            inner.jobs[at] = job;
            return tagged(inner, reply, path);
        }
    }
    declared(inner, known, path, &[200])
}

fn head(inner: &Inner, known: &dyn Known, path: &str) -> Reply {
    if inner.store.get(path).is_none() && !inner.plan.everything_exists && known.can_be_absent() {
        return Reply::empty(404);
    }
    let reply = declared(inner, known, path, &[200, 204]);
    Reply { body: Vec::new(), ..reply }
}

fn put(inner: &mut Inner, known: &dyn Known, request: &Incoming, path: &str) -> Reply {
    let method = known.declared().method;
    let existed = inner.store.get(path).is_some() || inner.plan.everything_exists;
    if method == Method::Patch && !existed && known.can_be_absent() {
        return not_found(path);
    }
    let becomes = becomes(&inner.store, known, request, path);
    inner.store.put(path, becomes, known.kind());
    match (method, existed) {
        (Method::Put, false) => declared(inner, known, path, &[201, 200]),
        _ => declared(inner, known, path, &[200, 201, 204]),
    }
}

fn delete(inner: &mut Inner, known: &dyn Known, path: &str) -> Reply {
    let existed = inner.store.remove(path) || inner.plan.everything_exists;
    let gone = known.declared().responses.iter().any(|(status, _)| *status == 204);
    if !existed && !gone {
        return not_found(path);
    }
    declared(inner, known, path, if existed { &[200, 204] } else { &[204] })
}
