//! One request to the fake: the operation that it calls, as the client itself says, and what the test has told about it.

use std::convert::Infallible;

use azure_core::http::Method;
use serde_json::{Value as Json, json};

use super::{
    answer::Answer,
    engine::{
        job::can_run,
        known::{Book, Declared, Found, Known, Stray, Told},
        plan::{Outcome, Running},
        reply::not_found,
        script::Fault,
        state::facts,
        store::Store,
        wire::{Incoming, Reply},
    },
    filter::Filter,
};
use crate::{
    args::operation::FinalState,
    base::path::split_query,
    client::called::{Called, Ends},
};

/// The request.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) called: Option<Called>,
    /// Not the call itself, but a look at the resource that it has begun to change.
    pub(super) looks: bool,
    pub(super) fault: Option<Fault>,
    pub(super) told: Option<Told>,
    pub(super) running: Option<Running>,
    /// What `$filter` says.
    pub(super) filter: Option<String>,
}

impl Book<Infallible> for Asked {
    fn find<'a>(&'a self, request: &'a Incoming) -> Result<Found<'a, Infallible>, Stray> {
        let Some(called) = self.called else {
            let message = "the link is none that this fake has handed out".to_owned();
            return Err(Stray { reply: not_found(request.url.path()), message });
        };
        let declared = called.declared();
        // A look at a resource, whatever has begun to change it.
        let declared = if self.looks {
            let responses = vec![(200, called.has_body())];
            Declared { method: Method::Get, responses, runs_long: false, paging: None, ..declared }
        } else {
            declared
        };
        let operation = Box::new(Operation { called, declared, asked: self });
        Ok(Found { operation, violations: Vec::new(), refused: false })
    }

    fn fault(&self) -> Option<Fault> {
        self.fault.clone()
    }
}

impl Called {
    /// The facts.
    pub(super) fn declared(&self) -> Declared<'static> {
        let operation = self.operation;
        let has_body = self.has_body();
        let responses = operation.success.iter().map(|status| (*status, has_body && !matches!(status, 202 | 204)));
        let (path, _) = split_query(operation.path);
        let is_collection = !path.ends_with('}');
        let paging = match self.ends {
            Ends::List(_) => Some(self.paging().unwrap_or_default()),
            Ends::Call if operation.method == Method::Get && is_collection => self.paging(),
            Ends::Call | Ends::Begin(_) => None,
        };
        Declared {
            id: operation.name,
            method: operation.method,
            responses: responses.collect(),
            provider: path.rsplit_once("/providers/").and_then(|(_, rest)| rest.split('/').next()),
            runs_long: matches!(self.ends, Ends::Begin(_)),
            via_location: matches!(self.ends, Ends::Begin(Some(FinalState::Location))),
            paging,
        }
    }

    /// What a test has told, or why it cannot be answered.
    pub(super) fn check(&self, answer: Answer) -> Told {
        let expected = match (&answer.told, self.ends) {
            (Told::Items(_), Ends::List(item)) => item,
            (Told::Items(_), Ends::Call | Ends::Begin(_)) => "no list",
            _ => self.type_name(),
        };
        match answer.ty {
            Some(given) if given != expected => Told::Reply(Reply::failing(format!(
                "fake: the answer told for {} is of the type {}, and its method returns {}",
                self.operation.name,
                public(given),
                public(expected)
            ))),
            _ => answer.told,
        }
    }

    /// The refusal to run in a way that Resource Manager does not know for the operation.
    pub(super) fn check_running(&self, running: &Running) -> Option<Told> {
        let declared = self.declared();
        if can_run(&declared, running.style) {
            return None;
        }
        Some(Told::Reply(Reply::failing(format!(
            "fake: {} cannot run as {:?}: that is for a PUT or PATCH that answers with a resource",
            declared.id, running.style
        ))))
    }
}

/// The operation.
struct Operation<'a> {
    called: Called,
    declared: Declared<'static>,
    asked: &'a Asked,
}

impl Known for Operation<'_> {
    fn declared(&self) -> &Declared<'static> {
        &self.declared
    }

    fn obeys(&self, _: &str) -> bool {
        true
    }

    fn can_be_absent(&self) -> bool {
        true
    }

    fn body(&self, status: u16, known: Option<&Json>, path: &str) -> Option<Json> {
        if !self.declared.responses.contains(&(status, true)) {
            return None;
        }
        let mut body = known.cloned().unwrap_or_else(|| json!({}));
        self.called.identify(&mut body, path);
        Some(body)
    }

    fn envelope(&self, count: usize) -> Json {
        if self.called.counts() { json!({ "count": count }) } else { json!({}) }
    }

    fn item(&self, _: usize) -> Json {
        Json::Null
    }

    fn listed(&self, mut things: Vec<(String, Json)>) -> Result<Vec<Json>, Reply> {
        let member = self.declared.paging.as_ref().and_then(|paging| paging.items.as_deref());
        self.called.identify_items(&mut things, member);
        let items: Vec<Json> = things.into_iter().map(|(_, item)| item).collect();
        // Of nothing there is nothing to choose from, whatever the filter says.
        let Some(text) = self.asked.filter.as_ref().filter(|_| !items.is_empty()) else { return Ok(items) };
        match Filter::parse(text) {
            Ok(filter) => Ok(items.into_iter().filter(|item| filter.holds(item)).collect()),
            Err(why) => Err(Reply::failing(format!(
                "fake: {} was asked for the filter {text:?}, which the fake does not understand ({why}): tell what it lists \
                 with azure.on({:?}).items(..)",
                self.called.operation.name, self.called.operation.name
            ))),
        }
    }

    fn running(&self) -> Option<Running> {
        self.asked.running.clone()
    }

    fn told(&self, kept: &Store, path: &str) -> Option<Told> {
        if self.asked.told.is_some() {
            return self.asked.told.clone();
        }
        let called = &self.called;
        let ends_badly = self.asked.running.as_ref().is_some_and(|running| running.outcome != Outcome::Succeeded);
        if self.declared.method != Method::Post || !called.has_body() || ends_badly && self.declared.runs_long {
            return None;
        }
        // An action that answers with the resource that it is an action of.
        let parent = path.rsplit_once('/').and_then(|(parent, _)| kept.get(parent));
        if let Some(thing) = parent.filter(|thing| thing.kind == Some(called.type_name())) {
            let mut body = thing.body.clone();
            called.identify(&mut body, &thing.path);
            return Some(Told::Body(body));
        }
        Some(Told::Reply(Reply::failing(unanswered(called, path))))
    }

    fn kind(&self) -> Option<&'static str> {
        matches!(self.declared.method, Method::Put | Method::Patch).then(|| self.called.type_name())
    }

    /// What is put into a collection without a body is a link to a thing that stands elsewhere below the same root.
    fn without_body(&self, kept: &Store, path: &str) -> Option<Json> {
        let segments: Vec<&str> = path.split('/').collect();
        let last = segments.len().checked_sub(2)?;
        (2..last).rev().step_by(2).find_map(|at| {
            let linked = [&segments[..at - 1], &segments[last..]].concat().join("/");
            kept.get(&linked).map(|thing| thing.body.clone())
        })
    }
}

/// A type as applications name it: the modules around a version and within its models are private.
fn public(name: &str) -> String {
    let parts: Vec<&str> = name.split("::").collect();
    match parts.iter().position(|part| *part == "models") {
        Some(at) if at > 0 => [parts[0], parts[at - 1], "models", parts[parts.len() - 1]].join("::"),
        _ => name.to_owned(),
    }
}

/// What is said of an operation that only a real service can answer.
fn unanswered(called: &Called, path: &str) -> String {
    let (name, ty) = (called.operation.name, called.type_name());
    let ty = ty.rsplit("::").next().unwrap_or(ty);
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    format!(
        "fake: {name} has no answer, because only the service knows it: tell one with \
         azure.on({name:?}).answer(&{ty} {{ .. }}), or, if it answers with the resource itself, put that first: {parent}"
    )
}

/// With `id`, `name` and `type` of the thing at a path.
pub(super) fn with_identity(mut body: Json, path: &str) -> Json {
    if let Json::Object(members) = &mut body {
        members.extend(facts(path).map(|(member, fact)| (member.to_owned(), json!(fact))));
    }
    body
}
