//! Looking through text, in functions that are compiled once and not for each caller.

/// Whether every byte is one of these.
pub(crate) fn all(text: &str, allowed: fn(u8) -> bool) -> bool {
    for byte in text.bytes() {
        if !allowed(byte) {
            return false;
        }
    }
    true
}

/// Whether there are only decimal digits.
pub(crate) fn is_digits(text: &str) -> bool {
    all(text, |byte| byte.is_ascii_digit())
}

/// Where the first character stands that is one of these.
pub(crate) fn find(text: &str, wanted: fn(char) -> bool) -> Option<usize> {
    text.find(wanted)
}

/// Whether there is a character that is one of these.
pub(crate) fn has(text: &str, wanted: fn(char) -> bool) -> bool {
    find(text, wanted).is_some()
}

/// A text up to its first character that is one of these.
pub(crate) fn until(text: &str, wanted: fn(char) -> bool) -> &str {
    &text[..find(text, wanted).unwrap_or(text.len())]
}

/// Where a text of ASCII stands in another, in capitals or not.
pub(crate) fn find_ignoring_case(text: &str, part: &str) -> Option<usize> {
    for (at, window) in text.as_bytes().windows(part.len()).enumerate() {
        if window.eq_ignore_ascii_case(part.as_bytes()) {
            return Some(at);
        }
    }
    None
}

/// Whether a text begins with one of ASCII, in capitals or not.
pub(crate) fn starts_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

/// Whether a byte may stand in a token of HTTP (RFC 9110, section 5.6.2).
pub(crate) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
