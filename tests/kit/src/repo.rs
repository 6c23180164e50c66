//! The files of this repository and of the published descriptions, for tests that read them.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// What holds no file of ours; `.git` is a file where several work trees share one repository.
const SKIPPED: [&str; 3] = [".git", "target", "node_modules"];

/// A text file of the repository.
#[derive(Clone, Debug)]
pub struct RepoFile {
    /// Path from the root, `/`-separated.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl RepoFile {
    /// Whether the path ends with `suffix`.
    #[must_use]
    pub fn has_suffix(&self, suffix: &str) -> bool {
        self.path.ends_with(suffix)
    }

    /// Whether `cargo xtask regen` writes it.
    #[must_use]
    pub fn is_machine_written(&self) -> bool {
        self.path.starts_with("generated/src/v") || self.path.contains("/expected/")
    }
}

/// The root of the repository.
///
/// # Panics
/// Never: the package stands in a folder.
#[must_use]
pub fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    folder.expect("the package stands two folders below the workspace's root").to_owned()
}

/// Every text file below the root, sorted by path.
///
/// # Panics
/// If one cannot be read.
#[must_use]
pub fn files() -> Vec<RepoFile> {
    let root = root();
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // What is not UTF-8 is no text.
        let text = String::from_utf8(bytes).ok()?;
        let below = path.strip_prefix(&root).expect("the walk starts at the root");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(RepoFile { path: parts.join("/"), text })
    };
    paths.into_iter().filter_map(read).collect()
}

/// Every Rust file below the root, sorted by path.
#[must_use]
pub fn rust_files() -> Vec<RepoFile> {
    files().into_iter().filter(|file| file.has_suffix(".rs")).collect()
}

/// Every file below `folder`.
///
/// # Panics
/// If a folder cannot be read.
pub fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a folder that opens can be listed").path();
        match SKIPPED.iter().any(|name| path.ends_with(name)) {
            true => {}
            false if path.is_dir() => walk(&path, paths),
            false => paths.push(path),
        }
    }
}

/// The folder with the published descriptions, laid out as in the public repository; `None` without `ARM_SPECS_DIR`, which
/// may be relative to the root of ours.
///
/// A test that needs them passes without them, and says so. Where `CI` is set, doing without takes `ARM_SPECS_DIR=none`:
/// a check that nobody notices to be off is none.
///
/// # Panics
/// If the variable names something else, or is missing where `CI` is set.
#[must_use]
pub fn published() -> Option<PathBuf> {
    checkout("ARM_SPECS_DIR", "nothing is compared with the published descriptions")
}

/// Where an api-version of API Management is published, below `specification`.
#[must_use]
pub fn stable(version: &str) -> String {
    format!("apimanagement/resource-manager/Microsoft.ApiManagement/stable/{version}")
}

/// The same for descriptions of other services, in `ARM_SERVICES_DIR`: `folders.txt` there lists them.
///
/// # Panics
/// If the variable names something else, or is missing where `CI` is set.
#[must_use]
pub fn services() -> Option<PathBuf> {
    checkout(SERVICES, "no other service is imported and rendered")
}

/// The folders that stand below `services`: those of `folders.txt`, then the api-versions of API Management, sorted.
///
/// # Panics
/// If there is no such list.
#[must_use]
pub fn folders(services: &Path) -> Vec<String> {
    let list = services.join("folders.txt");
    let text = fs::read_to_string(&list).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    let listed = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let stable = format!("specification/{}", stable(""));
    let entries = fs::read_dir(services.join(&stable)).into_iter().flatten().flatten();
    let mut versions: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    versions.sort();
    listed.chain(versions.into_iter().map(|version| stable.clone() + &version)).collect()
}

/// Those that are published with examples.
///
/// # Panics
/// As [`folders`].
#[must_use]
pub fn with_examples(services: &Path) -> Vec<String> {
    folders(services).into_iter().filter(|folder| services.join(folder).join("examples").is_dir()).collect()
}

/// The same as [`services`] for a build script, which does without and says nothing: the tests of what it builds do.
///
/// # Panics
/// If the variable names something else.
#[must_use]
pub fn services_to_build() -> Option<PathBuf> {
    named(SERVICES)
}

/// Names the folder of other services.
pub const SERVICES: &str = "ARM_SERVICES_DIR";

/// The checkout that a variable names.
fn named(variable: &str) -> Option<PathBuf> {
    let folder = env::var_os(variable).filter(|folder| !folder.is_empty() && folder != "none")?;
    let folder = root().join(folder);
    assert!(folder.join("specification").is_dir(), "{variable}: {} has no specification", folder.display());
    Some(folder)
}

fn checkout(variable: &str, without: &str) -> Option<PathBuf> {
    if let Some(folder) = named(variable) {
        return Some(folder);
    }
    match env::var_os(variable).filter(|folder| !folder.is_empty()) {
        None if env::var_os("CI").is_some() => panic!("{variable} is not set; to do without, set it to none"),
        _ => {
            eprintln!("skipped: without {variable} {without}");
            None
        }
    }
}
