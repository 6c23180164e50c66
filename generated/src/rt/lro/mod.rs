//! Long-running operations by Resource Manager's rules.
//!
//! `state` decides: a pure function from one answer to what comes next. `engine` does: it sends, waits and counts.
//! [`Poller`](super::Poller) gives both a type.

pub(crate) mod answer;
pub(crate) mod engine;
pub(crate) mod failure;
pub(crate) mod state;
#[cfg(test)]
mod state_tests;
pub(crate) mod status;
pub(crate) mod token;
