//! `cargo xtask regen`: every description of a service to a folder of Rust each.
//!
//! Everything is rendered in memory first. Nothing is written when any version has an error or any file could not be written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use generator::{
    compat::{self, Items, document, render_items},
    diag::{Code, Diagnostic, in_all},
    model::Api,
    rust::{File, HEADER, Names, dispatch, prepare, version_module},
    spec::Source,
};

use crate::{
    disk, flags,
    report::{self, Refused},
    service::{self, Service},
};

impl flags::Regen {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = match (&self.specs, &self.service) {
            (Some(_), Some(_)) => anyhow::bail!("--specs and --service both name a folder; give one of them"),
            (Some(specs), None) => specs.clone(),
            (None, service) => Service::folder(service.as_deref().unwrap_or(service::DEFAULT)),
        };
        let ours = self.specs.is_none() && self.out.is_none();
        let out = self.out.clone().unwrap_or_else(|| disk::project_root().join("generated/src"));
        let versions = render_all(&Service::open(&folder)?, ours)?;
        let mut targets: Vec<Target<'_>> = versions.iter().map(|version| version.client(&out)).collect();
        let dispatch = disk::project_root().join("tests/src/dispatch");
        if ours {
            targets.extend(versions.iter().map(|version| version.dispatcher(&dispatch)));
        }
        let mut plan = Plan::new(&targets)?;
        if ours {
            plan.add_changes(&versions)?;
        }
        if self.check {
            return Ok(report_differing(&plan.differing()));
        }
        plan.carry_out()?;
        for version in &versions {
            println!("{}", version.line);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A rendered version.
struct Rendered {
    /// What `regen` prints about it.
    line: String,
    module: String,
    /// Path below the module's folder, to text.
    files: BTreeMap<String, String>,
    /// The same of the dispatcher in the tests; empty for other descriptions than our own, whose client the tests do not know.
    dispatch: BTreeMap<String, String>,
    /// For the comparison with its neighbours.
    api: Api,
    names: Names,
    items: Items,
    source: Source,
    /// The description's path from the root of the workspace, the same wherever the command runs.
    file: String,
    warnings: Vec<Diagnostic>,
    unused: Vec<Diagnostic>,
}

/// The package whose client the dispatcher calls, as Rust spells it.
const CLIENT: &str = "arm_apimanagement";

/// A version's folder below an output folder, and what goes into it.
#[derive(Clone, Copy)]
struct Target<'a> {
    out: &'a Path,
    module: &'a str,
    files: &'a BTreeMap<String, String>,
}

impl Rendered {
    /// The version as the comparison wants it.
    fn described(&self) -> compat::Version<'_> {
        let side = compat::Side { api: &self.api, names: &self.names, items: &self.items };
        compat::Version { side, source: &self.source, file: &self.file }
    }

    fn client<'a>(&'a self, out: &'a Path) -> Target<'a> {
        Target { out, module: &self.module, files: &self.files }
    }

    fn dispatcher<'a>(&'a self, out: &'a Path) -> Target<'a> {
        Target { out, module: &self.module, files: &self.dispatch }
    }
}

/// Renders every version, side by side, with a dispatcher if they are `ours`. All problems of all versions come out together.
fn render_all(service: &Service, ours: bool) -> Result<Vec<Rendered>, Refused> {
    let specs = service.specs()?;
    let results: Vec<Result<Rendered, Refused>> = thread::scope(|scope| {
        let threads: Vec<_> = specs.iter().map(|spec| scope.spawn(move || render_one(service, spec, ours))).collect();
        threads.into_iter().map(|thread| thread.join().expect("the generator does not panic")).collect()
    });
    let mut versions = Vec::new();
    let mut problems = Vec::new();
    for result in results {
        match result {
            Ok(version) => versions.push(version),
            Err(refused) => problems.extend(refused.0),
        }
    }
    if problems.is_empty() {
        problems = repeated(&versions, &specs);
        let unused: Vec<_> = versions.iter().map(|version| version.unused.clone()).collect();
        problems.extend(in_all(&unused));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    report::print(versions.iter_mut().flat_map(|version| std::mem::take(&mut version.warnings)).collect());
    Ok(versions)
}

/// An error for each description of an api-version that an earlier file describes.
fn repeated(versions: &[Rendered], specs: &[PathBuf]) -> Vec<Diagnostic> {
    let mut modules = BTreeSet::new();
    let repeated = versions.iter().zip(specs).filter(|(version, _)| !modules.insert(&version.module));
    repeated
        .map(|(version, spec)| {
            let message = format!("another file of the folder describes the same api-version, {}", version.module);
            let diagnostic = disk::unreadable(spec, message);
            Diagnostic { code: Code::Conflict, ..diagnostic }.help("keep one of them")
        })
        .collect()
}

fn render_one(service: &Service, spec: &Path, ours: bool) -> Result<Rendered, Refused> {
    let start = Instant::now();
    let version = service.version(spec)?;
    let names = prepare(&version.api, &service.overrides, &version.source)?;
    let (client, items, dispatch) = thread::scope(|scope| {
        let dispatch = ours.then(|| scope.spawn(|| dispatch(&version.api, &names, CLIENT)));
        let (client, items) = render_items(&version.api, &names);
        let dispatch = dispatch.map(|thread| thread.join().expect("the generator does not panic"));
        (client, items, dispatch.unwrap_or_default())
    });
    let (files, dispatch) = (by_path(client), by_path(dispatch));
    let mut unused = version.unused;
    unused.extend(service.overrides.unused(&names));
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    let api_version = &version.api.api_version;
    let counts = (version.api.operations.len(), names.type_count(), files.len());
    let line = line(api_version, counts, lines, start.elapsed());
    let (module, warnings) = (version_module(api_version), version.diagnostics);
    let (api, source) = (version.api, version.source);
    let below = spec.strip_prefix(disk::project_root()).unwrap_or(spec);
    let file = below.to_string_lossy().replace('\\', "/");
    Ok(Rendered { line, module, files, dispatch, api, names, items, source, file, warnings, unused })
}

fn by_path(files: Vec<File>) -> BTreeMap<String, String> {
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

fn line(api_version: &str, (operations, types, files): (usize, usize, usize), lines: usize, time: Duration) -> String {
    let time = time.as_millis();
    format!("{api_version}: {operations} operations, {types} types, {files} files, {lines} lines, {time} ms")
}

/// What is to be done on disk.
struct Plan {
    /// Every file that must be there, with its text.
    files: BTreeMap<PathBuf, String>,
    /// Machine-written files that no version renders any more.
    strays: Vec<PathBuf>,
    /// The version folders that stand or will stand below the output folder.
    folders: BTreeSet<PathBuf>,
}

impl Plan {
    fn new(targets: &[Target<'_>]) -> Result<Self, Refused> {
        let mut files = BTreeMap::new();
        let mut folders = BTreeSet::new();
        for target in targets {
            let folder = target.out.join(target.module);
            files.extend(target.files.iter().map(|(path, text)| (folder.join(path), text.clone())));
            folders.insert(folder);
        }
        let mut strays = Vec::new();
        let mut foreign = Vec::new();
        let could_be_ours = |path: &PathBuf| folders.contains(path) || is_version_folder(path);
        let places: BTreeSet<&Path> = targets.iter().map(|target| target.out).collect();
        let mut candidates = Vec::new();
        for out in places {
            candidates.extend(disk::list(out)?.into_iter().filter(could_be_ours));
        }
        for folder in candidates {
            let is_rendered = folders.contains(&folder);
            let (ours, others): (Vec<_>, Vec<_>) = files_below(&folder)?
                .into_iter()
                .filter(|path| !files.contains_key(path))
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

    /// Adds what changed between neighbouring versions, and finds such files of versions that are gone.
    fn add_changes(&mut self, versions: &[Rendered]) -> Result<(), Refused> {
        let folder = disk::project_root().join("generated");
        for (old, new) in versions.iter().zip(versions.iter().skip(1)) {
            let changes = document(old.described(), new.described());
            self.files.insert(folder.join(changes.path), changes.text);
        }
        let is_changes = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("CHANGES-"))
                && fs::read_to_string(path).is_ok_and(|text| text.starts_with(compat::HEADER))
        };
        let found = disk::list(&folder)?.into_iter().filter(is_changes);
        self.strays.extend(found.filter(|path| !self.files.contains_key(path)));
        Ok(())
    }

    /// Every file that is not as it must be, with what is wrong with it.
    fn differing(&self) -> Vec<String> {
        let mut differing: Vec<String> = Vec::new();
        for (path, text) in &self.files {
            match fs::read(path) {
                Ok(old) if old == text.as_bytes() => {}
                Ok(_) => differing.push(format!("changed: {}", disk::shown(path))),
                Err(_) => differing.push(format!("missing: {}", disk::shown(path))),
            }
        }
        differing.extend(self.strays.iter().map(|path| format!("stray: {}", disk::shown(path))));
        differing
    }

    /// Writes what changed and deletes what is stray, once it is known that all of it can be.
    fn carry_out(&self) -> Result<(), Refused> {
        let changed: Vec<_> =
            self.files.iter().filter(|(path, text)| fs::read(path).ok().as_deref() != Some(text.as_bytes())).collect();
        let refused: Vec<_> = changed.iter().filter_map(|(path, _)| disk::writable(path).err()).collect();
        if !refused.is_empty() {
            return Err(refused.into());
        }
        for (path, text) in changed {
            disk::write(path, text)?;
        }
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

/// Prints which files differ; fails if any does.
fn report_differing(differing: &[String]) -> ExitCode {
    for line in differing {
        println!("{line}");
    }
    if differing.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{} files are not what their descriptions give; run `cargo xtask regen`", differing.len());
    ExitCode::FAILURE
}

/// `v` and a year.
fn is_version_folder(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut chars = name.chars();
    chars.next() == Some('v') && chars.next().is_some_and(|c| c.is_ascii_digit()) && path.is_dir() && !path.is_symlink()
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut files = Vec::new();
    for path in disk::list(folder)? {
        if path.is_dir() && !path.is_symlink() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Whether a run of ours wrote the file, or left it unfinished.
fn is_ours(path: &Path) -> bool {
    disk::is_unfinished(path) || fs::read_to_string(path).is_ok_and(|text| text.starts_with(HEADER))
}

fn refuse_foreign(paths: &[PathBuf]) -> Refused {
    let refuse = |path: &PathBuf| {
        let refusal = disk::unreadable(path, "was not written by `cargo xtask regen`, which owns this folder");
        refusal.help("move it elsewhere, or delete it")
    };
    Refused(paths.iter().map(refuse).collect())
}

#[cfg(test)]
mod tests;
