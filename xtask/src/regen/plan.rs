//! What a run finds on disk and does there.
//!
//! Invariant: deletes only what a run of ours wrote, and whole versions only where the caller says that their descriptions are gone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use generator::{compat, rust::HEADER};

use super::{Rendered, facade::Facade};
use crate::{
    disk::{self, Tree},
    report::Refused,
};

/// What becomes of the folders of versions that are not rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// They stay: their descriptions may stand elsewhere.
    Keep,
    /// They go, as their descriptions have.
    Delete,
}

/// What is to be done on disk.
pub(crate) struct Plan {
    /// Every file that must be there, with its text.
    files: BTreeMap<PathBuf, String>,
    /// Machine-written files that no version renders any more.
    strays: Vec<PathBuf>,
    /// The version folders that stand or will stand below the output folder.
    folders: BTreeSet<PathBuf>,
}

impl Plan {
    /// The versions below `out`; `others` says what becomes of those that are not rendered.
    pub(crate) fn new(out: &Path, versions: &[Rendered], others: Others) -> Result<Self, Refused> {
        let mut files = BTreeMap::new();
        let mut folders = BTreeSet::new();
        for version in versions {
            let folder = out.join(&version.module);
            files.extend(version.files.iter().map(|(path, text)| (folder.join(path), text.clone())));
            folders.insert(folder);
        }
        refuse_in_place_of(&folders)?;
        let mut strays = Vec::new();
        let mut foreign = Vec::new();
        let could_be_ours =
            |path: &PathBuf| folders.contains(path) || others == Others::Delete && is_version_folder(path);
        let candidates: Vec<_> = disk::list(out)?.into_iter().filter(could_be_ours).collect();
        for folder in candidates {
            let is_rendered = folders.contains(&folder);
            let (ours, others): (Vec<_>, Vec<_>) = disk::files_below(&folder)?
                .into_iter()
                .filter(|path| !files.contains_key(path) || !is_plain(path))
                .partition(|path| is_ours(path));
            // A folder that merely looks like a version's, without a file of ours, is somebody else's.
            if is_rendered || !ours.is_empty() {
                foreign.extend(others);
                folders.insert(folder);
            }
            strays.extend(ours);
        }
        if foreign.is_empty() { Ok(Self { files, strays, folders }) } else { Err(refuse_foreign(&foreign)) }
    }

    /// Adds what stands beside the versions in the crate, and finds what no version needs any more.
    pub(crate) fn add_facade(&mut self, facade: Facade) -> Result<(), Refused> {
        self.files.extend(facade.files);
        let is_changes = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            disk::is_unfinished(path)
                || (name.starts_with("CHANGES-") || name.starts_with("MIGRATING-"))
                    && disk::own_text(path).is_some_and(|text| text.starts_with(compat::HEADER))
        };
        let found = disk::list(&facade.folder)?.into_iter().filter(is_changes);
        self.strays.extend(found.filter(|path| !self.files.contains_key(path)));
        Ok(())
    }

    /// The version folders whose description is gone.
    pub(crate) fn gone(&self) -> Vec<&PathBuf> {
        let is_gone = |folder: &&PathBuf| !self.files.keys().any(|path| path.starts_with(folder));
        self.folders.iter().filter(is_gone).collect()
    }

    /// Every file that is not as it must be, with what is wrong with it.
    pub(super) fn differing(&self) -> Vec<String> {
        let mut differing: Vec<String> = Vec::new();
        for (path, text) in &self.files {
            match disk::own_text(path) {
                Some(old) if old == *text => {}
                None if !path.exists() => differing.push(format!("missing: {}", disk::shown(path))),
                Some(_) | None => differing.push(format!("changed: {}", disk::shown(path))),
            }
        }
        differing.extend(self.strays.iter().map(|path| format!("stray: {}", disk::shown(path))));
        differing
    }

    /// Writes what changed, all of it or nothing as far as the disk lets us, and deletes what is stray.
    pub(crate) fn carry_out(&self) -> Result<(), Refused> {
        let mut tree = Tree::default();
        let changed = self.files.iter().filter(|(path, text)| disk::own_text(path).as_ref() != Some(*text));
        let refused: Vec<_> = changed.filter_map(|(path, text)| tree.add(path, text).err()).collect();
        if !refused.is_empty() {
            return Err(refused.into());
        }
        tree.commit()?;
        for folder in &self.folders {
            disk::delete_strays(folder, &|path| self.files.contains_key(path), &|text| text.starts_with(HEADER))?;
            if disk::list(folder)?.is_empty() {
                // Nothing depends on the folder, so one that stays is no failure.
                let _ = fs::remove_dir(folder);
            }
        }
        let elsewhere = self.strays.iter().filter(|path| !self.folders.iter().any(|folder| path.starts_with(folder)));
        for path in elsewhere {
            fs::remove_file(path).map_err(|error| disk::unreadable(path, format!("cannot be deleted: {error}")))?;
        }
        Ok(())
    }
}

/// `v` and a year.
fn is_version_folder(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut chars = name.chars();
    chars.next() == Some('v') && chars.next().is_some_and(|c| c.is_ascii_digit()) && path.is_dir() && !path.is_symlink()
}

/// Whether a run of ours wrote the file, or left it unfinished.
fn is_ours(path: &Path) -> bool {
    is_plain(path) && (disk::is_unfinished(path) || disk::own_text(path).is_some_and(|text| text.starts_with(HEADER)))
}

/// Whether it is a file, and not a link or a device that stands for one.
fn is_plain(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Whatever stands in the place of a version's folder and is none.
fn refuse_in_place_of(folders: &BTreeSet<PathBuf>) -> Result<(), Refused> {
    let refused: Vec<_> = folders.iter().filter_map(|path| disk::refuse_other_than_folder(path).err()).collect();
    if refused.is_empty() { Ok(()) } else { Err(refused.into()) }
}

fn refuse_foreign(paths: &[PathBuf]) -> Refused {
    let refuse = |path: &PathBuf| {
        let refusal = disk::unreadable(path, "was not written by `cargo xtask regen`, which owns this folder");
        refusal.help("move it elsewhere, or delete it")
    };
    Refused(paths.iter().map(refuse).collect())
}
