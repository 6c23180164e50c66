//! `cargo xtask list`.

use std::process::ExitCode;

use crate::flags;

impl flags::List {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("`list` is not built yet: {self:?}")
    }
}
