//! The tests of the generator, in one binary: linking it once is what keeps them quick. No client is compiled for them.
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    unreachable_pub,
    reason = "tests read files and start programs, and what they share is shaped by what reads well at its users"
)]

mod browser;
mod determinism;
mod diff;
mod emit;
mod faults;
mod import;
mod injection;
mod invariants;
mod large;
mod load;
mod lower;
mod names;
mod places;
mod prose;
mod public_api;
mod published;
mod reference;
mod refused;
mod services;
mod small;
