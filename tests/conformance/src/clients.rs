//! Clients whose types differ, called alike.

use kit::calls::Connect;

/// A description that has a client.
pub(crate) struct Rendered {
    /// The file, without its end.
    pub(crate) name: &'static str,
    /// The ids of its operations, sorted.
    pub(crate) operations: fn() -> Vec<&'static str>,
    /// Makes a client.
    pub(crate) connect: Connect,
}
