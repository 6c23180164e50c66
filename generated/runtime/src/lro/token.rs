//! An operation under way in a form that can be saved.

use std::{borrow::Cow, fmt, str::FromStr};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, Request as HttpRequest, Url},
};
use serde::{Deserialize, Serialize};

use crate::{
    core::Core,
    lro::{
        goes_on::GoesOn,
        state::{Lro, Monitor},
    },
    poller::FinalState,
    response::NOTHING,
    saved_link,
};

/// The version that this code writes, and the only one it reads.
const VERSION: u32 = 1;

/// Which operation it is, and what it gives.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) model: Cow<'static, str>,
    /// The URL of the call, if this process has made it.
    pub(crate) url: Option<Url>,
}

impl Subject {
    /// Whether an empty answer is all there is to read.
    pub(crate) fn gives_nothing(&self) -> bool {
        self.model == NOTHING
    }
}

/// A long-running operation, to be followed later or in another process.
///
/// Save it through serde or as text (`to_string` and `parse`), and give it to
/// [`Poller::resume`](crate::Poller::resume). It holds the URLs of the operation and what is to be done with them: no token,
/// no header, no body.
///
/// It is text that anybody may have written, so its URLs are checked again when it is resumed. They stay below the client's
/// endpoint and within its subscription, and lead to a resource provider of its api-version, or to Resource Manager's own
/// records of operations (`/subscriptions/{own}/operationresults/` and `operationstatuses/`); anything else is refused before
/// it is sent. Given to the call it is of, by [`Poller::with_token`](crate::Poller::with_token), it also has to be of the very
/// URL of that call.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollerToken {
    version: u32,
    operation: String,
    api_version: String,
    /// What the operation gives.
    model: String,
    method: Method,
    resource: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    follow: Follow,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// The result is read at a `Location` that may not be followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    out_of_reach: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Follow {
    Status,
    Location,
    Resource,
    /// The resource as well. Written by versions that told apart whether it was there.
    NewResource,
}

impl PollerToken {
    pub(crate) fn new(subject: &Subject, api_version: &str, lro: &Lro) -> Self {
        let (follow, url) = match &lro.monitor {
            Monitor::Status(url) => (Follow::Status, Some(url.to_string())),
            Monitor::Location(url) => (Follow::Location, Some(url.to_string())),
            Monitor::Resource => (Follow::Resource, None),
        };
        Self {
            version: VERSION,
            operation: subject.operation.to_string(),
            api_version: api_version.to_owned(),
            model: subject.model.to_string(),
            method: lro.method,
            resource: lro.resource.to_string(),
            result: lro.via.map(|via| name(via).to_owned()),
            follow,
            url,
            location: lro.location.as_ref().map(Url::to_string),
            out_of_reach: lro.out_of_reach.is_some(),
        }
    }

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

    /// The token that an error of following an operation holds, for instance one that came of awaiting a poller; `None`
    /// if the operation was not accepted, has ended, or cannot be followed.
    #[inline]
    #[must_use]
    pub fn from_error(error: &Error) -> Option<&Self> {
        GoesOn::token(error)
    }

    /// The operation, for instance `Api_CreateOrUpdate`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The operation again, every URL checked.
    ///
    /// # Errors
    /// If the token is of another version, of another api-version, of an operation that gives something else than the
    /// subject does, makes no sense, or leads elsewhere.
    pub(crate) fn open(&self, core: &Core, subject: &Subject) -> azure_core::Result<Lro> {
        if self.version != VERSION {
            return Err(invalid(&format!("its version is {}, this crate reads {VERSION}", self.version)));
        }
        if self.api_version != core.api_version() {
            let (theirs, ours) = (&self.api_version, core.api_version());
            return Err(invalid(&format!("it is of api-version {theirs}, and this client speaks {ours}")));
        }
        let model = &*subject.model;
        if self.model != model {
            let Self { operation, model: theirs, .. } = self;
            return Err(invalid(&format!("it is of {operation}, which gives {theirs}, and not {model}")));
        }
        let url = |text: &str, what: &str| {
            Url::parse(text).map_err(|error| invalid(&format!("its {what} is not a URL: {error}")))?;
            saved_link::read(core, subject.url.as_ref(), text, &format!("the {what} of the token"))
        };
        let followed = || self.url.as_deref().ok_or_else(|| invalid("it has no URL to follow"));
        Ok(Lro {
            method: self.method,
            resource: url(&self.resource, "resource")?,
            via: self.result.as_deref().map(via).transpose()?,
            monitor: match self.follow {
                Follow::Status => Monitor::Status(url(followed()?, "URL")?),
                Follow::Location => Monitor::Location(url(followed()?, "URL")?),
                Follow::Resource | Follow::NewResource => Monitor::Resource,
            },
            location: self.location.as_deref().map(|location| url(location, "location")).transpose()?,
            // The link itself is not saved: nobody is to follow it.
            out_of_reach: self.out_of_reach.then(|| "its Location was refused when the operation began".to_owned()),
            gives_nothing: false,
            result_in_hand: false,
        })
    }
}

/// Names of `final-state-via`, as API descriptions spell them.
fn name(via: FinalState) -> &'static str {
    match via {
        FinalState::AzureAsyncOperation => "azure-async-operation",
        FinalState::Location => "location",
        FinalState::OperationLocation => "operation-location",
        FinalState::OriginalUri => "original-uri",
    }
}

fn via(name: &str) -> azure_core::Result<FinalState> {
    match name {
        "azure-async-operation" => Ok(FinalState::AzureAsyncOperation),
        "location" => Ok(FinalState::Location),
        "operation-location" => Ok(FinalState::OperationLocation),
        "original-uri" => Ok(FinalState::OriginalUri),
        other => Err(invalid(&format!("its result {other:?} is unknown"))),
    }
}

fn invalid(why: &str) -> Error {
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

/// Without the queries of its URLs, which the service may have signed.
impl fmt::Debug for PollerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = |url: &str| url.split('?').next().unwrap_or_default().to_owned();
        f.debug_struct("PollerToken")
            .field("version", &self.version)
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("follow", &self.follow)
            .field("url", &bare(self.url.as_deref().unwrap_or(&self.resource)))
            .finish_non_exhaustive()
    }
}
