//! Pages of a list: the items, and where the next page is.

use super::{super::Payload, Wire};

/// One page of a list. Implemented by `rt::page!`, and by `Vec` for a list that is a bare array.
pub trait Page: Payload + 'static {
    /// What it lists.
    type Item: Send + 'static;

    /// The items, and the link to the next page as the service gave it.
    ///
    /// # Errors
    /// If either is not what it should be: an empty page would pass for the end of the list.
    fn into_items(self) -> azure_core::Result<(Vec<Self::Item>, Option<String>)>;
}

impl<T: Wire + Send + 'static> Page for Vec<T> {
    type Item = T;

    #[inline]
    fn into_items(self) -> azure_core::Result<(Vec<T>, Option<String>)> {
        Ok((self, None))
    }
}

/// Says which members of a structure make it a page. See `rt::page`.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($ty:ident { items: $items:ident $(, next_link: $link:ident)? } => $item:ty) => {
        impl $crate::rt::Page for $ty {
            type Item = $item;
            #[inline]
            fn into_items(mut self) -> $crate::rt::internal::PageParts<$item> {
                #[allow(unused_mut, unused_assignments, reason = "a list without a link has none to assign")]
                let mut link = None;
                $(link = Some((stringify!($link), self.$link.take()));)?
                let items = self.$items.take();
                $crate::rt::internal::page(&self, (stringify!($items), items), link)
            }
        }
    };
}

/// The error for a page whose list or link is something else.
pub(crate) fn misfit(member: &str) -> azure_core::Error {
    let message = format!("member \"{member}\" of the page is not what the API declares; going on would lose items");
    azure_core::Error::with_message(azure_core::error::ErrorKind::DataConversion, message)
}
