//! A simulator of Azure Resource Manager, computed from the model of the API.
//!
//! It routes every operation of every version it is given, checks what arrives against the description, and answers with bodies
//! that are made up from it. All else, from what is kept to what goes wrong, is done by the engine of
//! [`Fake`](arm_apimanagement::fake::Fake), which knows no description. Everything is seeded: the same requests, plan and script
//! give the same answers.
//!
//! Invariant: it knows no server: [`tls`] is one that carries requests to it and nothing of the client.

mod answer;
pub mod audit;
mod described;
mod pages;
pub mod plan;
pub mod route;
pub mod tls;

use std::sync::{Arc, Mutex, MutexGuard};

pub use arm_apimanagement::fake::engine::service::Role;
use arm_apimanagement::fake::engine::{
    issuer::Issuer,
    script::Fault,
    service,
    store::Thing,
    wire::{Incoming, Reply},
};
use azure_core::http::Transport;
use generator::model::Api;
use kit::{carrier, time::Time};
use serde_json::Value as Json;

pub use self::described::{can_run, can_start};
use self::{audit::Violation, described::Described, plan::Plan};
use crate::json::check::Rule;

/// A request and what became of it.
pub type Entry = service::Entry<Rule>;

/// The simulator.
#[derive(Debug)]
pub struct Service {
    apis: Vec<&'static Api>,
    time: Time,
    engine: service::Service,
    plan: Mutex<Plan>,
    journal: Mutex<Vec<Entry>>,
}

impl Service {
    /// A service that serves these versions at this origin, for instance `https://management.azure.com`.
    ///
    /// # Panics
    /// If the origin is no URL.
    #[must_use]
    pub fn new(apis: &[&'static Api], origin: &str) -> Arc<Self> {
        let time = Time::default();
        let engine = service::Service::new(Some(origin), Arc::new(time));
        Arc::new(Self { apis: apis.to_vec(), time, engine, plan: Mutex::default(), journal: Mutex::default() })
    }

    /// Answers a request.
    ///
    /// # Panics
    /// If an earlier request made it panic.
    #[must_use]
    pub fn answer(&self, request: Incoming) -> Reply {
        let described = Described { apis: &self.apis, plan: lock(&self.plan).clone() };
        // In the order in which they are answered.
        let mut journal = lock(&self.journal);
        let entry = self.engine.answer(request, &described);
        let reply = entry.reply.clone();
        journal.push(entry);
        reply
    }

    /// Who issues its tokens.
    #[must_use]
    pub fn issuer(&self) -> Arc<Issuer> {
        self.engine.issuer()
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
        self.engine.origin().unwrap_or_default()
    }

    /// Behaves differently from now on.
    pub fn plan(&self, change: impl FnOnce(&mut Plan)) {
        let mut own = lock(&self.plan);
        change(&mut own);
        self.engine.plan(|plan| *plan = own.for_engine());
    }

    /// What goes wrong with the requests from now on.
    pub fn script(&self, steps: impl IntoIterator<Item = Option<Fault>>) {
        self.engine.script(steps);
    }

    /// Puts a thing, as if by another caller; gives its entity tag.
    pub fn put(&self, path: &str, body: Json) -> String {
        self.engine.put(path, body, None)
    }

    /// The body of a thing as it was put and patched.
    #[must_use]
    pub fn thing(&self, path: &str) -> Option<Thing> {
        self.engine.thing(path)
    }

    /// Every request so far.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        lock(&self.journal).clone()
    }

    /// Everything that was wrong with the requests so far.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        lock(&self.journal).iter().flat_map(|entry| entry.violations.clone()).collect()
    }

    /// The items of the list that was asked for last, in order.
    #[must_use]
    pub fn listed(&self) -> Vec<Json> {
        self.engine.listed()
    }

    /// The result of the long-running operation that was begun last.
    #[must_use]
    pub fn result(&self) -> Option<Json> {
        self.engine.result()
    }

    /// Forgets requests, things and whatever is on its way; plan, script and tokens stay.
    pub fn forget(&self) {
        self.engine.forget();
        lock(&self.journal).clear();
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().expect("nobody panics with the simulator locked")
}
