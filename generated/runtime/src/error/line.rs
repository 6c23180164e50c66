//! Texts of others on one line, bounded, and without anything that a terminal or a reader takes for something else.

use crate::base::ascii;

/// How many characters of a code, a target or an id are shown.
pub(super) const CODE: usize = 200;
/// How many characters of a message are shown; `message()` has it whole.
pub(super) const MESSAGE: usize = 1000;
/// How many of the failures behind an error are shown.
pub(super) const SHOWN_DETAILS: usize = 10;

/// ` (request id: 1; client request id: 2)`, as far as they are known.
pub(super) fn ids(of_service: Option<&str>, own: Option<&str>) -> String {
    let mut ids = String::new();
    for (name, id) in [("request id", of_service), ("client request id", own)] {
        if let Some(id) = id {
            let before = if ids.is_empty() { " (" } else { "; " };
            ids = format!("{ids}{before}{name}: {}", line(id, CODE));
        }
    }
    if ids.is_empty() { ids } else { ids + ")" }
}

/// A text of the service as it is shown: a line without the queries of URLs, which may be signed.
pub(super) fn shown(text: &str, longest: usize) -> String {
    line(&without_queries(text), longest)
}

/// A text in which no URL has a query. Where a query ends is not known for sure: a comma or a bracket may be within it, so all
/// up to the next space or quote is left out, but for the punctuation of the sentence that it stands in.
pub(super) fn without_queries(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(colon) = rest.find(':') {
        let (before, from) = rest.split_at(colon);
        kept.push_str(before);
        // In a piece of JSON a slash may be escaped.
        if !from.starts_with("://") && !from.starts_with(r":\/\/") {
            kept.push(':');
            rest = &from[1..];
            continue;
        }
        let url = ascii::until(from, |c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`'));
        let path = ascii::until(url, |c| matches!(c, '?' | '#'));
        kept.push_str(path);
        let query = &url[path.len()..];
        kept.push_str(&query[query.trim_end_matches(|c: char| "'()[]{},.;:!?#".contains(c)).len()..]);
        rest = &from[url.len()..];
    }
    kept.push_str(rest);
    kept
}

/// A text on one line of at most so many characters, without invisible ones.
pub(crate) fn line(text: &str, longest: usize) -> String {
    let (mut line, mut length, mut gap) = (String::new(), 0, false);
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            gap = length > 0;
            continue;
        }
        if length >= longest {
            line.push_str("...");
            break;
        }
        if std::mem::take(&mut gap) {
            line.push(' ');
            length += 1;
        }
        line.push(c);
        length += 1;
    }
    line
}

/// Whether a character has no width, or changes the direction of those around it.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// At most so many bytes of a text, cut at a character.
pub(super) fn cut(text: &str, longest: usize) -> &str {
    let mut end = text.len().min(longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_left_out_of_texts() {
        for (text, expected) in [
            ("no URL? none", "no URL? none"),
            ("GET https://a.example/b?sig=1&c=d failed? yes", "GET https://a.example/b failed? yes"),
            ("(https://a.example/?sig=1)", "(https://a.example/)"),
            ("\"https://a/x?sig=1\", https://b/y#f?sig=2", "\"https://a/x\", https://b/y"),
            ("'https://a/x?select=b,c&sig=1', https://b/y('z')?sig=2.", "'https://a/x', https://b/y('z')."),
            ("https://a", "https://a"),
            ("https://a?", "https://a?"),
            ("://?", "://?"),
            ("a: b:c:", "a: b:c:"),
            (r#"{"u":"https:\/\/a\/s.json?sig=s3cret\u0026x=1"}"#, r#"{"u":"https:\/\/a\/s.json"}"#),
        ] {
            assert_eq!(without_queries(text), expected);
        }
    }

    #[test]
    fn what_is_shown_is_one_line_without_queries() {
        assert_eq!(shown("failed:\nhttps://a/s.json?sv=2022&sig=s3cret\tb", 100), "failed: https://a/s.json b");
        assert_eq!(shown("https://a/s.json?sig=s3cret", 9), "https://a...");
    }
}
