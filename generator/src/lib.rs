//! Turns Azure Resource Manager OpenAPI descriptions into Rust clients, version diffs and bundled OpenAPI documents.
//!
//! The pipeline, one pure function an arrow:
//!
//! ```text
//! Swagger 2.0 files --import--> OpenAPI 3.0 text --spec::load--> spec::Document --lower--> model::Api --rust::render--> files
//!                                                                               model::Api x2 --diff--> changes
//! ```
//!
//! Invariant: no disk, clock, network or environment. `xtask` reads and writes; this crate computes.

pub mod compat;
mod corrected;
pub mod diag;
pub mod diff;
pub mod ecma;
pub mod import;
pub mod listing;
pub mod lower;
pub mod model;
pub mod overrides;
pub mod pointer;
pub mod rust;
pub mod service;
pub mod spec;
pub mod text;
