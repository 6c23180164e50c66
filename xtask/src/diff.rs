//! `cargo xtask diff`: what changes between two api-versions.

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
};

use generator::{
    compat::{self, Compat, Items, Operations, Usage, read_items},
    diff::{
        Diff, diff,
        report::{self, Excerpts, Places, Report, Side, Style, View},
    },
    overrides::Accepted,
    rust::{Names, prepare},
    service::Version,
    spec::Correction,
};

use crate::{
    disk::{self, Output},
    flags::{self, DiffFormat, DiffPolicy, FailOn},
    report::{Refused, error, output, print, takes_colours, wrote},
    service::{self, Facts, Service},
};

/// The exit code of `--fail-on breaking` when something breaks.
const BROKEN: u8 = 2;

impl flags::Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let accepted = match &self.ignore {
            Some(path) => {
                let text = disk::read_named(path).map_err(Refused::from)?;
                Accepted::parse(&disk::shown(path), &text).map_err(Refused::from)?
            }
            None => Accepted::default(),
        };
        let out = self.out.as_deref().map(Output::at).transpose().map_err(Refused::from)?;
        // Reading is most of the work, and the two sides do not wait for each other.
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| Described::find(&self.old, self.facts.facts()));
            let new = Described::find(&self.new, self.facts.facts());
            (old.join().expect("the generator does not panic"), new)
        });
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => return Err(both_refused(old.err(), new.err()).into()),
        };
        if let Some(out) = &out {
            out.refuse_input(&self.inputs(&old, &new)?).map_err(Refused::from)?;
        }
        let mut report = self.compare(&old, &new)?;
        let reasons = |corrections| move |place: &_| Correction::reasons(corrections, place);
        report.mark(reasons(&old.version.corrections), reasons(&new.version.corrections));
        print(accepted.apply(&mut report));
        let root = self.out.as_deref().map_or_else(String::new, way_back);
        let text = match self.format {
            DiffFormat::Text => report::text(&report, self.style()),
            DiffFormat::Json => report::json(&report),
            DiffFormat::Markdown => report::markdown(&report, &root),
            DiffFormat::Html => {
                let excerpts = Excerpts { old: old.version.source.text(), new: new.version.source.text() };
                report::html(&report, excerpts, &root)
            }
        };
        match out {
            Some(out) => {
                let written = out.write(&text).map_err(Refused::from)?;
                wrote(written, out.path(), &in_short(&report))?;
            }
            None => output(&text)?,
        }
        if self.fail_on == Some(FailOn::Breaking) && report.is_breaking() {
            error(&format!(
                "{}, judged by the policy {}: `--fail-on breaking` asks for none",
                in_short(&report),
                report.view.as_str()
            ));
            return Ok(ExitCode::from(BROKEN));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Every file that the comparison is made of.
    fn inputs(&self, old: &Described, new: &Described) -> Result<Vec<PathBuf>, Refused> {
        let mut inputs: Vec<PathBuf> = [&self.ignore, &self.operations].into_iter().flatten().cloned().collect();
        for Described { service, spec, .. } in [old, new] {
            inputs.push(spec.clone());
            inputs.extend_from_slice(service.shared());
        }
        if let Some(path) = &self.used_by {
            inputs.extend(source_files(path)?);
        }
        Ok(inputs)
    }

    fn compare(&self, old: &Described, new: &Described) -> Result<Report, Refused> {
        let diff = diff(&old.version.api, &new.version.api);
        let places = Places { old: &|at| old.version.source.at(at), new: &|at| new.version.source.at(at) };
        let view = match self.policy {
            DiffPolicy::Wire => View::Wire,
            DiffPolicy::Azure => View::Azure,
            DiffPolicy::Rust => View::Rust,
        };
        let (before, after) = thread::scope(|scope| {
            let before = scope.spawn(|| Rendered::of(old));
            let after = Rendered::of(new);
            (before.join().expect("the generator does not panic"), after)
        });
        let rendered = match (before, after) {
            (Ok(before), Ok(after)) => Some((before, after)),
            // What cannot be rendered is compared as what it says, where nobody asks for code.
            (before, after) if view == View::Rust || self.used_by.is_some() => {
                return Err(both_refused(before.err(), after.err()));
            }
            _ => None,
        };
        let rust =
            rendered.as_ref().map(|(before, after)| Compat::new(before.side(old), after.side(new), &diff).view(&diff));
        let mut report = Report::new((old.side(), new.side()), diff.clone(), places, view, rust);
        self.ask(&mut report, (old, new), rendered.as_ref(), &diff)?;
        Ok(report)
    }

    /// Leaves of the report what was asked about.
    fn ask(
        &self,
        report: &mut Report,
        (old, new): (&Described, &Described),
        rendered: Option<&(Rendered, Rendered)>,
        diff: &Diff,
    ) -> Result<(), Refused> {
        if self.operations.is_none() && self.used_by.is_none() {
            return Ok(());
        }
        let names = [old, new].map(Described::names);
        let sides = ((&old.version.api, &names[0]), (&new.version.api, &names[1]));
        let operations = Operations::new(sides.0, sides.1, diff);
        if let Some(path) = &self.operations {
            let question = operations.read(&disk::shown(path), &disk::read_named(path)?)?;
            operations.ask(report, question);
        }
        if let (Some(path), Some((before, _))) = (&self.used_by, rendered) {
            let usage = Usage::find(&sources(path)?, &before.items)?;
            operations.used(report, &disk::shown(path), &usage)?;
        }
        Ok(())
    }

    /// Colours are for people who look, and not for files.
    fn style(&self) -> Style {
        if self.out.is_none() && takes_colours(&io::stdout()) { Style::Colour } else { Style::Plain }
    }
}

fn both_refused(old: Option<Refused>, new: Option<Refused>) -> Refused {
    Refused([old, new].into_iter().flatten().flat_map(|refused| refused.0).collect())
}

/// What a comparison came to, in one line.
fn in_short(report: &Report) -> String {
    let (changes, breaking) = (report.entries.len(), report.entries.iter().filter(|entry| entry.breaking).count());
    match report.code.as_ref().filter(|_| report.view == View::Rust) {
        Some(code) => format!("{changes} changes, {breaking} breaking, with {} items of the crate", code.breaking),
        None => format!("{changes} changes, {breaking} breaking"),
    }
}

/// A version as Rust.
struct Rendered {
    names: Names,
    items: Items,
}

impl Rendered {
    fn of(Described { service, version, .. }: &Described) -> Result<Self, Refused> {
        if !version.unsupported.is_empty() {
            return Err(service.with_remedies(version.unsupported.clone()));
        }
        let names = prepare(&version.api, &service.files.overrides, &version.source)?;
        let items = read_items(&version.api, &names);
        Ok(Self { names, items })
    }

    fn side<'a>(&'a self, described: &'a Described) -> compat::Side<'a> {
        compat::Side { api: &described.version.api, names: &self.names, items: &self.items }
    }
}

/// A version with the folder it stands in, whose names it is rendered with.
struct Described {
    service: Service,
    spec: PathBuf,
    version: Version,
}

impl Described {
    fn find(name: &str, facts: Facts) -> Result<Self, Refused> {
        let (service, spec) = service::find(name, facts)?;
        let version = service.described(&spec)?;
        Ok(Self { service, spec, version })
    }

    /// What its operations are called in Rust, as far as they can be called at all.
    fn names(&self) -> Names {
        Names::assign(&self.version.api, &self.service.files.overrides, &self.version.source).0
    }

    fn side(&self) -> Side {
        Side {
            version: self.version.api.api_version.clone(),
            file: self.version.source.name.clone(),
            operations: self.version.api.operations.len(),
        }
    }
}

/// The Rust sources below a folder, or the one that a path leads to, with their texts.
fn sources(path: &Path) -> Result<Vec<(String, String)>, Refused> {
    let files = source_files(path)?;
    if files.is_empty() {
        return Err(disk::unreadable(path, "the folder holds no .rs file")
            .help("name a folder of Rust sources")
            .into());
    }
    let read = |path: &PathBuf| Ok((disk::shown(path), disk::read_named(path)?));
    files.iter().map(read).collect()
}

/// Their paths, sorted. What cargo builds and what begins with a dot is not looked at.
fn source_files(path: &Path) -> Result<Vec<PathBuf>, Refused> {
    let mut found = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if !path.is_dir() {
            found.push(path);
            continue;
        }
        for inner in disk::list(&path)? {
            let name = inner.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_source = inner.is_file() && inner.extension().is_some_and(|extension| extension == "rs");
            let is_folder = inner.is_dir() && !inner.is_symlink() && !name.starts_with('.') && name != "target";
            if is_source || is_folder {
                open.push(inner);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The way from the folder of `out` back to the current one, from which the descriptions are named.
fn way_back(out: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let folder = here.join(out).parent().map(Path::to_owned).unwrap_or_default();
    match folder.strip_prefix(&here) {
        Ok(below) => "../".repeat(below.components().count()),
        Err(_) => format!("{}/", here.to_string_lossy()),
    }
}

#[cfg(test)]
mod tests;
