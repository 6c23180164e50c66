//! What an application can choose about repeating requests.

use std::time::Duration;

use azure_core::http::StatusCode;

/// How failed requests are repeated. The default repeats three times.
#[derive(Clone, Debug)]
pub struct RetryOptions {
    /// How often a request is sent again at most. `0` switches retries off.
    pub max_retries: u32,
    /// The wait before the first retry when the service does not ask for one; it doubles each time, with a jitter of up to a
    /// fifth, so that clients that failed together do not come back together.
    pub delay: Duration,
    /// The longest such wait.
    pub max_delay: Duration,
    /// The longest wait that is granted to the service when it asks for one (`Retry-After`, `retry-after-ms`,
    /// `x-ms-retry-after-ms`). A longer one is cut to this. One that is shorter than the wait of [`delay`](Self::delay), or
    /// lies in the past, does not shorten that.
    pub max_retry_after: Duration,
    /// How long a call may take with all its retries, from the search for a token to the end of the answer; each page of a
    /// list and each look at a long-running operation is a call. A request that is under way then is cut off, with
    /// [`DeadlineExceeded`](crate::DeadlineExceeded). A wait that would leave no time for another try is not begun: the
    /// last failure is the error, at once.
    pub deadline: Option<Duration>,
    /// How long one try may take, from sending the request to the last byte of its answer; the search for a token does not
    /// count. Five minutes by default.
    ///
    /// A try that is cut off counts as a lost connection: it is repeated, unless it is a POST that changes something. Nor is it
    /// repeated if half of the announced `Content-Length` had arrived, since another try would end the same. The error names
    /// this option.
    ///
    /// `None` is for exports that are slow but healthy. Two limits hold without it too: a body must arrive with 1 KiB a second,
    /// measured over each 60 seconds, and the default transport ends a silence of 90 seconds.
    pub attempt_timeout: Option<Duration>,
    /// The status codes that are worth another try. A POST that changes something is repeated on at most 429 and 503.
    pub statuses: Vec<StatusCode>,
    /// The ARM error codes that are worth another try, whatever the status of the failure. What is named here says that nothing
    /// was done, so that every method is repeated. By default `PessimisticConcurrencyConflict`, with which API Management
    /// refuses a write (409) while another one holds the resource.
    pub error_codes: Vec<String>,
    /// Makes the jitter of the waits repeatable.
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
            attempt_timeout: Some(Duration::from_secs(5 * 60)),
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
    pub(crate) fn names(&self, code: &str) -> bool {
        for own in &self.error_codes {
            if own.eq_ignore_ascii_case(code) {
                return true;
            }
        }
        false
    }
}
