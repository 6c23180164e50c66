//! `cargo xtask diff`: what changes between two api-versions.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use generator::diff::{
    Policy, diff,
    report::{self, Places, Report, Side, Style, View},
};

use crate::{
    disk,
    flags::{self, DiffFormat, FailOn},
    report::{Refused, output},
    service::{self, Version},
};

/// The exit code of `--fail-on breaking` when something breaks.
const BROKEN: u8 = 2;

impl flags::Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (old, new) = (version(&self.old)?, version(&self.new)?);
        let policy = Policy::Wire;
        let breaks = |change: &_, direction| policy.breaks_in(change, direction);
        let view = View { policy: "wire", breaks: &breaks };
        let places = Places { old: &|at| old.source.at(at), new: &|at| new.source.at(at) };
        let report = Report::new((side(&old), side(&new)), diff(&old.api, &new.api), places, view);
        let text = match self.format.unwrap_or_default() {
            DiffFormat::Text => report::text(&report, self.style()),
            DiffFormat::Json => report::json(&report),
            DiffFormat::Markdown | DiffFormat::Html => anyhow::bail!("not built yet"),
        };
        match &self.out {
            Some(path) => drop(disk::write(path, &text).map_err(Refused::from)?),
            None => output(&text)?,
        }
        let broken = self.fail_on == Some(FailOn::Breaking) && report.is_breaking();
        Ok(if broken { ExitCode::from(BROKEN) } else { ExitCode::SUCCESS })
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
