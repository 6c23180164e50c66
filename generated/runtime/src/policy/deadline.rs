//! Deadlines: how long a call or a long-running operation may take.
//!
//! Invariant: no wait goes beyond a deadline, and a request that is under way then, from the search for a token to the end
//! of its answer, is cut off.

use std::time::Duration;

use azure_core::http::Context;
use futures::future::{BoxFuture, Either, select};

use crate::base::clock::Clock;

/// When waiting ends. In the [`Context`] it holds for several requests.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    /// By the clock.
    pub(crate) at: Duration,
    /// How much time there was at first.
    pub(crate) limit: Duration,
}

impl Deadline {
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
    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.at.saturating_sub(clock.elapsed())
    }

    /// Does the work, or drops it at the deadline.
    pub(crate) async fn timeout<T>(self, clock: &dyn Clock, work: BoxFuture<'_, T>) -> Option<T> {
        let remaining = self.remaining(clock);
        if remaining.is_zero() {
            return None;
        }
        match select(work, clock.limit(remaining)).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(((), _)) => None,
        }
    }
}
