//! Waiting without a runtime: one thread for all that wait in this process.
//!
//! azure_core's sleep is tokio's where that is built in, which panics outside of its runtime; else it is a thread for each
//! sleep, which stays until its time is over. Here a wait that was dropped costs nothing.

use std::{
    pin::Pin,
    sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

use crate::base::lock::lock;

/// A wait. It begins when this is made.
pub(crate) struct Sleep {
    /// `None` for an end beyond all clocks.
    at: Option<Instant>,
    /// Where it is registered, once it was polled.
    slot: Option<usize>,
}

impl Sleep {
    pub(crate) fn new(duration: Duration) -> Self {
        Self { at: Instant::now().checked_add(duration), slot: None }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(at) = self.at else { return Poll::Pending };
        if at <= Instant::now() {
            return Poll::Ready(());
        }
        let mut waiting = TIMER.lock();
        let slot = *self.slot.get_or_insert_with(|| waiting.slot());
        let former = waiting.slots[slot].replace((at, cx.waker().clone()));
        let runs = TIMER.expect(&mut waiting, at);
        drop(waiting);
        // Whatever this runs, it runs without the lock.
        drop(former);
        if !runs {
            // Without a thread nothing but itself wakes it.
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            let mut waiting = TIMER.lock();
            let waker = waiting.slots[slot].take();
            waiting.free.push(slot);
            drop(waiting);
            // Here too.
            drop(waker);
        }
    }
}

static TIMER: LazyLock<Timer> = LazyLock::new(Timer::default);

#[derive(Default)]
struct Timer {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    /// One for each wait that was polled, so that to register and to leave is quick however many wait.
    slots: Vec<Option<(Instant, Waker)>>,
    free: Vec<usize>,
    /// Whether the thread is there.
    runs: bool,
    /// When it looks next.
    looks_at: Option<Instant>,
}

impl Waiting {
    /// A slot for a new wait.
    fn slot(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        })
    }

    /// Which wait ends first, and when.
    fn first(&self) -> Option<(usize, Instant)> {
        let mut first: Option<(usize, Instant)> = None;
        for (slot, waiting) in self.slots.iter().enumerate() {
            if let Some((at, _)) = *waiting
                && first.is_none_or(|(_, earlier)| at < earlier)
            {
                first = Some((slot, at));
            }
        }
        first
    }
}

impl Timer {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        lock(&self.waiting)
    }

    /// Sees to it that the thread looks in time, and says whether there is one. One that looks earlier is left alone: most waits
    /// are the limits of tries, which end long before, and to wake a thread for each would be dear.
    fn expect(&self, waiting: &mut Waiting, at: Instant) -> bool {
        if !waiting.runs {
            waiting.runs = thread::Builder::new().name("arm-timer".to_owned()).spawn(|| TIMER.run()).is_ok();
        }
        if waiting.looks_at.is_none_or(|looks_at| at < looks_at) {
            self.changed.notify_one();
        }
        waiting.runs
    }

    fn run(&self) {
        let mut waiting = self.lock();
        loop {
            let first = waiting.first();
            waiting.looks_at = first.map(|(_, at)| at);
            let Some((slot, at)) = first else {
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = at.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                (waiting, _) = self.changed.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if let Some((_, waker)) = waiting.slots[slot].take() {
                drop(waiting);
                waker.wake();
                waiting = self.lock();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            mpsc::{Sender, channel},
        },
        task::Wake,
    };

    use futures::executor::block_on;

    use super::*;

    /// Tells when it was woken, and when it should have been.
    struct Tell(Instant, Sender<(Instant, Instant)>);

    impl Wake for Tell {
        fn wake(self: Arc<Self>) {
            self.1.send((self.0, Instant::now())).unwrap();
        }
    }

    /// Of those that wait the first one ends first, whenever they were begun: so the ends that were told rise, however slow the
    /// machine is.
    #[test]
    fn sleeps_end_in_their_order_and_none_too_soon() {
        let (sender, woken) = channel();
        let mut sleeps = Vec::new();
        for millis in [60, 20, 40] {
            // One that is over before it is polled wakes nobody.
            loop {
                let mut sleep = Sleep::new(Duration::from_millis(millis));
                let waker = Waker::from(Arc::new(Tell(sleep.at.unwrap(), sender.clone())));
                if Pin::new(&mut sleep).poll(&mut Context::from_waker(&waker)).is_pending() {
                    sleeps.push(sleep);
                    break;
                }
            }
        }
        let woken: Vec<_> = woken.iter().take(sleeps.len()).collect();
        assert!(woken.is_sorted() && woken.iter().all(|(at, now)| at <= now), "{woken:?}");
    }

    #[test]
    fn a_sleep_that_is_dropped_leaves_nothing() {
        // Longer than any other test waits.
        let ages = Duration::from_secs(3600 * 48);
        let mut slots = Vec::new();
        for duration in [ages, Duration::MAX, ages] {
            let mut sleep = Sleep::new(duration);
            assert!(Pin::new(&mut sleep).poll(&mut Context::from_waker(Waker::noop())).is_pending());
            slots.extend(sleep.slot);
        }
        assert_eq!(slots.len(), 2);
        let soon = Instant::now() + ages / 2;
        assert!(TIMER.lock().slots.iter().flatten().all(|(at, _)| *at < soon));
        block_on(Sleep::new(Duration::ZERO));
    }

    #[test]
    fn a_short_sleep_behind_many_long_ones_is_in_time() {
        let mut long: Vec<Sleep> = (0..1000).map(|_| Sleep::new(Duration::from_secs(3600))).collect();
        for sleep in &mut long {
            assert!(Pin::new(sleep).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let start = Instant::now();
        block_on(Sleep::new(Duration::from_millis(5)));
        assert!(start.elapsed() < Duration::from_secs(60));
    }
}
