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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_argument_is_one_segment() {
        let fill = |value: &str| fill("/a/{b}/c", &[("b", value.to_owned())]).unwrap();
        for (value, expected) in [
            ("gw", "/a/gw/c"),
            ("a/b", "/a/a%2Fb/c"),
            ("a\\b", "/a/a%5Cb/c"),
            ("a?b=c&d#e", "/a/a%3Fb%3Dc%26d%23e/c"),
            ("%2e%2e", "/a/%252e%252e/c"),
            ("{c}", "/a/%7Bc%7D/c"),
            ("api;rev=2", "/a/api%3Brev%3D2/c"),
            ("é ~-._", "/a/%C3%A9%20~-._/c"),
        ] {
            assert_eq!(fill(value), expected);
        }
    }

    #[test]
    fn arguments_stand_where_the_template_says() {
        let arguments = [("b", "1".to_owned()), ("a", "2".to_owned())];
        assert_eq!(fill("/x/{a}/{b}", &arguments).unwrap(), "/x/2/1");
        assert!(fill("/x/{c}", &arguments).is_err());
    }

    #[test]
    fn one_value_is_one_pair() {
        let mut query = String::new();
        push_query(&mut query, "$filter", "name eq 'a&b=c#+'");
        push_query(&mut query, "api-version", "1");
        assert_eq!(query, "$filter=name%20eq%20%27a%26b%3Dc%23%2B%27&api-version=1");
    }
}
