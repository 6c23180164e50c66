//! Locking for those who do not care whether another has panicked.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks what is in order at any time: either nothing panics while it is locked, or a half-made change cannot be seen.
pub(crate) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
