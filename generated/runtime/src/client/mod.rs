//! The client: its options, the pipeline that it sends through, and a request from its first argument to its response.
//!
//! Invariant: knows neither lists nor long-running operations; both stand on it.

#[cfg(feature = "fake")]
pub(crate) mod called;
pub(crate) mod client_core;
pub(crate) mod cloud;
pub(crate) mod options;
pub(crate) mod prepared;
pub(crate) mod request;
#[cfg(feature = "reqwest")]
mod reqwest_client;
pub(crate) mod response;
pub(crate) mod saved_link;
pub(crate) mod span;
pub(crate) mod transport;
