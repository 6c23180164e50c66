//! Which request an error is about: the operation, the method, and the path. Never the query, which may be signed.

use std::{borrow::Cow, fmt};

use azure_core::http::{Context, Method, Request, Url, headers::CLIENT_REQUEST_ID};

use crate::{
    args::operation::RequestPlan,
    base::path::split_query,
    error::line::{CODE, line},
};

/// How many characters of a path are shown. The longest of the API's own are half of that.
const PATH: usize = 600;

/// A request, as errors name it. Made only when there is an error.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(super) operation: Cow<'static, str>,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) client_request_id: Option<String>,
}

impl Asked {
    pub(crate) fn new(operation: impl Into<Cow<'static, str>>, method: Method, url: &Url) -> Self {
        Self { operation: operation.into(), method, path: url.path().to_owned(), client_request_id: None }
    }

    /// A request that could not be built: its path has parameters in it.
    pub(crate) fn not_built(operation: &'static str, method: Method, template: &str) -> Self {
        let path = split_query(template).0.to_owned();
        Self { operation: operation.into(), method, path, client_request_id: None }
    }

    /// An operation of several requests, none of which is the one to name.
    pub(crate) fn operation_alone(operation: String) -> Self {
        Self { operation: operation.into(), method: Method::Get, path: String::new(), client_request_id: None }
    }

    pub(crate) fn operation(&self) -> &str {
        &self.operation
    }

    /// A request that was sent.
    pub(crate) fn of(operation: impl Into<Cow<'static, str>>, request: &Request) -> Self {
        let client_request_id = request.headers().get_optional_string(&CLIENT_REQUEST_ID);
        Self { client_request_id, ..Self::new(operation, request.method(), request.url()) }
    }

    /// A request as policies see it.
    pub(crate) fn in_context(context: &Context<'_>, request: &Request) -> Self {
        let operation = context.value::<RequestPlan>().map(|plan| plan.operation.clone());
        Self::of(operation.unwrap_or_default(), request)
    }
}

/// `Gateway_Get (GET /subscriptions/..)`.
impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&line(&self.operation, CODE))?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " ({} {})", self.method, line(&self.path, PATH)) }
    }
}
