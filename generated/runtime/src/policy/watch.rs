//! The limits of one try in time: as a whole, and for the pace of its answer.
//!
//! A body that drips one byte at a time never falls silent, so the silence limit of a transport does not end it.

use std::{
    pin::pin,
    sync::Arc,
    task::{self, Poll},
    time::Duration,
};

use futures::future::BoxFuture;

use crate::base::clock::{Clock, is_system, limit};

/// What a body must bring in each [`Watch::WINDOW`].
const FLOOR: usize = 60 * 1024;

/// How many parts of a body may be there at once before the clock is read. Few bodies have so many.
const LOOK: usize = 64;

/// A sleep of this length or more that is over at once is one of a clock that waits for nothing.
const NOTICEABLE: Duration = Duration::from_secs(1);

/// Why a try is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It took longer than this in all.
    Late(Duration),
    /// Only so many bytes came in a window.
    Slow(usize),
}

/// Watches over a try from its beginning.
pub(crate) struct Watch<'a> {
    clock: &'a Arc<dyn Clock>,
    timeout: Option<Duration>,
    /// When it was first waited for. What is there at once reads no clock.
    began: Option<Duration>,
    /// The head of an answer has no pace.
    body: bool,
    /// When the window began that is being measured, and the bytes in it.
    window: Option<(Duration, usize)>,
    /// How many parts of the body arrived.
    parts: usize,
    alarm: Alarm,
}

enum Alarm {
    /// Nothing was waited for yet, and what is there a turn later needs no timer.
    NextTurn,
    /// To be set.
    Unset,
    Set(BoxFuture<'static, ()>),
    /// There is nothing to wait for as yet.
    Off,
    /// Where nothing waits, nothing can be late.
    Senseless,
}

impl<'a> Watch<'a> {
    /// How long the pace is measured.
    pub(crate) const WINDOW: Duration = Duration::from_secs(60);

    /// With the system's clock a timer costs less than a turn. The clock of a test may move on by a sleep that is not needed.
    pub(crate) fn new(clock: &'a Arc<dyn Clock>, timeout: Option<Duration>) -> Self {
        let alarm = if is_system(clock) { Alarm::Unset } else { Alarm::NextTurn };
        Self { clock, timeout, began: None, body: false, window: None, parts: 0, alarm }
    }

    /// From now on the pace counts.
    pub(crate) fn body_begins(&mut self) {
        self.body = true;
        if matches!(self.alarm, Alarm::Set(_) | Alarm::Off) {
            self.alarm = Alarm::Unset;
        }
    }

    /// More of the body has arrived.
    pub(crate) fn received(&mut self, bytes: usize) {
        if let Some((_, count)) = &mut self.window {
            *count += bytes;
        }
    }

    /// Does a part of the work, or drops it when it takes too long.
    pub(crate) async fn over<F: Future>(&mut self, work: F) -> Result<F::Output, Cut> {
        let mut work = pin!(work);
        std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(self.done().map_or(Ok(done), Err)),
            Poll::Pending => self.poll(cx).map(Err),
        })
        .await
    }

    /// The limit that is reached although there is always more at once, so that no alarm is ever waited for.
    fn done(&mut self) -> Option<Cut> {
        if !self.body || matches!(self.alarm, Alarm::Senseless) {
            return None;
        }
        self.parts += 1;
        if self.parts.is_multiple_of(LOOK) { self.overdue(self.clock.elapsed()) } else { None }
    }

    /// Ready when the try is to be cut off.
    fn poll(&mut self, cx: &mut task::Context<'_>) -> Poll<Cut> {
        loop {
            match &mut self.alarm {
                Alarm::NextTurn => {
                    self.alarm = Alarm::Unset;
                    self.began = Some(self.clock.elapsed());
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Alarm::Unset => {
                    let now = self.clock.elapsed();
                    if let Some(cut) = self.overdue(now) {
                        return Poll::Ready(cut);
                    }
                    self.set(now, cx);
                    if !matches!(self.alarm, Alarm::Unset) {
                        return Poll::Pending;
                    }
                }
                Alarm::Set(timer) => match timer.as_mut().poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => self.alarm = Alarm::Unset,
                },
                Alarm::Off | Alarm::Senseless => return Poll::Pending,
            }
        }
    }

    /// Sets the alarm for the next limit; leaves it unset if that is reached meanwhile.
    fn set(&mut self, now: Duration, cx: &mut task::Context<'_>) {
        let mut next = self.timeout.map(|timeout| self.end(now, timeout));
        if let Some((began, _)) = self.window {
            let end = began.saturating_add(Self::WINDOW);
            next = Some(next.map_or(end, |next| next.min(end)));
        }
        let Some(next) = next else {
            self.alarm = Alarm::Off;
            return;
        };
        let wait = next.saturating_sub(now);
        let mut timer = limit(self.clock, wait);
        match timer.as_mut().poll(cx) {
            Poll::Pending => self.alarm = Alarm::Set(timer),
            Poll::Ready(()) if wait >= NOTICEABLE => self.alarm = Alarm::Senseless,
            Poll::Ready(()) => {}
        }
    }

    /// The limit that is reached; begins a new window if one was filled.
    fn overdue(&mut self, now: Duration) -> Option<Cut> {
        if let Some(timeout) = self.timeout
            && now >= self.end(now, timeout)
        {
            return Some(Cut::Late(timeout));
        }
        match self.window {
            Some((began, _)) if now < began.saturating_add(Self::WINDOW) => {}
            Some((_, bytes)) if bytes < FLOOR => return Some(Cut::Slow(bytes)),
            _ if self.body => self.window = Some((now, 0)),
            _ => {}
        }
        None
    }

    /// When the try has to be over. It begins when it is first waited for.
    fn end(&mut self, now: Duration, timeout: Duration) -> Duration {
        self.began.get_or_insert(now).saturating_add(timeout)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use azure_core::time::OffsetDateTime;

    use super::*;

    /// A clock that only a test moves on.
    #[derive(Debug, Default)]
    struct ByHand(AtomicU64);

    impl Clock for ByHand {
        fn now(&self) -> OffsetDateTime {
            OffsetDateTime::UNIX_EPOCH
        }

        fn elapsed(&self) -> Duration {
            Duration::from_millis(self.0.load(Ordering::Relaxed))
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }

    /// Reads parts that are there at once, one each 10 ms, until it is cut off.
    async fn read(timeout: Option<Duration>, bytes: usize) -> (Option<Cut>, Duration) {
        let by_hand = Arc::new(ByHand::default());
        let clock: Arc<dyn Clock> = by_hand.clone();
        let mut watch = Watch::new(&clock, timeout);
        watch.body_begins();
        let mut cut = None;
        for _ in 0..20_000 {
            by_hand.0.fetch_add(10, Ordering::Relaxed);
            cut = watch.over(std::future::ready(())).await.err();
            if cut.is_some() {
                break;
            }
            watch.received(bytes);
        }
        (cut, clock.elapsed())
    }

    #[tokio::test]
    async fn a_body_that_is_always_there_is_late_too() {
        let limit = Duration::from_secs(5);
        let (cut, after) = read(Some(limit), 1).await;
        assert_eq!(cut, Some(Cut::Late(limit)));
        assert!(after >= limit && after < limit * 2, "{after:?}");
        let (cut, after) = read(None, 1).await;
        assert!(matches!(cut, Some(Cut::Slow(_))) && after < Watch::WINDOW * 2, "{cut:?} after {after:?}");
        assert_eq!(read(None, 1024).await.0, None);
    }
}
