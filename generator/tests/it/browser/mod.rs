//! Headless Chromium for tests of pages, spoken to over its debugging pipe.
//!
//! The pipe takes no port, no web socket and no driver: messages are JSON with a zero byte behind each, on two file
//! descriptors that a shell lays. Invariant: nothing is fetched; the browser is told that there is no network.

mod page;
mod wire;

use std::{
    env,
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

pub use self::page::{Media, Page};
use self::wire::Wire;

/// Names under which distributions install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What keeps it to the one page: no sandbox, which root cannot have; no traffic and no dialogue of its own.
const FLAGS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
];

/// The browser's program; `None` where there is none.
///
/// A test that needs it passes without it, and says so. `CHROMIUM` names another one. Where `CI` is set, doing without takes
/// `CHROMIUM=none`: a check that nobody notices to be off is none.
///
/// # Panics
/// If the variable names something that is not there, or there is no browser where `CI` is set.
#[must_use]
pub fn program() -> Option<PathBuf> {
    match env::var_os("CHROMIUM").filter(|name| !name.is_empty()) {
        Some(name) if name == "none" => {}
        Some(name) => {
            assert!(Path::new(&name).is_file(), "CHROMIUM: there is no {}", name.display());
            return Some(name.into());
        }
        None => {
            let folders = env::var_os("PATH").unwrap_or_default();
            let places = env::split_paths(&folders).flat_map(|folder| NAMES.map(|name| folder.join(name)));
            let found = places.into_iter().find(|place| place.is_file());
            let missing = "no Chromium on the path; install it, or set CHROMIUM=none to do without";
            assert!(found.is_some() || env::var_os("CI").is_none(), "{missing}");
            if found.is_some() {
                return found;
            }
        }
    }
    eprintln!("skipped: without Chromium no page is looked at");
    None
}

/// A browser that is running.
#[derive(Debug)]
pub struct Browser {
    process: Child,
    wire: Wire,
    /// Its profile, and what it says of itself. Goes when the browser has gone.
    _folder: TempDir,
}

impl Browser {
    /// Starts it.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn start(program: &Path) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let log = File::create(folder.path().join("log")).expect("a file can be made there");
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#, "sh"])
            .arg(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", folder.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("there is a shell");
        let pipes = (process.stdin.take().expect("it is piped"), process.stdout.take().expect("it is piped"));
        Self { process, wire: Wire::new(pipes.0, pipes.1), _folder: folder }
    }

    /// Opens an address.
    ///
    /// # Panics
    /// If it does not load.
    pub fn open(&mut self, address: &str, media: Media) -> Page<'_> {
        Page::open(&mut self.wire, address, media)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // What is left of it, if anything, ends with its pipes.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
