//! The generator's pipeline on files of the repository: what `cargo xtask regen` does, without writing.

use std::{collections::BTreeMap, fs, path::Path};

use generator::{
    diag::Diagnostic,
    import::Reader,
    model::Api,
    overrides::Overrides,
    rust::{File, Names, prepare, render},
    service::{Service, Text},
    spec::Source,
};

use crate::repo;

/// A checkout of one file, under any name.
#[derive(Debug)]
pub struct Single(pub String);

impl Reader for Single {
    fn read(&mut self, _: &str) -> Result<String, Diagnostic> {
        Ok(self.0.clone())
    }
}

/// One description, lowered, with the overrides of its folder.
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// Its text, to resolve places.
    pub source: Source,
    /// `names.toml`.
    pub overrides: Overrides,
}

/// One description, rendered.
#[derive(Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Every file, sorted by path.
    pub files: Vec<File>,
    /// What everything is called.
    pub names: Names,
    /// Entries of `names.toml` that are of no use to it.
    pub unused: Vec<Diagnostic>,
}

impl Lowered {
    /// Reads and lowers `folder/file` with what belongs to the folder. Files are named in diagnostics by their file name.
    ///
    /// # Errors
    /// Every problem but overrides without use: those count only over all versions.
    ///
    /// # Panics
    /// If there is no such file.
    pub fn read(folder: &Path, file: &str) -> Result<Self, Vec<Diagnostic>> {
        Self::of(folder, file, &text(folder, file).expect("the description is there"))
    }

    /// The same for a text that stands in no file.
    ///
    /// # Errors
    /// As [`Lowered::read`].
    pub fn of(folder: &Path, file: &str, description: &str) -> Result<Self, Vec<Diagnostic>> {
        let read = |name: &str| Ok(text(folder, name).map(|text| Text { name: name.to_owned(), text }));
        let service = Service::open::<Vec<Diagnostic>>(read)?;
        let version = service.version(file, description)?;
        Ok(Self { api: version.api, source: version.source, overrides: service.overrides })
    }

    /// Renders it.
    ///
    /// # Errors
    /// Every problem.
    pub fn render(&self) -> Result<Rendered, Vec<Diagnostic>> {
        let names = prepare(&self.api, &self.overrides, &self.source)?;
        Ok(Rendered { files: render(&self.api, &names), unused: self.overrides.unused(names.used_overrides()), names })
    }
}

/// An api-version of API Management.
///
/// # Panics
/// If it does not lower.
#[must_use]
pub fn published(version: &str) -> Lowered {
    let folder = repo::root().join("specs/apimanagement");
    Lowered::read(&folder, &format!("{version}.yaml")).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

/// Path to text of what is rendered.
#[must_use]
pub fn by_path(rendered: Rendered) -> BTreeMap<String, String> {
    rendered.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// Diagnostics as they are printed: sorted, a line each.
#[must_use]
pub fn lines(diagnostics: &[Diagnostic]) -> String {
    let mut diagnostics = diagnostics.to_vec();
    diagnostics.sort();
    diagnostics.dedup();
    diagnostics.iter().flat_map(|diagnostic| [diagnostic.to_string(), "\n".to_owned()]).collect()
}

fn text(folder: &Path, file: &str) -> Option<String> {
    fs::read_to_string(folder.join(file)).ok()
}
