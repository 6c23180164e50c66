//! What the engine is told of an API, a request at a time.

use std::fmt;

use azure_core::http::Method;
use serde_json::Value as Json;

use super::{
    plan::{Plan, Running},
    script::Fault,
    store::Store,
    wire::{Incoming, Reply},
};

/// Which operations there are. `R` is a rule that a request can break.
pub trait Book<R> {
    /// The operation that a request calls. It is asked for requests only that follow no link of the service.
    ///
    /// # Errors
    /// If it calls none.
    fn find<'a>(&'a self, request: &'a Incoming) -> Result<Found<'a, R>, Stray>;

    /// What goes wrong with a request, whatever it is.
    fn fault(&self) -> Option<Fault> {
        None
    }
}

/// The operation that a request calls.
pub struct Found<'a, R> {
    /// What is known of it.
    pub operation: Box<dyn Known + 'a>,
    /// What is wrong with the request.
    pub violations: Vec<Violation<R>>,
    /// Whether it is refused for that.
    pub refused: bool,
}

impl<R: fmt::Debug> fmt::Debug for Found<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("violations", &self.violations).finish_non_exhaustive()
    }
}

/// A request that calls no operation.
#[derive(Clone, Debug)]
pub struct Stray {
    /// What it is answered.
    pub reply: Reply,
    /// What is wrong with it.
    pub message: String,
}

/// Something that a request should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation<R> {
    /// The operation, empty when the request means none.
    pub operation: String,
    /// The part of the request, for instance `query $top` or `body /properties/name`.
    pub part: String,
    /// The rule, when the description states one.
    pub rule: Option<R>,
    /// What is wrong.
    pub message: String,
}

impl<R> Violation<R> {
    /// One that breaks no rule of a description.
    pub(crate) fn new(operation: &str, part: &str, message: &str) -> Self {
        Self { operation: operation.to_owned(), part: part.to_owned(), rule: None, message: message.to_owned() }
    }
}

impl<R> fmt::Display for Violation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.operation, self.part, self.message)
    }
}

/// An operation, and what its answers look like.
pub trait Known {
    /// The facts.
    fn declared(&self) -> &Declared<'static>;

    /// Whether it obeys a header of this lower-case name.
    fn obeys(&self, header: &str) -> bool;

    /// Whether callers can make and unmake the thing at its path.
    fn can_be_absent(&self) -> bool;

    /// The body of its response with a status, if that has one; `known` is what is known of the thing at the path.
    fn body(&self, status: u16, known: Option<&Json>, path: &str) -> Option<Json>;

    /// The headers of its response with a status.
    fn headers(&self, _status: u16) -> Vec<(String, String)> {
        Vec::new()
    }

    /// What stands on a page beside the items of a list of so many.
    fn envelope(&self, count: usize) -> Json;

    /// A made-up item of a list.
    fn item(&self, place: usize) -> Json;

    /// The items that are listed of the things that are there, each with its path.
    ///
    /// # Errors
    /// With the answer to a request that asks for what cannot be done.
    fn listed(&self, things: Vec<(String, Json)>) -> Result<Vec<Json>, Reply> {
        Ok(things.into_iter().map(|(_, body)| body).collect())
    }

    /// How it runs, if not as the plan says.
    fn running(&self) -> Option<Running> {
        None
    }

    /// What it answers, if that does not follow from what is kept.
    fn told(&self, _kept: &Store, _path: &str) -> Option<Told> {
        None
    }

    /// What the thing that it writes is called.
    fn kind(&self) -> Option<&'static str> {
        None
    }

    /// What a thing becomes that is written without a body.
    fn without_body(&self, _kept: &Store, _path: &str) -> Option<Json> {
        None
    }
}

/// What an operation answers.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is carried out, and answers or ends with this body.
    Body(Json),
    /// It lists these.
    Items(Vec<Json>),
    /// It answers this, and does nothing.
    Reply(Reply),
}

/// What is declared of an operation, as far as it matters to how it runs.
#[derive(Clone, Debug)]
pub struct Declared<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its method.
    pub method: Method,
    /// The status of each response, and whether it has a body.
    pub responses: Vec<(u16, bool)>,
    /// The namespace of its resource provider.
    pub provider: Option<&'a str>,
    /// Whether it is declared to run long.
    pub runs_long: bool,
    /// Whether its result is declared to be read where `Location` points to.
    pub via_location: bool,
    /// How its pages look, if it lists.
    pub paging: Option<Paging>,
}

/// How the pages of a list look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// The member with the items; without one a page is a bare array.
    pub items: Option<String>,
    /// The member with the link to the next page.
    pub next_link: Option<String>,
}

impl Declared<'_> {
    /// The first of these statuses that is a declared success, else the lowest one that is.
    ///
    /// # Panics
    /// If it declares no success.
    #[must_use]
    pub fn success(&self, preferred: &[u16]) -> u16 {
        let mut successes: Vec<u16> =
            self.responses.iter().map(|(status, _)| *status).filter(|status| *status < 300).collect();
        successes.sort_unstable();
        let found = preferred.iter().find(|status| successes.contains(status)).or(successes.first());
        *found.expect("every operation declares a success")
    }

    /// The same among what a plan prefers before all.
    pub(crate) fn planned_success(&self, plan: &Plan, preferred: &[u16]) -> u16 {
        let mut statuses: Vec<u16> = plan.status.into_iter().collect();
        statuses.extend(preferred);
        self.success(&statuses)
    }
}
