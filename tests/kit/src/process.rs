//! A server that is somebody else's program: a process of its own, on loopback, until it is dropped.

use std::{
    io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// It may have a megabyte to read first, and may share the machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server that takes connections.
#[derive(Debug)]
pub struct Process {
    child: Child,
    origin: String,
}

impl Process {
    /// Starts the command, which is told the port to listen on, and waits until it does.
    ///
    /// # Errors
    /// In words, if it does not start; `name` is what it is called there.
    pub fn start(name: &str, command: impl FnOnce(u16) -> Command) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("a port on loopback: {error}"))?;
        let mut command = command(port);
        let child = command.stdin(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let mut process = Self { child, origin: format!("http://127.0.0.1:{port}") };
        process.wait(name, port)?;
        Ok(process)
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Until it takes connections.
    fn wait(&mut self, name: &str, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("{name} ended at once: {status}"));
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("{name} takes no connection after {PATIENCE:?}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended on its own.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on; nobody but us is likely to take it before the server does.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
