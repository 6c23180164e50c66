//! `replay DIR` replays the published examples of an api-version's folder. `cargo xtask replay` runs it.

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use tests::replay::{Folder, replay};

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
    // A reader that has seen enough, as in `| head`, does not change what was found.
    match io::stdout().lock().write_all(report.to_string().as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("the report cannot be written: {error}");
            ExitCode::FAILURE
        }
        _ if report.is_good() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
