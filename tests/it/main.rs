//! The tests that cross crates, in one binary: linking it once is what keeps them quick.

mod challenge;
mod diff;
mod drift;
mod drive;
mod emit;
mod fake;
mod import;
mod invariants;
mod load;
mod lro;
mod names;
mod origin;
mod paging;
mod places;
mod prose;
mod public_api;
mod refused;
mod retry;
mod rt_client;
mod rt_request;
mod rt_response;
mod rt_secrets;
mod soak;
mod tidy;
