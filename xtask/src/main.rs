//! The commands of this workspace: `cargo xtask regen | import | diff | list | replay | soak | dump`.
//!
//! Invariant: reads, calls the generator, prints, writes. No logic about descriptions or Rust lives here, and nothing
//! touches git or the network or asks a question. Nothing is printed but through `report`: a reader that goes away is no panic.

mod diff;
mod disk;
mod dump;
mod flags;
mod import;
mod list;
mod programs;
mod regen;
mod replay;
mod report;
mod service;
mod soak;

use std::process::ExitCode;

/// What a command says with its exit code: 0 done, 1 refused, and 2 kept for `diff --fail-on`.
const REFUSED: u8 = 1;

fn main() -> ExitCode {
    let flags = match flags::Xtask::from_env() {
        Ok(flags) => flags,
        Err(help) if help.is_help() => return ended(report::output(&format!("{help}\n")).map(|()| ExitCode::SUCCESS)),
        Err(error) => {
            report::say(&error.to_string());
            report::say("`cargo xtask --help` lists the commands and their flags");
            return ExitCode::from(REFUSED);
        }
    };
    ended(match flags.subcommand {
        flags::XtaskCmd::Regen(regen) => regen.run(),
        flags::XtaskCmd::Import(import) => import.run(),
        flags::XtaskCmd::Diff(diff) => diff.run(),
        flags::XtaskCmd::List(list) => list.run(),
        flags::XtaskCmd::Replay(replay) => replay.run(),
        flags::XtaskCmd::Soak(soak) => soak.run(),
        flags::XtaskCmd::Dump(dump) => dump.run(),
    })
}

/// The exit code of a command, after its error was told.
fn ended(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        match error.downcast::<report::Refused>() {
            Ok(refused) => report::print(refused.0),
            Err(error) => report::say(&format!("error: {error:#}")),
        }
        ExitCode::from(REFUSED)
    })
}
