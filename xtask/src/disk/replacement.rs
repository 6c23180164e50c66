//! A new text for a file, on disk under another name until it takes the file's place.
//!
//! Invariant: the rename happens in the file's own folder, so whoever interrupts the program finds the old text or the new,
//! never half of one. What an interrupted run leaves behind is known by its name.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use super::parent;

/// How the names of our unfinished files end.
const UNFINISHED: &str = ".xtask-tmp";

/// A text that waits for its place. Dropped, it is gone.
pub(super) struct Replacement {
    pub(super) path: PathBuf,
    text: TempPath,
}

impl Replacement {
    /// Writes the text beside the file, which stays as it is.
    pub(super) fn prepare(path: &Path, text: &str) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(UNFINISHED);
        let old = fs::metadata(path).ok().map(|metadata| metadata.permissions());
        #[cfg(unix)]
        {
            // Without this nobody but the owner could read it. The umask still counts.
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(parent(path))?;
        file.write_all(text.as_bytes())?;
        if let Some(old) = old {
            file.as_file().set_permissions(old)?;
        }
        // The handle goes: there may be a thousand of these at a time.
        Ok(Self { path: path.to_owned(), text: file.into_temp_path() })
    }

    /// Takes the place of the file.
    pub(super) fn commit(self) -> io::Result<()> {
        self.text.persist(&self.path).map_err(|refused| refused.error)
    }
}

/// Whether a run of ours left the file behind before it was complete.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(UNFINISHED)
}
