//! What the tests of several packages share: files of the repository, seeded random numbers, the generator's pipeline, and
//! what surrounds a client in a test.
//!
//! Invariant: used from `tests/` folders only. In a unit test the crate under test would exist twice, once for the test and
//! once for this package.

#[cfg(feature = "client")]
pub mod calls;
#[cfg(feature = "client")]
pub mod carrier;
#[cfg(feature = "descriptions")]
pub mod checkout;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod clock;
#[cfg(feature = "client")]
pub mod credential;
#[cfg(feature = "dispatcher")]
pub mod dispatcher;
#[cfg(feature = "client")]
pub mod front;
#[cfg(feature = "descriptions")]
pub mod injection;
#[cfg(feature = "client")]
pub mod log;
#[cfg(feature = "client")]
pub mod memory;
#[cfg(feature = "client")]
pub mod onward;
#[cfg(feature = "descriptions")]
pub mod pipeline;
pub mod printed;
pub mod process;
#[cfg(feature = "program")]
pub mod progress;
pub mod random;
#[cfg(feature = "dispatcher")]
pub mod rendered;
pub mod repo;
#[cfg(feature = "descriptions")]
pub mod show;
#[cfg(feature = "descriptions")]
pub mod shuffle;
#[cfg(feature = "descriptions")]
pub mod specs;
#[cfg(feature = "client")]
pub mod time;
#[cfg(feature = "client")]
pub mod tracing;
/// A request as it arrives and a reply as it leaves, without a transport.
#[cfg(feature = "client")]
pub use arm_apimanagement::fake::engine::wire;
