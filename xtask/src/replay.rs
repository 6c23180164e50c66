//! `cargo xtask replay`: published examples through the typed client, which is the business of the package `replay`.

use std::process::ExitCode;

use crate::{
    disk,
    flags::{self, Color},
    programs,
    report::Refused,
};

impl flags::Replay {
    /// Runs the command.
    pub(crate) fn run(self, color: Color) -> anyhow::Result<ExitCode> {
        // The program says so too, but only once it is compiled.
        disk::api_version(&self.dir).map_err(Refused::from)?;
        programs::run("replay", color, [self.dir.into_os_string()])
    }
}
