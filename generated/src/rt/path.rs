//! Paths and queries: every argument becomes exactly one segment or one value, whatever it contains.
//!
//! Why not `Url::path_segments_mut`: it drops `.` and `..` in silence, and azure_core's `append_path` does not encode.

use std::fmt::Write as _;

use azure_core::error::{Error, ErrorKind};

/// Appends the text with everything percent-encoded but the unreserved characters of RFC 3986 and those in `keep`.
pub(crate) fn encode_into(out: &mut String, text: &str, keep: &[u8]) {
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Whether a text may stand as a path segment: an empty one vanishes, the dots climb.
pub(crate) fn is_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
}

/// Appends one pair to a query.
pub(crate) fn push_query(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    encode_into(query, name, b"$");
    query.push('=');
    encode_into(query, value, b"");
}

/// Fills a template (`/a/{b}/c`, without its query) with arguments by name. Every argument is one segment.
pub(crate) fn fill(template: &str, arguments: &[(&'static str, String)]) -> azure_core::Result<String> {
    let mut path = String::with_capacity(template.len() + 64);
    for segment in template.split('/').skip(1) {
        path.push('/');
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            path.push_str(segment);
            continue;
        };
        let (_, value) = arguments.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            Error::with_message(ErrorKind::Other, format!("no argument for {{{name}}} of the path {template}"))
        })?;
        encode_into(&mut path, value, b"");
    }
    Ok(path)
}
