//! What all storeys stand on: clocks, random numbers, texts, and the bodies of responses as JSON.
//!
//! Invariant: knows nothing of Resource Manager, and no other storey.

pub(crate) mod ascii;
pub(crate) mod body;
pub(crate) mod chunks;
pub(crate) mod clock;
pub(crate) mod lock;
pub(crate) mod path;
pub(crate) mod random;
pub(crate) mod room;
mod timer;
