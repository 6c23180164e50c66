//! The tests that cross crates, in one binary: linking it once is what keeps them quick.

mod challenge;
mod diff;
mod fake;
mod import;
mod load;
mod lro;
mod origin;
mod paging;
mod places;
mod prose;
mod retry;
mod rt_client;
mod rt_request;
mod rt_response;
mod tidy;
