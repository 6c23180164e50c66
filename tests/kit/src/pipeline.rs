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
        Self::by(service(folder)?, file, description)
    }

    fn by(service: Service, file: &str, description: &str) -> Result<Self, Vec<Diagnostic>> {
        let version = service.version(file, description)?;
        Ok(Self { api: version.api, source: version.source, overrides: service.overrides })
    }

    /// What everything in it is called.
    ///
    /// # Errors
    /// Every problem.
    pub fn names(&self) -> Result<Names, Vec<Diagnostic>> {
        prepare(&self.api, &self.overrides, &self.source)
    }

    /// Renders it.
    ///
    /// # Errors
    /// Every problem.
    pub fn render(&self) -> Result<Rendered, Vec<Diagnostic>> {
        let names = self.names()?;
        Ok(Rendered { files: render(&self.api, &names), unused: self.overrides.unused(names.used_overrides()), names })
    }
}

/// What belongs to every description of a folder.
fn service(folder: &Path) -> Result<Service, Vec<Diagnostic>> {
    let read = |name: &str| Ok(text(folder, name).map(|text| Text { name: name.to_owned(), text }));
    Service::open::<Vec<Diagnostic>>(read)
}

/// An api-version of API Management without our corrections, to be compared with what was published.
///
/// # Panics
/// If it does not lower.
#[must_use]
pub fn uncorrected(version: &str) -> Api {
    let (folder, file) = (repo::root().join("specs/apimanagement"), format!("{version}.yaml"));
    let description = text(&folder, &file).expect("the description is there");
    let lowered = service(&folder).and_then(|service| Lowered::by(service.uncorrected(), &file, &description));
    good(lowered).api
}

/// An api-version of API Management.
///
/// # Panics
/// If it does not lower.
#[must_use]
pub fn published(version: &str) -> Lowered {
    let folder = repo::root().join("specs/apimanagement");
    good(Lowered::read(&folder, &format!("{version}.yaml")))
}

/// Path to text of what is rendered.
#[must_use]
pub fn by_path(rendered: Rendered) -> BTreeMap<String, String> {
    rendered.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// What came of something that has no problems.
///
/// # Panics
/// If it has, with all of them.
pub fn good<T>(result: Result<T, Vec<Diagnostic>>) -> T {
    result.unwrap_or_else(|problems| panic!("{}", lines(&problems)))
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
