//! Building a request, one argument a step. The first error is kept and comes out when the call is awaited.

use std::{borrow::Cow, fmt};

use azure_core::{
    Bytes,
    error::Error,
    http::{
        Context, Method, RawResponse, Request as HttpRequest, Url,
        headers::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
        request::options::ClientRequestId,
    },
};
use futures::future::BoxFuture;

use super::{
    Call, Core, FinalState, List, Page, Param, Payload, Poller, ToText, Wire,
    core::RequestPlan,
    error, internal,
    param::{self, InvalidArgument},
    path::{self, Segments},
};

/// What is constant about an operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// `operationId`, for instance `Gateway_RegenerateKey`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template, with a constant query where the API has one.
    pub path: &'static str,
    /// Status codes that mean success.
    pub success: &'static [u16],
    /// The `Accept` header.
    pub accept: &'static str,
    /// The `Content-Type` of the body.
    pub content_type: &'static str,
    /// A POST that only reads, and so may be repeated like a GET.
    pub read_only_post: bool,
    /// The query ends with the client's `api-version`.
    pub versioned: bool,
}

impl Operation {
    /// The usual: JSON both ways.
    pub const DEFAULT: Self = Self {
        name: "",
        method: Method::Get,
        path: "/",
        success: &[200],
        accept: "application/json",
        content_type: "application/json",
        read_only_post: false,
        versioned: false,
    };

    /// The usual of an operation that is sent with an `api-version`.
    pub const VERSIONED: Self = Self { versioned: true, ..Self::DEFAULT };
}

/// A request that is being built.
#[must_use]
pub struct Request {
    core: Core,
    operation: &'static Operation,
    path: Segments,
    query: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    error: Option<Error>,
}

/// Without the arguments: some are secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Request {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        let mut path = Segments::new();
        // The core has checked it already.
        if let Some((name, id)) = core.subscription() {
            path.push(name, id);
        }
        Self { core, operation, path, query: String::new(), headers: Vec::new(), body: None, error: None }
    }

    /// Sets a path parameter.
    pub fn path(mut self, param: &'static Param, value: &str) -> Self {
        self.set_path(param, value);
        self
    }

    /// Sets a path parameter that is not a mere text.
    pub fn path_of<V: ToText>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_path(param, &value.to_text());
        self
    }

    /// Adds a query parameter.
    pub fn query<V: ToText + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_query(param, &value.to_text());
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub fn query_opt<V: ToText>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_query(param, &value.to_text());
        }
        self
    }

    /// Adds a header.
    pub fn header<V: ToText + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_header(param, &value.to_text());
        self
    }

    /// Adds a header if there is a value for it.
    pub fn header_opt<V: ToText>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_header(param, &value.to_text());
        }
        self
    }

    /// Sets the body.
    pub fn json<T: Wire>(mut self, body: &T) -> Self {
        self.body = Some(internal::text(body));
        self
    }

    /// Sets the body if there is one.
    pub fn json_opt<T: Wire>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    /// Ends as one call.
    pub fn call<T: Payload>(self) -> Call<T> {
        Call::new(self.prepare())
    }

    /// Ends as a list.
    pub fn list<P: Page>(self) -> List<P> {
        List::new(self.prepare())
    }

    /// Ends as a long-running operation.
    pub fn begin<T: Payload>(self, final_state: Option<FinalState>) -> Poller<T> {
        Poller::begin(self.prepare(), final_state)
    }

    fn set_path(&mut self, param: &'static Param, text: &str) {
        let checked = param.check_path(text, self.core.validates());
        self.keep(checked, |request, ()| request.path.push(param.name, text));
    }

    fn set_query(&mut self, param: &'static Param, text: &str) {
        let checked = param.check(text, self.core.validates());
        self.keep(checked, |request, ()| path::push_query(&mut request.query, param.name, text));
    }

    fn set_header(&mut self, param: &'static Param, text: &str) {
        let checked = param.check_header(text, self.core.validates());
        self.keep(checked.map(|()| text.to_owned()), |request, text| request.headers.push((param.name, text)));
    }

    fn keep<T>(&mut self, checked: Result<T, InvalidArgument>, then: impl FnOnce(&mut Self, T)) {
        match checked {
            Ok(value) => then(self, value),
            Err(invalid) if self.error.is_none() => self.error = Some(invalid.into()),
            Err(_) => {}
        }
    }

    fn prepare(mut self) -> Prepared {
        let request = match self.error.take() {
            Some(error) => Err(error),
            None => self.build(),
        };
        Prepared { core: self.core, operation: self.operation, request, context: Context::new() }
    }

    fn build(&mut self) -> azure_core::Result<HttpRequest> {
        if self.operation.versioned {
            path::push_query(&mut self.query, "api-version", self.core.api_version());
        }
        let (template, constant) = self.operation.path.split_once('?').unwrap_or((self.operation.path, ""));
        let query: Cow<'_, str> = match (constant, &*self.query) {
            ("", own) => own.into(),
            (constant, "") => constant.into(),
            (constant, own) => format!("{constant}&{own}").into(),
        };
        let mut url: Url = self.core.endpoint().clone();
        let mut path = String::from(url.path().trim_end_matches('/'));
        self.path.fill(template, &mut path)?;
        url.set_path(&path);
        url.set_query(Some(&*query).filter(|query| !query.is_empty()));
        let mut request = HttpRequest::new(url, self.operation.method);
        request.insert_header(ACCEPT, self.operation.accept);
        for (name, value) in self.headers.drain(..) {
            request.insert_header(HeaderName::from(name.to_owned()), HeaderValue::from(value));
        }
        if let Some(body) = self.body.take() {
            request.insert_header(CONTENT_TYPE, self.operation.content_type);
            request.set_body(Bytes::from(body));
        }
        Ok(request)
    }
}

/// A request that is complete, or the reason why it is not; nothing has been sent.
pub(crate) struct Prepared {
    pub(crate) core: Core,
    pub(crate) operation: &'static Operation,
    pub(crate) request: azure_core::Result<HttpRequest>,
    pub(crate) context: Context<'static>,
}

/// Without the request: its body may hold secrets.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Prepared {
    /// Replaces the context that the pipeline's policies see.
    pub(crate) fn set_context(&mut self, context: Context<'static>) {
        self.context = context;
    }

    /// Sets the `x-ms-client-request-id` of this call.
    pub(crate) fn set_client_request_id(&mut self, id: &str) {
        if param::is_header_value(id) {
            self.context.insert(ClientRequestId::new(id.to_owned()));
        } else {
            self.refuse(InvalidArgument::new("client_request_id", param::HEADER_VALUE_RULE, Some(id)));
        }
    }

    /// Adds a header to the request. The error of a header that cannot be sent keeps its value out: it may be a secret.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        if !param::is_token(name) {
            return self.refuse(InvalidArgument::new("header", "must have a token of HTTP for its name", Some(name)));
        }
        if !param::is_header_value(value) {
            return self.refuse(InvalidArgument::new(name.to_owned(), param::HEADER_VALUE_RULE, None));
        }
        if let Ok(request) = &mut self.request {
            request.insert_header(HeaderName::from(name.to_owned()), HeaderValue::from(value.to_owned()));
        }
    }

    /// Makes the call fail before it is sent. The first reason stays.
    fn refuse(&mut self, invalid: InvalidArgument) {
        if self.request.is_ok() {
            self.request = Err(invalid.into());
        }
    }

    pub(crate) fn plan(&self) -> RequestPlan {
        RequestPlan::from(self.operation)
    }

    /// Sends it; a status that the operation does not declare as success is an error.
    ///
    /// The future is what it captured and what it waits for, and no more: an `async fn` would hold the request twice, and the
    /// allocator is slow from a kilobyte on.
    pub(crate) fn send(mut self) -> BoxFuture<'static, azure_core::Result<RawResponse>> {
        Box::pin(async move {
            let request = match self.request {
                Ok(ref mut request) => request,
                Err(error) => return Err(error),
            };
            let response = self.core.send(&self.context, request, self.operation.into()).await?;
            error::check_status(&response, self.operation.success)?;
            Ok(response)
        })
    }
}
