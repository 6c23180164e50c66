//! `cargo xtask diff`: what changes between two api-versions.

use std::{io, path::Path, process::ExitCode, thread};

use generator::{
    compat::{self, Compat, Items, render_items},
    diff::{
        Policy, diff,
        report::{self, Excerpts, Places, Report, Side, Style, View},
    },
    overrides::Accepted,
    rust::{Names, prepare},
    service::Version,
};

use crate::{
    disk::{self, Output},
    flags::{self, DiffFormat, DiffPolicy, FailOn},
    report::{Refused, error, output, print, takes_colours, wrote},
    service::{self, Service},
};

/// The exit code of `--fail-on breaking` when something breaks.
const BROKEN: u8 = 2;

impl flags::Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let accepted = match &self.ignore {
            Some(path) => {
                Accepted::parse(&disk::shown(path), &disk::read(path).map_err(Refused::from)?).map_err(Refused::from)?
            }
            None => Accepted::default(),
        };
        let out = self.out.as_deref().map(Output::at).transpose().map_err(Refused::from)?;
        // Reading is most of the work, and the two sides do not wait for each other.
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| Described::find(&self.old));
            let new = Described::find(&self.new);
            (old.join().expect("the generator does not panic"), new)
        });
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => {
                let problems = [old.err(), new.err()].into_iter().flatten().flat_map(|refused| refused.0);
                return Err(Refused(problems.collect()).into());
            }
        };
        let mut report = self.compare(&old, &new)?;
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
                report.policy
            ));
            return Ok(ExitCode::from(BROKEN));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn compare(&self, old: &Described, new: &Described) -> Result<Report, Refused> {
        let diff = diff(&old.version.api, &new.version.api);
        let sides = (old.side(), new.side());
        let places = Places { old: &|at| old.version.source.at(at), new: &|at| new.version.source.at(at) };
        let by = |policy: &str, judge: Policy, diff| {
            let breaks = |_, change: &_, direction| judge.breaks_in(change, direction);
            Report::new(sides.clone(), diff, places, View { policy, breaks: &breaks })
        };
        Ok(match self.policy {
            DiffPolicy::Wire => by("wire", Policy::Wire, diff),
            DiffPolicy::Azure => by("azure", Policy::Azure, diff),
            DiffPolicy::Rust => {
                let (before, after) = (Rendered::of(old)?, Rendered::of(new)?);
                let compat = Compat::new(before.side(old), after.side(new), &diff.changes);
                let breaks = |index, _: &_, _| compat.breaks(index);
                let report = Report::new(sides, diff, places, View { policy: "rust", breaks: &breaks });
                Report { code: Some(compat.code()), ..report }
            }
        })
    }

    /// Colours are for people who look, and not for files.
    fn style(&self) -> Style {
        if self.out.is_none() && takes_colours(&io::stdout()) { Style::Colour } else { Style::Plain }
    }
}

/// What a comparison came to, in one line.
fn in_short(report: &Report) -> String {
    let (changes, breaking) = (report.entries.len(), report.entries.iter().filter(|entry| entry.breaking).count());
    format!("{changes} changes, {breaking} breaking")
}

/// A version as Rust.
struct Rendered {
    names: Names,
    items: Items,
}

impl Rendered {
    fn of(Described { service, version }: &Described) -> Result<Self, Refused> {
        let names = prepare(&version.api, &service.files.overrides, &version.source)?;
        let (_, items) = render_items(&version.api, &names);
        Ok(Self { names, items })
    }

    fn side<'a>(&'a self, described: &'a Described) -> compat::Side<'a> {
        compat::Side { api: &described.version.api, names: &self.names, items: &self.items }
    }
}

/// A version with the folder it stands in, whose names it is rendered with.
struct Described {
    service: Service,
    version: Version,
}

impl Described {
    fn find(name: &str) -> Result<Self, Refused> {
        let (service, spec) = service::find(name)?;
        let version = service.version(&spec)?;
        Ok(Self { service, version })
    }

    fn side(&self) -> Side {
        Side {
            version: self.version.api.api_version.clone(),
            file: self.version.source.name.clone(),
            operations: self.version.api.operations.len(),
        }
    }
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
