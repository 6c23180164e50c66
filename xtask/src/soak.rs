//! `cargo xtask soak`: random fault scenarios, which are the business of the package `soak`.

use std::process::ExitCode;

use anyhow::bail;

use crate::{flags, programs};

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
        programs::run("soak", numbers.into_iter().map(|number| number.to_string().into()))
    }
}
