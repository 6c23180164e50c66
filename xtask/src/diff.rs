//! `cargo xtask diff`.

use std::process::ExitCode;

use crate::flags;

impl flags::Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("`diff` is not built yet: {self:?}")
    }
}
