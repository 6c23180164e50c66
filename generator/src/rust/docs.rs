//! Documentation: prose of the description made safe for rustdoc, and attributes that carry it.
//!
//! Invariant: knows Markdown and rustdoc, not the model. What is said where there is no prose stands in `phrase`.

use proc_macro2::TokenStream;
use quote::quote;

/// Paragraphs, as lines; an empty line between two paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    lines: Vec<String>,
}

impl Text {
    /// One paragraph of our own, already Markdown.
    pub(super) fn of(paragraph: impl Into<String>) -> Self {
        let mut text = Self::default();
        text.push(paragraph);
        text
    }

    /// Adds a paragraph of our own, already Markdown. Its lines stay lines.
    pub(super) fn push(&mut self, paragraph: impl Into<String>) {
        self.append(paragraph.into().lines().map(str::to_owned).collect());
    }

    /// Adds prose of the description, made safe.
    pub(super) fn push_prose(&mut self, prose: &str) {
        self.append(clean(prose));
    }

    fn append(&mut self, lines: Vec<String>) {
        if !self.lines.is_empty() && !lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }

    /// The lines, for a file's inner documentation.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// One `#[doc]` attribute a line: prettyplease prints an attribute of several lines as a block comment.
    pub(super) fn attributes(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        quote!(#(#[doc = #lines])*)
    }
}

/// Prose as rustdoc lines: no bare URLs, no accidental links, HTML or doctests.
fn clean(prose: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in prose.trim().lines() {
        let trimmed = line.trim_end();
        if trimmed.trim_start().starts_with("```") {
            fenced = !fenced;
            // A fence without a language would be compiled as a doctest.
            let plain = fenced && trimmed.trim() == "```";
            lines.push(if plain { "```text".to_owned() } else { trimmed.trim_start().to_owned() });
        } else if fenced {
            lines.push(trimmed.to_owned());
        } else if trimmed.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else {
            lines.push(clean_line(unindent(trimmed)));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines
}

/// Four spaces in front make a code block, which rustdoc would compile.
fn unindent(line: &str) -> &str {
    let text = line.trim_start();
    if line.len() - text.len() >= 4 || line.starts_with('\t') { text } else { line }
}

fn clean_line(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (text, length) = if first == '`' {
            code_span(rest)
        } else if let Some(link) = link(rest) {
            (link.to_owned(), link.len())
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let url = url(rest);
            (format!("<{url}>"), url.len())
        } else if matches!(first, '[' | ']' | '<' | '>') {
            (format!("\\{first}"), 1)
        } else {
            (first.to_string(), first.len_utf8())
        };
        clean.push_str(&text);
        rest = &rest[length..];
    }
    clean
}

/// A code span as it is, or an escaped backtick when it does not end.
fn code_span(text: &str) -> (String, usize) {
    let fence = text.len() - text.trim_start_matches('`').len();
    match text[fence..].find(&text[..fence]) {
        Some(end) => (text[..fence + end + fence].to_owned(), fence + end + fence),
        None => ("\\`".repeat(fence), fence),
    }
}

/// A Markdown link to a URL at the start of `text`. Looks no further than the next bracket that cannot be part of it, since it
/// is asked at every bracket.
fn link(text: &str) -> Option<&str> {
    let label = text.strip_prefix('[')?.find(['[', ']'])? + 1;
    let target = text[label..].strip_prefix("](")?;
    let is_url = target.starts_with("http://") || target.starts_with("https://");
    let end = if is_url { target.find([')', '['])? } else { return None };
    target[end..].starts_with(')').then(|| &text[..=label + 2 + end])
}

/// A bare URL at the start of `text`, without the punctuation of the sentence around it.
fn url(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "<>\"`)]".contains(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_made_safe() {
        for (prose, lines) in [
            ("Plain text.", &["Plain text."][..]),
            ("See https://example.com/a?b=c.", &["See <https://example.com/a?b=c>."]),
            ("See (https://example.com), please", &["See (<https://example.com>), please"]),
            ("A [link](https://example.com) stays", &["A [link](https://example.com) stays"]),
            (
                "A [[link](https://example.com) of two [brackets](x)",
                &["A \\[[link](https://example.com) of two \\[brackets\\](x)"],
            ),
            ("[a](https://b[c](https://d)", &["\\[a\\](<https://b[c>\\](<https://d>)"]),
            ("An [index] and <b>html</b>", &["An \\[index\\] and \\<b\\>html\\</b\\>"]),
            ("Vec<T> but `Vec<T>` in code", &["Vec\\<T\\> but `Vec<T>` in code"]),
            ("An open ` backtick", &["An open \\` backtick"]),
            ("One\n\n\n\nTwo  ", &["One", "", "Two"]),
            ("    indented\n\ttabbed", &["indented", "tabbed"]),
            ("```\nlet x = <T>;\n```", &["```text", "let x = <T>;", "```"]),
            ("```json\n{}", &["```json", "{}", "```"]),
            ("ünïcode ≥ 1", &["ünïcode ≥ 1"]),
            ("", &[]),
        ] {
            assert_eq!(clean(prose), lines, "{prose}");
        }
    }

    #[test]
    fn paragraphs_are_set_apart() {
        let mut text = Text::of("One.");
        text.push("Two\nlines.");
        text.push("");
        text.push_prose("[x]");
        assert_eq!(text.clone().into_lines(), ["One.", "", "Two", "lines.", "", "\\[x\\]"]);
        assert!(text.attributes().to_string().starts_with("# [doc = \" One.\"] # [doc = \"\"]"));
    }
}
