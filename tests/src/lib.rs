//! What the cross-crate tests share: a fake ARM service, instances of the API's types, seeded random numbers, and the files
//! of the repository.
//!
//! Invariant: what the fake and the instances are is computed from `model::Api`; they know no operation and no type of API
//! Management by name.

pub mod arm;
pub mod browser;
#[cfg(feature = "calls")]
pub mod call;
pub mod client;
pub mod clock;
pub mod credential;
#[cfg(feature = "calls")]
pub mod dispatch;
pub mod front;
#[cfg(feature = "calls")]
#[rustfmt::skip]
pub mod goldens;
#[cfg(feature = "calls")]
pub mod hostile;
pub mod json;
pub mod log;
pub mod memory;
pub mod pipeline;
pub mod printed;
#[cfg(feature = "calls")]
pub mod prism;
pub mod random;
#[cfg(feature = "calls")]
pub mod replay;
pub mod repo;
pub mod show;
pub mod shuffle;
#[cfg(feature = "calls")]
pub mod soak;
pub mod specs;
pub mod tracing;

// The goldens say `crate::rt`, as the published versions do.
pub use arm_apimanagement::rt;

/// The README's examples, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
