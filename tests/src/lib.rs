//! What the cross-crate tests share: a fake ARM service, instances of the API's types, and seeded random numbers.
//!
//! Invariant: everything here is computed from `model::Api`; no operation and no type of API Management is known by name.

pub mod json;
pub mod random;
