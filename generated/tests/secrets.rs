//! The tests of secrets once more, in the package that needs no generator: `.ci/run` builds it with the feature `debug` of
//! azure_core, which switches azure_core's own redaction off, and `cargo test` would have to build everything anew for that.
//!
//! `AZURE_CORE_DEBUG=1 cargo test -p arm-apimanagement --no-default-features --features azure_core/debug --test secrets`
#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "these files are linted where they stand")]

#[path = "../../tests/it/rt_secrets.rs"]
mod rt_secrets;
