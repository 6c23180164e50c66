//! Two runs in one folder, one after the other.
//!
//! The lock is the system's, so that it ends with the process that has it, however that ends. Where the file system knows none,
//! the run goes on without: each file is still whole, and a further run mends what two of them mixed.

use std::{fs::File, io, path::Path};

use fs4::{FileExt, TryLockError};
use generator::diag::Diagnostic;

use super::{shown, unreadable};
use crate::report;

/// What a run does in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// It reads. Others may read at the same time.
    Read,
    /// It writes.
    Write,
}

/// Waits until no other run is at the folder, and keeps others waiting until the lock is dropped. A folder that does not exist
/// has none.
pub(crate) fn lock(folder: &Path, access: Access) -> Result<Option<File>, Diagnostic> {
    let file = match open(folder, access) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(folder, format!("cannot be locked: {}", super::plain(&error)))),
    };
    let tried = match access {
        Access::Read => FileExt::try_lock_shared(&file),
        Access::Write => FileExt::try_lock(&file),
    };
    if let Err(TryLockError::WouldBlock) = tried {
        report::say(&format!("waiting for another run in {}", shown(folder)));
        // A lock that was refused before is waited for; if that fails there are none here.
        let _ = match access {
            Access::Read => FileExt::lock_shared(&file),
            Access::Write => FileExt::lock(&file),
        };
    }
    Ok(Some(file))
}

/// A folder can be locked itself, and nothing of that stays behind.
#[cfg(unix)]
fn open(folder: &Path, _: Access) -> io::Result<File> {
    File::open(folder)
}

/// A folder cannot be opened here: a file in it is locked, and stays.
#[cfg(not(unix))]
fn open(folder: &Path, access: Access) -> io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(access == Access::Write).create(access == Access::Write).truncate(false);
    options.open(folder.join(".xtask-lock"))
}
