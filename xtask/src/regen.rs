//! `cargo xtask regen`.

use std::process::ExitCode;

use crate::flags;

impl flags::Regen {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("`regen` is not built yet: {self:?}")
    }
}
