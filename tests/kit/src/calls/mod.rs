//! A typed call with its types taken away: arguments as JSON, and what comes of it as JSON. Clients are called like that through
//! tables that `dispatcher` writes.

mod arguments;
mod running;
pub mod trip;

use std::sync::Arc;

use arm_apimanagement::ClientOptions;
use azure_core::credentials::TokenCredential;

pub use self::{
    arguments::{ArgumentMismatch, Arguments},
    running::{Answer, Listing, Paging, Polling, Running, shown},
    trip::{Through, Trip},
};

/// The call of one operation.
pub type Entry<C> = fn(&C, &Arguments) -> Result<Running, ArgumentMismatch>;

/// The call of the operation `id`, from a table that is sorted by id.
///
/// # Errors
/// If there is no such operation.
pub fn find<C>(operations: &[(&str, Entry<C>)], id: &str) -> Result<Entry<C>, ArgumentMismatch> {
    let at = operations.binary_search_by_key(&id, |(id, _)| id);
    at.map(|at| operations[at].1).map_err(|_| ArgumentMismatch::operation(id))
}

/// A client whose type is taken away: calls an operation by its id.
pub type Run = Box<dyn Fn(&str, &Arguments) -> Result<Running, ArgumentMismatch>>;

/// Makes a client; the subscription is for those that have one.
pub type Connect = fn(&str, Arc<dyn TokenCredential>, ClientOptions) -> azure_core::Result<Run>;

/// Takes the type of a client away, whose operations stand in a table that is sorted by id.
#[must_use]
pub fn by_id<C: 'static>(operations: &'static [(&'static str, Entry<C>)], client: C) -> Run {
    Box::new(move |id, arguments| find(operations, id)?(&client, arguments))
}
