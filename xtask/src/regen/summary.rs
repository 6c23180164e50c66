//! What a run changes, on one screen.
//!
//! Invariant: looks at the files before they are written, and at nothing else: there is no old description to be had.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use generator::{
    compat::{Tally, revision},
    rust::File,
};

use super::Rendered;
use crate::disk;

/// So many names stand for all of a list.
const NAMES: usize = 4;

/// The lines about a version, below the one that counts what it has; none where nothing changes.
pub(super) fn of_version(out: &Path, version: &Rendered, compared: &[String]) -> String {
    let folder = out.join(&version.module);
    let read = |path: &str| disk::own_text(&folder.join(path));
    let mut lines = String::new();
    if !folder.exists() {
        let _ = writeln!(lines, "  new: a module behind the feature {}", version.module);
        indented(&mut lines, compared);
        return lines;
    }
    let mut standing = disk::files_below(&folder).unwrap_or_default();
    standing.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let below = |path: &PathBuf| Some(path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/"));
    let standing: Vec<String> = standing.iter().filter_map(below).collect();
    let mut old: Vec<File> = standing.into_iter().filter_map(|path| Some(File { text: read(&path)?, path })).collect();
    old.retain(|file| version.files.get(&file.path) != Some(&file.text));
    let unchanged = |path: &String, text: &String| read(path).as_ref() == Some(text);
    let new = version.files.iter().filter(|(path, text)| !unchanged(path, text));
    let new: Vec<File> = new.map(|(path, text)| File { path: path.clone(), text: text.clone() }).collect();
    if old.is_empty() && new.is_empty() {
        return lines;
    }
    let revision = revision(&old, &new);
    let files = old.iter().chain(&new).map(|file| &file.path).collect::<BTreeSet<_>>().len();
    let _ = writeln!(lines, "  changed: {files} files");
    if revision.operations.is_empty() && revision.models.is_empty() && revision.breaks.is_empty() {
        lines += "  neither operations nor models are other ones\n";
    } else {
        tally(&mut lines, "operations", &revision.operations);
        tally(&mut lines, "models", &revision.models);
        match revision.breaks.len() {
            0 => lines += "  breaks no code\n",
            count => {
                let _ = writeln!(lines, "  BREAKS code that mentions {count} items: {}", some(&revision.breaks));
            }
        }
    }
    indented(&mut lines, compared);
    let (file, module) = (&version.file, disk::shown(&folder));
    let _ = writeln!(lines, "  more: git diff {module}");
    let _ = writeln!(lines, "        git show HEAD:{file} > old.yaml && cargo xtask diff old.yaml {file}");
    lines
}

fn indented(lines: &mut String, more: &[String]) {
    for line in more {
        lines.extend(["  ", line, "\n"]);
    }
}

fn tally(lines: &mut String, what: &str, tally: &Tally) {
    for (verb, names) in [("added", &tally.added), ("removed", &tally.removed), ("changed", &tally.changed)] {
        if !names.is_empty() {
            let _ = writeln!(lines, "  {} {what} {verb}: {}", names.len(), some(names));
        }
    }
}

/// The first names, and how many more there are.
fn some(names: &[String]) -> String {
    let shown = names[..names.len().min(NAMES)].join(", ");
    if names.len() > NAMES { format!("{shown} and {} more", names.len() - NAMES) } else { shown }
}
