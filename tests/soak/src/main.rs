//! `soak SEED COUNT` plays random fault scenarios; `soak SCENARIO` plays the one of that seed. `cargo xtask soak` runs it.

use std::{process::ExitCode, thread, time::Instant};

use kit::printed::print;
use soak::{Figures, play, play_all};

fn main() -> ExitCode {
    let numbers: Option<Vec<u64>> = std::env::args().skip(1).map(|text| text.parse().ok()).collect();
    let start = Instant::now();
    let mut story = String::new();
    let figures = match numbers.as_deref() {
        Some([seed, count]) => {
            let threads = thread::available_parallelism().map_or(1, usize::from);
            play_all(*seed, usize::try_from(*count).unwrap_or(usize::MAX), threads)
        }
        Some([scenario]) => {
            let verdict = play(*scenario);
            story = format!("{verdict:#?}\n");
            let mut figures = Figures::default();
            figures.add(verdict);
            figures
        }
        _ => {
            eprintln!("usage: soak SEED COUNT, or soak SCENARIO");
            return ExitCode::from(2);
        }
    };
    let (complaints, seconds) = (figures.bad.len(), start.elapsed().as_secs_f64());
    if let Err(error) = print(&format!("{story}{figures}{complaints} complaints, {seconds:.1} s\n")) {
        eprintln!("the figures cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    if complaints == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
