//! `prism PROGRAM` has Stoplight Prism, started by that command, judge the client's requests. `tests/prism/run.sh` runs it.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode, thread};

use kit::{printed::print, specs};
use prism::{judge, unseen};

fn main() -> ExitCode {
    let Some(program) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: prism PROGRAM");
        return ExitCode::from(2);
    };
    let results = thread::scope(|scope| {
        let program = &program;
        let running: Vec<_> =
            specs::versions().map(|version| (version, scope.spawn(move || judge(program, version)))).collect();
        let ended = running.into_iter().map(|(version, thread)| {
            (version, thread.join().unwrap_or_else(|_| Err("the test itself panicked".to_owned())))
        });
        ended.collect::<Vec<_>>()
    });
    let (mut good, mut told) = (true, String::new());
    for (version, result) in results {
        match result {
            Ok(figures) => {
                let _ = writeln!(told, "{version}: {figures}");
                for complaint in &figures.complaints {
                    let _ = writeln!(told, "  {complaint}");
                }
                good &= figures.complaints.is_empty();
            }
            Err(message) => {
                let _ = writeln!(told, "{version}: {message}");
                good = false;
            }
        }
    }
    told.push_str("What Prism cannot see:\n");
    for line in unseen() {
        let _ = writeln!(told, "- {line}");
    }
    if let Err(error) = print(&told) {
        eprintln!("the findings cannot be written: {error}");
        good = false;
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
