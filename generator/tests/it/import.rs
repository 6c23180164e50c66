//! `generator::import`: a small service of several files, everything that is refused, and the published files themselves.

mod bad;
mod bundle;
mod counts;
mod mutations;
mod published;
mod tolerated;
mod walk;

use std::{collections::BTreeMap, fs, path::PathBuf};

use generator::{
    diag::{At, Code, Diagnostic},
    import::Reader,
};

/// A checkout in a folder.
struct Folder(PathBuf);

impl Folder {
    /// The JSON files that stand in the folder `path` itself.
    fn entries(&self, path: &str) -> Vec<String> {
        let files = fs::read_dir(self.0.join(path)).expect("a folder").map(|entry| entry.expect("an entry").path());
        let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "json"));
        let name = |file: PathBuf| file.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let mut entries: Vec<String> = files.map(|file| format!("{path}/{}", name(file))).collect();
        entries.sort();
        entries
    }
}

impl Reader for Folder {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        fs::read_to_string(self.0.join(path)).map_err(|_| not_there(path, "cannot be read"))
    }
}

/// A checkout in memory.
struct Memory(BTreeMap<String, String>);

impl Reader for Memory {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        self.0.get(path).cloned().ok_or_else(|| not_there(path, "cannot be read"))
    }
}

fn not_there(path: &str, message: &str) -> Diagnostic {
    Diagnostic::error(At::file(path), Code::Unreadable, message)
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}
