//! A file that the user names for a command's result.
//!
//! Invariant: what stands under that name stays what it is. A device or a FIFO gets the text, a link leads to it, and only a
//! plain file is replaced; it alone is read before. No folder is made: one that is missing is a mistyped one.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use generator::diag::Diagnostic;

use super::{existing, parent, place, read_only, replacement::Replacement, unfound, unreadable, unwritable};

/// Where links lead to what a process has open, not to a name of it.
const OPEN_FILES: [&str; 2] = ["/dev", "/proc"];

/// A file to write, once it is known what stands there.
#[derive(Debug)]
pub(crate) struct Output {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Nothing, or a plain file.
    File,
    /// A link to this file.
    Link(PathBuf),
    /// Something that takes what is written as it comes.
    Stream,
}

/// What became of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// The file holds the text already.
    Unchanged,
    /// The file has the text now.
    Changed,
    /// Something else than a file was given the text. It may be standard output, where nothing else belongs then.
    Streamed,
}

impl Output {
    /// Looks at what stands there, without opening it.
    pub(crate) fn at(path: &Path) -> Result<Self, Diagnostic> {
        let output = |kind| Ok(Self { path: path.to_owned(), kind });
        let own = match fs::symlink_metadata(path) {
            Ok(own) => own,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                existing(parent(path))?;
                path.file_name().ok_or_else(|| unreadable(path, "has no file name"))?;
                return output(Kind::File);
            }
            Err(_) if fs::metadata(parent(path)).is_ok_and(|folder| !folder.is_dir()) => {
                return Err(unreadable(parent(path), "is a file, not a folder"));
            }
            Err(error) => return Err(unwritable(path, &error)),
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            // A link to nothing is written as if it were what it leads to.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return output(Kind::Stream),
            Err(error) => return Err(unfound(path, "cannot be written", &error)),
        };
        if metadata.is_dir() {
            return Err(unreadable(path, "is a folder, not a file"));
        }
        if !metadata.is_file() {
            return output(Kind::Stream);
        }
        if metadata.permissions().readonly() {
            return Err(read_only(path));
        }
        if !own.is_symlink() {
            return output(Kind::File);
        }
        let folder = fs::canonicalize(parent(path)).map_err(|error| unwritable(path, &error))?;
        if OPEN_FILES.iter().any(|open| folder.starts_with(open)) {
            return output(Kind::Stream);
        }
        output(Kind::Link(fs::canonicalize(path).map_err(|error| unwritable(path, &error))?))
    }

    /// Refuses a file that the result comes from: whoever writes there has mixed up the arguments.
    pub(crate) fn refuse_input(&self, inputs: &[PathBuf]) -> Result<(), Diagnostic> {
        // Writing to a device takes nothing from it.
        let is_file = !matches!(self.kind, Kind::Stream);
        let out = place(&self.path);
        if is_file && self.path.exists() && inputs.iter().any(|input| place(input) == out) {
            let refusal = unreadable(&self.path, "is one of the files that the command reads");
            return Err(refusal.help("nothing was changed; name another file for the result"));
        }
        Ok(())
    }

    /// The path as it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the text, unless the file holds it already.
    pub(crate) fn write(&self, text: &str) -> Result<Written, Diagnostic> {
        let file = match &self.kind {
            Kind::Stream => return self.stream(text),
            Kind::File if holds(&self.path, text) => return Ok(Written::Unchanged),
            Kind::File => &self.path,
            Kind::Link(target) => target,
        };
        let replaced = Replacement::prepare(file, text).and_then(Replacement::commit);
        let kept =
            |error| unwritable(&self.path, &error).help("nothing was changed; mend that and run the command again");
        replaced.map(|()| Written::Changed).map_err(kept)
    }

    fn stream(&self, text: &str) -> Result<Written, Diagnostic> {
        let mut options = fs::OpenOptions::new();
        // A link to nothing makes its file.
        options.append(true).create(self.path.is_symlink());
        let unopened = |error| unwritable(&self.path, &error).help("nothing was written; correct the path or its link");
        let mut stream = options.open(&self.path).map_err(unopened)?;
        match stream.write_all(text.as_bytes()) {
            Ok(()) => Ok(Written::Streamed),
            // Whoever reads it has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Written::Streamed),
            Err(error) => Err(unwritable(&self.path, &error).help("what was written there is not complete")),
        }
    }
}

fn holds(path: &Path, text: &str) -> bool {
    let same_length = fs::metadata(path).is_ok_and(|metadata| metadata.len() == text.len() as u64);
    same_length && fs::read(path).is_ok_and(|old| old == text.as_bytes())
}
