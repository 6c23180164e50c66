//! Descriptions as they are published, imported from a checkout as `cargo xtask import` reads it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    import::{Prose, Reader, import},
};

use crate::pipeline::Lowered;

/// A folder of one api-version in a checkout.
#[derive(Clone, Debug)]
pub struct Checkout<'a> {
    root: &'a Path,
    folder: &'a str,
}

impl<'a> Checkout<'a> {
    /// The folder, named from the root as `folders.txt` does.
    #[must_use]
    pub fn new(root: &'a Path, folder: &'a str) -> Self {
        Self { root, folder }
    }

    /// Its description, imported without prose.
    ///
    /// # Errors
    /// Every problem.
    ///
    /// # Panics
    /// If the folder cannot be listed.
    pub fn import(&mut self) -> Result<String, Vec<Diagnostic>> {
        import(&self.entries(), self, Prose::Drop).map(|imported| imported.text)
    }

    /// Its description, imported and lowered without any overrides.
    ///
    /// # Errors
    /// Every problem.
    ///
    /// # Panics
    /// If the folder cannot be listed.
    pub fn lowered(&mut self) -> Result<Lowered, Vec<Diagnostic>> {
        let text = self.import()?;
        let version = self.folder.rsplit('/').next().unwrap_or_default();
        Lowered::of(Path::new("none"), &format!("{version}.yaml"), &text)
    }

    fn entries(&self) -> Vec<String> {
        let mut entries = Vec::new();
        self.list(self.folder, &mut |path, is_folder| entries.extend((!is_folder).then_some(path)));
        entries
    }

    /// Shows the folders and the JSON files in a folder, sorted.
    fn list(&self, folder: &str, show: &mut dyn FnMut(String, bool)) {
        let entries = fs::read_dir(self.root.join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            if path.is_dir() || name.ends_with(".json") {
                show(format!("{folder}/{name}"), path.is_dir());
            }
        }
    }

    fn below(&self, folder: &str, found: &mut Vec<String>) {
        self.list(folder, &mut |path, is_folder| match is_folder {
            true if path.ends_with("/examples") => {}
            true => self.below(&path, found),
            false if folder != self.folder => found.push(path),
            false => {}
        });
    }
}

impl Reader for Checkout<'_> {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        let text = fs::read_to_string(self.root.join(path));
        text.map_err(|error| Diagnostic::error(At::file(path), Code::Unreadable, error.to_string()))
    }

    fn beside(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        self.below(self.folder, &mut found);
        found
    }
}
