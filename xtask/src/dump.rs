//! `cargo xtask dump`: what a stage makes of an api-version, as JSON.

use std::process::ExitCode;

use anyhow::Context;
use generator::text;

use crate::{
    flags::{self, Stage},
    report, service,
};

impl flags::Dump {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (service, spec) = service::find(&self.version)?;
        let version = service.version(&spec)?;
        let json = match self.stage {
            Stage::Raw => serde_json::to_string_pretty(&version.raw),
            Stage::Api => serde_json::to_string_pretty(&version.api),
        };
        report::output(&text::json(json.context("writing JSON")? + "\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
