//! Time and memory of `regen`, of the commands as `cargo xtask` builds them: for development.

use std::process::Command;

use kit::repo;

use super::{
    measured,
    stats::{Runs, Table},
    workshop::{Workshop, again, built},
};

/// The commands.
const COMMANDS: [&[&str]; 3] = [
    &["regen", "--check"],
    &["diff", "2021-08-01", "2024-05-01"],
    &["diff", "2021-08-01", "2024-05-01", "--policy", "rust"],
];

/// The program of `cargo xtask`, to be run at the root; cargo says where it is, and builds it if it has to.
pub(super) fn xtask() -> anyhow::Result<Command> {
    let mut command = Command::new(built("xtask", &["build", "--package", "xtask"])?);
    // Cargo tells this program its own package's folder by it, and the command takes that for its own.
    command.current_dir(repo::root()).env_remove("CARGO_MANIFEST_DIR");
    Ok(command)
}

/// The table.
pub(super) fn measure(workshop: &Workshop) -> anyhow::Result<String> {
    let mut results = COMMANDS.map(|_| [Runs::default(), Runs::default(), Runs::default()]);
    let xtask = xtask()?;
    for _ in 0..workshop.runs {
        for (command, [cpu, wall, peak]) in COMMANDS.iter().zip(&mut results) {
            let cost = measured::measure(workshop.folder(), again(&xtask).args(*command))?;
            cpu.push(cost.cpu);
            wall.push(cost.wall);
            peak.push(cost.peak);
        }
    }
    let mut table = Table::new(&["both api-versions", "processor seconds", "seconds", "memory, MiB"]);
    for (command, [cpu, wall, peak]) in COMMANDS.iter().zip(&results) {
        table.row(&[format!("`cargo xtask {}`", command.join(" ")), cpu.cell(2), wall.cell(2), peak.cell(0)]);
    }
    Ok(table.text())
}
