//! Long-running operations by Resource Manager's rules.
//!
//! `state` decides, with `links` and `missing`: pure functions from one answer to what comes next. `engine` and
//! `polling` do: they send, wait and count.
//! [`Poller`](super::Poller) gives both a type.

pub(crate) mod answer;
pub(crate) mod engine;
pub(crate) mod failure;
pub(crate) mod goes_on;
pub(crate) mod links;
pub(crate) mod missing;
pub(crate) mod polling;
pub(crate) mod settings;
pub(crate) mod state;
#[cfg(test)]
mod state_tests;
pub(crate) mod status;
pub(crate) mod token;
