//! A clock that nobody waits for: sleeping moves it on.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use arm_apimanagement::{Clock, OffsetDateTime};
use futures::future::BoxFuture;

/// 1 January 2022, 00:00:00 UTC.
const START: i64 = 1_640_995_200;

/// The clock. Starts at [`FakeClock::start`].
#[derive(Debug, Default)]
pub struct FakeClock(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    passed: Duration,
    slept: Vec<Duration>,
}

impl FakeClock {
    /// A clock that stands at its start.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Saturday, 1 January 2022, 00:00:00 UTC.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn start() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(START).expect("2022 is a year")
    }

    /// Every sleep so far.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.0.lock().expect("nothing panics in here").slept.clone()
    }

    /// Moves it on.
    ///
    /// # Panics
    /// Never.
    pub fn advance(&self, duration: Duration) {
        self.0.lock().expect("nothing panics in here").passed += duration;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> OffsetDateTime {
        Self::start() + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().expect("nothing panics in here").passed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.0.lock().expect("nothing panics in here");
        state.passed += duration;
        state.slept.push(duration);
        Box::pin(std::future::ready(()))
    }
}
