//! Diagnostics on their way to the terminal.

use std::{
    fmt,
    io::{self, Write},
};

use anyhow::Context as _;
use generator::diag::Diagnostic;

/// The end of a command that found its input wrong; `main` prints it and exits 1.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Vec<Diagnostic>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Refused {}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Refused {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

/// Prints all of them to stderr, sorted by place, each once.
pub(crate) fn print(mut diagnostics: Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
    for diagnostic in diagnostics {
        say(&diagnostic.to_string());
    }
}

/// Writes a line to stderr. Where nobody listens there is nobody to tell that to.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes a command's result to stdout. A reader that has seen enough, as in `| head`, is no error.
pub(crate) fn output(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("standard output cannot be written"),
    }
}

/// The same, line by line.
pub(crate) fn output_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> anyhow::Result<()> {
    output(&lines.into_iter().flat_map(|line| [line, "\n"]).collect::<String>())
}
