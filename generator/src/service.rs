//! The files of a service: one description per api-version, and what belongs to all of them.
//!
//! Invariant: the caller reads the files. What each is for, and in which order they are applied, is known here alone.

use crate::{
    diag::{Code, Diagnostic, any_error},
    lower::lower,
    model::Api,
    overrides::Overrides,
    spec::{Source, load},
};

/// Our prose about a service, an OpenAPI Overlay.
const PROSE: &str = "prose.overlay.yaml";

/// A file, with its name as it stands in diagnostics.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// What belongs to every description of a service.
#[derive(Clone, Debug, Default)]
pub struct Service {
    prose: Option<Text>,
    /// What we add to the descriptions.
    pub overrides: Overrides,
}

/// One api-version, ready to render or compare.
#[derive(Debug)]
pub struct Version {
    /// Its model.
    pub api: Api,
    /// The document it comes from, overlay applied.
    pub raw: serde_json::Value,
    /// Its text, to resolve places.
    pub source: Source,
    /// Warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// Errors that keep it from being rendered, not from being compared.
    pub unsupported: Vec<Diagnostic>,
    /// Overlay actions and entries that this version does not need; an error when no version of the service does.
    pub unused: Vec<Diagnostic>,
}

impl Service {
    /// Reads the files that belong to every description; `read` gives the file of a name, `None` if there is none.
    ///
    /// # Errors
    /// Of `read`, or every problem of the files.
    pub fn open<E: From<Vec<Diagnostic>>>(read: impl Fn(&str) -> Result<Option<Text>, E>) -> Result<Self, E> {
        let prose = read(PROSE)?;
        let mut files = Vec::new();
        for name in Overrides::FILES {
            files.extend(read(name)?);
        }
        let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        Ok(Self { prose, overrides: Overrides::parse(&files)? })
    }

    /// Loads and lowers one description.
    ///
    /// # Errors
    /// Every problem, but for what is unused: that counts only over all versions.
    pub fn version(&self, name: &str, text: &str) -> Result<Version, Vec<Diagnostic>> {
        let version = self.described(name, text)?;
        if any_error(&version.unsupported) {
            return Err(version.unsupported.into_iter().chain(version.diagnostics).collect());
        }
        Ok(version)
    }

    /// The same for who compares or lists, and renders nothing: what the model cannot hold is no error, and stands in
    /// [`Version::unsupported`].
    ///
    /// # Errors
    /// Every other problem.
    pub fn described(&self, name: &str, text: &str) -> Result<Version, Vec<Diagnostic>> {
        let prose = self.prose.as_ref().map(|prose| (prose.name.as_str(), prose.text.as_str()));
        let document = load(name, text, prose)?;
        let (api, diagnostics) = lower(&document, &self.overrides);
        let (mut unused, diagnostics): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|diagnostic| diagnostic.code == Code::UnusedOverride);
        unused.extend(document.unused);
        let (unsupported, diagnostics): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|diagnostic| diagnostic.code == Code::Unsupported);
        if any_error(&diagnostics) {
            return Err(unsupported.into_iter().chain(diagnostics).collect());
        }
        Ok(Version { api, raw: document.raw, source: document.source, diagnostics, unused, unsupported })
    }
}
