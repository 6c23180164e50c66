//! Texts of others on one line, bounded, and without anything that a terminal or a reader takes for something else.

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
