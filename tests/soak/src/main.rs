//! The program behind `cargo xtask soak`.

use std::{process::ExitCode, thread, time::Instant};

use clap::Parser;
use kit::{printed::print, progress::Progress};
use soak::{Figures, play, play_all};

/// Plays random fault scenarios through the typed client.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 120)]
struct Flags {
    /// Where the sequence of scenarios begins.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many scenarios.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: usize,
    /// Plays the one scenario of this seed and tells its story.
    #[arg(long, value_name = "SEED", conflicts_with_all = ["seed", "count"])]
    scenario: Option<u64>,
}

fn main() -> ExitCode {
    let flags = Flags::parse();
    let start = Instant::now();
    let mut story = String::new();
    let figures = if let Some(scenario) = flags.scenario {
        let verdict = play(scenario);
        story = format!("{verdict:#?}\n");
        let mut figures = Figures::default();
        figures.add(verdict);
        figures
    } else {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let progress = Progress::new(flags.count, "scenarios");
        play_all(flags.seed, flags.count, threads, &|| progress.step())
    };
    let (complaints, seconds) = (figures.bad.len(), start.elapsed().as_secs_f64());
    if let Err(error) = print(&format!("{story}{figures}{complaints} complaints, {seconds:.1} s\n")) {
        eprintln!("error: the figures cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    if complaints == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
