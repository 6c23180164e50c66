//! Other services of Resource Manager, where their published files are at hand: each is imported and rendered, and what is
//! refused is listed here.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    import::{Prose, Reader, import},
};
use kit::{
    pipeline::{Lowered, lines},
    repo,
};

/// The folders that are not rendered, with the code of the refusal.
const REFUSED: &[(&str, Code)] = &[];

/// Three more api-versions of API Management, which stand beside the list of folders.
const VERSIONS: [&str; 3] = ["2016-07-07", "2016-10-10", "2020-12-01"];

/// A checkout in a folder, as `cargo xtask import` reads it.
struct Checkout {
    root: PathBuf,
    source: String,
}

impl Checkout {
    fn entries(&self) -> Vec<String> {
        let mut entries = Vec::new();
        self.list(&self.source, &mut |path, is_folder| entries.extend((!is_folder).then_some(path)));
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
            false if folder != self.source => found.push(path),
            false => {}
        });
    }
}

impl Reader for Checkout {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        let text = fs::read_to_string(self.root.join(path));
        text.map_err(|error| Diagnostic::error(At::file(path), Code::Unreadable, error.to_string()))
    }

    fn beside(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        self.below(&self.source.clone(), &mut found);
        found
    }
}

/// Imports a folder, and renders what comes of it; gives the number of files.
fn render(root: &Path, folder: &str) -> Result<usize, Vec<Diagnostic>> {
    let mut checkout = Checkout { root: root.to_owned(), source: folder.to_owned() };
    let imported = import(&checkout.entries(), &mut checkout, Prose::Drop)
        .unwrap_or_else(|refused| panic!("{folder} is not imported:\n{}", lines(&refused)));
    let version = folder.rsplit('/').next().expect("a folder has a name");
    let lowered = Lowered::of(Path::new("none"), &format!("{version}.yaml"), &imported.text)?;
    Ok(lowered.render()?.files.len())
}

#[test]
fn every_service_is_imported_and_rendered() {
    let Some(services) = repo::services() else { return };
    let list = fs::read_to_string(services.join("folders.txt")).expect("a list of folders");
    let mut folders: Vec<String> =
        list.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    assert_eq!(folders.len(), 46);
    folders.extend(VERSIONS.map(|version| format!("specification/{}", repo::stable(version))));
    let mut refused = BTreeMap::new();
    for folder in &folders {
        match render(&services, folder) {
            Ok(files) => assert!(files > 2, "{folder}"),
            Err(problems) => {
                refused.insert(folder.as_str(), problems);
            }
        }
    }
    let found: BTreeMap<&str, Code> = refused.iter().map(|(folder, problems)| (*folder, problems[0].code)).collect();
    let told: Vec<String> = refused.iter().map(|(folder, problems)| format!("{folder}\n{}", lines(problems))).collect();
    assert_eq!(found, REFUSED.iter().copied().collect(), "{}", told.join("\n"));
    assert!(folders.len() - refused.len() >= 44 + VERSIONS.len());
}
