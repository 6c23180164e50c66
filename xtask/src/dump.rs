//! `cargo xtask dump`.

use std::process::ExitCode;

use crate::flags;

impl flags::Dump {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("`dump` is not built yet: {self:?}")
    }
}
