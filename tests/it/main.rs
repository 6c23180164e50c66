//! The tests that cross crates, in one binary: linking it once is what keeps them quick.
#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not the functions they share")]

mod constructs;
mod crates;
mod deadline;
mod declared;
mod drive;
mod hostile;
mod injection;
mod models;
mod moves;
mod proof;
mod tidy;
mod tls;
mod untouched;
