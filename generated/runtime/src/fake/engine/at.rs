//! Where a request goes: the origin, the thing, the api-version.

use super::wire::Incoming;
use crate::base::ascii::find_ignoring_case;

/// Where a request goes.
pub(super) struct At {
    /// Scheme, host and port, and whatever stands before the path of the thing.
    pub(super) origin: String,
    /// The path of the thing.
    pub(super) path: String,
    /// The api-version.
    pub(super) version: String,
}

impl At {
    pub(super) fn new(request: &Incoming) -> Self {
        let whole = request.url.path();
        let begins = |start: &str| find_ignoring_case(whole, start);
        let (base, path) = whole.split_at(["/subscriptions/", "/providers/"].into_iter().find_map(begins).unwrap_or(0));
        let origin = format!("{}{base}", request.url.origin().ascii_serialization());
        let version = request.query("api-version").into_iter().next().unwrap_or_default();
        Self { origin, path: path.to_owned(), version }
    }
}
