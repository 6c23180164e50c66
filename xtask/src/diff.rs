//! `cargo xtask diff`: what changes between two api-versions.

use std::{
    io::{self, IsTerminal},
    path::Path,
    process::ExitCode,
};

use generator::diff::{
    Accepted, Policy, diff,
    report::{self, Excerpts, Places, Report, Side, Style, View},
};

use crate::{
    disk,
    flags::{self, DiffFormat, DiffPolicy, FailOn},
    report::{Refused, output, print},
    service::{self, Version},
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
        let (old, new) = (version(&self.old)?, version(&self.new)?);
        let mut report = self.compare(&old, &new)?;
        print(accepted.apply(&mut report));
        let root = self.out.as_deref().map_or_else(String::new, way_back);
        let text = match self.format.unwrap_or_default() {
            DiffFormat::Text => report::text(&report, self.style()),
            DiffFormat::Json => report::json(&report),
            DiffFormat::Markdown => report::markdown(&report, &root),
            DiffFormat::Html => {
                let excerpts = Excerpts { old: old.source.text(), new: new.source.text() };
                report::html(&report, excerpts, &root)
            }
        };
        match &self.out {
            Some(path) => drop(disk::write(path, &text).map_err(Refused::from)?),
            None => output(&text)?,
        }
        let broken = self.fail_on == Some(FailOn::Breaking) && report.is_breaking();
        Ok(if broken { ExitCode::from(BROKEN) } else { ExitCode::SUCCESS })
    }

    fn compare(&self, old: &Version, new: &Version) -> anyhow::Result<Report> {
        let (name, policy) = match self.policy.unwrap_or_default() {
            DiffPolicy::Wire => ("wire", Policy::Wire),
            DiffPolicy::Azure => ("azure", Policy::Azure),
            DiffPolicy::Rust => anyhow::bail!("the policy `rust` is not built yet"),
        };
        let breaks = |change: &_, direction| policy.breaks_in(change, direction);
        let view = View { policy: name, breaks: &breaks };
        let places = Places { old: &|at| old.source.at(at), new: &|at| new.source.at(at) };
        Ok(Report::new((side(old), side(new)), diff(&old.api, &new.api), places, view))
    }

    /// Colours are for people who look, and not for those who ask for none.
    fn style(&self) -> Style {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        if wanted && self.out.is_none() && io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
    }
}

fn version(name: &str) -> Result<Version, Refused> {
    let (service, spec) = service::find(name)?;
    service.version(&spec)
}

fn side(version: &Version) -> Side {
    Side {
        version: version.api.api_version.clone(),
        file: version.source.name.clone(),
        operations: version.api.operations.len(),
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
