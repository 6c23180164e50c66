//! Clients of other services of Resource Manager, and of api-versions of API Management that this repository has no description of:
//! of those that are published with examples.
//!
//! The build script imports and renders them as they are published. Without `ARM_SERVICES_DIR` there are none.

mod rendered {
    //! What the build script rendered.
    include!(concat!(env!("OUT_DIR"), "/rendered.rs"));
}

#[allow(unused_imports, reason = "there are clients only where there are descriptions")]
/// What rendered clients are made of, by the name that they have for it.
pub(crate) use arm_runtime::codegen as rt;

use kit::calls::{Connect, Through};

/// A service that has a client.
#[derive(Debug)]
pub struct Service {
    /// Its folder below `specification`, and its api-version.
    pub name: &'static str,
    /// Where it stands below `ARM_SERVICES_DIR`.
    pub folder: &'static str,
    /// The way of each model through Rust, sorted by the id of its type.
    pub models: &'static [(&'static str, Through)],
    /// Makes a client.
    pub connect: Connect,
}

/// Every service that has a client.
#[must_use]
pub fn services() -> &'static [Service] {
    rendered::CLIENTS
}

/// Every other one, and why it has none.
#[must_use]
pub fn refused() -> &'static [(&'static str, &'static str)] {
    rendered::REFUSED
}
