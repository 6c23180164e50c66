//! The disk: the project's root, bounded reads, lists of folders, and what is said when one of them fails.
//!
//! How files are written stands in `output` (one that the user named), `tree` (those that a command owns) and `replacement` (what
//! both are made of); `lock` keeps two runs apart.

mod lock;
mod output;
mod replacement;
mod tree;

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    spec::yaml,
    text::visible,
};

pub(crate) use self::{
    lock::{Access, lock},
    output::{Output, Written},
    replacement::is_unfinished,
    tree::{Folders, Tree, delete_strays, refuse_other_than_file, refuse_other_than_folder},
};

/// The root of the workspace.
pub(crate) fn project_root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().map_or_else(|| ".".into(), Path::to_owned)
}

/// `path` as people should see it: relative when it lies below the current folder, with `/`, and with nothing in it that a
/// terminal would act on.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    visible(&short.to_string_lossy().replace('\\', "/")).into_owned()
}

/// A problem with a file or folder as a whole.
pub(crate) fn unreadable(path: &Path, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(At::file(shown(path)), Code::Unreadable, message)
}

/// The text of a plain file that a command found, or of one that a link there leads to. Anything else is refused unopened: a FIFO
/// would make us wait.
pub(crate) fn read(path: &Path) -> Result<String, Diagnostic> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() || metadata.is_file() => read_named(path),
        Ok(_) => Err(unreadable(path, "is not a plain file").help("move it elsewhere, or delete it")),
        Err(error) => Err(unfound(path, "cannot be read", &error)),
    }
}

/// The text of a file that the user named, which may be a FIFO: `<(...)` of a shell is one. One above the generator's limit is
/// refused before a byte of it is read.
pub(crate) fn read_named(path: &Path) -> Result<String, Diagnostic> {
    let refuse = |error: &io::Error| unfound(path, "cannot be read", error);
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
        let at = At { column: 1, ..At::byte(shown(path), &valid, valid.len()) };
        Diagnostic::error(at, Code::Syntax, "the text is not UTF-8").help("save the file as UTF-8")
    })
}

/// The text of a file, `None` if there is no such file, or something else than a file: a FIFO would make us wait, and what a
/// link leads to is somebody else's.
pub(crate) fn own_text(path: &Path) -> Option<String> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    fs::read_to_string(path).ok()
}

/// Whether anything has this name, were it a link to nothing.
pub(crate) fn stands(path: &Path) -> Result<bool, Diagnostic> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(unfound(path, "cannot be read", &error)),
    }
}

/// The place that a path leads to, links resolved. What is not there yet stands in its folder's.
pub(crate) fn place(path: &Path) -> PathBuf {
    let in_folder = || Some(fs::canonicalize(parent(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(|| path.to_owned())
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

/// Every file below a folder; links are not followed.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut files = Vec::new();
    for path in list(folder)? {
        if path.is_dir() && !path.is_symlink() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Refuses to read an api-version where there is no folder.
pub(crate) fn api_version(folder: &Path) -> Result<(), Diagnostic> {
    let message = match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => "is a file, not a folder",
        Err(_) => "there is no such folder",
    };
    Err(unreadable(folder, message).help("name the folder of one api-version"))
}

/// Refuses to write into a folder that is not there: its name may be mistyped.
pub(crate) fn existing(folder: &Path) -> Result<(), Diagnostic> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(unreadable(folder, "is a file, not a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !folder.is_symlink() => {
            Err(unreadable(folder, "there is no such folder").help("create it, or correct the path"))
        }
        Err(error) => Err(unfound(folder, "cannot be read", &error)),
    }
}

fn read_only(path: &Path) -> Diagnostic {
    unreadable(path, "cannot be written: it is read-only").help("make it writable, or name another place")
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    unreadable(path, format!("cannot be written: {}", plain(error)))
}

/// A folder that a command could not make.
pub(crate) fn unmade(folder: &Path, error: &io::Error) -> Diagnostic {
    unreadable(folder, format!("cannot be made: {}", plain(error))).help("nothing was changed; name another folder")
}

/// What cannot be opened. Of a link it is said that it is one: its name alone looks like that of a file.
fn unfound(path: &Path, what: &str, error: &io::Error) -> Diagnostic {
    if !path.is_symlink() {
        return unreadable(path, format!("{what}: {}", plain(error)));
    }
    let message = match error.kind() {
        io::ErrorKind::NotFound => "is a link to nothing".to_owned(),
        _ => format!("is a link that cannot be followed: {}", plain(error)),
    };
    unreadable(path, message).help("correct the link, or delete it")
}

/// The folder that a path stands in.
pub(crate) fn parent(path: &Path) -> &Path {
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
        _ => match error.to_string().split_once(" (os error") {
            Some((said, _)) => said.to_owned(),
            None => error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
