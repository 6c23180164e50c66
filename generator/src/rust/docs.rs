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

/// Has search find an item by what the API calls it. Nothing if it finds it anyhow: it reads over capitals and underscores, so that
/// `displayName` finds `display_name`. Nothing either if rustdoc takes no such alias.
pub(super) fn alias(name: &str, in_rust: &str) -> TokenStream {
    let searched = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let is_taken = searched(name) != searched(in_rust)
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.$@".contains(c));
    if is_taken { quote!(#[doc(alias = #name)]) } else { TokenStream::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_other_names_that_rustdoc_takes() {
        assert_eq!(alias("Gateway_Get", "get").to_string(), "# [doc (alias = \"Gateway_Get\")]");
        assert!(!alias("x-ms-ids", "x_ms_ids").is_empty(), "search does not read over hyphens");
        let found_anyhow =
            [("name", "name"), ("displayName", "display_name"), ("type", "type_"), ("oAuth2", "o_auth2")];
        let not_taken = [("a b", "ab"), ("a\"b", "a_b"), ("", "value")];
        for (name, in_rust) in found_anyhow.into_iter().chain(not_taken) {
            assert!(alias(name, in_rust).is_empty(), "{name}");
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
