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
        let (line, column) = advance((1, 1), text.get(..offset).unwrap_or(text));
        Self { line, column, ..Self::file(file) }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = visible(&self.file);
        if self.line == 0 { f.write_str(&file) } else { write!(f, "{file}:{}:{}", self.line, self.column) }
    }
}

/// Line and column behind a text that begins at the given ones.
fn advance((line, column): (usize, usize), text: &str) -> (usize, usize) {
    match text.rsplit_once('\n') {
        Some((before, last)) => (line + before.matches('\n').count() + 1, last.chars().count() + 1),
        None => (line, column + text.chars().count()),
    }
}

/// The places of many bytes of one text. [`At::byte`] reads all that stands before each.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    text: &'a str,
    /// Bytes not far from one another, also where a line is long, with their lines and columns.
    marks: Vec<(usize, (usize, usize))>,
}

impl<'a> Places<'a> {
    const STEP: usize = 256;

    pub(crate) fn new(text: &'a str) -> Self {
        let mut marks = vec![(0, (1, 1))];
        let mut last = marks[0];
        while let Some(next) = (last.0 + Self::STEP..text.len()).find(|offset| text.is_char_boundary(*offset)) {
            last = (next, advance(last.1, &text[last.0..next]));
            marks.push(last);
        }
        Self { text, marks }
    }

    /// Line and column of a byte, both from 1.
    pub(crate) fn find(&self, offset: usize) -> (usize, usize) {
        let (start, place) = self.marks[self.marks.partition_point(|(mark, _)| *mark <= offset) - 1];
        advance(place, self.text.get(start..offset).unwrap_or(&self.text[start..]))
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

/// One problem. Displays as `file:line:column: code: message; help`, without line and column if it is about the file as a whole. What
/// could be added is not part of that line.
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
    pub help: Option<Box<str>>,
    /// What could be added to a file in remedy.
    pub addition: Option<Box<Addition>>,
}

/// Lines to add to a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Addition {
    /// The file's name.
    pub file: String,
    /// The lines.
    pub lines: Vec<String>,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(at: At, code: Code, message: impl Into<String>) -> Self {
        Self { at, severity: Severity::Error, code, message: one_line(message), help: None, addition: None }
    }

    /// A warning.
    #[must_use]
    pub fn warning(at: At, code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(at, code, message) }
    }

    /// The same with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(one_line(help).into());
        self
    }

    /// The same with lines to add to a file.
    #[must_use]
    pub fn addition(mut self, file: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        let addition = Addition { file: one_line(file), lines: lines.into_iter().map(one_line).collect() };
        self.addition = Some(Box::new(addition));
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
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
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
    fn a_place_is_found_from_the_nearest_mark() {
        for text in ["", "é", &"ab\né\n\n".repeat(200), &"é中a".repeat(400)] {
            let places = Places::new(text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' '), (text.len() + 9, ' ')]) {
                let At { line, column, .. } = At::byte("a.toml", text, offset);
                assert_eq!(places.find(offset), (line, column), "byte {offset} of {text:?}");
            }
        }
        let text = "ab\né中c\n";
        let at = |offset| At::byte("a.toml", text, offset).to_string();
        assert_eq!(
            [at(0), at(2), at(3), at(8), at(10), at(99)],
            ["1:1", "1:3", "2:1", "2:3", "3:1", "3:1"].map(|at| format!("a.toml:{at}"))
        );
    }

    #[test]
    fn a_diagnostic_is_one_line() {
        let problem = Diagnostic::error(At::file("a.yaml"), Code::LostKey, "lost-key: \"a\nb\u{1b}\u{202e}\" on \"é\"");
        assert_eq!(
            problem.help("say\tso").to_string(),
            "a.yaml: lost-key: lost-key: \"a\\nb\\u{1b}\\u{202e}\" on \"é\"; say\\tso"
        );
    }
}
