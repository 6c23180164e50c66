//! Paths and queries: every argument becomes exactly one segment or one value, whatever it contains; one that is a path itself
//! becomes as many segments as it has, none of which climbs.
//!
//! Why not `Url::path_segments_mut`: it drops `.` and `..` in silence, and azure_core's `append_path` does not encode.

use std::borrow::Cow;

use azure_core::error::{Error, ErrorKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// What is encoded: everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same in the name of a query parameter: OData's begin with a dollar sign, and are known by it.
const RESERVED_IN_NAME: &AsciiSet = &RESERVED.remove(b'$');

/// Appends the text as one segment of a path, or one value of a query.
fn encode_into(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// The text as one segment of a path.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Undoes percent-encoding once. What looks like it but is not stays as it is.
pub(crate) fn decode(text: &[u8]) -> Vec<u8> {
    percent_decode(text).collect()
}

/// Whether a text may stand as a path segment: an empty one vanishes, the dots climb.
pub(crate) fn is_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
}

/// The segments of an argument that is a path. Ids of resources begin with a slash, and the path they become part of has it.
pub(crate) fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix('/').unwrap_or(text).split('/')
}

/// Appends segments with a `/` between them, each percent-encoded alone.
pub(crate) fn push_segments<T: AsRef<str>>(out: &mut String, segments: impl IntoIterator<Item = T>) {
    for (index, segment) in segments.into_iter().enumerate() {
        if index > 0 {
            out.push('/');
        }
        encode_into(out, segment.as_ref());
    }
}

/// Appends one pair to a query.
pub(crate) fn push_query(query: &mut String, name: &str, value: &str) {
    query.reserve(name.len() + value.len() + 2);
    begin_pair(query);
    query.extend(utf8_percent_encode(name, RESERVED_IN_NAME));
    query.push('=');
    encode_into(query, value);
}

/// Appends a pair to a query that stands as it is sent.
pub(crate) fn push_pair(query: &mut String, pair: &str) {
    begin_pair(query);
    query.push_str(pair);
}

fn begin_pair(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}

/// A path, which may be a template, and the query behind it.
pub(crate) fn split_query(text: &str) -> (&str, &str) {
    text.split_once('?').unwrap_or((text, ""))
}

/// Two queries as one; each may be empty.
pub(crate) fn join_queries<'a>(first: &'a str, second: &'a str) -> Cow<'a, str> {
    match (first, second) {
        ("", query) | (query, "") => query.into(),
        _ => format!("{first}&{second}").into(),
    }
}

/// Arguments of a path by name, encoded, one behind the other.
pub(crate) struct Segments {
    text: String,
    ends: Vec<(&'static str, usize)>,
}

impl Segments {
    /// None yet, with room for those of most paths.
    pub(crate) fn new() -> Self {
        Self { text: String::with_capacity(128), ends: Vec::with_capacity(8) }
    }

    /// Adds an argument.
    pub(crate) fn push(&mut self, name: &'static str, value: &str) {
        encode_into(&mut self.text, value);
        self.ends.push((name, self.text.len()));
    }

    /// Adds an argument that was [`encoded`] before.
    pub(crate) fn push_encoded(&mut self, name: &'static str, value: &str) {
        self.text.push_str(value);
        self.ends.push((name, self.text.len()));
    }

    /// Adds an argument that is a path: each of its segments is encoded alone.
    pub(crate) fn push_all(&mut self, name: &'static str, value: &str) {
        push_segments(&mut self.text, segments(value));
        self.ends.push((name, self.text.len()));
    }

    fn get(&self, name: &str) -> Option<&str> {
        let at = self.ends.iter().position(|(known, _)| *known == name)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before].1);
        Some(&self.text[start..self.ends[at].1])
    }

    /// Appends a template (`/a/{b}/c`, without its query) with the arguments in their places.
    pub(crate) fn fill(&self, template: &str, path: &mut String) -> azure_core::Result<()> {
        path.reserve(template.len() + self.text.len());
        let mut rest = template;
        while let Some((before, name, after)) = next_argument(rest) {
            let segment = self.get(name).ok_or_else(|| {
                Error::with_message(ErrorKind::Other, format!("no argument for {{{name}}} of the path {template}"))
            })?;
            path.push_str(before);
            path.push_str(segment);
            rest = after;
        }
        path.push_str(rest);
        Ok(())
    }
}

/// The next argument of a template: what stands before it, its name, what stands behind it.
fn next_argument(template: &str) -> Option<(&str, &str, &str)> {
    let (before, from) = split_at_byte(template, b'{')?;
    let (name, after) = split_at_byte(from, b'}').unwrap_or((from, ""));
    Some((before, name, after))
}

/// What `str::split_once` does, for a byte of ASCII. In texts as short as these that is quicker than to begin a search by words.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|each| each == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

impl Segments {
    /// Fills a template in which one argument is missing: what stands before it, and what behind it.
    pub(crate) fn around_missing(&self, template: &str) -> azure_core::Result<(String, String)> {
        let mut around = (String::new(), String::new());
        let mut rest = template;
        while let Some((before, name, after)) = next_argument(rest) {
            if self.get(name).is_none() {
                around.0.push_str(before);
                self.fill(after, &mut around.1)?;
                return Ok(around);
            }
            self.fill(&rest[..rest.len() - after.len()], &mut around.0)?;
            rest = after;
        }
        Err(Error::with_message(ErrorKind::Other, format!("no argument is missing in the path {template}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_around_what_is_missing() {
        let mut segments = Segments::new();
        segments.push("a", "1/2");
        segments.push("b", "3");
        let around = |template: &str| segments.around_missing(template).ok();
        let text = |before: &str, after: &str| Some((before.to_owned(), after.to_owned()));
        assert_eq!(around("/x/{a}/{next}/{b}/y"), text("/x/1%2F2/", "/3/y"));
        assert_eq!(around("/{next}"), text("/", ""));
        assert_eq!((around("/x/{a}"), around("/{next}/{other}")), (None, None));
    }

    fn fill(template: &str, arguments: &[(&'static str, &str)]) -> azure_core::Result<String> {
        let mut segments = Segments::new();
        for (name, value) in arguments {
            segments.push(name, value);
        }
        let mut path = String::new();
        segments.fill(template, &mut path)?;
        Ok(path)
    }

    #[test]
    fn one_argument_is_one_segment() {
        let fill = |value: &str| fill("/a/{b}/c", &[("b", value)]).unwrap();
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
    fn an_argument_that_is_a_path_keeps_its_segments() {
        let fill = |value: &str| {
            let mut segments = Segments::new();
            segments.push("before", "x");
            segments.push_all("scope", value);
            let mut path = String::new();
            segments.fill("/{scope}/providers/{before}", &mut path).map(|()| path).unwrap()
        };
        for (value, expected) in [
            ("/subscriptions/s/resourceGroups/a b", "/subscriptions/s/resourceGroups/a%20b/providers/x"),
            ("subscriptions/s", "/subscriptions/s/providers/x"),
            ("a?b=c#d/e&f", "/a%3Fb%3Dc%23d/e%26f/providers/x"),
            ("%2e%2e/..%2f/a\\b", "/%252e%252e/..%252f/a%5Cb/providers/x"),
        ] {
            assert_eq!(fill(value), expected);
        }
    }

    #[test]
    fn arguments_stand_where_the_template_says() {
        let arguments = [("b", "1"), ("a", "2")];
        assert_eq!(fill("/x/{a}/{b}", &arguments).unwrap(), "/x/2/1");
        assert_eq!(fill("/x", &arguments).unwrap(), "/x");
        assert!(fill("/x/{c}", &arguments).is_err());
    }

    #[test]
    fn decoding_undoes_encoding_once() {
        for (text, decoded) in [
            ("a%2Fb%5c", "a/b\\"),
            ("%252e%25", "%2e%"),
            ("%c3%A9", "\u{e9}"),
            ("%", "%"),
            ("%2", "%2"),
            ("%zz%2g%+1%41", "%zz%2g%+1A"),
            ("", ""),
        ] {
            assert_eq!(decode(text.as_bytes()), decoded.as_bytes(), "{text}");
        }
        let (mut encoded, text) = (String::new(), "a/b\\c %2F\u{1f600}");
        encode_into(&mut encoded, text);
        assert_eq!(decode(encoded.as_bytes()), text.as_bytes());
    }

    #[test]
    fn one_value_is_one_pair() {
        let mut query = String::new();
        push_query(&mut query, "$filter", "name eq 'a&b=c#+'");
        push_query(&mut query, "api-version", "1");
        assert_eq!(query, "$filter=name%20eq%20%27a%26b%3Dc%23%2B%27&api-version=1");
    }
}
