//! A fake of Azure Resource Manager, computed from the model of the API.
//!
//! It routes every operation of every version it is given, checks what arrives against the description, keeps what is put,
//! pages lists, runs long operations in each of ARM's styles, and goes wrong as a script says. Everything is seeded: the
//! same requests, plan and script give the same answers.
//!
//! What does not depend on a description is done by [`crate::engine`].
//!
//! Invariant: it knows no server: [`tls`] is one that carries requests to it and nothing of the client.

mod answer;
pub mod audit;
mod carry;
mod pages;
pub mod route;
mod serve;
mod start;
pub mod tls;

use std::sync::{Arc, Mutex, MutexGuard};

use azure_core::http::{Transport, Url};
use generator::model::Api;
use kit::{
    carrier,
    credential::Issuer,
    time::Time,
    wire::{Incoming, Reply},
};
use serde_json::Value as Json;

use self::audit::Violation;
pub use self::start::{can_run, can_start};

use crate::engine::{
    job::Job,
    list::Listing,
    plan::Plan,
    script::{Fault, Script},
    store::{Store, Thing},
};

/// The fake service.
#[derive(Debug)]
pub struct Service {
    apis: Vec<&'static Api>,
    origin: String,
    issuer: Arc<Issuer>,
    time: Time,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    store: Store,
    plan: Plan,
    script: Script,
    journal: Vec<Entry>,
    jobs: Vec<Job>,
    listings: Vec<Listing>,
    /// Links handed out: the text, the listing, the page.
    links: Vec<(String, usize, usize)>,
    /// The time of the request at hand, in seconds since 1970.
    now: i64,
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
#[derive(Clone, Debug)]
pub struct Entry {
    /// The request.
    pub request: Incoming,
    /// What it was to the service.
    pub role: Role,
    /// The operation it meant.
    pub operation: Option<&'static str>,
    /// What went wrong by the script.
    pub fault: Option<Fault>,
    /// What was wrong with it.
    pub violations: Vec<Violation>,
    /// How often it was carried out.
    pub carried_out: usize,
    /// Whether it went to another origin than the service's.
    pub foreign: bool,
    /// The answer, whether or not it arrived.
    pub reply: Reply,
}

impl Service {
    /// A service that serves these versions at this origin, for instance `https://management.azure.com`.
    ///
    /// # Panics
    /// If the origin is no URL.
    #[must_use]
    pub fn new(apis: &[&'static Api], origin: &str) -> Arc<Self> {
        let url = Url::parse(origin).expect("an origin is a URL");
        Arc::new(Self {
            apis: apis.to_vec(),
            origin: url.origin().ascii_serialization(),
            issuer: Arc::default(),
            time: Time::default(),
            inner: Mutex::default(),
        })
    }

    /// Who issues its tokens.
    #[must_use]
    pub fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&self.issuer)
    }

    /// The time it lives in.
    #[must_use]
    pub fn time(&self) -> Time {
        self.time
    }

    /// A transport that leads here, in memory.
    #[must_use]
    pub fn transport(self: &Arc<Self>) -> Transport {
        let service = Arc::clone(self);
        carrier::transport(move |request| carrier::deliver(service.answer(request)))
    }

    /// The origin it serves.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Behaves differently from now on.
    pub fn plan(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.lock().plan);
    }

    /// What goes wrong with the requests from now on.
    pub fn script(&self, steps: impl IntoIterator<Item = Option<Fault>>) {
        self.lock().script = Script::new(steps);
    }

    /// Puts a thing, as if by another caller; gives its entity tag.
    pub fn put(&self, path: &str, body: Json) -> String {
        self.lock().store.put(path, body).etag.clone()
    }

    /// The body of a thing as it was put and patched.
    #[must_use]
    pub fn thing(&self, path: &str) -> Option<Thing> {
        self.lock().store.get(path).cloned()
    }

    /// Every request so far.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.lock().journal.clone()
    }

    /// Everything that was wrong with the requests so far.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.lock().journal.iter().flat_map(|entry| entry.violations.clone()).collect()
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

    /// Forgets requests, things and whatever is on its way; plan, script and tokens stay.
    pub fn forget(&self) {
        let mut inner = self.lock();
        let (plan, script) = (inner.plan.clone(), inner.script.clone());
        *inner = Inner { plan, script, ..Inner::default() };
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nobody panics with the service locked")
    }
}
