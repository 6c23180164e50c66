//! An operation, as its description has it, and what the policies are told of it.

use std::borrow::Cow;

use azure_core::http::Method;

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
    /// The list ends with its first page, whatever link stands there.
    pub single_page: bool,
    /// The path template of the next page, with a constant query where the API has one, where a page gives only what is missing in
    /// it; else empty.
    pub next_page: &'static str,
    /// Parameters of the query that the next pages are asked with as well, unless their links name them.
    pub next_query: &'static [&'static str],
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
        single_page: false,
        next_page: "",
        next_query: &[],
    };

    /// The usual of an operation that is sent with an `api-version`.
    pub const VERSIONED: Self = Self { versioned: true, ..Self::DEFAULT };

    /// The usual of a method: sent with an `api-version`, and answered as ARM's guidelines ask for.
    pub(crate) fn usual(method: Method, name: &'static str, path: &'static str) -> Self {
        Self { name, method, path, success: usual_success(method), ..Self::VERSIONED }
    }
}

/// What an operation of this method answers unless its client says otherwise. `usual_success` of the generator is the same list.
fn usual_success(method: Method) -> &'static [u16] {
    match method {
        Method::Delete => &[200, 204],
        Method::Put => &[200, 201],
        _ => &[200],
    }
}

/// Where the result of a long-running operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// The URL of the `Azure-AsyncOperation` header.
    AzureAsyncOperation,
    /// The URL of the `Location` header.
    Location,
    /// The URL of the `Operation-Location` header.
    OperationLocation,
    /// The URL of the original request.
    OriginalUri,
}

/// What a request is sent for, put into the [`Context`] for the policies: retrying depends on it.
pub(crate) struct RequestPlan {
    /// The operation, for instance `Gateway_RegenerateKey`: the name of the tracing span.
    pub(crate) operation: Cow<'static, str>,
    /// Whether the request may be repeated although it is a POST.
    pub(crate) read_only_post: bool,
}

impl From<&Operation> for RequestPlan {
    fn from(operation: &Operation) -> Self {
        Self { operation: Cow::Borrowed(operation.name), read_only_post: operation.read_only_post }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clients are rendered by a generator that leaves these out, so a change here changes what clients take that exist.
    #[test]
    fn what_is_usual_is_what_the_generator_leaves_out() {
        for (method, success) in [
            (Method::Delete, &[200, 204][..]),
            (Method::Get, &[200]),
            (Method::Head, &[200]),
            (Method::Patch, &[200]),
            (Method::Post, &[200]),
            (Method::Put, &[200, 201]),
        ] {
            let usual = Operation::usual(method, "Thing_Do", "/things");
            assert_eq!((usual.method, usual.success, usual.versioned), (method, success, true));
        }
    }
}
