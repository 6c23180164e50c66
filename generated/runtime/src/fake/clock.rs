//! A clock that nobody waits for: it jumps to the end of each sleep.
//!
//! Sleeps of several tasks overlap as they would on a real clock: each ends at its own time, and two that begin together take
//! no longer than the longer one. A limit of time does not move the clock on; it ends when sleeps have carried it that far.

use std::{
    collections::BTreeMap,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker},
    time::Duration,
};

use azure_core::time::OffsetDateTime;
use futures::future::BoxFuture;

use crate::base::{clock::Clock, lock::lock};

/// 1 January 2025, 00:00:00 UTC.
const START: i64 = 1_735_689_600;

/// The clock.
#[derive(Clone, Default)]
pub(super) struct JumpingClock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    passed: Duration,
    /// Those who wait for a limit, with its end.
    limits: BTreeMap<u64, (Duration, Waker)>,
    next: u64,
}

impl JumpingClock {
    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
    }

    /// Moves it on.
    pub(super) fn advance(&self, duration: Duration) {
        let to = self.elapsed().saturating_add(duration);
        self.advance_to(to);
    }

    /// Moves it on, unless it is there already, and wakes whose limit has come.
    fn advance_to(&self, to: Duration) {
        let mut due = Vec::new();
        let mut state = self.lock();
        state.passed = state.passed.max(to);
        let passed = state.passed;
        state.limits.retain(|_, (end, waker)| {
            let over = *end <= passed;
            if over {
                due.push(waker.clone());
            }
            !over
        });
        drop(state);
        // Whatever this runs, it runs without the lock.
        due.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for JumpingClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JumpingClock").field("passed", &self.elapsed()).finish_non_exhaustive()
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> OffsetDateTime {
        let start = OffsetDateTime::from_unix_timestamp(START).expect("2025 is a year");
        start.checked_add(self.elapsed().try_into().unwrap_or_default()).unwrap_or(start)
    }

    fn elapsed(&self) -> Duration {
        self.lock().passed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Jump { clock: self.clone(), until: self.elapsed().saturating_add(duration), turns: 0 })
    }

    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Limit { clock: self.clone(), until: self.elapsed().saturating_add(duration), id: None })
    }
}

/// A sleep. Its turns let others do what they would have done meanwhile, and notice what the jump has made late.
struct Jump {
    clock: JumpingClock,
    until: Duration,
    turns: usize,
}

impl Future for Jump {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        const JUMPS_AT: usize = 1;
        const ENDS_AT: usize = 2;
        if self.turns == JUMPS_AT {
            self.clock.advance_to(self.until);
        }
        if self.turns >= ENDS_AT {
            return Poll::Ready(());
        }
        self.turns += 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A limit of time.
struct Limit {
    clock: JumpingClock,
    until: Duration,
    id: Option<u64>,
}

impl Future for Limit {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        if state.passed >= self.until {
            return Poll::Ready(());
        }
        let id = self.id.unwrap_or(state.next);
        state.next = state.next.max(id + 1);
        let former = state.limits.insert(id, (self.until, cx.waker().clone()));
        drop(state);
        drop(former);
        self.id = Some(id);
        Poll::Pending
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let former = self.clock.lock().limits.remove(&id);
            drop(former);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::{
        executor::block_on,
        future::{Either, join, select},
    };

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn sleeps_that_overlap_take_as_long_as_the_longest() {
        let clock = JumpingClock::default();
        block_on(join(clock.sleep(MINUTE), clock.sleep(MINUTE * 3)));
        assert_eq!(clock.elapsed(), MINUTE * 3);
        block_on(clock.sleep(MINUTE));
        assert_eq!(clock.elapsed(), MINUTE * 4);
        assert_eq!(clock.now().unix_timestamp(), START + 240);
        block_on(clock.sleep(Duration::MAX));
        assert_eq!(clock.now().unix_timestamp(), START);
    }

    #[test]
    fn a_limit_ends_when_sleeps_have_come_that_far_and_not_by_itself() {
        let clock = JumpingClock::default();
        let within = |limit: Duration, work: Duration| {
            matches!(block_on(select(clock.sleep(work), clock.limit(limit))), Either::Left(_))
        };
        assert!(within(MINUTE * 2, MINUTE));
        assert_eq!(clock.elapsed(), MINUTE);
        assert!(!within(MINUTE, MINUTE * 2));
        assert!(clock.lock().limits.is_empty());
        let (begun, waker) = (clock.limit(MINUTE), Waker::noop());
        let mut begun = begun;
        assert!(begun.as_mut().poll(&mut Context::from_waker(waker)).is_pending());
        clock.advance(MINUTE);
        assert!(begun.as_mut().poll(&mut Context::from_waker(waker)).is_ready());
    }
}
