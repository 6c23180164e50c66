//! What needs the generator and the client both: its goldens as modules, the targets of the fuzzers, the README's examples.

#[rustfmt::skip]
pub mod goldens;
pub mod hostile;

// The goldens say `crate::rt`, as the published versions do.
pub use arm_apimanagement::rt;

/// The README's examples, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
