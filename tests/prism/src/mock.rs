//! Prism itself: a process of its own, on loopback, until it is dropped.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::copy::copy;

/// It reads a description of a megabyte, and may share the machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Prism as a mock server of one version.
#[derive(Debug)]
pub struct Mock {
    process: Child,
    origin: String,
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
        let port = free_port().map_err(|error| at("a port on loopback", error))?;
        // Without --errors: violations come as a header, whatever is answered.
        let process = Command::new(program)
            .args(["mock", "--host", "127.0.0.1", "--verboseLevel", "fatal", "--port", &port.to_string()])
            .arg(&file)
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| at(&program.display().to_string(), error))?;
        let mut mock = Self { process, origin: format!("http://127.0.0.1:{port}"), _folder: folder };
        mock.wait(port)?;
        Ok(mock)
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Until it takes connections.
    fn wait(&mut self, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(format!("Prism ended at once: {status}"));
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("Prism takes no connection after {PATIENCE:?}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // It may have ended on its own.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens on; nobody but us is likely to take it before Prism does.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
