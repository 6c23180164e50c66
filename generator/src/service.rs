//! The files of a service: one description per api-version, and what belongs to all of them.
//!
//! Invariant: the caller reads the files. What each is for, and in which order they are applied, is known here alone.

use crate::{
    diag::{Code, Diagnostic, any_error},
    lower::lower,
    model::Api,
    overrides::Overrides,
    spec::{Correction, Document, Overlays, Source, load_with},
};

/// Our prose about a service, an OpenAPI Overlay.
const PROSE: &str = "prose.overlay.yaml";

/// Facts of a service's descriptions that are wrong as published, an OpenAPI Overlay.
pub const CORRECTIONS: &str = "corrections.overlay.yaml";

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
    corrections: Option<Text>,
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
    /// What of it is not as published.
    pub corrections: Vec<Correction>,
    /// Warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// Errors that keep it from being rendered, not from being compared.
    pub unsupported: Vec<Diagnostic>,
    /// Overlay actions and entries that this version does not need; an error when no version of the service does.
    pub unused: Vec<Diagnostic>,
}

/// The lines of an action that corrects the place of a problem in a description; `None` if it has none there. With `head` they
/// are a whole file.
#[must_use]
pub fn correction(problem: &Diagnostic, head: bool) -> Option<Vec<String>> {
    use Code::{Conflict, DuplicateOperation, PathParameter, RefCycle, Shape, UnresolvedRef, Unsupported};
    let facts = [Conflict, DuplicateOperation, PathParameter, RefCycle, Shape, UnresolvedRef, Unsupported];
    if !facts.contains(&problem.code) || problem.at.pointer.parent().is_none() {
        return None;
    }
    // A YAML text in single quotes has one escape.
    let target = problem.at.pointer.to_json_path().replace('\'', "''");
    let action = [
        format!("  - target: '{target}'"),
        "    description:  # why the description is wrong".to_owned(),
        "    update: {}  # what is right; or `remove: true`".to_owned(),
    ];
    let file = ["overlay: 1.0.0", "info: {title: Corrections, version: 1.0.0}", "actions:"].map(str::to_owned);
    Some(file.into_iter().filter(|_| head).chain(action).collect())
}

impl Service {
    /// Reads the files that belong to every description; `read` gives the file of a name, `None` if there is none.
    ///
    /// # Errors
    /// Of `read`, or every problem of the files.
    pub fn open<E: From<Vec<Diagnostic>>>(read: impl Fn(&str) -> Result<Option<Text>, E>) -> Result<Self, E> {
        let (prose, corrections) = (read(PROSE)?, read(CORRECTIONS)?);
        let mut files = Vec::new();
        for name in Overrides::FILES {
            files.extend(read(name)?);
        }
        let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        Ok(Self { prose, corrections, overrides: Overrides::parse(&files)? })
    }

    /// The same service with its descriptions as they are published, apart from our words and names.
    #[must_use]
    pub fn uncorrected(self) -> Self {
        Self { corrections: None, ..self }
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
        let overlays = Overlays { corrections: named(self.corrections.as_ref()), prose: named(self.prose.as_ref()) };
        let document = load_with(name, text, overlays)?;
        let (api, diagnostics) = lower(&document, &self.overrides);
        let (mut unused, diagnostics): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|diagnostic| diagnostic.code == Code::UnusedOverride);
        unused.extend(document.unused.iter().cloned());
        let (unsupported, diagnostics): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|diagnostic| diagnostic.code == Code::Unsupported);
        if any_error(&diagnostics) {
            return Err(unsupported.into_iter().chain(diagnostics).collect());
        }
        let Document { raw, source, corrections, .. } = document;
        Ok(Version { api, raw, source, corrections, diagnostics, unsupported, unused })
    }
}

fn named(text: Option<&Text>) -> Option<(&str, &str)> {
    text.map(|Text { name, text }| (name.as_str(), text.as_str()))
}
