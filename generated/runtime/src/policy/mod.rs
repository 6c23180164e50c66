//! The policies of the pipeline, and what they decide by: retries, redirects, tokens, deadlines, request ids, the origin.
//!
//! Invariant: knows no model, no list and no long-running operation. A policy sees one request and what its context says.

pub(crate) mod attempt;
pub(crate) mod backoff;
pub(crate) mod bearer;
pub(crate) mod challenge;
pub(crate) mod deadline;
pub(crate) mod origin;
pub(crate) mod redirect;
pub(crate) mod request_id;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod retry_options;
pub(crate) mod token_cache;
pub(crate) mod token_request;
pub(crate) mod watch;
