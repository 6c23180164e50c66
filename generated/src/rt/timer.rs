//! Waiting without a runtime: one thread for all that wait in this process.
//!
//! azure_core's sleep is tokio's where that is built in, which panics outside of its runtime; else it is a thread for each
//! sleep, which stays until its time is over. Here a wait that nobody is interested in any more costs nothing.

use std::{
    pin::Pin,
    sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

/// A wait. It begins when this is made.
pub(crate) struct Sleep {
    /// `None` for an end beyond all clocks.
    at: Option<Instant>,
    /// What it is registered under, once it was polled.
    id: Option<u64>,
}

impl Sleep {
    pub(crate) fn new(duration: Duration) -> Self {
        Self { at: Instant::now().checked_add(duration), id: None }
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
        let id = *self.id.get_or_insert_with(|| {
            waiting.last_id += 1;
            waiting.last_id
        });
        let former = waiting.register(at, id, cx.waker().clone());
        let runs = TIMER.runs(&mut waiting);
        drop(waiting);
        // Whatever this runs, it runs without the lock.
        drop(former);
        if !runs {
            // Without a thread there is nobody to wake it but itself.
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let waker = TIMER.lock().remove(id);
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
    /// In no order: a program waits for few things at once, and a tree would cost every user's compiler more.
    wakers: Vec<Registered>,
    last_id: u64,
    /// Whether the thread is there.
    runs: bool,
}

struct Registered {
    at: Instant,
    id: u64,
    waker: Waker,
}

impl Waiting {
    /// Gives back the waker that it had.
    fn register(&mut self, at: Instant, id: u64, waker: Waker) -> Option<Waker> {
        for registered in &mut self.wakers {
            if registered.id == id {
                return Some(std::mem::replace(&mut registered.waker, waker));
            }
        }
        self.wakers.push(Registered { at, id, waker });
        None
    }

    fn remove(&mut self, id: u64) -> Option<Waker> {
        for at in 0..self.wakers.len() {
            if self.wakers[at].id == id {
                return Some(self.wakers.swap_remove(at).waker);
            }
        }
        None
    }

    /// Which one ends first, and when.
    fn first(&self) -> Option<(u64, Instant)> {
        let mut first: Option<(u64, Instant)> = None;
        for registered in &self.wakers {
            if first.is_none_or(|(_, at)| registered.at < at) {
                first = Some((registered.id, registered.at));
            }
        }
        first
    }
}

impl Timer {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing panics while it is locked.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that the thread takes notice, and says whether there is one.
    fn runs(&self, waiting: &mut Waiting) -> bool {
        if !waiting.runs {
            waiting.runs = thread::Builder::new().name("arm-timer".to_owned()).spawn(|| TIMER.run()).is_ok();
        }
        self.changed.notify_one();
        waiting.runs
    }

    fn run(&self) {
        let mut waiting = self.lock();
        loop {
            let Some((id, at)) = waiting.first() else {
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = at.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                (waiting, _) = self.changed.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if let Some(waker) = waiting.remove(id) {
                drop(waiting);
                waker.wake();
                waiting = self.lock();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::{executor::block_on, future::join_all};

    use super::*;

    #[test]
    fn sleeps_end_in_their_order_and_none_too_soon() {
        let start = Instant::now();
        let ended = Mutex::new(Vec::new());
        let sleeps = [30, 10, 20].map(|millis| {
            let sleep = Sleep::new(Duration::from_millis(millis));
            let ended = &ended;
            async move {
                sleep.await;
                assert!(start.elapsed() >= Duration::from_millis(millis));
                ended.lock().unwrap().push(millis);
            }
        });
        block_on(join_all(sleeps));
        assert_eq!(*ended.lock().unwrap(), [10, 20, 30]);
    }

    #[test]
    fn a_sleep_that_is_dropped_leaves_nothing() {
        let ages = Duration::from_secs(3600);
        for duration in [ages, Duration::MAX] {
            let mut sleep = Sleep::new(duration);
            assert!(Pin::new(&mut sleep).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let soon = Instant::now() + ages / 2;
        assert!(TIMER.lock().wakers.iter().all(|registered| registered.at < soon));
        block_on(Sleep::new(Duration::ZERO));
    }
}
