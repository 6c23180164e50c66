//! What the cross-crate tests share: a fake ARM service and instances of the API's types.
//!
//! Invariant: what the fake and the instances are is computed from `model::Api`; they know no operation and no type of API
//! Management by name.

pub mod arm;
pub mod call;
pub mod dispatch;
#[rustfmt::skip]
pub mod goldens;
pub mod hostile;
pub mod json;
pub mod prism;
pub mod replay;
pub mod soak;

// The goldens say `crate::rt`, as the published versions do.
pub use arm_apimanagement::rt;

/// The README's examples, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
