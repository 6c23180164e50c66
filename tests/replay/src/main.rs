//! The program behind `cargo xtask replay`.

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use kit::{printed::print, progress::Progress};
use replay::{Folder, replay};

/// Replays the published examples of an api-version through the typed client.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 120)]
struct Flags {
    /// The folder of one api-version that the crate has: documents `*.json` whose `x-ms-examples` refer to files.
    dir: PathBuf,
}

fn main() -> ExitCode {
    let flags = Flags::parse();
    let report = match Folder::read(&flags.dir) {
        Ok(folder) => {
            let progress = Progress::new(folder.examples.len(), "examples");
            replay(&folder, &|| progress.step())
        }
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            return ExitCode::FAILURE;
        }
    };
    match print(&report.to_string()) {
        Err(error) => {
            eprintln!("error: the report cannot be written: {error}");
            ExitCode::FAILURE
        }
        Ok(()) if report.is_good() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
    }
}
