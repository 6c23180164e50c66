//! An operation under way in a form that can be saved.

use std::{fmt, str::FromStr};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, Request as HttpRequest},
};
use serde::{Deserialize, Serialize};

use crate::{error::line, model::signed};

/// The version that this code writes, and the only one it reads.
pub(super) const VERSION: u32 = 1;

/// How many characters an error shows of a token that cannot be used.
const WHY: usize = 1000;
/// And of each of its texts, so that none hides what is said behind it.
const SHOWN: usize = 200;

/// A long-running operation, to be followed later or in another process.
///
/// Save it through serde or as text (`to_string` and `parse`), and give it to
/// [`Poller::resume`](crate::Poller::resume). It holds the URLs of the operation and what is to be done with them: no token,
/// no header, no body.
///
/// It is text from outside, so its URLs are checked again when it is resumed. They stay below the client's
/// endpoint and within its subscription, and lead to a resource provider of its api-version, or to Resource Manager's own
/// records of operations (`/subscriptions/{own}/operationresults/` and `operationstatuses/`); anything else is refused before
/// it is sent. Given to the call it is of, by [`Poller::with_token`](crate::Poller::with_token), it also has to be of the very
/// URL of that call.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollerToken {
    pub(super) version: u32,
    pub(super) operation: String,
    pub(super) api_version: String,
    /// What the operation gives.
    pub(super) model: String,
    pub(super) method: Method,
    pub(super) resource: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) result: Option<String>,
    pub(super) follow: Follow,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<String>,
    /// The result is read at a `Location` that may not be followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) out_of_reach: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Follow {
    Status,
    Location,
    Resource,
    /// The resource as well. Written by versions that told apart whether it was there.
    NewResource,
}

impl PollerToken {
    /// Whether it is of this operation on this thing.
    ///
    /// # Errors
    /// If it is not.
    pub(crate) fn check(&self, operation: &str, request: &HttpRequest) -> azure_core::Result<()> {
        if self.operation != operation {
            return Err(invalid(&format!("it is of {}, and not of {operation}", shown(&self.operation))));
        }
        if self.method != request.method() || self.resource != request.url().as_str() {
            return Err(invalid(&format!("it is of {operation} on another thing")));
        }
        Ok(())
    }

    /// The operation, for instance `Api_CreateOrUpdate`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }
}

/// The error of a token. What it says may hold texts of the token, which anybody may have written.
pub(super) fn invalid(why: &str) -> Error {
    Error::with_message(
        ErrorKind::DataConversion,
        format!("the token of a long-running operation cannot be used: {}", line(why, WHY)),
    )
}

/// A text of a token as an error shows it.
pub(super) fn shown(text: &str) -> String {
    line(text, SHOWN)
}

/// As JSON.
impl fmt::Display for PollerToken {
    // Compiled where it is used: it instantiates serde for a type that few applications save.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for PollerToken {
    type Err = Error;

    #[inline]
    fn from_str(text: &str) -> azure_core::Result<Self> {
        serde_json::from_str(text).map_err(|error| invalid(&error.to_string()))
    }
}

/// Without the queries of its URLs, which the service may have signed, and without a URL that lets in by its path.
impl fmt::Debug for PollerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PollerToken")
            .field("version", &self.version)
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("follow", &self.follow)
            .field("url", &signed::shown(self.url.as_deref().unwrap_or(&self.resource)))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use azure_core::http::Url;
    use serde_json::{Value, json};

    use super::*;

    /// A text that would fill a log, colour a terminal and turn a line around.
    fn hostile() -> String {
        format!("a\u{1b}[31m\u{202e}\n{}", "x".repeat(100_000))
    }

    fn with(key: &str, value: Value) -> String {
        let mut token = json!({
            "version": 1, "operation": "Thing_Do", "api_version": "1", "model": "Thing", "method": "PUT",
            "resource": "https://a.example/", "follow": "resource",
        });
        token[key] = value;
        token.to_string()
    }

    fn check_plain(error: &Error, shows: &str) {
        let text = error.to_string();
        assert!(text.contains(shows) && text.len() < 1200, "{} bytes: {}", text.len(), &text[..80]);
        assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{}", &text[..80]);
    }

    #[test]
    fn texts_of_a_token_are_plain_and_short_in_errors() {
        for key in ["follow", "method", "version"] {
            let error = with(key, hostile().into()).parse::<PollerToken>().expect_err(key);
            check_plain(&error, "cannot be used: ");
        }
        let token: PollerToken = with("operation", hostile().into()).parse().expect("a token");
        let request = HttpRequest::new(Url::parse("https://a.example/").expect("a URL"), Method::Put);
        let error = token.check("Thing_Do", &request).expect_err("another operation");
        check_plain(&error, "and not of Thing_Do");
    }
}
