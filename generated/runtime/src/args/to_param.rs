//! How an argument becomes text: the one form a value has in a path, a query or a header.
//!
//! Invariant: no encoding happens here; that is the business of the place the text goes to.

use std::borrow::Cow;

use azure_core::http::Etag;

/// Where a parameter stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// How the items of a list are written.
#[derive(Clone, Copy, Debug)]
pub enum Collection {
    /// `a,b`
    Csv,
    /// `a b`
    Ssv,
    /// `a\tb`
    Tsv,
    /// `a|b`
    Pipes,
    /// `name=a&name=b`
    Multi,
}

impl Collection {
    /// What stands between two items, where they are one text.
    pub(crate) fn separator(self) -> Option<char> {
        match self {
            Self::Csv => Some(','),
            Self::Ssv => Some(' '),
            Self::Tsv => Some('\t'),
            Self::Pipes => Some('|'),
            Self::Multi => None,
        }
    }
}

/// A value that can stand in a path, a query or a header.
pub trait ToParam {
    /// The value as plain text, not yet encoded.
    fn to_param(&self) -> Cow<'_, str>;
}

impl ToParam for str {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToParam for String {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

/// An item of a list that is null has no text, but a place of its own.
impl<V: ToParam> ToParam for Option<V> {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        self.as_ref().map_or_else(|| Cow::Borrowed(""), ToParam::to_param)
    }
}

impl ToParam for bool {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl ToParam for i32 {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl ToParam for i64 {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl ToParam for f64 {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl ToParam for Etag {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_ref())
    }
}
