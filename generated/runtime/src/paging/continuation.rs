//! Where to go on with a list, in a form that can be saved.

use std::{convert::Infallible, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::signed;

/// Where a list goes on: the link to a page.
///
/// Save it as text or through serde, and give it to the same list, with the same arguments, later or in another process.
///
/// It is text from outside, so it is checked when the list is read: it leads to the path of the list itself,
/// or else below the client's endpoint, within its subscription and to a resource provider of its api-version. Anything else is
/// refused before it is sent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Continuation(String);

impl Continuation {
    /// The link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Continuation {
    fn from(link: String) -> Self {
        Self(link)
    }
}

impl From<&str> for Continuation {
    fn from(link: &str) -> Self {
        Self(link.to_owned())
    }
}

impl FromStr for Continuation {
    type Err = Infallible;

    fn from_str(link: &str) -> Result<Self, Infallible> {
        Ok(Self::from(link))
    }
}

impl fmt::Display for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Without the query, and without a link that lets in by its path.
impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Continuation").field(&signed::shown(&self.0)).finish()
    }
}

impl Serialize for Continuation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Continuation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_no_secret() {
        for (link, printed) in [
            ("https://a.example/b?sv=1&sig=s3cret", "https://a.example/b"),
            ("/b?$skiptoken=s3cret", "/b"),
            ("?s3cret", ""),
            ("/b#s3cret", "/b"),
            ("/b;sig=s3cret", "***"),
            ("/b%3Fsig%3Ds3cret", "***"),
        ] {
            let link = Continuation::from(link);
            assert_eq!(format!("{link:?}"), format!("Continuation({printed:?})"));
        }
    }
}
