//! `cargo xtask soak`: random fault scenarios, in a process of their own.
//!
//! They are the business of the package `tests`, which this one does not depend on: `cargo xtask regen` must not wait for it
//! to be compiled.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

use crate::{disk, flags};

/// How many scenarios are played unless told otherwise.
const COUNT: u64 = 10_000;

impl flags::Soak {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let numbers = match (self.scenario, self.seed, self.count) {
            (Some(scenario), None, None) => vec![scenario],
            (Some(_), ..) => bail!("--scenario plays one scenario by its own seed: leave out --seed and --count"),
            (None, _, Some(0)) => bail!("--count 0 plays nothing"),
            (None, seed, count) => vec![seed.unwrap_or(1), count.unwrap_or(COUNT)],
        };
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(disk::project_root());
        // Without optimisations: with them, compiling a thousand typed calls takes longer than playing ten thousand scenarios.
        command.args(["run", "--package", "tests", "--bin", "soak", "--"]);
        command.args(numbers.iter().map(u64::to_string));
        let status = command.status().context("cargo cannot be started")?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
