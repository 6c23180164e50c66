//! Time as the runtime sees it: what time it is, how long something took, and waiting.
//!
//! Invariant: nothing else in the crate reads a clock or sleeps, so a test that brings its own [`Clock`] never waits.

use std::{
    fmt,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use azure_core::time::OffsetDateTime;
use futures::future::BoxFuture;

use crate::base::timer::Sleep;

/// Where retries, polling and the refresh of tokens take the time from.
///
/// The default reads the system's clocks. Inside of a tokio runtime (feature `reqwest`), whose time driver must be on, it sleeps
/// on that; anywhere else, and for the limits of single tries, on one thread that serves all of the process.
///
/// A clock of a test may let sleeps be over at once, as long as it moves on by their length. To such a clock no single try is
/// ever late.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day. `Retry-After` dates and the expiry of tokens are compared with it.
    fn now(&self) -> OffsetDateTime;

    /// The time since some fixed moment. It never goes back, whatever is done to the time of day: deadlines are measured
    /// with it.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Waits for the end of a time limit, while there is work under way that may be done sooner. The same as
    /// [`sleep`](Self::sleep), unless the clock moves on when somebody sleeps: it must not do so for a limit.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

/// The system's clocks.
#[derive(Clone, Copy, Debug, Default)]
struct SystemClock;

/// One for all clients, so that it can be told from a clock of the application.
static SYSTEM: LazyLock<Arc<dyn Clock>> = LazyLock::new(|| Arc::new(SystemClock));

/// The system's clocks.
pub(crate) fn system() -> Arc<dyn Clock> {
    Arc::clone(&SYSTEM)
}

/// Waits for the end of a time limit. With the system's clocks that is real time and takes no runtime: one of tokio may have its
/// timers off, which is a panic, or paused, which would end a limit while its work goes on.
pub(crate) fn limit(clock: &Arc<dyn Clock>, duration: Duration) -> BoxFuture<'static, ()> {
    if is_system(clock) { Box::pin(Sleep::new(duration)) } else { clock.limit(duration) }
}

/// Whether these are the system's clocks.
pub(crate) fn is_system(clock: &Arc<dyn Clock>) -> bool {
    Arc::ptr_eq(clock, &SYSTEM)
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn elapsed(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        #[cfg(feature = "reqwest")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(tokio::time::sleep(duration));
        }
        Box::pin(Sleep::new(duration))
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::ClientOptions;

    #[test]
    fn the_system_sleeps_without_a_runtime() {
        let start = SystemClock.elapsed();
        assert!(is_system(&ClientOptions::default().clock) && !is_system(&(Arc::new(SystemClock) as Arc<dyn Clock>)));
        block_on(SystemClock.sleep(Duration::from_millis(3)));
        assert!(SystemClock.elapsed() >= start + Duration::from_millis(3));
        // It can be begun, and left.
        drop(SystemClock.sleep(Duration::MAX));
    }
}
