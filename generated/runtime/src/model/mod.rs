//! Models: plain structures that mirror the wire, read tolerantly and written strictly.
//!
//! A model is a table of names ([`field_value::Shape`]) and two short functions that show its fields as a slice of `dyn`
//! [`field_value::Field`]. Everything else, reading, writing, copying and printing, is written once and compiled once, so that 800
//! models cost the compiler little. Whatever a field cannot hold stays as it came, in the model's [`extra::Extra`], and is
//! written back.
//!
//! Invariant: reading a JSON object as a model never fails. Models know no client, no request and no list.

mod answers;
pub(crate) mod convert;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod enumeration;
pub(crate) mod extra;
pub(crate) mod field_value;
mod fields;
#[doc(hidden)]
pub(crate) mod internal;
mod kinds;
mod macros;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro gives every model all that a published one has")]
mod map_tests;
pub(crate) mod patch;
pub(crate) mod payload;
pub(crate) mod read;
pub(crate) mod resource_id;
mod scalar;
pub(crate) mod signed;
mod take;
#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro gives every model all that a published one has")]
mod tests;
pub(crate) mod wire;
mod write;
