//! Deadlines: how long a call or a long-running operation may take, and the error when that is over.
//!
//! Invariant: no wait goes beyond a deadline, and a request that is under way then, from the search for a token to the end
//! of its answer, is cut off.

use std::{borrow::Cow, error, fmt, time::Duration};

use azure_core::{
    error::{Error, ErrorKind},
    http::Context,
};
use futures::future::{BoxFuture, Either, select};

use crate::{clock::Clock, lro::token::PollerToken};

/// When somebody stops waiting. In the [`Context`] it holds for several requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Until {
    /// By the clock.
    pub(crate) at: Duration,
    /// How much time there was at first.
    pub(crate) limit: Duration,
}

impl Until {
    /// A deadline that begins to run now.
    pub(crate) fn after(limit: Duration, clock: &dyn Clock) -> Self {
        Self { at: clock.elapsed().saturating_add(limit), limit }
    }

    /// The sooner one of a call's own deadline and that of what it is part of.
    pub(crate) fn soonest(context: &Context<'_>, own: Option<Self>) -> Option<Self> {
        match (context.value::<Self>(), own) {
            (Some(whole), Some(own)) if own.at < whole.at => Some(own),
            (Some(whole), _) => Some(*whole),
            (None, own) => own,
        }
    }

    /// The time that is left.
    pub(crate) fn left(self, clock: &dyn Clock) -> Duration {
        self.at.saturating_sub(clock.elapsed())
    }

    /// Does the work, or drops it when the time is over.
    pub(crate) async fn cut<T>(self, clock: &dyn Clock, work: BoxFuture<'_, T>) -> Option<T> {
        let left = self.left(clock);
        if left.is_zero() {
            return None;
        }
        match select(work, clock.sleep(left)).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(((), _)) => None,
        }
    }
}

/// A call, or a long-running operation, took longer than its deadline.
///
/// It is the source of the `azure_core::Error` that says so:
/// ```
/// # use arm_runtime::DeadlineExceeded;
/// fn explain(error: &azure_core::Error) -> Option<String> {
///     let late = error.downcast_ref::<DeadlineExceeded>()?;
///     Some(format!("{} took longer than {:?}", late.operation(), late.deadline()))
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineExceeded {
    operation: Cow<'static, str>,
    deadline: Duration,
    followed: bool,
    token: Option<Box<PollerToken>>,
}

impl DeadlineExceeded {
    /// Of a call that was cut off.
    pub(crate) fn call(operation: impl Into<Cow<'static, str>>, deadline: Duration) -> Self {
        Self { operation: operation.into(), deadline, followed: false, token: None }
    }

    /// Of an operation that has begun and goes on.
    pub(crate) fn operation_goes_on(
        operation: Cow<'static, str>,
        deadline: Duration,
        token: Option<PollerToken>,
    ) -> Self {
        Self { operation, deadline, followed: true, token: token.map(Box::new) }
    }

    /// The operation, for instance `Api_CreateOrUpdate`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What the operation can be followed by, with [`Poller::resume`](crate::Poller::resume), if it was accepted and goes on.
    #[must_use]
    pub fn token(&self) -> Option<&PollerToken> {
        self.token.as_deref()
    }

    /// How long it was given.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        self.deadline
    }
}

impl fmt::Display for DeadlineExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, deadline, followed, .. } = self;
        if *followed {
            write!(
                f,
                "{operation} was accepted and did not end within its deadline of {deadline:?}; it goes on, and can be followed from its token"
            )
        } else {
            write!(
                f,
                "{operation} took longer than its deadline of {deadline:?} and was cut off; whether the service has done it is not known"
            )
        }
    }
}

impl error::Error for DeadlineExceeded {}

impl From<DeadlineExceeded> for Error {
    fn from(late: DeadlineExceeded) -> Self {
        Self::new(ErrorKind::Other, late)
    }
}
