//! What a call is made of: the operation, its parameters and their limits, and how an argument becomes text.
//!
//! Invariant: knows no client and no model, and sends nothing.

pub(crate) mod constraints;
pub(crate) mod operation;
pub(crate) mod options;
pub(crate) mod param;
pub(crate) mod pattern;
pub(crate) mod to_param;
