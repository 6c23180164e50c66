//! The commands of this workspace: `cargo xtask regen | import | crate | diff | list | replay | soak | bench | dump`.
//!
//! Invariant: reads, calls the generator, prints, writes. No logic about descriptions or Rust lives here, and nothing
//! touches git or the network or asks a question. Nothing is printed but through `report`: a reader that goes away is no panic.

mod bench;
mod diff;
mod disk;
mod dump;
mod flags;
mod import;
mod list;
mod package;
mod programs;
mod regen;
mod replay;
mod report;
mod service;
mod soak;

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;

use self::flags::{Color, Command, Xtask};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What a command says with its exit code: 0 done, 1 refused, and 2 kept for `diff --fail-on`.
const REFUSED: u8 = 1;

fn main() -> ExitCode {
    Color::asked().apply();
    let flags = match Xtask::try_parse() {
        Ok(flags) => flags,
        Err(message) if message.use_stderr() => {
            report::say_styled(&message.render());
            return ExitCode::from(REFUSED);
        }
        Err(help) => return ended(report::output_styled(&help.render()).map(|()| ExitCode::SUCCESS)),
    };
    ended(match flags.command {
        Command::Regen(regen) => regen.run(),
        Command::Import(import) => import.run(),
        Command::Crate(package) => package.run(),
        Command::Diff(diff) => diff.run(),
        Command::List(list) => list.run(),
        Command::Replay(replay) => replay.run(flags.color),
        Command::Soak(soak) => soak.run(flags.color),
        Command::Bench(bench) => bench.run(flags.color),
        Command::Dump(dump) => dump.run(),
    })
}

/// The exit code of a command, after its error was told.
fn ended(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        match error.downcast::<report::Refused>() {
            Ok(refused) => report::print(refused.0),
            Err(error) => report::error(&format!("{error:#}")),
        }
        ExitCode::from(REFUSED)
    })
}
