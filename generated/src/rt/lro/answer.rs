//! What one answer says about an operation: its status code, its links, and the words in its body.

use azure_core::http::{RawResponse, Url, headers::HeaderName, poller::PollerStatus};
use serde_json::Value;

use super::super::response::unmarked;

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
        let bytes = unmarked(response.body());
        let body = if bytes.iter().all(u8::is_ascii_whitespace) {
            Body::Empty
        } else {
            let json = std::str::from_utf8(bytes).ok().and_then(|text| serde_json::from_str(text).ok());
            json.map_or(Body::Unreadable, Body::Json)
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

    /// The `status` of a status monitor.
    pub(crate) fn state(&self) -> Option<PollerStatus> {
        word(self.json()?.get("status"))
    }

    /// How far it is, if it says.
    pub(crate) fn percent_complete(&self) -> Option<f64> {
        self.json()?.get("percentComplete")?.as_f64()
    }

    /// The `provisioningState` of a resource.
    pub(crate) fn provisioning_state(&self) -> Option<PollerStatus> {
        word(self.json()?.get("properties")?.get("provisioningState"))
    }

    /// A failure that is told by the result itself: the service answers some operations with a record of the operation,
    /// whose `status` may be a bad one and which then has an `error`. A mere `status` proves nothing, since a resource may
    /// have a property of that name.
    pub(crate) fn told_failure(&self) -> Option<PollerStatus> {
        let json = self.json()?;
        told(json).or_else(|| told(json.get("properties")?))
    }

    /// The error in the body, wherever it stands.
    pub(crate) fn error(&self) -> Option<&Value> {
        let json = self.json()?;
        let inner = || json.get("properties").and_then(|properties| properties.get("error"));
        json.get("error").filter(|error| !error.is_null()).or_else(inner).filter(|error| !error.is_null())
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

fn told(record: &Value) -> Option<PollerStatus> {
    let state = word(record.get("status")).filter(is_bad)?;
    record.get("error").is_some_and(Value::is_object).then_some(state)
}

/// Ended, and not well.
pub(crate) fn is_bad(state: &PollerStatus) -> bool {
    matches!(state, PollerStatus::Failed | PollerStatus::Canceled)
}

fn word(value: Option<&Value>) -> Option<PollerStatus> {
    value?.as_str().map(str::trim).filter(|word| !word.is_empty()).map(PollerStatus::from)
}
