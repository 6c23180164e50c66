//! A typed call with its types taken away: arguments as JSON, and what comes of it as JSON. Clients are called like that through
//! tables that `dispatcher` writes.

mod arguments;
mod running;

pub use self::{
    arguments::{ArgumentMismatch, Arguments},
    running::{Answer, Listing, Paging, Polling, Running, shown},
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
