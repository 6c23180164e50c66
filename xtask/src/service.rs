//! A service's folder below `specs/`: its descriptions and what belongs to all of them (prose, facts, names).
//!
//! Invariant: reads and hands on; what the files mean is the generator's business.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use generator::{
    diag::{Diagnostic, Severity},
    service::{self, CORRECTIONS, Text, Version},
};

use crate::{disk, report::Refused};

/// The service that commands speak of unless told otherwise.
pub(crate) const DEFAULT: &str = "apimanagement";

/// So many problems show how a correction is written.
const CORRECTED: usize = 2;

/// Which facts of a description count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facts {
    /// With the corrections that stand beside it.
    Corrected,
    /// As published.
    Published,
}

/// A folder of descriptions, with what belongs to all of them.
pub(crate) struct Service {
    folder: PathBuf,
    /// Those that belong to all of them and are there.
    shared: Vec<PathBuf>,
    pub(crate) files: service::Service,
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
        let shared = RefCell::new(Vec::new());
        let files = service::Service::open(|name| {
            let path = folder.join(name);
            let text = optional(&path)?;
            shared.borrow_mut().extend(text.is_some().then_some(path));
            Ok::<_, Refused>(text)
        })?;
        Ok(Self { folder: folder.to_owned(), shared: shared.into_inner(), files })
    }

    /// The files that were read for all descriptions.
    pub(crate) fn shared(&self) -> &[PathBuf] {
        &self.shared
    }

    /// The descriptions in the folder, sorted. Their names alone say that they are: one that cannot be read is not one that is
    /// gone, or its version would go too.
    pub(crate) fn specs(&self) -> Result<Vec<PathBuf>, Refused> {
        let is_spec = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            ["yaml", "yml", "json"].contains(&&*extension) && !name.contains(".overlay.")
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
        let version = self.files.version(&disk::shown(spec), &disk::read(spec)?);
        version.map_err(|problems| self.with_remedies(problems))
    }

    /// The same for commands that render nothing.
    pub(crate) fn described(&self, spec: &Path) -> Result<Version, Refused> {
        let version = self.files.described(&disk::shown(spec), &disk::read(spec)?);
        version.map_err(|problems| self.with_remedies(problems))
    }

    /// The same problems with lines for the files of this folder. Problems of one description are often of one kind, so few of
    /// them say how to correct it.
    pub(crate) fn with_remedies(&self, mut problems: Vec<Diagnostic>) -> Refused {
        let corrections = self.folder.join(CORRECTIONS);
        let mut corrected = 0;
        for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Error) {
            if let Some(addition) = &mut problem.addition {
                addition.file = disk::shown(&self.folder.join(&addition.file));
            } else if corrected < CORRECTED
                && let Some(lines) = service::correction(problem, !corrections.exists())
            {
                corrected += 1;
                *problem = problem.clone().addition(disk::shown(&corrections), lines);
            }
        }
        problems.into()
    }
}

/// The service and the description that a command line names by api-version (of the default service) or by file.
pub(crate) fn find(version_or_file: &str, facts: Facts) -> Result<(Service, PathBuf), Refused> {
    let folder = Service::folder(DEFAULT);
    let named = folder.join(format!("{version_or_file}.yaml"));
    let path = if named.is_file() { named } else { PathBuf::from(version_or_file) };
    if !path.is_file() {
        let known: Vec<String> = Service::open(&folder)?.specs()?.iter().filter_map(|spec| stem(spec)).collect();
        let refusal = disk::unreadable(&path, "there is neither an api-version nor a file of this name");
        return Err(refusal.help(format!("the api-versions are {}", known.join(", "))).into());
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut service = Service::open(folder)?;
    if facts == Facts::Published {
        service.files = service.files.uncorrected();
    }
    Ok((service, path))
}

fn stem(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

fn optional(path: &Path) -> Result<Option<Text>, Refused> {
    if !disk::stands(path)? {
        return Ok(None);
    }
    Ok(Some(Text { name: disk::shown(path), text: disk::read(path)? }))
}
