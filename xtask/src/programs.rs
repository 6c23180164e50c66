//! Starting the programs below `tests/`, each a package, in processes of their own.
//!
//! This package does not depend on them: `cargo xtask regen` must not wait for them to be compiled.

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
};

use anyhow::Context as _;

use crate::disk;

/// Builds a program and runs it with these arguments, in the folder the user is in.
///
/// Without optimisations: with them, compiling a thousand typed calls takes longer than what the programs do.
pub(crate) fn run(name: &str, arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--package", name, "--manifest-path"]);
    command.arg(disk::project_root().join("Cargo.toml")).arg("--").args(arguments);
    let status = command.status().context("cargo cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
