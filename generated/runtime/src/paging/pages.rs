//! Lists, page by page.

use std::{
    fmt,
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use azure_core::http::{
    PageIterator,
    pager::{PagerOptions, PagerResult, PagerResultFuture, PagerState},
};
use futures::{Stream, StreamExt};

use crate::{
    client::response::Response,
    paging::{continuation::Continuation, page::Page, pager::Source, reader::Reader},
};

/// The pages of a [`List`](crate::List): a stream of responses, each with the model of one page.
///
/// Nothing is sent before it is first polled. After an error the stream is over;
/// [`continuation`](Self::continuation) still says where.
#[must_use = "nothing is sent before a list is polled"]
pub struct Pages<P: Page> {
    reader: Reader<PageIterator<Response<P>>>,
}

impl<P: Page> Pages<P> {
    pub(crate) fn new(reader: Reader<PageIterator<Response<P>>>) -> Self {
        Self { reader }
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
        self.reader.continuation()
    }

    /// Begins with the page that a [`continuation`](Self::continuation) of the same list says, not with the first.
    pub fn with_continuation(mut self, from: impl Into<Continuation>) -> Self {
        self.reader.pager().start_at_saved(&from.into());
        self
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
        this.reader.poll(task, pages::<P>)
    }
}

impl<P: Page> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.reader.operation()).finish_non_exhaustive()
    }
}
