//! `cargo xtask soak`: random fault scenarios, which are the business of the package `soak`.

use std::process::ExitCode;

use crate::{
    flags::{self, Color},
    programs,
};

impl flags::Soak {
    /// Runs the command.
    pub(crate) fn run(self, color: Color) -> anyhow::Result<ExitCode> {
        let arguments = match self.scenario {
            Some(scenario) => vec!["--scenario".to_owned(), scenario.to_string()],
            None => vec!["--seed".to_owned(), self.seed.to_string(), "--count".to_owned(), self.count.to_string()],
        };
        programs::run("soak", color, arguments.into_iter().map(Into::into))
    }
}
