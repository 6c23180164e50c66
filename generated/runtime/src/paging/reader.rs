//! How a list is polled, item by item or page by page: one state machine for both of azure_core's iterators.
//!
//! Knows neither what is sent nor what is on a page.

use std::{
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
};

use azure_core::http::{
    ItemIterator, PageIterator,
    pager::{Page as AzurePage, PagerContinuation, PagerOptions},
};
use futures::Stream;

use crate::paging::{
    continuation::Continuation,
    pager::{Pager, Source},
};

/// A list that is read by one of azure_core's iterators, which is made when it is first polled.
pub(crate) struct Reader<I> {
    pager: Pager,
    state: State<I>,
}

/// How far a list has come.
enum State<I> {
    /// Nothing was sent.
    Idle,
    /// Pages are being read.
    Reading(Box<I>),
    /// A page could not be read.
    Failed(Option<PagerContinuation>),
    /// There is nothing more.
    Ended,
}

/// What [`ItemIterator`] and [`PageIterator`] have in common and azure_core has no trait for.
pub(crate) trait Iterate: Stream<Item = azure_core::Result<Self::Read>> + Unpin {
    /// What is read one at a time: an item or a page.
    type Read;

    /// Where reading goes on.
    fn continuation(&self) -> Option<&PagerContinuation>;
}

impl<P: AzurePage + Send> Iterate for ItemIterator<P> {
    type Read = P::Item;

    fn continuation(&self) -> Option<&PagerContinuation> {
        ItemIterator::continuation(self)
    }
}

impl<P: Send> Iterate for PageIterator<P> {
    type Read = P;

    fn continuation(&self) -> Option<&PagerContinuation> {
        PageIterator::continuation(self)
    }
}

impl<I: Iterate> Reader<I> {
    pub(crate) fn new(pager: Pager) -> Self {
        Self { pager, state: State::Idle }
    }

    /// What is left of the list, for a reader of another kind.
    pub(crate) fn hand_over<J>(mut self) -> Reader<J> {
        let from = self.position();
        self.pager.start_at(from);
        Reader { pager: self.pager, state: if matches!(self.state, State::Ended) { State::Ended } else { State::Idle } }
    }

    pub(crate) fn pager(&mut self) -> &mut Pager {
        &mut self.pager
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.pager.operation()
    }

    /// Where to go on, with what is known of who said so: this process knows whether it was the service.
    fn position(&self) -> Option<PagerContinuation> {
        match &self.state {
            State::Idle => self.pager.from.clone(),
            State::Reading(pages) => pages.continuation().cloned(),
            State::Failed(at) => at.clone(),
            State::Ended => None,
        }
    }

    /// Where to go on, as a text to save.
    pub(crate) fn continuation(&self) -> Option<Continuation> {
        self.position().map(|at| Continuation::from(at.as_ref()))
    }

    /// Goes on; the first time with the iterator that `start` makes.
    pub(crate) fn poll(
        &mut self,
        task: &mut TaskContext<'_>,
        start: fn(Source, PagerOptions<'static>) -> I,
    ) -> Poll<Option<azure_core::Result<I::Read>>> {
        if matches!(self.state, State::Idle) {
            match self.pager.begin() {
                Ok((source, options)) => self.state = State::Reading(Box::new(start(source, options))),
                Err(error) => {
                    self.state = State::Failed(self.pager.from.clone());
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        let State::Reading(pages) = &mut self.state else { return Poll::Ready(None) };
        let polled = ready!(Pin::new(pages.as_mut()).poll_next(task));
        self.pager.note(polled.as_ref());
        match polled {
            Some(Ok(_)) => {}
            Some(Err(_)) => self.state = State::Failed(self.position()),
            None => self.state = State::Ended,
        }
        Poll::Ready(polled)
    }
}
