//! What a command costs: processor time, time, and the most memory that one of its processes held.
//!
//! The system adds these up for all children of a process, and never lets go of the highest memory, so each command runs as the
//! child of a process of its own: this program again, as `bench measured FILE PROGRAM ARGUMENT..`.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, bail, ensure};
use serde_json::json;

/// What one run of a command cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// User and system time of the command and all that it started, in seconds.
    pub(super) cpu: f64,
    /// Time, in seconds.
    pub(super) wall: f64,
    /// The most memory that any one of its processes held, in MiB.
    pub(super) peak: f64,
}

/// Runs a command and says what it cost. Its output is shown only if it fails.
pub(super) fn measure(scratch: &Path, command: &Command) -> anyhow::Result<Cost> {
    let told = scratch.join("cost.json");
    let mut outer = Command::new(env::current_exe().context("finding this program")?);
    outer.arg("measured").arg(&told).arg(command.get_program()).args(command.get_args());
    copy_surroundings(command, &mut outer);
    run(&mut outer)?;
    let text = fs::read_to_string(&told).with_context(|| told.display().to_string())?;
    let cost: serde_json::Value = serde_json::from_str(&text).context("reading what a command cost")?;
    let number = |key: &str| cost[key].as_f64().with_context(|| format!("{key} is missing in {text}"));
    Ok(Cost { cpu: number("cpu")?, wall: number("wall")?, peak: number("peak")? })
}

/// Runs a command without a word, unless it fails.
pub(super) fn run(command: &mut Command) -> anyhow::Result<()> {
    text(command).map(drop)
}

/// What a command prints on its standard output.
pub(super) fn text(command: &mut Command) -> anyhow::Result<String> {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    let said = words.join(std::ffi::OsStr::new(" ")).to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("starting {said}"))?;
    if !output.status.success() {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("{said}: {}\n{}{}", output.status, out, err);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{said} prints no UTF-8"))
}

/// Folder and environment of another command.
pub(super) fn copy_surroundings(from: &Command, to: &mut Command) {
    if let Some(folder) = from.get_current_dir() {
        to.current_dir(folder);
    }
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
}

/// `measured FILE PROGRAM ARGUMENT..`: runs the program and writes to the file what it cost.
#[derive(Debug)]
pub(super) struct Measured {
    file: PathBuf,
    program: OsString,
    arguments: Vec<OsString>,
}

impl Measured {
    /// Reads `FILE PROGRAM ARGUMENT..`.
    pub(super) fn parse(mut arguments: impl Iterator<Item = OsString>) -> anyhow::Result<Self> {
        let file = arguments.next().context("a file is missing")?.into();
        let program = arguments.next().context("a program is missing")?;
        Ok(Self { file, program, arguments: arguments.collect() })
    }

    /// Runs the program.
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let Self { file, program, arguments } = self;
        let start = Instant::now();
        let status = Command::new(program).args(arguments).status().with_context(|| program.display().to_string())?;
        let wall = start.elapsed().as_secs_f64();
        ensure!(status.success(), "{}: {status}", program.display());
        let (cpu, peak) = of_children()?;
        let cost = json!({ "cpu": cpu, "wall": wall, "peak": peak });
        fs::write(file, cost.to_string()).with_context(|| file.display().to_string())
    }
}

/// Processor seconds of all children that ended, and MiB of the largest.
#[cfg(unix)]
fn of_children() -> anyhow::Result<(f64, f64)> {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::{TimeVal, TimeValLike},
    };

    /// macOS counts bytes where others count KiB.
    const UNIT: f64 = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    #[expect(clippy::cast_precision_loss, reason = "a run does not take 2^52 microseconds, nor as many bytes")]
    let (seconds, bytes) =
        (|time: TimeVal| time.num_microseconds() as f64 / 1e6, |count: nix::libc::c_long| count as f64 * UNIT);
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("asking the system what the command cost")?;
    Ok((seconds(usage.user_time()) + seconds(usage.system_time()), bytes(usage.max_rss()) / 1024.0 / 1024.0))
}

#[cfg(not(unix))]
fn of_children() -> anyhow::Result<(f64, f64)> {
    bail!("bench needs Linux or macOS: this system does not say what a command's children cost")
}
