//! What any Resource Manager does: things that are kept, lists that are cut into pages, operations that run long, and faults.
//!
//! Behind [`Fake`](super::Fake), and behind the simulator of this repository's own tests, which judges requests by the
//! descriptions besides. Not for applications: it changes with every release.
//!
//! Invariant: it knows no description and no client. What an operation is, is told to it by a [`Book`](known::Book), a request
//! at a time.

mod answer;
mod at;
mod carry;
pub mod issuer;
pub mod job;
pub mod known;
pub mod list;
pub mod plan;
pub mod reply;
pub mod script;
mod serve;
pub mod service;
mod start;
pub mod state;
pub mod store;
pub mod wire;
