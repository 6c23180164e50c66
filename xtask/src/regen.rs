//! `cargo xtask regen`: every description of a service to a folder of Rust each.
//!
//! Everything is rendered in memory first. Nothing is written when any version has an error or any file could not be written.

mod facade;
mod manifest;
mod pages;
mod plan;
mod site;
mod summary;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use generator::{
    compat::{self, Items, render_items},
    diag::{Code, Diagnostic, in_all},
    model::Api,
    rust::{File, Names, prepare, version_module},
    spec::Source,
};

use self::{facade::Compared, site::Site};
pub(crate) use self::{
    facade::Facade,
    manifest::ALL,
    pages::TABLE,
    plan::{Others, Plan},
};
use crate::{
    disk::{self, Access},
    flags,
    report::{self, Refused},
    service::Service,
};

impl flags::Regen {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if self.check {
            return report_differing(&self.differing()?);
        }
        let site = Site::of(&self)?;
        // Before anything is read: whoever had to wait goes by what the descriptions say then.
        let mut held = disk::lock(&site.out, Access::Write).map_err(Refused::from)?;
        let versions = self.render(&site)?;
        let mut _made = None;
        if held.is_none() {
            _made = Some(site.make_out()?);
            held = disk::lock(&site.out, Access::Write).map_err(Refused::from)?;
        }
        let (plan, compared) = site.plan(&versions)?;
        let summary = summary(&site.out, &versions, &plan, &compared);
        plan.carry_out()?;
        drop(held);
        report::output(&summary)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Which files are not what the descriptions give, and how. The test of the committed files calls it as well.
    fn differing(&self) -> anyhow::Result<Vec<String>> {
        let site = Site::of(self)?;
        let _held = disk::lock(&site.out, Access::Read).map_err(Refused::from)?;
        let versions = self.render(&site)?;
        Ok(site.plan(&versions)?.0.differing())
    }

    fn render(&self, site: &Site) -> Result<Vec<Rendered>, Refused> {
        let mut service = Service::open(&site.specs)?;
        if let Some(url) = &self.endpoint {
            service.files.overrides = service.files.overrides.with_endpoint(url);
        }
        render_all(&service)
    }
}

/// What `regen` prints: what each version has, and what the run changes.
pub(crate) fn summary(out: &Path, versions: &[Rendered], plan: &Plan, compared: &Compared) -> String {
    let mut lines = String::new();
    for version in versions {
        let compared = compared.get(&version.module).map_or(&[][..], Vec::as_slice);
        lines.extend([&version.line, "\n", &summary::of_version(out, version, compared)]);
    }
    for folder in plan.gone() {
        lines.extend([&*disk::shown(folder), ": removed, as its description is\n"]);
    }
    lines
}

/// A rendered version.
pub(crate) struct Rendered {
    /// What `regen` prints about it.
    line: String,
    module: String,
    /// Path below the module's folder, to text.
    files: BTreeMap<String, String>,
    /// For the comparison with its neighbours.
    pub(crate) api: Api,
    pub(crate) names: Names,
    items: Items,
    source: Source,
    /// The description's path from the root of the workspace, the same wherever the command runs.
    file: String,
    warnings: Vec<Diagnostic>,
    unused: Vec<Diagnostic>,
}

impl Rendered {
    /// The version as the comparison wants it.
    fn described(&self) -> compat::Version<'_> {
        let side = compat::Side { api: &self.api, names: &self.names, items: &self.items };
        compat::Version { side, source: &self.source, file: &self.file }
    }
}

/// Renders every version, side by side. All problems of all versions come out together.
pub(crate) fn render_all(service: &Service) -> Result<Vec<Rendered>, Refused> {
    let specs = service.specs()?;
    let results: Vec<Result<Rendered, Refused>> = thread::scope(|scope| {
        let threads: Vec<_> = specs.iter().map(|spec| scope.spawn(move || render_one(service, spec))).collect();
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

fn render_one(service: &Service, spec: &Path) -> Result<Rendered, Refused> {
    let start = Instant::now();
    let version = service.version(spec)?;
    let names = prepare(&version.api, &service.files.overrides, &version.source);
    let names = names.map_err(|problems| service.with_remedies(problems))?;
    let (client, items) = render_items(&version.api, &names);
    let files = by_path(client);
    let mut unused = version.unused;
    unused.extend(service.files.overrides.unused(names.used_overrides()));
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    let api_version = &version.api.api_version;
    let counts = (version.api.operations.len(), names.type_count(), files.len());
    let line = line(api_version, counts, lines, start.elapsed());
    let (module, warnings) = (version_module(api_version), version.diagnostics);
    let (api, source) = (version.api, version.source);
    let below = spec.strip_prefix(disk::project_root()).unwrap_or(spec);
    let file = below.to_string_lossy().replace('\\', "/");
    Ok(Rendered { line, module, files, api, names, items, source, file, warnings, unused })
}

fn by_path(files: Vec<File>) -> BTreeMap<String, String> {
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

fn line(api_version: &str, (operations, types, files): (usize, usize, usize), lines: usize, time: Duration) -> String {
    let time = time.as_millis();
    format!("{api_version}: {operations} operations, {types} types, {files} files, {lines} lines, {time} ms")
}

/// Prints which files differ; fails if any does.
fn report_differing(differing: &[String]) -> anyhow::Result<ExitCode> {
    report::output_lines(differing.iter().map(String::as_str))?;
    if differing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    report::say(&format!(
        "{} files are not what their descriptions give; run the command without `--check`",
        differing.len()
    ));
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests;
