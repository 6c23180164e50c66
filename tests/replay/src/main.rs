//! `replay DIR` replays the published examples of an api-version's folder. `cargo xtask replay` runs it.

use std::{path::Path, process::ExitCode};

use kit::printed::print;
use replay::{Folder, replay};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        eprintln!("usage: replay DIR");
        return ExitCode::FAILURE;
    };
    let report = match Folder::read(Path::new(folder)) {
        Ok(folder) => replay(&folder),
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            return ExitCode::FAILURE;
        }
    };
    match print(&report.to_string()) {
        Err(error) => {
            eprintln!("the report cannot be written: {error}");
            ExitCode::FAILURE
        }
        Ok(()) if report.is_good() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
    }
}
