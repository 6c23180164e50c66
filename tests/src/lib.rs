//! What the cross-crate tests share: a fake ARM service and instances of the API's types.
//!
//! Invariant: what the fake and the instances are is computed from `model::Api`; they know no operation and no type of API
//! Management by name.

pub mod arm;
pub mod browser;
#[cfg(feature = "calls")]
pub mod call;
#[cfg(feature = "calls")]
pub mod dispatch;
#[cfg(feature = "calls")]
#[rustfmt::skip]
pub mod goldens;
#[cfg(feature = "calls")]
pub mod hostile;
pub mod json;
#[cfg(feature = "calls")]
pub mod prism;
#[cfg(feature = "calls")]
pub mod replay;
#[cfg(feature = "calls")]
pub mod soak;

// The goldens say `crate::rt`, as the published versions do.
pub use arm_apimanagement::rt;

/// The README's examples, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
