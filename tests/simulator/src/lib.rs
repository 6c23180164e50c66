//! A fake Azure Resource Manager, instances of the API's types, and every operation as a typed call with JSON arguments.
//!
//! Invariant: what the fake and the instances are is computed from `model::Api`; they know no operation and no type of API
//! Management by name. The typed calls are written by the build script from the same descriptions.

pub mod arm;
pub mod call;
pub mod dispatch;
pub mod json;
