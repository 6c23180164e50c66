//! `prism PROGRAM` has Stoplight Prism, started by that command, judge the client's requests. `tests/prism/run.sh` runs it.
#![allow(clippy::print_stdout, reason = "printing is what a command does")]

use std::{path::PathBuf, process::ExitCode, thread};

use tests::{
    prism::{judge, unseen},
    specs::VERSIONS,
};

fn main() -> ExitCode {
    let Some(program) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: prism PROGRAM");
        return ExitCode::from(2);
    };
    let results = thread::scope(|scope| {
        VERSIONS.map(|version| (version, scope.spawn(|| judge(&program, version)))).map(|(version, thread)| {
            (version, thread.join().unwrap_or_else(|_| Err("the test itself panicked".to_owned())))
        })
    });
    let mut good = true;
    for (version, result) in results {
        match result {
            Ok(figures) => {
                println!("{version}: {figures}");
                figures.complaints.iter().for_each(|complaint| println!("  {complaint}"));
                good &= figures.complaints.is_empty();
            }
            Err(message) => {
                println!("{version}: {message}");
                good = false;
            }
        }
    }
    println!("What Prism cannot see:");
    unseen().for_each(|line| println!("- {line}"));
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
