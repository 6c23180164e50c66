//! `cargo xtask dump`: what a stage makes of an api-version, as JSON.

use std::process::ExitCode;

use anyhow::Context;
use generator::{spec::Correction, text};
use serde_json::{Value, json};

use crate::{
    flags::{self, Stage},
    report, service,
};

/// The member that says what of the rest is not as published.
const MARKS: &str = "x-corrections";

/// Each corrected place, as a pointer into the document, with the reason and the action.
fn marks(corrections: &[Correction]) -> Value {
    let mark = |Correction { place, reason, at }: &Correction| json!({ "place": place, "reason": reason, "action": at.to_string() });
    corrections.iter().map(mark).collect()
}

impl flags::Dump {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let (service, spec) = service::find(&self.version, self.facts.facts())?;
        let version = service.version(&spec)?;
        let mut json = match self.stage {
            Stage::Raw => version.raw,
            Stage::Api => serde_json::to_value(&version.api).context("writing JSON")?,
        };
        if let (Some(members), false) = (json.as_object_mut(), version.corrections.is_empty()) {
            members.insert(MARKS.to_owned(), marks(&version.corrections));
        }
        let json = serde_json::to_string_pretty(&json).context("writing JSON")?;
        report::output(&text::json(json + "\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
