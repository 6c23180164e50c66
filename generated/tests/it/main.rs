//! The tests of the client, in one binary: linking it once is what keeps them quick. No generator is compiled for them.
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "what tests share is shaped by what reads well at its users"
)]

mod bulk;
mod challenge;
mod connections;
mod convert;
mod failures;
mod fake;
mod heart;
mod limits;
mod lro;
mod memory;
mod origin;
mod paging;
mod recorded;
mod renewal;
mod resource_id;
mod retry;
mod rt_client;
mod rt_request;
mod rt_response;
mod saved_links;
mod spans;
mod token;
mod values;
