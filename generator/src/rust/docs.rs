//! Documentation: the paragraphs of an item, and attributes that carry them.
//!
//! Invariant: the only writer of what a description says. Its prose comes in by [`Text::push_prose`], its names and values by
//! [`code_span`]; what is [`push`](Text::push)ed is ours. What is said where there is no prose stands in `phrase`.

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use crate::text::markdown::code_span;
use crate::text::markdown::prose;

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
    pub(super) fn push_prose(&mut self, text: &str) {
        self.append(prose(text));
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

#[cfg(test)]
mod tests {
    use super::*;

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
