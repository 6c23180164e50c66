//! `cargo xtask replay`: published examples through the typed client, which is the business of the package `replay`.

use std::process::ExitCode;

use crate::{flags, programs};

impl flags::Replay {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        programs::run("replay", [self.dir.into_os_string()])
    }
}
