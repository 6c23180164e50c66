//! The disk: the project's root, bounded reads, and writes that either happen or do not.
//!
//! Invariant: a file is replaced by a rename in its own folder, so whoever interrupts the program finds the old text or
//! the new, never half of one.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    spec::yaml,
};

/// How the names of our unfinished files end.
const UNFINISHED: &str = ".xtask-tmp";

/// The root of the workspace.
pub(crate) fn project_root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().map_or_else(|| ".".into(), Path::to_owned)
}

/// `path` as people should see it: relative when it lies below the current folder, and with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    short.to_string_lossy().replace('\\', "/")
}

/// A problem with a file or folder as a whole.
pub(crate) fn unreadable(path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(At::file(shown(path)), Code::Unreadable, message)
}

/// The text of a file. One above the generator's limit is refused before a byte of it is read.
pub(crate) fn read(path: &Path) -> Result<String, Diagnostic> {
    let refuse = |error: &io::Error| unreadable(path, format!("cannot be read: {}", plain(error)));
    let metadata = fs::metadata(path).map_err(|error| refuse(&error))?;
    if metadata.is_dir() {
        return Err(unreadable(path, "is a folder, not a file"));
    }
    if let Some(refusal) = yaml::too_large(&shown(path), metadata.len()) {
        return Err(refusal);
    }
    // A file can grow, and a device has no length: never take more than the limit allows.
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| refuse(&error))?;
    file.take(yaml::LIMIT + 1).read_to_end(&mut bytes).map_err(|error| refuse(&error))?;
    if let Some(refusal) = yaml::too_large(&shown(path), bytes.len() as u64) {
        return Err(refusal);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let line = valid.matches('\n').count() + 1;
        let at = At { line, column: 1, ..At::file(shown(path)) };
        Diagnostic::error(at, Code::Syntax, "the text is not UTF-8").help("save the file as UTF-8")
    })
}

/// Writes `text` unless the file holds it already; whether it did. Makes the folders that are missing.
pub(crate) fn write(path: &Path, text: &str) -> Result<bool, Diagnostic> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    writable(path)?;
    let refuse = |error: &io::Error| unreadable(path, format!("cannot be written: {}", plain(error)));
    let folder = parent(path);
    fs::create_dir_all(folder).map_err(|error| refuse(&error))?;
    let name = path.file_name().ok_or_else(|| unreadable(path, "has no file name"))?.to_string_lossy();
    let unfinished = folder.join(format!(".{name}.{}{UNFINISHED}", std::process::id()));
    let result = fs::File::create(&unfinished)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&unfinished, path));
    result.map(|()| true).map_err(|error| {
        // Best effort: the error that led here is the one to tell.
        let _ = fs::remove_file(&unfinished);
        refuse(&error)
    })
}

/// Refuses a path that [`write()`] could not write, so that a command can ask for all of its files before it starts.
pub(crate) fn writable(path: &Path) -> Result<(), Diagnostic> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(unreadable(path, "is a folder, not a file")),
        Ok(metadata) if metadata.permissions().readonly() => return Err(read_only(path)),
        _ => {}
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
    let refuse = |path: &Path, error: &io::Error| unreadable(path, format!("cannot be deleted: {}", plain(error)));
    let mut gone = Vec::new();
    for path in list(folder)? {
        if path.is_dir() && !path.is_symlink() {
            gone.extend(delete_strays(&path, keep, ours)?);
            if list(&path)?.is_empty() {
                fs::remove_dir(&path).map_err(|error| refuse(&path, &error))?;
            }
        } else if !keep(&path) && is_ours(&path, ours) {
            fs::remove_file(&path).map_err(|error| refuse(&path, &error))?;
            gone.push(path);
        }
    }
    Ok(gone)
}

fn is_ours(path: &Path, ours: &dyn Fn(&str) -> bool) -> bool {
    is_unfinished(path) || fs::read_to_string(path).is_ok_and(|text| ours(&text))
}

/// Whether a run of ours left the file behind before it was complete.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    path.to_string_lossy().ends_with(UNFINISHED)
}

/// What stands in a folder, sorted; nothing when the folder does not exist.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let refuse = |error: &io::Error| unreadable(folder, format!("cannot be listed: {}", plain(error)));
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| refuse(&error))?,
    };
    let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| refuse(&error))?;
    paths.sort();
    Ok(paths)
}

fn read_only(path: &Path) -> Diagnostic {
    unreadable(path, "cannot be written: it is read-only").help("make it writable, or name another place")
}

fn parent(path: &Path) -> &Path {
    path.parent().map_or(Path::new("."), or_here)
}

/// `a.yaml` has the parent ``, which the system does not know.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// What the system says, without its error number, in the style of diagnostics.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::StorageFull => "no space left".into(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
