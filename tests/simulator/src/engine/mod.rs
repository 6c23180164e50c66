//! What any Resource Manager does: things that are kept, lists that are cut into pages, operations that run long, and faults.
//!
//! Invariant: it knows no description. What it is told of an operation are a few facts, and what it answers with are bodies
//! that it is given.

pub mod job;
pub mod list;
pub mod plan;
pub(crate) mod reply;
pub mod script;
pub(crate) mod state;
pub mod store;
