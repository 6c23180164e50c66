//! What one call costs beside the same one by hand: the benchmark `overhead` of the client, on all processors and on one.

use std::process::Command;

use anyhow::Context;

use super::{
    measured,
    workshop::{Workshop, built},
};

/// The tables.
pub(super) fn measure(_: &Workshop) -> anyhow::Result<String> {
    let program = built("overhead", &["bench", "--package", "arm-apimanagement", "--bench", "overhead", "--no-run"])?;
    let mut tables = format!("On all processors:\n\n{}", measured::text(&mut Command::new(&program))?);
    if cfg!(target_os = "linux") {
        let mut one = Command::new("taskset");
        let one = measured::text(one.args(["-c", "0"]).arg(&program)).context("taskset is part of util-linux")?;
        tables.push_str(&format!("\nOn one processor, where only work counts:\n\n{one}"));
    }
    Ok(tables)
}
