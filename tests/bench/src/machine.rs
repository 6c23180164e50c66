//! The machine on which the numbers were taken: they mean nothing without it.

use std::{fs, process::Command, thread};

use super::measured;

/// A line that names compiler, processor and the load before the measurement.
pub(super) fn line(runs: usize) -> anyhow::Result<String> {
    let rustc = measured::text(Command::new("rustc").arg("--version"))?;
    let count = thread::available_parallelism().map_or(0, usize::from);
    let model = processor().unwrap_or_else(|| "processor unknown".to_owned());
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|text| text.split(' ').next()).unwrap_or("unknown");
    let rustc = rustc.trim();
    Ok(format!("{rustc}, {count} processors ({model}), load before {load}; median of {runs} (least to most).\n"))
}

fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let (_, name) = text.lines().find(|line| line.starts_with("model name"))?.split_once(':')?;
    Some(name.trim().to_owned())
}
