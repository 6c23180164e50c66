//! One status of an operation, as a stream of them gives it.

use std::fmt;

use azure_core::http::{RawResponse, StatusCode, headers::Headers, poller::PollerStatus, response::ResponseBody};

/// How a long-running operation stands.
#[derive(Clone)]
pub struct OperationStatus {
    pub(crate) state: PollerStatus,
    pub(crate) percent_complete: Option<f64>,
    pub(crate) response: RawResponse,
}

impl OperationStatus {
    /// In progress, succeeded, failed, canceled, or a word of the service's own, which means that it goes on.
    #[must_use]
    pub fn state(&self) -> &PollerStatus {
        &self.state
    }

    /// How much is done, from 0 to 100, if the service says.
    #[must_use]
    pub fn percent_complete(&self) -> Option<f64> {
        self.percent_complete
    }

    /// The status code of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        self.response.headers()
    }

    /// The body of the answer: of a status monitor, of the resource, or nothing.
    #[must_use]
    pub fn body(&self) -> &ResponseBody {
        self.response.body()
    }
}

/// Without the body, which may hold secrets.
impl fmt::Debug for OperationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationStatus")
            .field("state", &self.state)
            .field("percent_complete", &self.percent_complete)
            .field("status", &self.response.status())
            .finish_non_exhaustive()
    }
}
