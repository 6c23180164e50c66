//! What one call costs beside the same one by hand: the benchmark `overhead` of the client, on all processors and on one, and
//! its benchmark `allocations`.

use std::{path::PathBuf, process::Command};

use anyhow::Context;

use super::{
    measured,
    workshop::{Workshop, built},
};

/// The tables.
pub(super) fn measure(_: &Workshop) -> anyhow::Result<String> {
    let [times, allocations] = [program("overhead")?, program("allocations")?];
    let mut tables = format!("On all processors:\n\n{}", measured::text(&mut Command::new(&times))?);
    if cfg!(target_os = "linux") {
        let mut one = Command::new("taskset");
        let one = measured::text(one.args(["-c", "0"]).arg(&times)).context("taskset is part of util-linux")?;
        tables.push_str(&format!("\nOn one processor, where only work counts:\n\n{one}"));
    }
    tables.push_str(&format!("\nWhat is allocated:\n\n{}", measured::text(&mut Command::new(&allocations))?));
    Ok(tables)
}

fn program(bench: &str) -> anyhow::Result<PathBuf> {
    built(bench, &["bench", "--package", "arm-apimanagement", "--bench", bench, "--no-run"])
}
