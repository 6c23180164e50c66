//! When a request is sent again.
//!
//! azure_core's own policy is not used: it does not see the method, so it would send a POST twice, and it waits as long as
//! the service tells it to. This one knows what may be repeated and for how long somebody is willing to wait.
//!
//! | | 408, 500, 502, 504 | 429 | 503 | connection never made | connection lost |
//! |---|---|---|---|---|---|
//! | GET, HEAD, PUT, PATCH, DELETE, a POST that only reads | again | again | again | again | again |
//! | any other POST | no | again | with `Retry-After` | again | no |
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
        Context, Method, Request, StatusCode,
        policies::{Policy, PolicyResult},
    },
};

use super::{Clock, DeadlineExceeded, backoff::Backoff, core::RequestPlan, deadline::Until, retry_after::retry_after};

/// How failed requests are repeated. The default repeats three times.
#[derive(Clone, Debug)]
pub struct RetryOptions {
    /// How often a request is sent again at most. `0` switches retries off.
    pub max_retries: u32,
    /// The wait before the first retry when the service does not ask for one; it doubles each time and is blurred by up to a
    /// fifth, so that clients that failed together do not come back together.
    pub delay: Duration,
    /// The longest such wait.
    pub max_delay: Duration,
    /// The longest wait that is granted to the service when it asks for one (`Retry-After`, `retry-after-ms`,
    /// `x-ms-retry-after-ms`). A longer one is cut to this.
    pub max_retry_after: Duration,
    /// How long a call may take with all its retries, from the search for a token to the end of the answer; each page of a
    /// list and each look at a long-running operation is a call. A request that is under way then is cut off, with
    /// [`DeadlineExceeded`](crate::DeadlineExceeded). A wait that would leave no time for another try is not begun: the
    /// last failure is the error, at once.
    pub deadline: Option<Duration>,
    /// The status codes that are worth another try. A POST that changes something is repeated on at most 429 and 503.
    pub statuses: Vec<StatusCode>,
    /// The ARM error codes that are worth another try, whatever the status of the failure. What is named here says that nothing
    /// was done, so that every method is repeated. By default `PessimisticConcurrencyConflict`, with which API Management
    /// refuses a write (409) while another one holds the resource.
    pub error_codes: Vec<String>,
    /// Makes the blur of the waits repeatable.
    pub seed: Option<u64>,
}

impl Default for RetryOptions {
    fn default() -> Self {
        Self {
            max_retries: 3,
            delay: Duration::from_millis(800),
            max_delay: Duration::from_secs(60),
            max_retry_after: Duration::from_secs(5 * 60),
            deadline: None,
            statuses: vec![
                StatusCode::RequestTimeout,
                StatusCode::TooManyRequests,
                StatusCode::InternalServerError,
                StatusCode::BadGateway,
                StatusCode::ServiceUnavailable,
                StatusCode::GatewayTimeout,
            ],
            error_codes: vec!["PessimisticConcurrencyConflict".to_owned()],
            seed: None,
        }
    }
}

impl RetryOptions {
    /// No retries.
    #[must_use]
    pub fn none() -> Self {
        Self { max_retries: 0, ..Self::default() }
    }

    /// Whether a failure says that the service could not answer now, rather than that it will not.
    pub(crate) fn is_transient(&self, status: StatusCode, code: Option<&str>) -> bool {
        self.statuses.contains(&status) || code.is_some_and(|code| self.names(code))
    }

    /// Whether an error code is among those that are worth another try.
    fn names(&self, code: &str) -> bool {
        for own in &self.error_codes {
            if own.eq_ignore_ascii_case(code) {
                return true;
            }
        }
        false
    }
}

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
    fn wait(&self, repeat: Repeat, result: &PolicyResult, retries: u32, until: Option<Until>) -> Option<Duration> {
        if retries >= self.options.max_retries {
            return None;
        }
        let asked = match result {
            Ok(response) => {
                // Asking for a header that is not there has azure_core make an error, with a backtrace where those are on:
                // half the time of a call if it were done for each answer.
                if !self.options.statuses.contains(&response.status()) {
                    return None;
                }
                let asked = retry_after(response.headers(), self.clock.now());
                Self::repeats_status(repeat, response.status(), asked.is_some()).then_some(asked)?
            }
            Err(error) => repeat.after_error(error.kind()).then_some(None)?,
        };
        let wait = asked.map_or_else(|| self.backoff.wait(retries), |asked| asked.min(self.options.max_retry_after));
        until.is_none_or(|until| wait < until.left(&*self.clock)).then_some(wait)
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

/// What may be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    fn after_error(self, kind: &ErrorKind) -> bool {
        match kind {
            ErrorKind::Connection => true,
            ErrorKind::Io => self == Self::Freely,
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
        let own = self.options.deadline.map(|deadline| Until::after(deadline, &*self.clock));
        let until = Until::soonest(context, own);
        let repeat = Repeat::of(request, context);
        let mut retries = 0;
        loop {
            let attempt = next[0].send(context, request, &next[1..]);
            let result = match until {
                None => attempt.await,
                Some(until) => match until.cut(&*self.clock, attempt).await {
                    Some(result) => result,
                    None => return Err(too_late(context, until)),
                },
            };
            let Some(wait) = self.wait(repeat, &result, retries, until) else { return result };
            // An answer that is not wanted must not keep its connection during the wait.
            drop(result);
            self.clock.sleep(wait).await;
            request.body_mut().reset().await?;
            retries += 1;
        }
    }
}

fn too_late(context: &Context<'_>, until: Until) -> Error {
    let operation = context.value::<RequestPlan>().map(|plan| plan.operation.clone()).unwrap_or_default();
    DeadlineExceeded::call(operation, until.limit).into()
}
