//! An operation under way in a form that can be saved.

use std::{fmt, str::FromStr};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, Request as HttpRequest},
};
use serde::{Deserialize, Serialize};

use crate::{base::path::split_query, model::signed::lets_in};

/// The version that this code writes, and the only one it reads.
pub(super) const VERSION: u32 = 1;

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
            return Err(invalid(&format!("it is of {}, and not of {operation}", self.operation)));
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

pub(super) fn invalid(why: &str) -> Error {
    Error::with_message(
        ErrorKind::DataConversion,
        format!("the token of a long-running operation cannot be used: {why}"),
    )
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
        let (url, _) = split_query(self.url.as_deref().unwrap_or(&self.resource));
        f.debug_struct("PollerToken")
            .field("version", &self.version)
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("follow", &self.follow)
            .field("url", &if lets_in(url) { "***" } else { url })
            .finish_non_exhaustive()
    }
}
