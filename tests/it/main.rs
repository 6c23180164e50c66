//! The tests that cross crates, in one binary: linking it once is what keeps them quick.
#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not the functions they share")]

mod challenge;
mod deadline;
mod diff;
mod drift;
mod drive;
mod emit;
mod fake;
mod faults;
mod heart;
mod import;
mod invariants;
mod load;
mod lower;
mod lro;
mod models;
mod names;
mod origin;
mod paging;
mod places;
mod proof;
mod prose;
mod public_api;
mod published;
mod refused;
mod replay;
mod retry;
mod rt_client;
mod rt_request;
mod rt_response;
mod rt_secrets;
mod soak;
mod spans;
mod tidy;
mod tls;
mod token;
