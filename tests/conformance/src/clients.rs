//! Clients whose types differ, called alike.

use std::sync::Arc;

use arm_runtime::ClientOptions;
use azure_core::credentials::TokenCredential;
use kit::calls::{ArgumentMismatch, Arguments, Entry, Running, find};

/// Calls an operation by its id.
pub(crate) type Run = Box<dyn Fn(&str, &Arguments) -> Result<Running, ArgumentMismatch>>;

/// A description that has a client.
pub(crate) struct Rendered {
    /// The file, without its end.
    pub(crate) name: &'static str,
    /// The ids of its operations, sorted.
    pub(crate) operations: fn() -> Vec<&'static str>,
    /// Makes a client; the subscription is for those that have one.
    pub(crate) connect: fn(&str, Arc<dyn TokenCredential>, ClientOptions) -> azure_core::Result<Run>,
}

/// The client with its type taken away.
#[allow(dead_code, reason = "there are clients only where there are descriptions")]
pub(crate) fn by_id<C: 'static>(operations: &'static [(&'static str, Entry<C>)], client: C) -> Run {
    Box::new(move |id, arguments| find(operations, id)?(&client, arguments))
}
