//! The time that service and client share: tokio's, which a test can pause.

use std::time::Duration;

use arm_apimanagement::Clock;
use azure_core::time::OffsetDateTime;
use futures::future::BoxFuture;
use tokio::time::Instant;

/// A clock that goes as tokio's does: at once to the next thing that waits when it is paused, else in real time.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    start: Instant,
    date: OffsetDateTime,
}

impl Default for Time {
    fn default() -> Self {
        Self { start: Instant::now(), date: OffsetDateTime::now_utc() }
    }
}

impl Clock for Time {
    fn now(&self) -> OffsetDateTime {
        self.date + self.start.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
