//! `cargo xtask list`: every operation of an api-version with the method that calls it.

use std::process::ExitCode;

use anyhow::Context;
use generator::{diag::any_error, listing::Listing, rust::Names, text};

use crate::{
    flags::{self, ListFormat},
    report::{self, Refused},
    service,
};

impl flags::List {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (service, spec) = service::find(&self.version, self.facts.facts())?;
        let version = service.described(&spec)?;
        let (names, diagnostics) = Names::assign(&version.api, &service.files.overrides, &version.source);
        if any_error(&diagnostics) {
            return Err(Refused(diagnostics).into());
        }
        let listing = Listing::new(&version.api, &version.corrections, |op| names.method_path(op).unwrap_or_default());
        let listed = match self.format {
            ListFormat::Text => listing.to_string(),
            ListFormat::Json => text::json(serde_json::to_string_pretty(&listing).context("writing JSON")? + "\n"),
        };
        report::output(&listed)?;
        Ok(ExitCode::SUCCESS)
    }
}
