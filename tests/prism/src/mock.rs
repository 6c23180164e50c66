//! Prism itself: a process of its own, on loopback, until it is dropped.

use std::{fs, path::Path, process::Command};

use kit::process::Process;
use tempfile::TempDir;

use super::copy::copy;

/// Prism as a mock server of one version.
#[derive(Debug)]
pub struct Mock {
    process: Process,
    /// Where the copy of the description is; it goes with this.
    _folder: TempDir,
}

impl Mock {
    /// Starts `program` on a copy of a version's description.
    ///
    /// # Errors
    /// In words, if it does not start.
    pub fn start(program: &Path, version: &str, description: &str) -> Result<Self, String> {
        let at = |what: &str, error: std::io::Error| format!("{what}: {error}");
        let folder = TempDir::new().map_err(|error| at("a folder for the copy", error))?;
        let file = folder.path().join(format!("{version}.json"));
        fs::write(&file, copy(version, description)).map_err(|error| at("the copy", error))?;
        let process = Process::start("Prism", |port| {
            let mut command = Command::new(program);
            // Without --errors: violations come as a header, whatever is answered.
            command.args(["mock", "--host", "127.0.0.1", "--verboseLevel", "fatal", "--port", &port.to_string()]);
            command.arg(&file);
            command
        })?;
        Ok(Self { process, _folder: folder })
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.process.origin()
    }
}
