//! `cargo xtask replay`: published examples through the typed client, which is the business of the package `replay`.

use std::process::ExitCode;

use crate::{
    flags::{self, Color},
    programs,
};

impl flags::Replay {
    /// Runs the command.
    pub(crate) fn run(self, color: Color) -> anyhow::Result<ExitCode> {
        programs::run("replay", color, [self.dir.into_os_string()])
    }
}
