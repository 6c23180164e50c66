//! `cargo xtask dump`: what a stage makes of an api-version, as JSON.

use std::process::ExitCode;

use anyhow::Context;
use generator::text;

use crate::{flags, report, service};

impl flags::Dump {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (service, spec) = service::find(&self.version)?;
        let version = service.version(&spec)?;
        let json = match self.stage.as_str() {
            "raw" => serde_json::to_string_pretty(&version.raw),
            "api" => serde_json::to_string_pretty(&version.api),
            stage => anyhow::bail!("there is no stage \"{stage}\": raw or api"),
        };
        report::output(&text::json(json.context("writing JSON")? + "\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
