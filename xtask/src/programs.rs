//! Starting the programs below `tests/`, each a package, in processes of their own.
//!
//! This package does not depend on them: `cargo xtask regen` must not wait for them to be compiled.

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
};

use anyhow::Context as _;

use crate::{disk, flags::Color};

/// Builds a program and runs it with these arguments, in the folder the user is in.
///
/// Without optimisations: with them, compiling a thousand typed calls takes longer than what the programs do.
pub(crate) fn run(name: &str, color: Color, arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--color", color.name(), "--package", name, "--manifest-path"]);
    command.arg(disk::project_root().join("Cargo.toml")).arg("--").args(arguments);
    match color {
        Color::Auto => &mut command,
        Color::Always => command.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR"),
        Color::Never => command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE"),
    };
    let status = command.status().context("cargo cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
