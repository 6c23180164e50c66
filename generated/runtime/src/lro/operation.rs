//! What is known of an operation under way: where it began, what tells how it stands, where its result is.

use std::borrow::Cow;

use azure_core::http::{Method, Url};

pub use crate::args::operation::FinalState;
use crate::model::payload::NOTHING;

/// Which operation it is, and what it gives.
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

/// An operation that goes on.
#[derive(Clone)]
pub(crate) struct Lro {
    pub(crate) method: Method,
    /// The URL of the request that began it.
    pub(crate) resource: Url,
    /// Where the API says that the result is.
    pub(crate) via: Option<FinalState>,
    pub(crate) monitor: Monitor,
    /// The newest `Location` that may be followed.
    pub(crate) location: Option<Url>,
    /// Why the newest `Location` may not be followed, if the result is read there.
    pub(crate) out_of_reach: Option<String>,
    /// The operation gives nothing, so that an empty answer is complete.
    pub(crate) gives_nothing: bool,
    /// The first answer was a success that holds the result, although a status monitor was to be followed.
    pub(crate) result_in_hand: bool,
    /// The resource was seen being changed after the monitor had reported success.
    pub(crate) seen_changing: bool,
}

/// What tells how it stands.
#[derive(Clone)]
pub(crate) enum Monitor {
    /// A status monitor, by its `status`.
    Status(Url),
    /// `Location`, by the status code.
    Location(Url),
    /// The resource, by its `provisioningState`.
    Resource,
}

impl Lro {
    /// An operation that was begun by a request of `method` to `resource`.
    pub(crate) fn new(method: Method, resource: Url, via: Option<FinalState>, gives_nothing: bool) -> Self {
        Self {
            method,
            resource,
            via,
            monitor: Monitor::Resource,
            location: None,
            out_of_reach: None,
            gives_nothing,
            result_in_hand: false,
            seen_changing: false,
        }
    }
}
