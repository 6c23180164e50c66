//! The service: what it keeps, and what it tells of itself.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard},
};

use azure_core::http::Url;
use serde_json::Value as Json;

use super::{
    issuer::Issuer,
    job::Job,
    known::Violation,
    list::Listing,
    plan::{Plan, Running},
    script::{Fault, Script},
    store::{Store, Thing},
    wire::{Incoming, Reply},
};
use crate::base::{clock::Clock, lock::lock};

/// A service in memory.
#[derive(Debug)]
pub struct Service {
    /// The only origin that it serves; any if there is none.
    pub(super) origin: Option<String>,
    pub(super) issuer: Arc<Issuer>,
    pub(super) clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) plan: Plan,
    pub(super) script: Script,
    pub(super) jobs: Vec<Job>,
    pub(super) listings: Vec<Listing>,
    /// The links handed out, and where they lead.
    pub(super) links: BTreeMap<String, Place>,
    /// The requests so far.
    pub(super) requests: usize,
    /// The time of the request at hand, in seconds since 1970.
    pub(super) now: i64,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// To a page of a listing.
    Page { listing: usize, page: usize },
    /// To the status or the result of a job.
    Poll(usize),
}

/// What the service made of a request.
pub(super) struct Outcomes<R> {
    pub(super) reply: Reply,
    pub(super) role: Role,
    pub(super) operation: Option<&'static str>,
    pub(super) violations: Vec<Violation<R>>,
}

impl<R> Outcomes<R> {
    pub(super) fn new(role: Role, reply: Reply) -> Self {
        Self { reply, role, operation: None, violations: Vec::new() }
    }
}

/// What a request was to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The call of an operation.
    Call,
    /// A further page of a list.
    Page,
    /// A look at the status of a long-running operation.
    Poll,
    /// None of these.
    Stray,
}

/// A request and what became of it.
#[derive(Clone)]
pub struct Entry<R> {
    /// The request.
    pub request: Incoming,
    /// What it was to the service.
    pub role: Role,
    /// The operation it meant.
    pub operation: Option<&'static str>,
    /// What went wrong by the script.
    pub fault: Option<Fault>,
    /// What was wrong with it.
    pub violations: Vec<Violation<R>>,
    /// How often it was carried out.
    pub carried_out: usize,
    /// Whether it went to another origin than the service's.
    pub foreign: bool,
    /// The answer, whether or not it arrived.
    pub reply: Reply,
}

impl<R: fmt::Debug> fmt::Debug for Entry<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("request", &self.request)
            .field("role", &self.role)
            .field("operation", &self.operation)
            .field("fault", &self.fault)
            .field("violations", &self.violations)
            .field("reply", &self.reply)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// A service that lives in the time of a clock, at this origin, for instance `https://management.azure.com`, or at any.
    ///
    /// # Panics
    /// If the origin is no URL.
    #[must_use]
    pub fn new(origin: Option<&str>, clock: Arc<dyn Clock>) -> Self {
        let ascii = |text: &str| Url::parse(text).expect("an origin is a URL").origin().ascii_serialization();
        Self { origin: origin.map(ascii), issuer: Arc::default(), clock, inner: Mutex::default() }
    }

    /// Who issues its tokens.
    #[must_use]
    pub fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&self.issuer)
    }

    /// The origin that it serves, if it serves only one.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Behaves differently from now on.
    pub fn plan(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.lock().plan);
    }

    /// How operations run, if nothing else is said of one.
    #[must_use]
    pub fn running(&self) -> Running {
        self.lock().plan.running.clone()
    }

    /// What goes wrong with the requests from now on.
    pub fn script(&self, steps: impl IntoIterator<Item = Option<Fault>>) {
        self.lock().script = Script::new(steps);
    }

    /// Puts a thing, as if by another caller; gives its entity tag.
    pub fn put(&self, path: &str, body: Json, kind: Option<&'static str>) -> String {
        self.lock().store.put(path, body, kind).etag.clone()
    }

    /// Removes a thing and all that is below it, as if by another caller; says whether it existed.
    pub fn remove(&self, path: &str) -> bool {
        self.lock().store.remove(path)
    }

    /// A thing as it was put and patched.
    #[must_use]
    pub fn thing(&self, path: &str) -> Option<Thing> {
        self.lock().store.get(path).cloned()
    }

    /// Everything that there is, in the order of the paths.
    #[must_use]
    pub fn things(&self) -> Vec<Thing> {
        self.lock().store.all().cloned().collect()
    }

    /// The items of the list that was asked for last, in order.
    #[must_use]
    pub fn listed(&self) -> Vec<Json> {
        self.lock().listings.last().map(|listing| listing.items.clone()).unwrap_or_default()
    }

    /// The result of the long-running operation that was begun last.
    #[must_use]
    pub fn result(&self) -> Option<Json> {
        self.lock().jobs.last().and_then(|job| job.result.clone())
    }

    /// Forgets things and whatever is on its way; plan, script and tokens stay.
    pub fn forget(&self) {
        let mut inner = self.lock();
        let (plan, script) = (inner.plan.clone(), inner.script.clone());
        *inner = Inner { plan, script, ..Inner::default() };
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whoever panicked with it was asked for a body, and has changed nothing yet.
        lock(&self.inner)
    }
}

impl Inner {
    /// Where a request leads that follows a link.
    pub(super) fn place(&self, request: &Incoming) -> Option<Place> {
        self.links.get(request.url.as_str()).copied()
    }

    /// A page, with the link behind it written down.
    pub(super) fn show(&mut self, listing: usize, page: usize) -> Reply {
        let (body, link) = self.listings[listing].page(page);
        let origin = &self.listings[listing].base.0;
        // A link that leads elsewhere is written down as well: only a request to this origin can use it.
        if let Some((link, to)) = link
            && let Some(url) = Url::parse(origin).ok().and_then(|base| base.join(&link).ok())
        {
            self.links.entry(url.into()).or_insert(Place::Page { listing, page: to });
        }
        Reply::json(200, &body)
    }
}
