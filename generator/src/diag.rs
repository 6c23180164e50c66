//! Diagnostics: what is wrong with an input, where, and what to do about it.
//!
//! Invariant: a diagnostic is data. Stages collect them and never print; `xtask` prints them sorted and chooses the exit code.

use std::fmt;

use crate::{pointer::Pointer, text::visible};

/// The place a diagnostic is about. Line and column (both from 1) are resolved when the diagnostic is made,
/// because only the stage that read the text still has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The document's name as the caller gave it, usually a path.
    pub file: String,
    /// Line from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column from 1, in characters; 0 when the file as a whole is meant.
    pub column: usize,
    /// The place as a JSON pointer; the root when the text could not be parsed.
    pub pointer: Pointer,
}

impl At {
    /// A place that is the file as a whole.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, pointer: Pointer::root() }
    }

    /// The place of a byte of a file's text.
    #[must_use]
    pub fn byte(file: impl Into<String>, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line: before.matches('\n').count() + 1, column, ..Self::file(file) }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = visible(&self.file);
        if self.line == 0 { f.write_str(&file) } else { write!(f, "{file}:{}:{}", self.line, self.column) }
    }
}

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used; nothing is written.
    Error,
    /// The input can be used; the reader should know.
    Warning,
}

/// What kind of problem it is. Each has a stable kebab-case name and at least one fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is not YAML or JSON.
    Syntax,
    /// The file has no content.
    EmptyFile,
    /// The file is larger than the limit.
    TooLarge,
    /// The document is not OpenAPI 3.0 or Swagger 2.0.
    NotOpenapi,
    /// The document does not have the shape its specification asks for.
    Shape,
    /// A key would be lost by the typed reader.
    LostKey,
    /// Keys beside a `$ref`, which `OpenAPI` 3.0 ignores.
    RefSibling,
    /// A `$ref` that resolves to nothing.
    UnresolvedRef,
    /// A `$ref` that leads only to itself.
    RefCycle,
    /// A `$ref` that leaves the root, or is a URL.
    RefOutside,
    /// An `x-*` key that is not known.
    UnknownExtension,
    /// Two operations with one operationId.
    DuplicateOperation,
    /// A path parameter that is not in the path, or the reverse.
    PathParameter,
    /// Two source names become one Rust name.
    NameCollision,
    /// An override that matches nothing.
    UnusedOverride,
    /// A construct the generator does not support.
    Unsupported,
    /// Parts of one schema contradict one another.
    Conflict,
    /// A file or folder cannot be read.
    Unreadable,
}

impl Code {
    /// The stable name, as printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::EmptyFile => "empty-file",
            Self::TooLarge => "too-large",
            Self::NotOpenapi => "not-openapi",
            Self::Shape => "shape",
            Self::LostKey => "lost-key",
            Self::RefSibling => "ref-sibling",
            Self::UnresolvedRef => "unresolved-ref",
            Self::RefCycle => "ref-cycle",
            Self::RefOutside => "ref-outside",
            Self::UnknownExtension => "unknown-extension",
            Self::DuplicateOperation => "duplicate-operation",
            Self::PathParameter => "path-parameter",
            Self::NameCollision => "name-collision",
            Self::UnusedOverride => "unused-override",
            Self::Unsupported => "unsupported",
            Self::Conflict => "conflict",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One problem. Displays as `file:line:column: code: message; help`, without line and column if it is about the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where.
    pub at: At,
    /// How bad.
    pub severity: Severity,
    /// What kind.
    pub code: Code,
    /// What is wrong: lower case, no full stop, names the thing.
    pub message: String,
    /// The remedy, in the same style.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(at: At, code: Code, message: impl Into<String>) -> Self {
        Self { at, severity: Severity::Error, code, message: one_line(message), help: None }
    }

    /// A warning.
    #[must_use]
    pub fn warning(at: At, code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(at, code, message) }
    }

    /// The same with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(one_line(help));
        self
    }
}

/// A text that quotes names of an input must stay one line, whatever stands in the names.
fn one_line(text: impl Into<String>) -> String {
    visible(&text.into()).into_owned()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.at)?;
        if self.severity == Severity::Warning {
            f.write_str("warning: ")?;
        }
        write!(f, "{}: {}", self.code.name(), self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// Whether any of them is an error.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// The diagnostics that stand in every one of the lists: of overrides that serve several versions, the ones none of them uses.
#[must_use]
pub fn in_all(lists: &[Vec<Diagnostic>]) -> Vec<Diagnostic> {
    let Some((first, rest)) = lists.split_first() else {
        return Vec::new();
    };
    first.iter().filter(|diagnostic| rest.iter().all(|list| list.contains(diagnostic))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_one_line() {
        let problem = Diagnostic::error(At::file("a.yaml"), Code::LostKey, "lost-key: \"a\nb\u{1b}\u{202e}\" on \"é\"");
        assert_eq!(
            problem.help("say\tso").to_string(),
            "a.yaml: lost-key: lost-key: \"a\\nb\\u{1b}\\u{202e}\" on \"é\"; say\\tso"
        );
    }
}
