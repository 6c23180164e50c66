//! What the engine is told of an API: everything from the description.

use arm_apimanagement::fake::engine::{
    job,
    known::{self, Book, Declared, Found, Known, Stray},
    plan::Style,
    wire::{Incoming, Reply},
};
use azure_core::http::Method as HttpMethod;
use generator::model::{Api, FinalState, Location, Method, Operation};
use serde_json::Value as Json;

use super::{
    answer,
    audit::audit,
    pages::item,
    plan::Plan,
    route::{Route, Unroutable, route},
};
use crate::json::check::Rule;

/// The descriptions, and how the simulator behaves at the moment.
pub(super) struct Described<'a> {
    pub(super) apis: &'a [&'static Api],
    pub(super) plan: Plan,
}

impl Book<Rule> for Described<'_> {
    fn find<'a>(&'a self, request: &'a Incoming) -> Result<Found<'a, Rule>, Stray> {
        let route = route(self.apis, request).map_err(|unroutable| stray(request, &unroutable))?;
        let violations = audit(&route, request);
        let refused = self.plan.strict && !violations.is_empty();
        let operation = Box::new(Call { declared: declared_of(route.op), route, plan: &self.plan });
        Ok(Found { operation, violations, refused })
    }
}

/// The answer to a request that means no operation.
fn stray(request: &Incoming, unroutable: &Unroutable) -> Stray {
    let (status, code, message) = match unroutable {
        Unroutable::ApiVersion(found) => (400, "InvalidApiVersionParameter", format!("api-version {found:?}")),
        Unroutable::Path => (404, "InvalidResourceType", format!("no operation has the path {}", request.url.path())),
        Unroutable::Method => (405, "MethodNotAllowed", format!("the path knows no {}", request.method)),
    };
    Stray { reply: Reply::error(status, code, &message), message }
}

/// The operation that a request calls.
struct Call<'a> {
    route: Route,
    declared: Declared<'static>,
    plan: &'a Plan,
}

impl Known for Call<'_> {
    fn declared(&self) -> &Declared<'static> {
        &self.declared
    }

    fn obeys(&self, header: &str) -> bool {
        let mut params = self.route.op.params.iter().map(|param| self.route.api.param(param));
        params.any(|param| param.location == Location::Header && param.name.eq_ignore_ascii_case(header))
    }

    fn can_be_absent(&self) -> bool {
        let erased = self.route.op.path.erased();
        let makes = |method| method == Method::Put || method == Method::Delete;
        self.route.api.operations.iter().any(|op| makes(op.method) && op.path.erased() == erased)
    }

    fn body(&self, status: u16, known: Option<&Json>, _: &str) -> Option<Json> {
        answer::body(self.route.api, answer::response(self.route.op, status), self.plan, 1, known)
    }

    fn headers(&self, status: u16) -> Vec<(String, String)> {
        let headers = answer::response(self.route.op, status).headers.iter();
        let others = headers.filter(|header| !header.name.eq_ignore_ascii_case("etag"));
        others.map(|header| (header.name.to_lowercase(), "/made-up".to_owned())).collect()
    }

    fn envelope(&self, _: usize) -> Json {
        let response = answer::response(self.route.op, self.declared.success(&[200]));
        response.body.as_ref().map_or(Json::Null, |value| answer::made_up(self.route.api, value, self.plan, 0))
    }

    fn item(&self, place: usize) -> Json {
        let response = answer::response(self.route.op, self.declared.success(&[200]));
        let paging = self.route.op.paging.as_ref().expect("only lists have items");
        answer::made_up(self.route.api, item(&self.route, response, paging), self.plan, place as u64)
    }
}

/// Whether the first answer of an operation that runs in a style can have this status.
#[must_use]
pub fn can_start(op: &Operation, style: Style, status: u16) -> bool {
    job::can_start(&declared_of(op), style, status)
}

/// Whether an operation can run in a style as ARM describes it.
#[must_use]
pub fn can_run(op: &Operation, style: Style) -> bool {
    job::can_run(&declared_of(op), style)
}

/// What the engine is told of an operation.
fn declared_of(op: &Operation) -> Declared<'_> {
    let paging = op.paging.as_ref();
    Declared {
        id: &op.id,
        method: match op.method {
            Method::Delete => HttpMethod::Delete,
            Method::Get => HttpMethod::Get,
            Method::Head => HttpMethod::Head,
            Method::Patch => HttpMethod::Patch,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
        },
        responses: op.responses.iter().map(|response| (response.status, response.body.is_some())).collect(),
        provider: op.path.namespace(),
        runs_long: op.lro.is_some(),
        via_location: op.lro.as_ref().is_some_and(|lro| lro.final_state == Some(FinalState::Location)),
        paging: paging.map(|paging| known::Paging { items: paging.items.clone(), next_link: paging.next_link.clone() }),
    }
}
