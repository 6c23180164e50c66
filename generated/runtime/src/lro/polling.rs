//! One look at an operation: asks, waits, and says what came of it.
//!
//! Invariant: knows no rule of Resource Manager; what an answer means is decided by `state` and `missing`.

use std::time::Duration;

use azure_core::{
    error::{Error, ErrorKind},
    http::{Context, Method, RawResponse, Request as HttpRequest, Url, headers::ACCEPT},
};

use crate::{
    args::operation::RequestPlan,
    error::{self, Asked, REQUEST_ID, arm_error::ArmError, deadline::DeadlineExceeded},
    lro::{
        answer::Answer,
        engine::{Engine, PollOutcome},
        failure,
        goes_on::GoesOn,
        missing::Missing,
    },
    policy::{deadline::Deadline, retry_after::retry_after},
};

/// How many answers in a row may tell nothing. Each was already repeated by the retry policy.
const MAX_INCONCLUSIVE: u32 = 20;

/// How long before the deadline the operation is polled for the last time, if there is that much time: an answer takes some.
const FINAL_POLL_MARGIN: Duration = Duration::from_secs(5);

/// The shortest wait between two polls, whatever the service asks for, unless the application has set a shorter one.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl Engine {
    pub(super) async fn ask(&self, url: &Url) -> azure_core::Result<PollOutcome> {
        let mut request = HttpRequest::new(url.clone(), Method::Get);
        for (name, value) in &self.headers {
            request.insert_header(name.clone(), value.clone());
        }
        request.insert_header(ACCEPT, "application/json");
        let plan = RequestPlan { operation: self.subject.operation.clone(), read_only_post: false };
        match self.core.send(&mut self.within_deadline(&self.context), &mut request, plan).await {
            Ok(response) if response.status().is_success() => Ok(PollOutcome::Answer(response)),
            // Unless the application has named its error code as one that passes.
            Ok(response)
                if matches!(u16::from(response.status()), 404 | 410)
                    && !error::code(&response).is_some_and(|code| self.core.retries_code(&code)) =>
            {
                Ok(PollOutcome::Answer(response))
            }
            Ok(response) => {
                let error = self.refused(url, &response);
                let code = ArmError::from_error(&error).and_then(ArmError::code);
                if self.core.is_transient(response.status(), code) {
                    return Ok(PollOutcome::Inconclusive(error, self.asked_wait(&response)));
                }
                Err(error)
            }
            Err(error) if matches!(error.kind(), ErrorKind::Io | ErrorKind::Connection) => {
                Ok(PollOutcome::Inconclusive(error, None))
            }
            // One poll took longer than a call may; the operation itself may have more time.
            Err(error) if error.downcast_ref::<DeadlineExceeded>().is_some() => match self.until {
                Some(until) if until.remaining(&**self.core.clock()).is_zero() => Err(self.overdue(until)),
                _ => Ok(PollOutcome::Inconclusive(error, None)),
            },
            Err(error) => Err(error),
        }
    }

    /// What is known about an answer that says 404 or 410; `None` of any other.
    pub(super) fn missing(&mut self, answer: &Answer<'_>) -> Option<Missing> {
        let status = answer.status();
        if !matches!(status, 404 | 410) {
            self.resumed = false;
            self.absence.end(answer.url);
            return None;
        }
        let for_good = self.absence.note(answer.url, self.core.clock().elapsed());
        Some(Missing { gone: status == 410, for_good, resumed: self.resumed })
    }

    /// Lets requests and the waits between their retries end with the deadline too.
    pub(super) fn within_deadline<'a>(&self, context: &'a Context<'_>) -> Context<'a> {
        let mut context = context.to_borrowed();
        if let Some(until) = self.until {
            context.insert(until);
        }
        context
    }

    /// Waits, but not beyond the deadline. The first wait that would is cut so that there is time for one more poll.
    pub(super) async fn pause(&mut self, mut wait: Duration) -> azure_core::Result<()> {
        if let Some(until) = self.until {
            let left = until.remaining(&**self.core.clock());
            if wait >= left {
                if self.final_poll || left.is_zero() {
                    return Err(self.overdue(until));
                }
                self.final_poll = true;
                wait = left.saturating_sub(FINAL_POLL_MARGIN.min(left / 2));
            }
        }
        if !wait.is_zero() {
            self.core.clock().sleep(wait).await;
        }
        Ok(())
    }

    fn overdue(&self, until: Deadline) -> Error {
        DeadlineExceeded::operation_goes_on(self.subject.operation.clone(), until.limit, self.saved_token()).into()
    }

    /// Counts an answer that told nothing, and says how long to wait before the next.
    pub(super) fn after_inconclusive(&mut self, error: Error, asked: Option<Duration>) -> azure_core::Result<Duration> {
        self.inconclusive += 1;
        if self.inconclusive > MAX_INCONCLUSIVE {
            let message = format!(
                "{}: its end cannot be learned, {MAX_INCONCLUSIVE} answers in a row told nothing: {error}",
                self.operation()
            );
            return Err(error.with_context(message));
        }
        Ok(asked.unwrap_or(self.interval))
    }

    /// The same of an answer that came, for this reason.
    pub(super) fn after_unclear(&mut self, why: &'static str, answer: &Answer<'_>) -> azure_core::Result<Duration> {
        let error = self.unread(Error::with_message(ErrorKind::DataConversion, why), answer);
        self.after_inconclusive(error, self.asked_wait(answer.response))
    }

    /// The error of an answer that cannot be made use of.
    pub(super) fn unread(&self, error: Error, answer: &Answer<'_>) -> Error {
        let request_id = answer.response.headers().get_optional_str(&REQUEST_ID);
        error::of_reading(error, &self.asked(answer.url), request_id)
    }

    /// A poll, as errors name it.
    pub(super) fn asked(&self, url: &Url) -> Asked {
        Asked::new(self.subject.operation.clone(), Method::Get, url)
    }

    /// The error of a poll that was refused.
    pub(super) fn refused(&self, url: &Url, response: &RawResponse) -> Error {
        failure::refused(self.asked(url), response)
    }

    /// How long to wait after an answer to a poll.
    pub(super) fn wait_after(&self, response: &RawResponse) -> Duration {
        self.asked_wait(response).unwrap_or(self.interval)
    }

    /// How long the service asks to wait, within bounds: a wait of nothing would poll without end.
    pub(super) fn asked_wait(&self, response: &RawResponse) -> Option<Duration> {
        let asked = retry_after(response.headers(), self.core.clock().now())?;
        Some(asked.min(self.core.max_retry_after()).max(SHORTEST_WAIT.min(self.interval)))
    }

    /// An error of following an operation that was accepted, with the token to follow it by.
    pub(super) fn goes_on(&self, error: Error) -> Error {
        match self.saved_token() {
            Some(token) if error.downcast_ref::<DeadlineExceeded>().is_none() => GoesOn::wrap(error, token),
            _ => error,
        }
    }
}
