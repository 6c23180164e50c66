//! Text of a description on its way to a reader. It is data, and here is where it is made sure that it stays data.
//!
//! Invariant: knows how text is shown, and nothing of what it says. Code that puts text of a description where people or
//! compilers read it calls this module: `visible` for terminals and diagnostics, `json` for JSON, `rust` for Rust,
//! [`markdown`] for documentation and reports.

pub mod markdown;

use std::{borrow::Cow, fmt::Write};

/// Whether a character shows nothing itself, or changes how its neighbours are shown: controls, line separators, and what
/// Unicode calls default-ignorable (marks of direction, zero-width characters, fillers, variation selectors, tags).
#[must_use]
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_control();
    }
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line with everything in it visible: what is hidden is written as Rust writes it, `\n` or `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

fn push_visible(text: &mut String, c: char) {
    if is_hidden(c) { text.extend(c.escape_default()) } else { text.push(c) }
}

/// A JSON document with everything in its strings visible, and the same for a reader. Its own line feeds stay.
#[must_use]
pub fn json(document: String) -> String {
    visible_lines(document, |shown, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(shown, "\\u{unit:04x}").expect("writing to a string cannot fail");
        }
    })
}

/// Rust source in which every character is to be seen. Documentation comes clean; what is left stands in literals, where the
/// escape means the same.
#[must_use]
pub fn rust(source: String) -> String {
    visible_lines(source, |shown, c| shown.extend(c.escape_unicode()))
}

/// The text with what is hidden escaped, but for its line feeds.
fn visible_lines(text: String, escape: fn(&mut String, char)) -> String {
    let is_foreign = |c: char| is_hidden(c) && c != '\n';
    if !text.contains(is_foreign) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_foreign(c) { escape(&mut shown, c) } else { shown.push(c) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind.
    const HIDDEN: &str = "\0\u{7}\u{1b}\u{7f}\u{85}\u{ad}\u{200b}\u{200d}\u{200e}\u{202e}\u{2066}\u{2028}\u{feff}\u{3164}\u{fe0f}\u{e0041}";

    #[test]
    fn hidden_characters_are_told() {
        assert!(HIDDEN.chars().all(is_hidden));
        assert!(!"aÄß中😀 \u{a0}\\`".contains(is_hidden));
    }

    #[test]
    fn visible_text_is_one_line() {
        assert_eq!(visible("a\r\nb\t\u{1b}[31m\u{202e}c"), "a\\r\\nb\\t\\u{1b}[31m\\u{202e}c");
        assert!(matches!(visible("größe `x` \\n"), Cow::Borrowed(_)));
        assert!(!visible(HIDDEN).contains(is_hidden));
    }

    #[test]
    fn json_reads_the_same() {
        let text = serde_json::to_string_pretty(&serde_json::json!({ HIDDEN: [HIDDEN, "größe"] })).expect("it is JSON");
        let shown = json(text.clone());
        assert!(!shown.replace('\n', "").contains(is_hidden), "{shown}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("it is JSON");
        assert_eq!(read(&shown), read(&text));
    }
}
