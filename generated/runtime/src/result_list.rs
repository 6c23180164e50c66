//! Long-running operations whose result is a list: its first page is the result, and the others follow like those of any list.

use crate::{
    lro::poller::Poller,
    paging::{list::List, page::Page},
};

impl<P: Page> Poller<P> {
    /// Follows the operation to its end, and gives its result as a list over all pages. Awaiting the poller gives the first page.
    ///
    /// # Errors
    /// If the operation failed or was canceled, or how it stands cannot be learned.
    pub async fn into_list(self) -> azure_core::Result<List<P>> {
        let core = self.core().clone();
        Ok(List::beginning_with(self.await?.into_raw(), core))
    }
}
