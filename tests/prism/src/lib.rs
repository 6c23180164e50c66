//! A third party's opinion: Stoplight Prism, a mock server that validates, reads our descriptions itself and says what is wrong
//! with the client's requests.
//!
//! Every operation of a version is sent with minimal and maximal arguments, by the typed client over the real reqwest transport and
//! TLS. Prism runs without `--errors`, and only violations of the request count: its own answers are made up.
//!
//! What it cannot see, each checked by a request that is wrong in that way ([`unseen`] is the list):
//! - query parameters, headers and members of a body that are not declared, and members that only the service sets;
//! - a missing `Accept`, and an `If-Match` that is no entity tag;
//! - `x-ms-paths`, and the value of the api-version: the copy that it is given says both in plain OpenAPI;
//! - further pages, and what follows the beginning of a long-running operation: these are not sent.
//!
//! `tests/prism/run.sh` installs Prism and runs this.

mod copy;
mod drive;
mod mock;
mod probes;
mod relay;

use std::{fmt, fs, path::Path, time::Instant};

pub use self::probes::unseen;
use kit::{repo, specs};

/// What was sent and found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Requests that the description asks for.
    pub expected: usize,
    /// Requests that Prism judged.
    pub requests: usize,
    /// Violations of requests.
    pub violations: usize,
    /// Everything that is not as it should be, violations among them.
    pub complaints: Vec<String>,
    /// Until Prism took connections, and until it had judged all, in seconds.
    pub seconds: (f64, f64),
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.violations += other.violations;
        self.complaints.extend(other.complaints);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, requests, violations, seconds: (start, all), .. } = self;
        write!(
            f,
            "{requests} of {expected} requests, {violations} violations, {start:.1} s to start, {all:.1} s in all"
        )
    }
}

/// Has Prism judge every operation of a version; `program` is its command.
///
/// # Errors
/// In words, if Prism does not start.
///
/// # Panics
/// If there is no such version, or no runtime for it.
pub fn judge(program: &Path, version: &str) -> Result<Figures, String> {
    let start = Instant::now();
    let file = repo::root().join(format!("specs/apimanagement/{version}.yaml"));
    let description = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mock = mock::Mock::start(program, version, &description)?;
    let started = start.elapsed();
    let api = specs::api(version);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let mut figures = runtime.block_on(async {
        let surprises = probes::probe(api, mock.origin()).await;
        let mut figures = drive::drive(api, mock.origin()).await;
        figures.complaints.extend(surprises);
        figures
    });
    if figures.requests != figures.expected {
        let message = format!("{version}: {} of {} requests were judged", figures.requests, figures.expected);
        figures.complaints.push(message);
    }
    figures.seconds = (started.as_secs_f64(), start.elapsed().as_secs_f64());
    Ok(figures)
}
