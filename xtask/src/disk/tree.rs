//! Many files that belong together, in folders that a command owns.
//!
//! Invariant: every text is on disk, under another name, before the first of them takes the place of a file. A full disk is met
//! while the old files still stand; a run that ends between two renames leaves some new and some old, and the next mends that.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use generator::diag::Diagnostic;

use super::{
    is_unfinished, list, or_here, own_text, parent, plain, read_only, replacement::Replacement, unreadable, unwritable,
};

/// Files that are about to be written. Dropped before, they leave nothing.
#[derive(Default)]
pub(crate) struct Tree {
    files: Vec<Replacement>,
    /// Folders that were made for them. They go after the files, if these do.
    folders: Folders,
}

impl Tree {
    /// Gets a file ready. Makes the folders that are missing.
    pub(crate) fn add(&mut self, path: &Path, text: &str) -> Result<(), Diagnostic> {
        writable(path)?;
        let prepared = self.folders.make(parent(path)).and_then(|()| Replacement::prepare(path, text));
        let kept = |error| unwritable(path, &error).help("nothing was changed; mend that and run the command again");
        self.files.push(prepared.map_err(kept)?);
        Ok(())
    }

    /// Puts all files in their places.
    pub(crate) fn commit(mut self) -> Result<(), Diagnostic> {
        let count = self.files.len();
        for (done, file) in std::mem::take(&mut self.files).into_iter().enumerate() {
            let path = file.path.clone();
            file.commit().map_err(|error| {
                let mixed =
                    format!("{done} of {count} files are new and the others old; mend that and run the command again");
                unwritable(&path, &error).help(mixed)
            })?;
        }
        Ok(())
    }
}

/// Folders that were made for files to come. Dropped, those that are still empty go.
#[derive(Default)]
pub(crate) struct Folders {
    /// The outer before the inner.
    made: Vec<PathBuf>,
}

impl Folders {
    /// Makes a folder and those around it, as far as they are missing.
    pub(crate) fn make(&mut self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        self.make(parent(folder))?;
        match fs::create_dir(folder) {
            Ok(()) => self.made.push(folder.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // One that somebody put something into stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Refuses something else than a folder where a command owns one: what is written through a link lands in a place that nobody
/// named.
pub(crate) fn refuse_other_than_folder(path: &Path) -> Result<(), Diagnostic> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(in_the_way(path, "is a link, and the command owns its folders")),
        Ok(metadata) if !metadata.is_dir() => Err(in_the_way(path, "is not a folder, and the command needs one there")),
        _ => Ok(()),
    }
}

/// The same where a command owns a file: a link would be replaced, or its target written.
pub(crate) fn refuse_other_than_file(path: &Path) -> Result<(), Diagnostic> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(in_the_way(path, "is a folder, not a file")),
        Ok(metadata) if metadata.is_symlink() => {
            Err(in_the_way(path, "is a link, and the command writes only plain files"))
        }
        Ok(metadata) if !metadata.is_file() => Err(in_the_way(path, "is not a plain file")),
        _ => Ok(()),
    }
}

fn in_the_way(path: &Path, message: &str) -> Diagnostic {
    unreadable(path, message).help("move it elsewhere, or delete it")
}

/// Refuses a path that cannot be written, as far as that can be known without trying.
fn writable(path: &Path) -> Result<(), Diagnostic> {
    refuse_other_than_file(path)?;
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(read_only(path));
    }
    let existing = parent(path).ancestors().find_map(|folder| Some((folder, fs::metadata(or_here(folder)).ok()?)));
    match existing {
        Some((folder, metadata)) if !metadata.is_dir() => Err(unreadable(folder, "is a file, not a folder")),
        Some((folder, metadata)) if metadata.permissions().readonly() => Err(read_only(folder)),
        _ => Ok(()),
    }
}

/// Deletes the files below `folder` that are not in `keep`, if `ours` says so of their text or a run of ours left them
/// unfinished, and the folders that become empty. Links are not followed.
pub(crate) fn delete_strays(
    folder: &Path,
    keep: &dyn Fn(&Path) -> bool,
    ours: &dyn Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Diagnostic> {
    let refuse = |path: &Path, error: &io::Error| {
        let refusal = unreadable(path, format!("cannot be deleted: {}", plain(error)));
        refusal.help("all files were written; mend that and run the command again")
    };
    let mut gone = Vec::new();
    for path in list(folder)? {
        if path.is_dir() && !path.is_symlink() {
            gone.extend(delete_strays(&path, keep, ours)?);
            if list(&path)?.is_empty() {
                fs::remove_dir(&path).map_err(|error| refuse(&path, &error))?;
            }
        } else if !keep(&path) && (is_unfinished(&path) || own_text(&path).is_some_and(|text| ours(&text))) {
            fs::remove_file(&path).map_err(|error| refuse(&path, &error))?;
            gone.push(path);
        }
    }
    Ok(gone)
}
