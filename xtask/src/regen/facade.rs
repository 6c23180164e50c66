//! What stands beside the versions' folders in the crate: the list of modules, the features, the tables of versions in the READMEs,
//! and what changed from version to version.
//!
//! Invariant: all of it follows from the descriptions, but for which versions are on by default, which the manifest says.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use generator::{
    compat::{Document, document},
    diag::Diagnostic,
    rust,
};

use super::{
    Rendered,
    manifest::Manifest,
    pages::{self, Row},
};
use crate::{disk, report::Refused};

const MANIFEST: &str = "Cargo.toml";

/// What each version was compared with, in words, by module.
pub(super) type Compared = BTreeMap<String, Vec<String>>;

/// The files of the crate that follow from all versions together.
pub(crate) struct Facade {
    /// The crate's folder.
    pub(super) folder: PathBuf,
    /// Every file with its text.
    pub(super) files: BTreeMap<PathBuf, String>,
    pub(super) compared: Compared,
}

impl Facade {
    /// The files of the crate in `generated/`.
    pub(super) fn new(versions: &[Rendered]) -> Result<Self, Refused> {
        let root = disk::project_root();
        let folder = root.join("generated");
        let manifest = manifest(&folder, versions, disk::read)?;
        let changes = changes(versions, &manifest.defaults);
        let mut facade = Self { files: list(&folder, versions), folder: folder.clone(), compared: Compared::new() };
        let rows = rows(versions, &manifest.defaults, &changes);
        for (path, below) in [(root.join("README.md"), "generated/"), (folder.join("README.md"), "")] {
            if path.exists() {
                let text = pages::page(&path, &disk::read(&path)?, below, &rows)?;
                facade.files.insert(path, text);
            }
        }
        facade.files.insert(folder.join(MANIFEST), manifest.text);
        for Changes { old, new, document } in changes {
            let Document { path, text, changes, breaking, guide } = document;
            let path = folder.join(path);
            let between = format!("from {} to {}", old.api.api_version, new.api.api_version);
            let line = format!("{between}: {changes} changes, {breaking} breaking; {}", disk::shown(&path));
            for side in [old, new] {
                facade.compared.entry(side.module.clone()).or_default().push(line.clone());
            }
            facade.files.insert(path, text);
            facade.files.insert(folder.join(guide.path), guide.text);
        }
        Ok(facade)
    }

    /// The files of another crate, in `folder`; those that `begun` has are not there yet.
    pub(crate) fn of_package(
        folder: &Path,
        versions: &[Rendered],
        begun: &BTreeMap<PathBuf, String>,
    ) -> Result<Self, Refused> {
        let read = |path: &Path| begun.get(path).cloned().map_or_else(|| disk::read(path), Ok);
        let manifest = manifest(folder, versions, read)?;
        let rows = rows(versions, &manifest.defaults, &[]);
        let readme = folder.join("README.md");
        let mut files = begun.clone();
        files.extend(list(folder, versions));
        files.insert(readme.clone(), pages::page(&readme, &read(&readme)?, "", &rows)?);
        files.insert(folder.join(MANIFEST), manifest.text);
        Ok(Self { folder: folder.to_owned(), files, compared: Compared::new() })
    }
}

/// The list of a crate's modules.
fn list(folder: &Path, versions: &[Rendered]) -> BTreeMap<PathBuf, String> {
    let list = rust::versions(&versions.iter().map(|version| version.api.api_version.as_str()).collect::<Vec<_>>());
    BTreeMap::from([(folder.join("src").join(list.path), list.text)])
}

fn manifest(
    folder: &Path,
    versions: &[Rendered],
    read: impl Fn(&Path) -> Result<String, Diagnostic>,
) -> Result<Manifest, Diagnostic> {
    let modules: Vec<&str> = versions.iter().map(|version| version.module.as_str()).collect();
    let path = folder.join(MANIFEST);
    Manifest::new(&path, &read(&path)?, &modules)
}

/// Two versions and what changed between them.
struct Changes<'a> {
    old: &'a Rendered,
    new: &'a Rendered,
    document: Document,
}

/// Neighbours are compared, and those that are neighbours among the versions on by default: what a page says of these two stays
/// where it is when a version comes between them.
fn changes<'a>(versions: &'a [Rendered], defaults: &BTreeSet<String>) -> Vec<Changes<'a>> {
    let numbers: Vec<usize> = (0..versions.len()).collect();
    let on: Vec<usize> =
        numbers.iter().copied().filter(|&number| defaults.contains(&versions[number].module)).collect();
    let neighbours = |numbers: &[usize]| numbers.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>();
    let pairs: BTreeSet<(usize, usize)> = neighbours(&numbers).into_iter().chain(neighbours(&on)).collect();
    let compare = |(old, new): (usize, usize)| {
        let (old, new) = (&versions[old], &versions[new]);
        Changes { old, new, document: document(old.described(), new.described()) }
    };
    pairs.into_iter().map(compare).collect()
}

fn rows<'a>(versions: &'a [Rendered], defaults: &BTreeSet<String>, changes: &'a [Changes<'a>]) -> Vec<Row<'a>> {
    let row = |version: &'a Rendered| {
        let since = changes.iter().filter(|one| one.new.module == version.module);
        Row {
            api_version: &version.api.api_version,
            module: &version.module,
            operations: version.api.operations.len(),
            is_default: defaults.contains(&version.module),
            changes: since.map(|one| (one.old.api.api_version.as_str(), one.document.path.as_str())).collect(),
        }
    };
    versions.iter().map(row).collect()
}
