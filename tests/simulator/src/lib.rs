//! A simulator of Azure Resource Manager, instances of the API's types, and arguments for typed calls of every operation.
//!
//! Invariant: what the simulator and the instances are is computed from `model::Api`; they know no operation and no type of API
//! Management by name.

pub mod arm;
pub mod call;
pub mod json;

pub use arm_apimanagement::fake::engine;
