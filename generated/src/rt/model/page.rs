//! Pages of a list: the items, and where the next page is.

use super::{super::Payload, Wire};

/// One page of a list. Implemented by `rt::page!`, and by `Vec` for a list that is a bare array.
pub trait Page: Payload<Model = Self> + Send + Sync {
    /// What it lists.
    type Item: Send + 'static;

    /// The items, and the link to the next page as the service gave it.
    fn parts(&mut self) -> PageParts<'_, Self::Item>;

    /// The items, and the link to the next page if there is one.
    ///
    /// # Errors
    /// If either is not what it should be: an empty page would pass for the end of the list.
    #[inline]
    fn into_items(mut self) -> azure_core::Result<(Vec<Self::Item>, Option<String>)> {
        let parts = self.parts();
        let link = parts.next_link()?.map(str::to_owned);
        Ok((parts.items.map(std::mem::take).unwrap_or_default(), link))
    }
}

/// What there is on a page.
#[derive(Debug)]
pub struct PageParts<'a, T> {
    /// The items.
    pub items: Option<&'a mut Vec<T>>,
    /// The link to the next page, maybe empty.
    pub link: Option<&'a str>,
    /// The member, list or link, that came as something else.
    pub misfit: Option<&'static str>,
}

impl<'a, T> PageParts<'a, T> {
    /// Where the next page is.
    ///
    /// # Errors
    /// If the list or the link is not what it should be.
    pub(crate) fn next_link(&self) -> azure_core::Result<Option<&'a str>> {
        match self.misfit {
            None => Ok(self.link.filter(|link| !link.is_empty())),
            Some(member) => Err(misfit(member)),
        }
    }
}

impl<T: Wire + Send + Sync> Page for Vec<T> {
    type Item = T;

    #[inline]
    fn parts(&mut self) -> PageParts<'_, T> {
        PageParts { items: Some(self), link: None, misfit: None }
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
            fn parts(&mut self) -> $crate::rt::PageParts<'_, $item> {
                $crate::rt::PageParts {
                    misfit: $crate::rt::internal::misfit(self, &[stringify!($items) $(, stringify!($link))?]),
                    items: self.$items.as_mut(),
                    link: None $(.or(self.$link.as_deref()))?,
                }
            }
        }
    };
}

/// The error for a page whose list or link is something else.
fn misfit(member: &str) -> azure_core::Error {
    let message = format!("member \"{member}\" of the page is not what the API declares; going on would lose items");
    azure_core::Error::with_message(azure_core::error::ErrorKind::DataConversion, message)
}
