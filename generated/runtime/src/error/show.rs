//! How an error is printed: on one line, bounded, and without anything that a terminal or a reader takes for something else.

use std::{borrow::Cow, fmt};

use azure_core::http::StatusCode;

use crate::error::ArmError;

/// How many characters of a code, a target or an id are shown.
pub(super) const CODE: usize = 200;
/// How many characters of a message are shown; `message()` has it whole.
pub(super) const MESSAGE: usize = 1000;
/// How many characters of the message of one of the failures behind are shown.
const DETAIL: usize = 300;
/// How many of the failures behind an error are shown.
pub(super) const SHOWN_DETAILS: usize = 10;

/// `Gateway_Get (GET /subscriptions/..): 404 Not Found, ResourceNotFound: There is no such service. (target: serviceName)
/// (request id: 1; client request id: 2)`, always one line, and of bounded length.
impl fmt::Display for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.asked, status_text(self.status))?;
        if self.status.is_success() && !self.expected.is_empty() {
            f.write_str(" where the API declares")?;
            for (at, status) in self.expected.iter().enumerate() {
                write!(f, "{} {status}", if at == 0 { "" } else { "," })?;
            }
        }
        if let Some(code) = self.code() {
            write!(f, ", {}", line(code, CODE))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", line(message, MESSAGE))?;
        }
        if let Some(note) = &self.note {
            write!(f, ": {}", line(note, MESSAGE))?;
        }
        if let Some(target) = self.target() {
            write!(f, " (target: {})", line(target, CODE))?;
        }
        for detail in self.details().iter().take(SHOWN_DETAILS) {
            let code = detail.code().unwrap_or_default();
            let about = line(detail.target().unwrap_or(code), CODE);
            write!(
                f,
                "; {about}{}{}",
                if about.is_empty() { "" } else { ": " },
                line(detail.message().unwrap_or(code), DETAIL)
            )?;
        }
        if self.details().len() > SHOWN_DETAILS {
            write!(f, "; and {} more", self.details().len() - SHOWN_DETAILS)?;
        }
        f.write_str(&ids(self.request_id(), self.client_request_id()))
    }
}

impl fmt::Debug for ArmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArmError")
            .field("asked", &format_args!("{}", self.asked))
            .field("status", &u16::from(self.status))
            .field("error", &self.error)
            .field("request_id", &self.request_id().map(|id| line(id, CODE)))
            .field("correlation_id", &self.correlation_id().map(|id| line(id, CODE)))
            .finish_non_exhaustive()
    }
}

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

/// A text on one line of at most so many characters, without those that nobody sees.
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

fn status_text(status: StatusCode) -> String {
    let code = u16::from(status);
    let phrase: Cow<'static, str> = status.canonical_reason();
    if phrase.starts_with("HTTP") { format!("HTTP {code}") } else { format!("{code} {phrase}") }
}
