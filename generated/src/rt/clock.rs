//! Time as the runtime sees it: what time it is, how long something took, and waiting.
//!
//! Invariant: nothing else in the crate reads a clock or sleeps, so a test that brings its own [`Clock`] never waits.

use std::{
    fmt,
    sync::LazyLock,
    time::{Duration, Instant},
};

use azure_core::time::OffsetDateTime;
use futures::future::BoxFuture;

/// Where retries, polling and the refresh of tokens take the time from.
///
/// The default reads the system's clocks and sleeps on azure_core's async runtime: tokio with the feature `reqwest`. Without
/// it a sleep is a thread, which stays until its time is over even if nobody waits any more; a program with deadlines does
/// well to bring its own clock then.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day. `Retry-After` dates and the expiry of tokens are compared with it.
    fn now(&self) -> OffsetDateTime;

    /// The time since some fixed moment. It never goes back, whatever is done to the time of day: deadlines are measured
    /// with it.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn elapsed(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // Beyond 292 billion years.
        let duration = azure_core::time::Duration::try_from(duration).unwrap_or(azure_core::time::Duration::MAX);
        Box::pin(azure_core::sleep::sleep(duration))
    }
}
