//! Lists, page by page.

use std::{
    fmt,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
};

use azure_core::http::{
    PageIterator,
    pager::{PagerContinuation, PagerOptions, PagerResult, PagerResultFuture, PagerState},
};
use futures::{Stream, StreamExt};

use crate::{
    client::response::Response,
    paging::{
        continuation::Continuation,
        page::Page,
        pager::{Pager, Source, State},
    },
};

/// The pages of a [`List`](crate::List): a stream of responses, each with the model of one page.
///
/// Nothing is sent before it is first polled. After an error the stream is over;
/// [`continuation`](Self::continuation) still says where.
#[must_use = "nothing is sent before a list is polled"]
pub struct Pages<P: Page> {
    pager: Pager,
    state: State<PageIterator<Response<P>>>,
}

impl<P: Page> Pages<P> {
    pub(crate) fn new(pager: Pager, ended: bool) -> Self {
        Self { pager, state: if ended { State::Ended } else { State::Idle } }
    }

    /// The next page; `None` at the end. The same as `StreamExt::next`, without the trait.
    ///
    /// # Errors
    /// If the page cannot be read.
    pub async fn next(&mut self) -> Option<azure_core::Result<Response<P>>> {
        StreamExt::next(self).await
    }

    /// Where to go on: the page that comes next.
    ///
    /// `None` before the first page, and at the end.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        self.position().map(|at| Continuation::from(at.as_ref()))
    }

    /// Begins with the page that a [`continuation`](Self::continuation) of the same list says, not with the first.
    pub fn with_continuation(mut self, from: impl Into<Continuation>) -> Self {
        self.pager.start_at_saved(&from.into());
        self
    }

    /// The same as [`continuation`](Self::continuation), with what is known of who said so.
    fn position(&self) -> Option<PagerContinuation> {
        match &self.state {
            State::Idle => self.pager.from().cloned(),
            State::Reading(pages) => pages.continuation().cloned(),
            State::Failed(at) => at.clone(),
            State::Ended => None,
        }
    }
}

fn pages<P: Page>(source: Source, options: PagerOptions<'static>) -> PageIterator<Response<P>> {
    let read = move |state: PagerState, _: PagerOptions<'static>| -> PagerResultFuture<Response<P>> {
        let source = source.clone();
        Box::pin(async move {
            let answered = source.fetch(state, P::recognizes).await?;
            let (page, continuation) = answered.page::<P>()?;
            let response = Response::with_model(answered.response, page);
            Ok(match continuation {
                Some(continuation) => PagerResult::More { response, continuation },
                None => PagerResult::Done { response },
            })
        })
    };
    PageIterator::new(read, Some(options))
}

impl<P: Page> Stream for Pages<P> {
    type Item = azure_core::Result<Response<P>>;

    fn poll_next(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if matches!(this.state, State::Idle) {
            #[cfg(feature = "fake")]
            this.pager.note_call::<P>();
            match this.pager.begin() {
                Ok((source, options)) => this.state = State::Reading(Box::new(pages::<P>(source, options))),
                Err(error) => {
                    this.state = State::Failed(this.pager.from().cloned());
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        let State::Reading(pages) = &mut this.state else { return Poll::Ready(None) };
        let polled = ready!(Pin::new(pages.as_mut()).poll_next(task));
        this.pager.note(polled.as_ref());
        match polled {
            Some(Ok(_)) => {}
            Some(Err(_)) => this.state = State::Failed(this.position()),
            None => this.state = State::Ended,
        }
        Poll::Ready(polled)
    }
}

impl<P: Page> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.pager.operation()).finish_non_exhaustive()
    }
}
