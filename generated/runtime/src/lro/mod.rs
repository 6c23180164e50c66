//! Long-running operations by Resource Manager's rules.
//!
//! `state` decides, with `links` and `missing`: pure functions from one answer to what comes next. `engine` and
//! `polling` do: they send, wait and count. `poller` gives both a type.
//!
//! Invariant: knows no list, and of a result only its name.

pub(crate) mod answer;
pub(crate) mod engine;
mod failure;
mod goes_on;
mod links;
mod missing;
pub(crate) mod operation;
pub(crate) mod poller;
mod polling;
mod saved;
mod settings;
pub(crate) mod state;
#[cfg(test)]
mod state_tests;
pub(crate) mod status;
pub(crate) mod token;
