//! `soak SEED COUNT` plays random fault scenarios; `soak SCENARIO` plays the one of that seed. `cargo xtask soak` runs it.
#![allow(clippy::print_stdout, reason = "printing is what a command does")]

use std::{process::ExitCode, thread, time::Instant};

use tests::soak::{Figures, play, play_all};

fn main() -> ExitCode {
    let numbers: Option<Vec<u64>> = std::env::args().skip(1).map(|text| text.parse().ok()).collect();
    let start = Instant::now();
    let figures = match numbers.as_deref() {
        Some([seed, count]) => {
            let threads = thread::available_parallelism().map_or(1, usize::from);
            play_all(*seed, usize::try_from(*count).unwrap_or(usize::MAX), threads)
        }
        Some([scenario]) => {
            let verdict = play(*scenario);
            println!("{verdict:#?}");
            let mut figures = Figures::default();
            figures.add(verdict);
            figures
        }
        _ => {
            eprintln!("usage: soak SEED COUNT, or soak SCENARIO");
            return ExitCode::from(2);
        }
    };
    print!("{figures}");
    println!("{} complaints, {:.1} s", figures.bad.len(), start.elapsed().as_secs_f64());
    if figures.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
