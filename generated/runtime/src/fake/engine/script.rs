//! What goes wrong, and when: one entry a request, in the order they arrive.

use std::{collections::VecDeque, time::Duration};

/// So long may a try take by default.
const ATTEMPT: Duration = Duration::from_secs(5 * 60);

/// Something that goes wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The service refuses with this status before it does anything.
    Status(u16, Option<RetryAfter>),
    /// The service refuses with this error before it does anything.
    Error {
        /// Status code.
        status: u16,
        /// The error's code.
        code: String,
        /// The error's message.
        message: String,
        /// When to come again.
        after: Option<RetryAfter>,
    },
    /// The service refuses with a conflict that passes, before it does anything.
    Conflict,
    /// No connection is made.
    Refused,
    /// The connection is lost before the service has seen the request.
    LostBefore,
    /// The service has done what it was asked, but the answer never arrives.
    LostAfter,
    /// The connection is lost in the middle of the answer's body.
    Cut,
    /// The answer ends too soon, as if it were whole.
    Truncated,
    /// The answer is an HTML page, with the status of the real one.
    NotJson,
    /// The answer is right, but calls itself plain text.
    WrongType,
    /// The answer takes this long.
    Slow(Duration),
    /// The request arrives twice.
    Duplicate,
    /// The token has expired.
    Expired,
    /// The token lacks claims (continuous access evaluation).
    Challenge,
    /// The service sends the caller elsewhere.
    Redirect(String),
}

impl Fault {
    /// What it is called in a count.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Status(status, None) => format!("{status}"),
            Self::Status(status, Some(after)) if after.is_readable() => format!("{status} with a wait"),
            Self::Status(status, Some(_)) => format!("{status} with a senseless wait"),
            Self::Error { status, code, .. } => format!("{status} {code}"),
            Self::Conflict => "passing conflict".to_owned(),
            Self::Refused => "connection never made".to_owned(),
            Self::LostBefore => "connection lost before".to_owned(),
            Self::LostAfter => "connection lost after".to_owned(),
            Self::Cut => "connection lost in the body".to_owned(),
            Self::Truncated => "body cut short".to_owned(),
            Self::NotJson => "HTML instead of JSON".to_owned(),
            Self::WrongType => "wrong content type".to_owned(),
            Self::Slow(delay) if *delay < ATTEMPT => "slow answer".to_owned(),
            Self::Slow(_) => "answer too slow".to_owned(),
            Self::Duplicate => "delivered twice".to_owned(),
            Self::Expired => "token expired".to_owned(),
            Self::Challenge => "claims challenge".to_owned(),
            Self::Redirect(_) => "redirect elsewhere".to_owned(),
        }
    }

    /// Whether the service carries out what was asked.
    #[must_use]
    pub fn processed(&self) -> bool {
        match self {
            Self::LostAfter
            | Self::Cut
            | Self::Truncated
            | Self::NotJson
            | Self::WrongType
            | Self::Slow(_)
            | Self::Duplicate => true,
            Self::Status(..)
            | Self::Error { .. }
            | Self::Conflict
            | Self::Refused
            | Self::LostBefore
            | Self::Expired
            | Self::Challenge
            | Self::Redirect(_) => false,
        }
    }

    /// Whether the service carries out what was asked, and a client that waits no longer than by default does not learn it.
    #[must_use]
    pub fn hides_the_answer(&self) -> bool {
        match self {
            Self::LostAfter | Self::Cut => true,
            Self::Slow(delay) => *delay >= ATTEMPT,
            _ => false,
        }
    }

    /// Whether a client that tries again, as far as the method allows it, gets over this.
    #[must_use]
    pub fn passes(&self, method: &str) -> bool {
        let repeatable = method != "POST";
        match self {
            Self::WrongType | Self::Conflict | Self::Refused | Self::Challenge | Self::Status(429, _) => true,
            Self::Slow(delay) => repeatable || *delay < ATTEMPT,
            Self::Status(503, after) => repeatable || after.as_ref().is_some_and(RetryAfter::is_readable),
            Self::Status(408 | 500 | 502 | 504, _) | Self::LostBefore | Self::LostAfter | Self::Cut => repeatable,
            _ => false,
        }
    }
}

/// How a refusal says when to come again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After` with this text.
    Text(String),
    /// `Retry-After` as a date, so many seconds from now.
    Date(i64),
    /// `retry-after-ms`.
    Millis(i64),
    /// `x-ms-retry-after-ms`.
    MsMillis(i64),
}

impl RetryAfter {
    /// Whether it says a time at all.
    fn is_readable(&self) -> bool {
        match self {
            Self::Text(text) => text.parse::<i64>().is_ok(),
            Self::Date(_) | Self::Millis(_) | Self::MsMillis(_) => true,
        }
    }

    /// `Retry-After` in whole seconds that are no less than the wait.
    pub(crate) fn wait(wait: Duration) -> Self {
        Self::Text(whole_seconds(wait).to_string())
    }

    /// `Retry-After` in seconds.
    #[must_use]
    pub fn seconds(seconds: i64) -> Self {
        Self::Text(seconds.to_string())
    }
}

/// As many seconds, rounded up.
pub(crate) fn whole_seconds(wait: Duration) -> u128 {
    wait.as_millis().div_ceil(1000)
}

/// What goes wrong with the next requests; with those behind its end nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    steps: VecDeque<Option<Fault>>,
}

impl Script {
    /// Lets the first request through, or not, and so on.
    #[must_use]
    pub fn new(steps: impl IntoIterator<Item = Option<Fault>>) -> Self {
        Self { steps: steps.into_iter().collect() }
    }

    /// What happens to the next request.
    pub(crate) fn step(&mut self) -> Option<Fault> {
        self.steps.pop_front().flatten()
    }
}
