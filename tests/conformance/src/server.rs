//! The test server itself: a process of its own, on loopback, until it is dropped.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
};

use kit::{onward, process::Process};
use serde_json::Value as Json;

/// The server.
pub(crate) struct Server(Process);

impl Server {
    /// Starts the script `program` with node; what it keeps on disk goes to `folder`.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self, String> {
        let process = Process::start("the test server", |port| {
            let mut command = Command::new("node");
            command.arg(program).args(["--port", &port.to_string(), "--coverageDirectory"]).arg(folder);
            // It tells every request.
            command.stdout(Stdio::null());
            command
        });
        process.map(Self)
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        self.0.origin()
    }

    /// How often each scenario of a report was hit.
    pub(crate) async fn report(&self, path: &str) -> Result<BTreeMap<String, u64>, String> {
        let told = async {
            let answer = onward::client().get(format!("{}{path}", self.origin())).send().await?.error_for_status()?;
            answer.bytes().await
        };
        let told = told.await.map_err(|error| format!("{path}: {error}"))?;
        let counts: BTreeMap<String, Json> =
            serde_json::from_slice(&told).map_err(|error| format!("{path}: {error}"))?;
        Ok(counts.into_iter().map(|(name, count)| (name, count.as_u64().unwrap_or_default())).collect())
    }
}
