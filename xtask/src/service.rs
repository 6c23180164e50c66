//! A service's folder below `specs/`: its descriptions and what belongs to all of them (prose, facts, names).
//!
//! Invariant: reads and hands on; what the files mean is the generator's business.

use std::path::{Path, PathBuf};

use generator::{
    diag::{Code, Diagnostic, any_error},
    lower::{Facts, lower},
    model::Api,
    rust::Overrides,
    spec::{Source, load},
};

use crate::{disk, report::Refused};

/// The service that commands speak of unless told otherwise.
pub(crate) const DEFAULT: &str = "apimanagement";

const OVERLAY: &str = "prose.overlay.yaml";
const SECRETS: &str = "secrets.toml";
const READ_ONLY_POSTS: &str = "read-only-posts.toml";
const NAMES: &str = "names.toml";

/// A file with its name as it stands in diagnostics.
struct Text {
    name: String,
    text: String,
}

/// What belongs to every description in a folder.
pub(crate) struct Service {
    folder: PathBuf,
    overlay: Option<Text>,
    facts: Facts,
    pub(crate) overrides: Overrides,
}

/// One api-version, ready to render or compare.
pub(crate) struct Version {
    pub(crate) api: Api,
    /// The document it comes from, overlay applied.
    pub(crate) raw: serde_json::Value,
    pub(crate) source: Source,
    /// Errors and warnings that did not stop `lower`.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Overlay actions and facts that this version does not need; an error when no version of the service does.
    pub(crate) unused: Vec<Diagnostic>,
}

impl Service {
    /// The folder of a service below `specs/`.
    pub(crate) fn folder(name: &str) -> PathBuf {
        disk::project_root().join("specs").join(name)
    }

    /// Opens a folder. Of the files that belong to all versions each may be missing.
    pub(crate) fn open(folder: &Path) -> Result<Self, Refused> {
        if !folder.is_dir() {
            let message = if folder.exists() { "is a file, not a folder" } else { "there is no such folder" };
            return Err(disk::unreadable(folder, message).help("name a folder of OpenAPI 3.0 files").into());
        }
        let overlay = optional(&folder.join(OVERLAY))?;
        let (secrets, posts) = (optional(&folder.join(SECRETS))?, optional(&folder.join(READ_ONLY_POSTS))?);
        let facts = Facts::parse(secrets.as_ref().map(pair), posts.as_ref().map(pair))?;
        let overrides = match optional(&folder.join(NAMES))? {
            Some(names) => Overrides::parse(&names.name, &names.text)?,
            None => Overrides::default(),
        };
        Ok(Self { folder: folder.to_owned(), overlay, facts, overrides })
    }

    /// The descriptions in the folder, sorted.
    pub(crate) fn specs(&self) -> Result<Vec<PathBuf>, Refused> {
        let is_spec = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            ["yaml", "yml", "json"].contains(&&*extension) && !name.contains(".overlay.") && path.is_file()
        };
        let specs: Vec<PathBuf> = disk::list(&self.folder)?.into_iter().filter(is_spec).collect();
        if specs.is_empty() {
            let refusal = disk::unreadable(&self.folder, "the folder holds no .yaml, .yml or .json file");
            return Err(refusal.help("name a folder of OpenAPI 3.0 files").into());
        }
        Ok(specs)
    }

    /// Reads, loads and lowers one description.
    pub(crate) fn version(&self, spec: &Path) -> Result<Version, Refused> {
        let document = load(&disk::shown(spec), &disk::read(spec)?, self.overlay.as_ref().map(pair))?;
        let (api, diagnostics) = lower(&document, &self.facts);
        let (mut unused, diagnostics): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|diagnostic| diagnostic.code == Code::UnusedOverride);
        unused.extend(document.unused);
        if any_error(&diagnostics) {
            return Err(diagnostics.into());
        }
        Ok(Version { api, raw: document.raw, source: document.source, diagnostics, unused })
    }
}

/// The service and the description that a command line names by api-version (of the default service) or by file.
pub(crate) fn find(version_or_file: &str) -> Result<(Service, PathBuf), Refused> {
    let folder = Service::folder(DEFAULT);
    let named = folder.join(format!("{version_or_file}.yaml"));
    let path = if named.is_file() { named } else { PathBuf::from(version_or_file) };
    if !path.is_file() {
        let known: Vec<String> = Service::open(&folder)?.specs()?.iter().filter_map(|spec| stem(spec)).collect();
        let refusal = disk::unreadable(&path, "there is neither an api-version nor a file of this name");
        return Err(refusal.help(format!("the api-versions are {}", known.join(", "))).into());
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((Service::open(folder)?, path))
}

fn stem(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

fn optional(path: &Path) -> Result<Option<Text>, Refused> {
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(Text { name: disk::shown(path), text: disk::read(path)? }))
}

fn pair(text: &Text) -> (&str, &str) {
    (&text.name, &text.text)
}
