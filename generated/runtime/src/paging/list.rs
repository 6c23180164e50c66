//! Lists, item by item.
//!
//! A list becomes azure_core's `ItemIterator` when it is first polled. Until then it is a request and nothing else, so a
//! crate that lists nothing compiles no pager.

use std::{
    fmt,
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use async_trait::async_trait;
use azure_core::http::{
    Context, ItemIterator, RawResponse,
    pager::{PagerOptions, PagerResult, PagerResultFuture, PagerState},
};
use futures::{Stream, StreamExt};

use crate::{
    client::{client_core::ClientCore, request::Request},
    paging::{
        continuation::Continuation,
        page::Page,
        pager::{Pager, Source},
        pages::Pages,
        reader::Reader,
    },
};

/// A list that has not been asked for yet: a stream of its items, over all pages.
///
/// Nothing is sent before it is first polled. A page is asked for when the items of the one before are used up. After an
/// error the stream is over; [`continuation`](Self::continuation) still says where.
///
/// ```no_run
/// # async fn example(mut list: arm_runtime::List<Vec<String>>) -> azure_core::Result<()> {
/// while let Some(item) = list.next().await {
///     println!("{}", item?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before a list is polled"]
pub struct List<P: Page> {
    reader: Reader<ItemIterator<Items<P::Item>>>,
}

/// The items of one page, as azure_core wants a page to be.
pub(crate) struct Items<T>(Vec<T>);

#[async_trait]
impl<T: Send + 'static> azure_core::http::pager::Page for Items<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    async fn into_items(self) -> azure_core::Result<Self::IntoIter> {
        Ok(self.0.into_iter())
    }
}

impl Request {
    /// Ends as a list.
    pub fn list<P: Page>(self) -> List<P> {
        List::new(Pager::new(self.prepare()))
    }
}

impl<P: Page> List<P> {
    fn new(pager: Pager) -> Self {
        #[cfg(feature = "fake")]
        let pager = pager.noting_call::<P>();
        Self { reader: Reader::new(pager) }
    }

    /// The list that begins with a page which is there already.
    pub(crate) fn beginning_with(first: RawResponse, core: ClientCore) -> Self {
        Self::new(Pager::beginning_with(first, core))
    }

    /// The next item; `None` at the end. The same as `StreamExt::next`, without the trait.
    ///
    /// # Errors
    /// If a page cannot be read.
    pub async fn next(&mut self) -> Option<azure_core::Result<P::Item>> {
        StreamExt::next(self).await
    }

    /// The same list, page by page. Of a list that is being read, it begins with the current page.
    pub fn into_pages(self) -> Pages<P> {
        Pages::new(self.reader.hand_over())
    }

    /// Where to go on: the page that the last item came from, so that no item is lost. Its items come again.
    ///
    /// `None` on the first page, and at the end.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        self.reader.continuation()
    }

    /// Begins with the page that a [`continuation`](Self::continuation) of the same list says, not with the first.
    pub fn with_continuation(mut self, from: impl Into<Continuation>) -> Self {
        self.reader.pager().start_at_saved(&from.into());
        self
    }

    /// Replaces the context that the policies of the pipeline see.
    pub fn with_context(mut self, context: Context<'static>) -> Self {
        self.reader.pager().prepared().set_context(context);
        self
    }

    /// Adds a header to the request of each page. [`Call::with_header`](crate::Call::with_header) says which are refused.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.reader.pager().prepared().set_header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the `x-ms-client-request-id` of all pages, a fresh UUID for each otherwise.
    pub fn with_client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.reader.pager().prepared().set_client_request_id(id.as_ref());
        self
    }
}

fn items<P: Page>(source: Source, options: PagerOptions<'static>) -> ItemIterator<Items<P::Item>> {
    let read = move |state: PagerState, _: PagerOptions<'static>| -> PagerResultFuture<Items<P::Item>> {
        let source = source.clone();
        Box::pin(async move {
            let (mut page, continuation) = source.fetch(state, P::recognizes).await?.page::<P>()?;
            let items = page.parts().items.map(std::mem::take).unwrap_or_default();
            Ok(match continuation {
                Some(continuation) => PagerResult::More { response: Items(items), continuation },
                None => PagerResult::Done { response: Items(items) },
            })
        })
    };
    ItemIterator::new(read, Some(options))
}

impl<P: Page> Stream for List<P> {
    type Item = azure_core::Result<P::Item>;

    fn poll_next(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.reader.poll(task, items::<P>)
    }
}

impl<P: Page> fmt::Debug for List<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List").field("operation", &self.reader.operation()).finish_non_exhaustive()
    }
}
