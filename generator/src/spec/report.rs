//! Problems on their way to becoming diagnostics: what is wrong, and where once that is known.

use super::{Source, trail::Trail};
use crate::{
    diag::{self, Code, Diagnostic, Severity},
    pointer::Pointer,
};

/// A diagnostic that does not know its place yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without a remedy.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None }
    }

    /// The same with a remedy.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error at its place.
    #[must_use]
    pub(crate) fn at(self, source: &Source, pointer: &Pointer) -> Diagnostic {
        let diagnostic = Diagnostic::error(source.at(pointer), self.code, self.message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// Collects the problems of one text.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    source: &'a Source,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    /// Nothing found yet.
    pub(crate) fn new(source: &'a Source) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// Adds an error at a place of a walk.
    pub(super) fn push(&mut self, trail: &Trail<'_>, problem: Problem) {
        self.push_at(&trail.pointer(), problem);
    }

    /// Adds an error.
    pub(crate) fn push_at(&mut self, pointer: &Pointer, problem: Problem) {
        self.diagnostics.push(problem.at(self.source, pointer));
    }

    /// Adds a warning.
    pub(crate) fn warn_at(&mut self, pointer: &Pointer, problem: Problem) {
        self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..problem.at(self.source, pointer) });
    }

    /// Whether an error was found.
    pub(crate) fn has_errors(&self) -> bool {
        diag::any_error(&self.diagnostics)
    }

    /// How much was found.
    pub(super) fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// What was found, sorted by place.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort();
        self.diagnostics.dedup();
        self.diagnostics
    }
}
