//! `cargo xtask soak`: random fault scenarios, in a process of their own.
//!
//! They are the business of the package `tests`, which this one does not depend on: `cargo xtask regen` must not wait for it
//! to be compiled.

use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::{disk, flags};

/// How many scenarios are played unless told otherwise.
const COUNT: u64 = 10_000;

impl flags::Soak {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let numbers = match self.scenario {
            Some(scenario) => vec![scenario],
            None => vec![self.seed.unwrap_or(1), self.count.unwrap_or(COUNT)],
        };
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(disk::project_root());
        command.args(["run", "--quiet", "--release", "--package", "tests", "--bin", "soak", "--"]);
        command.args(numbers.iter().map(u64::to_string));
        let status = command.status().context("cargo cannot be started")?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
