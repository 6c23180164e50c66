//! What one answer says about an operation: its status code, its links, and the words in its body.

use azure_core::http::{RawResponse, Url, headers::HeaderName, poller::PollerStatus};
use serde_json::Value;

use crate::{base::body::strip_bom, error, model::read::parse};

const AZURE_ASYNC_OPERATION: HeaderName = HeaderName::from_static("azure-asyncoperation");
const OPERATION_LOCATION: HeaderName = HeaderName::from_static("operation-location");
const LOCATION: HeaderName = HeaderName::from_static("location");

/// An answer, and the URL it came from.
pub(crate) struct Answer<'a> {
    pub(crate) url: &'a Url,
    pub(crate) response: &'a RawResponse,
    body: Body,
}

/// A body as far as it can be read.
enum Body {
    Empty,
    Json(Value),
    /// An error page of a proxy, or half a document.
    Unreadable,
}

impl<'a> Answer<'a> {
    pub(crate) fn new(url: &'a Url, response: &'a RawResponse) -> Self {
        let bytes = strip_bom(response.body());
        let body = if bytes.iter().all(u8::is_ascii_whitespace) {
            Body::Empty
        } else {
            match parse(bytes) {
                // Resource Manager writes so that there is none.
                Some(Value::Null) => Body::Empty,
                Some(json) => Body::Json(json),
                None => Body::Unreadable,
            }
        };
        Self { url, response, body }
    }

    pub(crate) fn status(&self) -> u16 {
        self.response.status().into()
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.body, Body::Empty)
    }

    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self.body, Body::Unreadable)
    }

    /// The link to a status monitor, and the header that has it.
    pub(crate) fn monitor(&self) -> Option<(&'static str, &str)> {
        let azure = self.header(&AZURE_ASYNC_OPERATION).map(|link| ("Azure-AsyncOperation", link));
        azure.or_else(|| self.header(&OPERATION_LOCATION).map(|link| ("Operation-Location", link)))
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.header(&LOCATION)
    }

    /// Whether it links to anything that tells how the operation stands.
    pub(crate) fn has_links(&self) -> bool {
        self.monitor().is_some() || self.location().is_some()
    }

    /// What a status monitor says: its `status`, the `provisioningState` of a monitor that is the resource itself, or what a
    /// record has in its `properties`.
    pub(crate) fn said(&self) -> Said {
        let status = self.json().and_then(|json| member(json, "status"));
        match word(status).or_else(|| self.provisioning_state()).or_else(|| self.recorded()) {
            Some(word) => Said::Word(word),
            None if status.is_some() => Said::Unknown,
            None => Said::Nothing,
        }
    }

    /// What a record of an operation says in its `properties`, as API Management keeps them at `../operationResults/{id}`. Of
    /// a resource that member proves nothing, so the type must say that it is a record, or the URL if there is no type.
    pub(crate) fn recorded(&self) -> Option<PollerStatus> {
        let json = self.json()?;
        let status = member(member(json, "properties")?, "status");
        let kind = match member(json, "type") {
            Some(ty) => ty.as_str()?.rsplit('/').next(),
            None => self.url.path().rsplit('/').nth(1),
        };
        let kind = kind.unwrap_or_default();
        let is_record =
            ["operationresults", "operationstatuses"].iter().any(|record| kind.eq_ignore_ascii_case(record));
        if is_record { word(status) } else { None }
    }

    /// How far it is, if it says.
    pub(crate) fn percent_complete(&self) -> Option<f64> {
        member(self.json()?, "percentComplete")?.as_f64()
    }

    /// The `provisioningState` of a resource.
    pub(crate) fn provisioning_state(&self) -> Option<PollerStatus> {
        word(member(member(self.json()?, "properties")?, "provisioningState"))
    }

    /// Whether the body is an error and nothing else, whatever the status code.
    pub(crate) fn is_error(&self) -> bool {
        match &self.body {
            Body::Empty => false,
            Body::Json(json) => error::error_in(json).is_some(),
            Body::Unreadable => error::holds_error(self.response),
        }
    }

    /// A failure that is told where the result should be: the service answers some operations with a record of the
    /// operation, whose `status` may be a bad one and which then has an error, or with an error alone. A mere `status` proves
    /// nothing, since a resource may have a property of that name; nor does an error below `properties` of a resource.
    pub(crate) fn told_failure(&self, is_resource: bool) -> Option<PollerStatus> {
        let json = self.json()?;
        let beside = |name: &str| member(json, name).is_some();
        let is_bare = !beside("id") && !beside("properties") && word(member(json, "status")).is_none();
        if self.is_error() && beside("error") && is_bare {
            return Some(PollerStatus::Failed);
        }
        let below = || if is_resource && self.recorded().is_none() { None } else { told(member(json, "properties")?) };
        told(json).or_else(below)
    }

    pub(crate) fn json(&self) -> Option<&Value> {
        match &self.body {
            Body::Json(json) => Some(json),
            Body::Empty | Body::Unreadable => None,
        }
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.response.headers().get_optional_str(name).map(str::trim).filter(|link| !link.is_empty())
    }
}

/// What the body of a status monitor says about the operation.
pub(crate) enum Said {
    /// A status word.
    Word(PollerStatus),
    /// Something in its place that is none: a number, `null`, an empty text.
    Unknown,
    /// There is no such member.
    Nothing,
}

fn told(record: &Value) -> Option<PollerStatus> {
    let state = word(member(record, "status")).filter(is_bad)?;
    error::error_in(record).and(Some(state))
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    error::find_member(value.as_object()?, name)
}

/// Ended, and not well.
pub(crate) fn is_bad(state: &PollerStatus) -> bool {
    matches!(state, PollerStatus::Failed | PollerStatus::Canceled)
}

/// Whether the word is one of those that end an operation.
pub(crate) fn ends(state: &PollerStatus) -> bool {
    is_bad(state) || *state == PollerStatus::Succeeded
}

fn word(value: Option<&Value>) -> Option<PollerStatus> {
    let word = value?.as_str()?.trim();
    match word {
        "" => None,
        // Some services say so instead of `Succeeded`.
        _ if word.eq_ignore_ascii_case("completed") => Some(PollerStatus::Succeeded),
        _ => Some(PollerStatus::from(word)),
    }
}
