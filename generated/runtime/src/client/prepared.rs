//! A request between its last argument and its sending: what an application adds to it, and how it is refused.

use std::fmt;

use azure_core::{
    error::Error,
    http::{
        Context, Request as HttpRequest,
        headers::{HeaderName, HeaderValue},
        request::options::ClientRequestId,
    },
};

use crate::{
    args::{
        operation::{Operation, RequestPlan},
        param::{self, InvalidArgument},
    },
    base::ascii::starts_ignoring_case,
    client::client_core::ClientCore,
    error::{self, Asked},
};
#[cfg(feature = "fake")]
use crate::{
    client::called::{Called, Ends},
    model::payload::ResponseBody,
};

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

pub(crate) fn refused(invalid: InvalidArgument, operation: &Operation) -> Error {
    error::of_argument(invalid, &Asked::not_built(operation.name, operation.method, operation.path))
}

/// A request that is complete, or the reason why it is not; nothing has been sent.
pub(crate) struct Prepared {
    pub(crate) core: ClientCore,
    pub(crate) operation: Operation,
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
    /// A request as it was built, or the reason why it was not.
    pub(crate) fn of(core: ClientCore, operation: Operation, request: azure_core::Result<HttpRequest>) -> Self {
        Self {
            core,
            operation,
            request,
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
            self.request = Err(refused(invalid, &self.operation));
        }
    }

    pub(crate) fn plan(&self) -> RequestPlan {
        RequestPlan::from(&self.operation)
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
