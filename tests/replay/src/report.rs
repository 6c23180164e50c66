//! What became of the examples of a folder, and how that is told.
//!
//! Invariant: names and messages are of other people's files. Each is told on one line, with nothing in it that a terminal acts
//! on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use generator::{
    diag::{At, Diagnostic},
    text::visible,
};

use super::{Contradiction, Example};

/// How an example ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It fits its description, and the client did all that it shows.
    Passed,
    /// The client did all that it shows, but it contradicts its description.
    Contradicted,
    /// The client did something else.
    Failed,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Contradicted => "contradicted",
            Self::Failed => "failed",
        })
    }
}

/// What became of one example of one operation.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The file, by its path from the folder.
    pub file: String,
    /// The operation.
    pub operation: String,
    /// How many answers it has.
    pub answers: usize,
    /// Where it contradicts its description, with the place in the file.
    pub contradictions: Vec<(At, Contradiction)>,
    /// What the client should not have done.
    pub failures: Vec<String>,
}

impl Verdict {
    pub(super) fn new(example: &Example, contradictions: Vec<Contradiction>, mut failures: Vec<String>) -> Self {
        // Two looks may see the same.
        let mut told = BTreeSet::new();
        failures.retain(|failure| told.insert(failure.clone()));
        let located = contradictions.into_iter().map(|found| (example.source.at(&found.at), found)).collect();
        Self {
            file: example.file.clone(),
            operation: example.operation.clone(),
            answers: example.answers.len(),
            contradictions: located,
            failures,
        }
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (self.failures.is_empty(), self.contradictions.is_empty()) {
            (false, _) => Outcome::Failed,
            (true, false) => Outcome::Contradicted,
            (true, true) => Outcome::Passed,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<12}  {}  {}", self.outcome(), visible(&self.file), visible(&self.operation))?;
        for failure in &self.failures {
            writeln!(f, "    {}", visible(failure))?;
        }
        for (at, Contradiction { kind, message, .. }) in &self.contradictions {
            let At { file, line, column, pointer } = at;
            let contradiction = format!("{file}:{line}:{column}: {}: {pointer}: {message}", kind.name());
            writeln!(f, "    {}", visible(&contradiction))?;
        }
        Ok(())
    }
}

/// What became of all of them.
#[derive(Clone, Debug)]
pub struct Report {
    /// The api-version.
    pub version: String,
    /// Each example of each operation, sorted by file and operation.
    pub verdicts: Vec<Verdict>,
    /// Files with examples that no operation refers to.
    pub unused: Vec<String>,
    /// What is wrong with examples that could not be replayed.
    pub problems: Vec<Diagnostic>,
}

impl Report {
    /// How each file ended: as the worst of its examples.
    #[must_use]
    pub fn files(&self) -> BTreeMap<&str, Outcome> {
        let mut files = BTreeMap::new();
        for verdict in &self.verdicts {
            let outcome = files.entry(verdict.file.as_str()).or_insert(Outcome::Passed);
            *outcome = verdict.outcome().max(*outcome);
        }
        files
    }

    /// Whether all that the folder has was replayed, and nothing failed.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.problems.is_empty() && self.count(Outcome::Failed) == 0
    }

    /// How many files ended so.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.files().values().filter(|own| **own == outcome).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for verdict in &self.verdicts {
            write!(f, "{verdict}")?;
        }
        for file in &self.unused {
            writeln!(f, "{:<12}  {}  no operation refers to it", "unused", visible(file))?;
        }
        for problem in &self.problems {
            writeln!(f, "{:<12}  {}", "unreadable", visible(&problem.to_string()))?;
        }
        let answers: usize = self.verdicts.iter().map(|verdict| verdict.answers).sum();
        write!(
            f,
            "{}: {} examples, {} calls, {answers} answers: {} passed, {} contradicted, {} failed",
            self.version,
            self.files().len(),
            self.verdicts.len(),
            self.count(Outcome::Passed),
            self.count(Outcome::Contradicted),
            self.count(Outcome::Failed),
        )?;
        match self.problems.len() {
            0 => writeln!(f),
            1 => writeln!(f, ", 1 problem"),
            many => writeln!(f, ", {many} problems"),
        }
    }
}
