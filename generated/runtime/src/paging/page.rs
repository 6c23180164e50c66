//! Pages of a list: the items, and where the next page is.

use azure_core::error::{Error, ErrorKind};

use crate::{
    error::{is_error_member, line},
    model::{
        extra::Extra,
        field_value::{DynModel, FieldVisitor},
        payload::{Payload, ResponseBody},
        wire::Wire,
    },
};

/// How many characters of the names of unknown members are shown, about.
const MAX_NAMES: usize = 100;

/// One page of a list; `P::Item` is what it lists.
///
/// A bound for functions that work with any list. It is implemented for what machine-written code declares; implementing it by
/// hand is not supported.
///
/// ```
/// # use arm_runtime::{List, Page};
/// /// Counts the items of a list.
/// async fn count<P: Page>(mut list: List<P>) -> azure_core::Result<usize> {
///     let mut items = 0;
///     while let Some(item) = list.next().await {
///         item?;
///         items += 1;
///     }
///     Ok(items)
/// }
/// ```
pub trait Page: PageBody + Payload {}

impl<P: PageBody> Page for P {}

/// The parts of a page: what is behind [`Page`]. Implemented by `rt::page!`, and by `Vec` for a list that is a bare array.
pub trait PageBody: ResponseBody<Model = Self> + Wire + Send + Sync {
    /// What it lists.
    type Item: Send + 'static;

    /// The items, and the link to the next page as the service gave it.
    fn parts(&mut self) -> PageParts<'_, Self::Item>;
}

/// What there is on a page.
#[derive(Debug)]
pub struct PageParts<'a, T> {
    /// The items.
    pub items: Option<&'a mut Vec<T>>,
    /// The link to the next page, maybe empty.
    pub link: Option<&'a str>,
    /// Why it cannot be taken for a page.
    pub fault: Option<PageFault>,
}

impl<'a, T> PageParts<'a, T> {
    /// Those of a page that has a list, as `rt::page!` names them.
    #[inline]
    #[must_use]
    pub fn new(fault: Option<PageFault>, items: &'a mut Option<Vec<T>>) -> Self {
        Self { items: items.as_mut(), link: None, fault }
    }

    /// With the member that has the link.
    #[inline]
    #[must_use]
    pub fn with_link(mut self, link: &'a Option<String>) -> Self {
        self.link = link.as_deref();
        self
    }
}

/// Why the body of an answer is no page. Taken for one it would be an empty page, and the end of the list.
#[derive(Clone, Debug)]
pub enum PageFault {
    /// The member, list or link, that came as something else.
    TypeMismatch(&'static str),
    /// There is an error in it.
    Error,
    /// There is no list, but there are unknown members.
    Unknown {
        /// The member that has the list.
        list: &'static str,
        /// The names of the others.
        members: String,
    },
}

impl From<PageFault> for Error {
    fn from(fault: PageFault) -> Self {
        let message = match fault {
            PageFault::TypeMismatch(member) => {
                format!("member \"{member}\" of the page is not what the API declares; going on would lose items")
            }
            PageFault::Error => "there is an error in the body of the page".to_owned(),
            PageFault::Unknown { list, members } => {
                format!("the body of the response is no page: \"{list}\" is missing, and nobody knows {members}")
            }
        };
        Self::with_message(ErrorKind::DataConversion, message)
    }
}

/// What is wrong with a page. `fields` are its list and its link, by the names of their fields, with white space between.
#[must_use]
pub fn page_fault(model: &dyn DynModel, fields: &str) -> Option<PageFault> {
    let mut fields = fields.split_ascii_whitespace();
    let (list, link) = (fields.next(), fields.next());
    let mut fault = None;
    model.visit(&mut FieldVisitor::new(&mut |shape, slots, extra| {
        if extra.is_empty() {
            return;
        }
        let mut missing = None;
        for (at, (name, _)) in shape.fields().enumerate() {
            let key = shape.keys[at];
            let name = Some(name);
            if (name == list || name == link) && extra.get(key).is_some_and(|value| !value.is_null()) {
                fault = Some(PageFault::TypeMismatch(key));
                return;
            }
            if name == list && !slots[at].is_set() && extra.get(key).is_none() {
                missing = Some(key);
            }
        }
        fault = beside_list(extra, missing);
    }));
    fault
}

/// What the members that a page does not have make of it. `missing` is the list, if that is not there.
fn beside_list(extra: &Extra, missing: Option<&'static str>) -> Option<PageFault> {
    let mut members = String::new();
    for (key, value) in extra.iter() {
        if is_error_member(key, value) {
            return Some(PageFault::Error);
        }
        if !value.is_null() && members.len() < MAX_NAMES {
            let comma = if members.is_empty() { "" } else { ", " };
            members = format!("{members}{comma}\"{}\"", line(key, MAX_NAMES));
        }
    }
    if members.is_empty() { None } else { Some(PageFault::Unknown { list: missing?, members }) }
}

impl<T: Wire + Send + Sync> PageBody for Vec<T> {
    type Item = T;

    #[inline]
    fn parts(&mut self) -> PageParts<'_, T> {
        PageParts { items: Some(self), link: None, fault: None }
    }
}

/// Says which members of a structure make it a page. See `rt::page`.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($ty:ident { items: $items:ident $(, next_link: $link:ident)? } => $item:ty) => {
        impl rt::PageBody for $ty {
            type Item = $item;
            #[inline]
            fn parts(&mut self) -> rt::PageParts<'_, $item> {
                let fault = rt::page_fault(self, stringify!($items $($link)?));
                rt::PageParts::new(fault, &mut self.$items)$(.with_link(&self.$link))?
            }
        }
    };
}
