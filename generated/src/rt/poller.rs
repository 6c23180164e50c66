//! Long-running operations.

use std::marker::PhantomData;

use super::request::Prepared;

/// Where the result of a long-running operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// The URL of the `Azure-AsyncOperation` header.
    AzureAsyncOperation,
    /// The URL of the `Location` header.
    Location,
    /// The URL of the `Operation-Location` header.
    OperationLocation,
    /// The URL of the original request.
    OriginalUri,
}

/// A long-running operation that has not begun yet.
#[derive(Debug)]
pub struct Poller<T> {
    #[expect(dead_code, reason = "polling reads it")]
    prepared: Prepared,
    #[expect(dead_code, reason = "polling reads it")]
    final_state: Option<FinalState>,
    payload: PhantomData<fn() -> T>,
}

impl<T> Poller<T> {
    pub(crate) fn begin(prepared: Prepared, final_state: Option<FinalState>) -> Self {
        Self { prepared, final_state, payload: PhantomData }
    }
}
