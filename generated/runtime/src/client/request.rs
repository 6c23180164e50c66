//! Building a request, one argument a step. The first error is kept and comes out when the call is awaited.

use std::fmt;

use azure_core::{
    Bytes,
    error::Error,
    http::{
        Context, Request as HttpRequest, Url,
        headers::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
        request::options::ClientRequestId,
    },
};

use crate::{
    args::{
        operation::{Operation, RequestPlan},
        param::{self, InvalidArgument, Param},
        to_param::{Collection, Place, ToParam},
    },
    base::{
        ascii::starts_ignoring_case,
        path::{self, Segments},
    },
    client::client_core::ClientCore,
    error::{self, Asked},
    model::{internal, wire::Wire},
};
#[cfg(feature = "fake")]
use crate::{
    client::called::{Called, Ends},
    model::payload::ResponseBody,
};

/// A request that is being built.
#[must_use]
pub struct Request {
    core: ClientCore,
    operation: &'static Operation,
    path: Segments,
    query: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    next_page: Option<(String, String)>,
    error: Option<Error>,
}

/// Without the arguments: some are secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl ClientCore {
    /// Begins a request.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), operation)
    }
}

impl Request {
    fn new(core: ClientCore, operation: &'static Operation) -> Self {
        let mut path = Segments::new();
        // The core has checked it already.
        if let Some((name, id)) = core.subscription() {
            path.push(name, id);
        }
        Self {
            core,
            operation,
            path,
            query: String::new(),
            headers: Vec::new(),
            body: None,
            next_page: None,
            error: None,
        }
    }

    /// Sets a path parameter.
    pub fn path(mut self, param: &'static Param, value: &str) -> Self {
        self.set_path(param, value);
        self
    }

    /// Sets a path parameter that is not a mere text.
    pub fn path_of<V: ToParam>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_path(param, &value.to_param());
        self
    }

    /// Sets a path parameter that is a path itself, such as the id of a resource.
    pub fn path_segments(mut self, param: &'static Param, value: &str) -> Self {
        let checked = param.check_segments(value, self.core.validates());
        self.keep(checked, |request, ()| request.path.push_all(param.name, value));
        self
    }

    /// Sets or adds a parameter that is a list, if there is one.
    pub fn items<V: ToParam>(
        mut self,
        place: Place,
        param: &'static Param,
        items: Option<impl AsRef<[V]>>,
        collection: Collection,
    ) -> Self {
        if let Some(items) = items {
            let items = items.as_ref().iter().map(|item| item.to_param().into_owned()).collect();
            self.set_items(place, param, items, collection);
        }
        self
    }

    /// Adds a query parameter.
    pub fn query<V: ToParam + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_query(param, &value.to_param());
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub fn query_opt<V: ToParam>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_query(param, &value.to_param());
        }
        self
    }

    /// Adds a header.
    pub fn header<V: ToParam + ?Sized>(mut self, param: &'static Param, value: &V) -> Self {
        self.set_header(param, &value.to_param());
        self
    }

    /// Adds a header if there is a value for it.
    pub fn header_opt<V: ToParam>(mut self, param: &'static Param, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_header(param, &value.to_param());
        }
        self
    }

    /// Sets the body.
    pub fn json<T: Wire>(mut self, body: &T) -> Self {
        self.body = Some(internal::text(body));
        self
    }

    /// Sets a body that is a text and no JSON.
    pub fn text(mut self, body: &str) -> Self {
        self.body = Some(body.as_bytes().to_owned());
        self
    }

    /// Sets a body that is a text and no JSON, if there is one.
    pub fn text_opt(self, body: Option<&String>) -> Self {
        match body {
            Some(body) => self.text(body),
            None => self,
        }
    }

    /// Sets a body of bytes.
    pub fn bytes(mut self, body: &Bytes) -> Self {
        self.body = Some(body.to_vec());
        self
    }

    /// Sets a body of bytes if there is one.
    pub fn bytes_opt(self, body: Option<&Bytes>) -> Self {
        match body {
            Some(body) => self.bytes(body),
            None => self,
        }
    }

    /// Sets the body if there is one.
    pub fn json_opt<T: Wire>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    fn set_path(&mut self, param: &'static Param, text: &str) {
        let checked = param.check_path(text, self.core.validates());
        self.keep(checked, |request, ()| request.path.push(param.name, text));
    }

    fn set_items(&mut self, place: Place, param: &'static Param, items: Vec<String>, collection: Collection) {
        let checked = param.check_items(&items, collection.separator(), self.core.validates());
        let Some(separator) = collection.separator() else {
            return self.keep(checked, |request, ()| {
                for item in items {
                    path::push_query(&mut request.query, param.name, &item);
                }
            });
        };
        let text = items.join(separator.encode_utf8(&mut [0; 4]));
        let checked = checked.and_then(|()| match place {
            Place::Path => param.check_path(&text, false),
            Place::Query => Ok(()),
            Place::Header => param.check_header(&text, false),
        });
        self.keep(checked, |request, ()| match place {
            Place::Path => request.path.push(param.name, &text),
            Place::Query => path::push_query(&mut request.query, param.name, &text),
            Place::Header => request.headers.push((param.name, text)),
        });
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
            Err(invalid) if self.error.is_none() => self.error = Some(refused(invalid, self.operation)),
            Err(_) => {}
        }
    }

    /// The request, complete.
    pub(crate) fn prepare(mut self) -> Prepared {
        let request = match self.error.take() {
            Some(error) => Err(error),
            None => self.build(),
        };
        let (core, operation, next_page) = (self.core, self.operation, self.next_page);
        Prepared {
            core,
            operation,
            request,
            context: Context::new(),
            added: Vec::new(),
            next_page,
            #[cfg(feature = "fake")]
            called: None,
        }
    }

    fn build(&mut self) -> azure_core::Result<HttpRequest> {
        if self.operation.versioned {
            path::push_query(&mut self.query, "api-version", self.core.api_version());
        }
        let (template, constant) = path::split_query(self.operation.path);
        let query = path::join_queries(constant, &self.query);
        let mut url: Url = self.core.endpoint().clone();
        let mut path = String::from(url.path().trim_end_matches('/'));
        if !self.operation.next_page.is_empty() {
            let (template, _) = path::split_query(self.operation.next_page);
            let (before, after) = self.path.around_missing(template)?;
            self.next_page = Some((format!("{path}{before}"), after));
        }
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

/// The name and the value of a header that an application adds.
///
/// # Errors
/// If it cannot be sent, or is not the application's to set. The error keeps the value out: it may be a secret.
pub(crate) fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), InvalidArgument> {
    if !param::is_token(name) {
        return Err(InvalidArgument::new("header", "must have a token of HTTP for its name", Some(name)));
    }
    if let Some(rule) = param::reserved(name) {
        return Err(InvalidArgument::new(name.to_owned(), rule, None));
    }
    if !param::is_header_value(value) {
        return Err(InvalidArgument::new(name.to_owned(), param::HEADER_VALUE_RULE, None));
    }
    Ok((HeaderName::from(name.to_owned()), HeaderValue::from(value.to_owned())))
}

/// The value of `x-ms-client-request-id` that an application sets.
///
/// # Errors
/// If it cannot be sent.
pub(crate) fn checked_client_request_id(id: &str) -> Result<ClientRequestId, InvalidArgument> {
    if !param::is_header_value(id) {
        return Err(InvalidArgument::new("client_request_id", param::HEADER_VALUE_RULE, Some(id)));
    }
    Ok(ClientRequestId::new(id.to_owned()))
}

/// Whether a header of a request that begins an operation belongs to the polls after it too. Those that speak of its body or
/// of the state of its resource do not.
pub(crate) fn is_for_polls(name: &str) -> bool {
    const FIRST_ONLY: [&str; 6] = ["accept", "content-", "expect", "if-", "prefer", "range"];
    for first_only in FIRST_ONLY {
        let begins = starts_ignoring_case(name, first_only);
        if begins && (first_only.ends_with('-') || name.len() == first_only.len()) {
            return false;
        }
    }
    true
}

pub(crate) fn refused(invalid: InvalidArgument, operation: &'static Operation) -> Error {
    error::of_argument(invalid, &Asked::not_built(operation))
}

/// A request that is complete, or the reason why it is not; nothing has been sent.
pub(crate) struct Prepared {
    pub(crate) core: ClientCore,
    pub(crate) operation: &'static Operation,
    pub(crate) request: azure_core::Result<HttpRequest>,
    pub(crate) context: Context<'static>,
    /// The names of the headers that the application has added.
    added: Vec<HeaderName>,
    /// What a fake service is told.
    #[cfg(feature = "fake")]
    pub(crate) called: Option<Called>,
    /// The path of the next page, before and behind what a page says of it.
    pub(crate) next_page: Option<(String, String)>,
}

/// Without the request: its body may hold secrets.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Prepared {
    /// A request that was built elsewhere.
    pub(crate) fn of(core: ClientCore, operation: &'static Operation, request: HttpRequest) -> Self {
        Self {
            core,
            operation,
            request: Ok(request),
            context: Context::new(),
            added: Vec::new(),
            next_page: None,
            #[cfg(feature = "fake")]
            called: None,
        }
    }

    /// Replaces the context that the pipeline's policies see.
    pub(crate) fn set_context(&mut self, context: Context<'static>) {
        self.context = context;
    }

    /// Sets the `x-ms-client-request-id` of this call.
    pub(crate) fn set_client_request_id(&mut self, id: &str) {
        match checked_client_request_id(id) {
            Ok(id) => {
                self.context.insert(id);
            }
            Err(invalid) => self.refuse(invalid),
        }
    }

    /// Adds a header to the request.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        match checked_header(name, value) {
            Err(invalid) => self.refuse(invalid),
            Ok((name, value)) => {
                if let Ok(request) = &mut self.request {
                    request.insert_header(name.clone(), value);
                    self.added.push(name);
                }
            }
        }
    }

    /// What the application has added that the requests after the first one carry too.
    pub(crate) fn headers_of_polls(&self) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = Vec::new();
        let Ok(request) = &self.request else { return headers };
        for name in &self.added {
            if is_for_polls(name.as_str())
                && let Some(value) = request.headers().get_optional_str(name)
            {
                headers.push((name.clone(), HeaderValue::from(value.to_owned())));
            }
        }
        headers
    }

    /// Makes the call fail before it is sent. The first reason stays.
    pub(crate) fn refuse(&mut self, invalid: InvalidArgument) {
        if self.request.is_ok() {
            self.request = Err(refused(invalid, self.operation));
        }
    }

    pub(crate) fn plan(&self) -> RequestPlan {
        RequestPlan::from(self.operation)
    }
}

/// For a fake service.
#[cfg(feature = "fake")]
impl Prepared {
    /// Notes what the request is.
    pub(crate) fn note_call<T: ResponseBody>(&mut self, ends: Ends) {
        self.called = Some(Called { operation: self.operation, ends, describe: T::describe });
    }

    /// Tells the policies what the request calls. It comes last: the application may have brought a context of its own.
    pub(crate) fn tell_called(&mut self) {
        if let Some(called) = self.called {
            self.context.insert(called);
        }
    }
}
