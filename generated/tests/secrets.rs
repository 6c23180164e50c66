//! The tests of secrets once more, in the one package that needs no other: `.ci/run` builds it with the feature `debug` of
//! azure_core, which switches azure_core's own redaction off, and `cargo test` would have to build everything anew for that.
//!
//! `AZURE_CORE_DEBUG=1 cargo test -p arm-apimanagement --no-default-features --features azure_core/debug --test secrets`
#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "these files are linted where they stand")]
#![allow(dead_code, reason = "what they share has more than these tests use")]

extern crate self as tests;

#[path = "../../tests/src/client.rs"]
pub mod client;
#[path = "../../tests/src/clock.rs"]
pub mod clock;
#[path = "../../tests/src/credential.rs"]
pub mod credential;
#[path = "../../tests/src/log.rs"]
pub mod log;
#[path = "../../tests/src/memory.rs"]
pub mod memory;
#[path = "../../tests/it/rt_secrets.rs"]
mod rt_secrets;
