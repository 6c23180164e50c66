//! Diagnostics and results on their way to the terminal, in colours where those are wanted.

use std::{
    collections::HashMap,
    fmt,
    io::{self, Write},
    path::Path,
};

use anstream::{AutoStream, ColorChoice, stream::RawStream};
use anyhow::Context as _;
use clap::builder::{
    StyledStr,
    styling::{AnsiColor, Style},
};
use generator::diag::{Addition, Code, Diagnostic, Severity};

use crate::disk::{self, Written};

/// The word `error`, as clap has it.
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const PLACE: Style = Style::new().bold();

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

/// Prints all of them to stderr: warnings first, so that the errors are what a terminal shows last, then how many there are.
pub(crate) fn print(diagnostics: Vec<Diagnostic>) {
    let styled = takes_colours(&io::stderr());
    let shown = |diagnostic: &Diagnostic| if styled { coloured(diagnostic) } else { diagnostic.to_string() };
    for line in lines(diagnostics, &shown) {
        say(&line);
    }
}

/// The lines of a report. Errors by place, each once; warnings that say the same of several places are one line, at the first.
fn lines(mut diagnostics: Vec<Diagnostic>, shown: &dyn Fn(&Diagnostic) -> String) -> Vec<String> {
    diagnostics.sort();
    diagnostics.dedup();
    let (warnings, errors): (Vec<_>, Vec<_>) =
        diagnostics.into_iter().partition(|diagnostic| diagnostic.severity == Severity::Warning);
    let mut groups: Vec<(&Diagnostic, usize)> = Vec::new();
    let mut index: HashMap<(Code, &str), usize> = HashMap::new();
    for warning in &warnings {
        let at = *index.entry((warning.code, &warning.message)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, more)) => *more += 1,
            None => groups.push((warning, 0)),
        }
    }
    let mut lines: Vec<String> = groups
        .into_iter()
        .map(|(warning, more)| match more {
            0 => shown(warning),
            1 => format!("{} (and 1 place more)", shown(warning)),
            more => format!("{} (and {more} places more)", shown(warning)),
        })
        .collect();
    for error in &errors {
        lines.push(shown(error));
        if let Some(Addition { file, lines: more }) = error.addition.as_deref() {
            lines.push(format!("    add to {file}:"));
            lines.extend(more.iter().map(|line| format!("    {line}")));
        }
    }
    if !warnings.is_empty() {
        lines.push(format!("{}, {}", counted(errors.len(), "error"), counted(warnings.len(), "warning")));
    }
    lines
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The same text with the place and the kind of problem standing out.
fn coloured(diagnostic: &Diagnostic) -> String {
    let text = diagnostic.to_string();
    let (place, problem) = text.split_at(diagnostic.at.to_string().len());
    let (kind, style) = match diagnostic.severity {
        Severity::Error => (diagnostic.code.name(), ERROR),
        Severity::Warning => ("warning", WARNING),
    };
    format!("{PLACE}{place}{PLACE:#}{}", problem.replacen(kind, &format!("{style}{kind}{style:#}"), 1))
}

/// Whether a stream takes colours: what `--color` says, else whether it is a terminal that knows them and the environment does
/// not ask for none.
pub(crate) fn takes_colours(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// Writes an error that is about no file.
pub(crate) fn error(message: &str) {
    let style = if takes_colours(&io::stderr()) { ERROR } else { Style::new() };
    say(&format!("{style}error:{style:#} {message}"));
}

/// Writes what clap says about a command line.
pub(crate) fn say_styled(text: &StyledStr) {
    let _ = write!(io::stderr().lock(), "{}", rendered(text, takes_colours(&io::stderr())));
}

/// Writes a help.
pub(crate) fn output_styled(text: &StyledStr) -> anyhow::Result<()> {
    output(&rendered(text, takes_colours(&io::stdout())))
}

fn rendered(text: &StyledStr, styled: bool) -> String {
    if styled { text.ansi().to_string() } else { text.to_string() }
}

/// Says that the file which the user named is written, and what it came to: on stdout, unless that may be the file.
pub(crate) fn wrote(written: Written, path: &Path, what: &str) -> anyhow::Result<()> {
    let verb = if written == Written::Unchanged { "unchanged" } else { "wrote" };
    let line = format!("{verb} {}: {what}", disk::shown(path));
    match written {
        Written::Streamed => say(&line),
        Written::Unchanged | Written::Changed => output(&format!("{line}\n"))?,
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use generator::diag::At;

    use super::*;

    #[test]
    fn warnings_are_grouped_and_errors_come_last() {
        let at = |line| At { line, column: 1, ..At::file("a.yaml") };
        let warning = |line, what: &str| Diagnostic::warning(at(line), Code::Conflict, what);
        let report = lines(
            vec![
                warning(1, "items means nothing"),
                Diagnostic::error(at(2), Code::Shape, "no type"),
                warning(3, "items means nothing"),
                warning(4, "format means nothing"),
                warning(5, "items means nothing"),
            ],
            &ToString::to_string,
        );
        assert_eq!(report[0], format!("{} (and 2 places more)", warning(1, "items means nothing")));
        assert_eq!(report[1], warning(4, "format means nothing").to_string());
        assert!(report[2].contains("a.yaml:2:1: shape: no type"), "{report:?}");
        assert_eq!(report[3], "1 error, 4 warnings");
        assert_eq!(lines(vec![Diagnostic::error(at(2), Code::Shape, "no type")], &ToString::to_string).len(), 1);
    }
}
