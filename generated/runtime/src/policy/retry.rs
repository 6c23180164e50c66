//! When a request is sent again.
//!
//! azure_core's own policy is not used: it does not see the method, so it would send a POST twice, and it waits as long as
//! the service tells it to. This one knows what may be repeated and for how long the application is willing to wait.
//!
//! | | 408, 500, 502, 504 | 429 | 503 | connection never made | connection lost |
//! |---|---|---|---|---|---|
//! | GET, HEAD, PUT, PATCH, DELETE, a POST that only reads | again | again | again | again | again |
//! | any other POST | no | again | with `Retry-After` | again | no |
//!
//! A failure whose ARM error code is among [`RetryOptions::error_codes`] is repeated for every method.
//!
//! 429 and 503 with `Retry-After` say that the request was turned away at the door; after anything else a POST may have
//! done its work, and doing it twice is worse than an error. A connection that breaks in the middle of an answer counts as
//! lost, since answers are read whole before they are handed on.
//!
//! Invariant: a request is the same each time, `x-ms-client-request-id` and body included; only the token may differ.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Context, Method, RawResponse, Request, StatusCode,
        headers::{HeaderName, IF_MATCH},
        policies::{Policy, PolicyResult},
    },
};

use crate::{
    args::operation::RequestPlan,
    base::clock::Clock,
    error::{self, Asked, deadline::DeadlineExceeded},
    policy::{
        attempt::Interrupted, backoff::Backoff, deadline::Deadline, retry_after::retry_after,
        retry_options::RetryOptions,
    },
};

const IF_NONE_MATCH: HeaderName = HeaderName::from_static("if-none-match");

/// The longest body that is searched for an error code. What ARM says about a failure is shorter.
const LONGEST_FAILURE: usize = 64 * 1024;

/// The policy. Stands in front of everything that must happen anew for each try.
#[derive(Debug)]
pub(crate) struct RetryPolicy {
    options: Arc<RetryOptions>,
    backoff: Backoff,
    clock: Arc<dyn Clock>,
}

impl RetryPolicy {
    pub(crate) fn new(options: Arc<RetryOptions>, clock: Arc<dyn Clock>) -> Self {
        let backoff = Backoff::new(options.delay, options.max_delay, options.seed);
        Self { options, backoff, clock }
    }

    /// How long to wait before trying again, `None` to leave it at `result`.
    fn wait(&self, repeat: Repeat, failure: &Failure, retries: u32, until: Option<Deadline>) -> Option<Duration> {
        if retries >= self.options.max_retries {
            return None;
        }
        let asked = match &failure.result {
            Ok(response) => {
                // Asking for a header that is not there has azure_core make an error, with a backtrace where those are on:
                // half the time of a call if it were done for each answer.
                let named = failure.code.as_deref().is_some_and(|code| self.options.names(code));
                if !named && !self.options.statuses.contains(&response.status()) {
                    return None;
                }
                let asked = retry_after(response.headers(), self.clock.now());
                if !named && !Self::repeats_status(repeat, response.status(), asked.is_some()) {
                    return None;
                }
                asked
            }
            Err(error) => repeat.after_error(error).then_some(None)?,
        };
        // A service in trouble that says 0, or a date that has passed, is not to be asked without pause.
        let asked = asked.unwrap_or_default().min(self.options.max_retry_after);
        let wait = self.backoff.wait(retries).max(asked);
        until.is_none_or(|until| wait < until.remaining(&*self.clock)).then_some(wait)
    }

    fn depends_on_code(&self, response: &AsyncRawResponse, retries: u32) -> bool {
        let status = response.status();
        (status.is_client_error() || status.is_server_error())
            && retries < self.options.max_retries
            && !self.options.error_codes.is_empty()
    }

    fn repeats_status(repeat: Repeat, status: StatusCode, asked_to_wait: bool) -> bool {
        let turned_away = match status {
            StatusCode::TooManyRequests => true,
            StatusCode::ServiceUnavailable => asked_to_wait,
            _ => false,
        };
        repeat == Repeat::Freely || turned_away
    }
}

/// What became of a try. It need not have failed.
struct Failure {
    result: PolicyResult,
    /// ARM's error code.
    code: Option<String>,
}

impl Failure {
    /// A failed try with its error code.
    async fn with_code(response: AsyncRawResponse) -> Self {
        match response.try_into_raw_response().await {
            Ok(raw) => {
                let code = if raw.body().len() <= LONGEST_FAILURE { error::code(&raw) } else { None };
                let (status, headers, body) = raw.deconstruct();
                Self { result: Ok(AsyncRawResponse::from_bytes(status, headers, body)), code }
            }
            Err(error) => Self { result: Err(error), code: None },
        }
    }

    /// The failure in words, for whoever gets another one instead.
    async fn describe(self, context: &Context<'_>, request: &Request) -> String {
        let result = match self.result {
            Ok(response) => response.try_into_raw_response().await,
            Err(error) => Err(error),
        };
        let error = match result {
            Ok(raw) => error::from_response(&raw, Asked::in_context(context, request)),
            // Transports print whole URLs.
            Err(error) => error::of_sending(error, context, request),
        };
        error.to_string()
    }
}

/// What may be sent twice.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    /// Twice does what once does.
    Freely,
    /// Only what certainly did not happen may be tried again.
    IfNotDone,
}

impl Repeat {
    fn of(request: &Request, context: &Context<'_>) -> Self {
        let reads = context.value::<RequestPlan>().is_some_and(|plan| plan.read_only_post);
        match request.method() {
            Method::Post if !reads => Self::IfNotDone,
            _ => Self::Freely,
        }
    }

    fn after_error(self, error: &Error) -> bool {
        let futile = error.downcast_ref::<Interrupted>().is_some_and(Interrupted::would_recur);
        match error.kind() {
            ErrorKind::Connection => true,
            ErrorKind::Io => self == Self::Freely && !futile,
            _ => false,
        }
    }
}

#[async_trait]
impl Policy for RetryPolicy {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let own = self.options.deadline.map(|deadline| Deadline::after(deadline, &*self.clock));
        let until = Deadline::soonest(context, own);
        let repeat = Repeat::of(request, context);
        let mut retries = 0;
        let mut first: Option<String> = None;
        loop {
            let attempt = next[0].send(context, request, &next[1..]);
            let result = match until {
                None => attempt.await,
                Some(until) => match until.timeout(&*self.clock, attempt).await {
                    Some(result) => result,
                    None => return Err(too_late(context, until)),
                },
            };
            // What is rare stands in a box of its own: this future would be larger than a kilobyte, where the allocator is slow.
            let failure = match result {
                Ok(response) if self.depends_on_code(&response, retries) => {
                    Box::pin(Failure::with_code(response)).await
                }
                result => Failure { result, code: None },
            };
            let Some(wait) = self.wait(repeat, &failure, retries, until) else {
                return match (failure.result, first) {
                    (Ok(response), Some(first)) => {
                        Box::pin(refused_at_last(response, &first, Asked::in_context(context, request))).await
                    }
                    (result, _) => result,
                };
            };
            if first.is_none() && is_conditional(request) {
                first = Some(Box::pin(failure.describe(context, request)).await);
            } else {
                // An answer that is not wanted must not keep its connection during the wait.
                drop(failure);
            }
            self.clock.sleep(wait).await;
            request.body_mut().reset().await?;
            retries += 1;
        }
    }
}

/// Whether a request changes something on a condition that it may break itself.
fn is_conditional(request: &Request) -> bool {
    let headers = request.headers();
    !matches!(request.method(), Method::Get | Method::Head)
        && (headers.get_optional_str(&IF_MATCH).is_some() || headers.get_optional_str(&IF_NONE_MATCH).is_some())
}

/// A conditional request that was repeated may meet what its own first try has done. Whoever sees only the 412 would look for
/// another client that changed the resource, so the first failure is told with it.
async fn refused_at_last(response: AsyncRawResponse, first: &str, asked: Asked) -> PolicyResult {
    if response.status() != StatusCode::PreconditionFailed {
        return Ok(response);
    }
    let response: RawResponse = response.try_into_raw_response().await?;
    let error = error::from_response(&response, asked);
    let message = format!(
        "{error}; the request was repeated, and an earlier try, which may have been carried out and broken the condition, \
         had ended with: {first}"
    );
    Err(error.with_context(message))
}

fn too_late(context: &Context<'_>, until: Deadline) -> Error {
    let operation = context.value::<RequestPlan>().map(|plan| plan.operation.clone()).unwrap_or_default();
    DeadlineExceeded::call(operation, until.limit).into()
}

#[cfg(test)]
mod tests {
    use azure_core::http::Url;

    use super::*;

    #[tokio::test]
    async fn the_first_failure_is_told_without_its_query() {
        let request = Request::new(Url::parse("https://management.azure.com/a?sig=s3cret").unwrap(), Method::Put);
        let message = "error sending request for url (https://management.azure.com/a?sig=s3cret)";
        let result = Err(Error::with_message(ErrorKind::Io, message));
        let told = Failure { result, code: None }.describe(&Context::new(), &request).await;
        assert!(told.contains("error sending request for url (https://management.azure.com/a)"), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
}
