//! The folder of the measurements, `target/bench/`: packages outside of the workspace, and the tools of others.
//!
//! Every package begins with the workspace's lock file, so that what both sides depend on is the same version, and all build
//! into one target folder, so that it is compiled once.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use kit::repo;
use serde_json::Value;

use super::measured::{self, Cost};

/// The folder, and how often each thing is measured.
#[derive(Debug)]
pub(super) struct Workshop {
    folder: PathBuf,
    pub(super) runs: usize,
}

/// A package in it.
#[derive(Debug)]
pub(super) struct Package {
    manifest: PathBuf,
}

/// How cargo compiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// `cargo check`.
    Check,
    /// `cargo build`.
    Debug,
    /// `cargo build --release`.
    Release,
}

impl Mode {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    const fn command(self) -> &'static str {
        if matches!(self, Self::Check) { "check" } else { "build" }
    }

    const fn profile(self) -> &'static str {
        if matches!(self, Self::Release) { "release" } else { "dev" }
    }

    /// The folder of the profile.
    pub(super) const fn folder(self) -> &'static str {
        if matches!(self, Self::Release) { "release" } else { "debug" }
    }
}

impl Package {
    /// Its manifest.
    pub(super) fn manifest(&self) -> &Path {
        &self.manifest
    }
}

impl Workshop {
    pub(super) fn new(runs: usize) -> anyhow::Result<Self> {
        let folder = repo::root().join("target/bench");
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder, runs })
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where all packages build.
    pub(super) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// Writes a package: its manifest below `[package]`, and its sources by path.
    pub(super) fn package(&self, name: &str, manifest: &str, sources: &[(&str, &str)]) -> anyhow::Result<Package> {
        let folder = self.folder.join(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n{manifest}"
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        for (path, text) in sources {
            write(&folder.join(path), text)?;
        }
        self.adopt(&folder)
    }

    /// A package that stands in a folder already, written by somebody's tool.
    pub(super) fn adopt(&self, folder: &Path) -> anyhow::Result<Package> {
        let lock = repo::root().join("Cargo.lock");
        fs::copy(&lock, folder.join("Cargo.lock")).with_context(|| lock.display().to_string())?;
        let package = Package { manifest: folder.join("Cargo.toml") };
        measured::run(cargo("fetch").arg("--manifest-path").arg(&package.manifest))
            .context("a peer and its dependencies come from the registry, the first time")?;
        Ok(package)
    }

    /// A program of others in this version, installed into the folder.
    pub(super) fn tool(&self, package: &str, version: &str, program: &str) -> anyhow::Result<Command> {
        let root = self.folder.join("tools");
        let path = root.join("bin").join(program);
        let stamp = root.join(format!("{package}-{version}"));
        if !(path.exists() && stamp.exists()) {
            // What it compiles to is the same whether it is optimised or not, and this is quicker.
            let mut install = cargo("install");
            install.args(["--debug", "--locked", "--force", "--version", version, package, "--root"]).arg(&root);
            install.env("CARGO_TARGET_DIR", self.target()).env("CARGO_PROFILE_DEV_DEBUG", "0");
            install.env("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false");
            measured::run(&mut install).with_context(|| format!("installing {package} {version}"))?;
            write(&stamp, "")?;
        }
        Ok(Command::new(path))
    }

    /// Compiles a package, or a dependency of it alone.
    pub(super) fn build(&self, package: &Package, mode: Mode, what: &str) -> anyhow::Result<Cost> {
        self.build_in(package, mode, what, &self.target())
    }

    /// The same into another target folder.
    pub(super) fn build_in(&self, package: &Package, mode: Mode, what: &str, target: &Path) -> anyhow::Result<Cost> {
        let mut command = cargo(mode.command());
        command.args(["--offline", "--quiet", "--profile", mode.profile(), "--package", what, "--manifest-path"]);
        command.arg(&package.manifest).arg("--target-dir").arg(target);
        measured::measure(&self.folder, &command)
    }

    /// Forgets what was compiled of these packages.
    pub(super) fn forget(&self, package: &Package, mode: Mode, what: &[&str]) -> anyhow::Result<()> {
        let mut command = cargo("clean");
        command.args(["--offline", "--quiet", "--profile", mode.profile(), "--manifest-path"]).arg(&package.manifest);
        command.arg("--target-dir").arg(self.target());
        for name in what {
            command.args(["--package", name]);
        }
        measured::run(&mut command)
    }

    /// Writes a file below the folder, and gives its path.
    pub(super) fn file(&self, path: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(path);
        write(&path, text)?;
        Ok(path)
    }
}

/// A cargo command as a user's build would be: nothing incremental, no flags of ours.
pub(super) fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(command).env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
    for name in ["RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_PROFILE_DEV_DEBUG", "CARGO_TARGET_DIR"] {
        cargo.env_remove(name);
    }
    cargo
}

/// Builds a program of the workspace, and says where cargo put it.
pub(super) fn built(name: &str, arguments: &[&str]) -> anyhow::Result<PathBuf> {
    let (command, rest) = arguments.split_first().context("a command of cargo")?;
    let mut build = cargo(command);
    build.current_dir(repo::root()).args(rest).args(["--quiet", "--message-format", "json"]);
    // As `cargo xtask` builds it, or it would be built twice.
    build.env_remove("CARGO_INCREMENTAL");
    let messages = measured::text(&mut build)?;
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let messages = messages.filter(|message| message["target"]["name"] == name);
    let program = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.with_context(|| format!("cargo does not say where it put {name}"))
}

/// The same program again, without its arguments.
pub(super) fn again(program: &Command) -> Command {
    let mut command = Command::new(program.get_program());
    measured::copy_surroundings(program, &mut command);
    command
}

/// Writes a file and the folders above it.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().context("a file stands in a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(path, text).with_context(|| path.display().to_string())
}
