//! Path templates, parsed: `/subscriptions/{subscriptionId}/...?export=true`.
//!
//! Invariant: parsing then displaying gives the same text. A segment is all literal or all parameter,
//! as in every ARM path; anything else is refused so that one argument is always exactly one segment.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A path template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathTemplate {
    /// The segments between slashes.
    pub segments: Vec<Segment>,
    /// Constant query pairs, in order (`x-ms-paths`).
    pub query: Vec<(String, String)>,
}

/// One segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// Fixed text.
    Literal(String),
    /// The wire name of a path parameter.
    Param(String),
}

impl PathTemplate {
    /// A path whose segments are taken as they are written, for one that [`FromStr`] refuses.
    #[must_use]
    pub fn verbatim(text: &str) -> Self {
        let segments = text.trim_start_matches('/').split('/');
        let segment =
            |segment: &str| parse_segment(text, segment).unwrap_or_else(|_| Segment::Literal(segment.to_owned()));
        Self { segments: segments.map(segment).collect(), query: Vec::new() }
    }

    /// The names of the path parameters, in order.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Param(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The namespace of the resource provider that the thing at the path's end belongs to, which the last `providers` is
    /// followed by; `None` without one, and where it is a parameter.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        let is_providers =
            |segment: &Segment| matches!(segment, Segment::Literal(text) if text.eq_ignore_ascii_case("providers"));
        let at = self.segments.iter().rposition(is_providers)?;
        match self.segments.get(at + 1)? {
            Segment::Literal(name) => Some(name),
            Segment::Param(_) => None,
        }
    }

    /// The text with every parameter's name erased (`{}`), by which two versions' operations are paired.
    #[must_use]
    pub fn erased(&self) -> String {
        let mut erased = self.clone();
        for segment in &mut erased.segments {
            if let Segment::Param(name) = segment {
                name.clear();
            }
        }
        erased.to_string()
    }

    /// What [`Self::erased`] gives for all spellings of a path that Resource Manager takes for one: it looks at neither the case of
    /// fixed text nor a slash at the end.
    #[must_use]
    pub fn resource(&self) -> String {
        let mut path = self.clone();
        if path.segments.len() > 1 && path.segments.last() == Some(&Segment::Literal(String::new())) {
            path.segments.pop();
        }
        for segment in &mut path.segments {
            if let Segment::Literal(text) = segment {
                text.make_ascii_lowercase();
            }
        }
        path.erased()
    }
}

impl FromStr for PathTemplate {
    type Err = String;

    /// # Errors
    /// A message without a place when the text does not start with `/`, a segment mixes text and parameters, or fixed text
    /// would not be sent as it stands.
    fn from_str(text: &str) -> Result<Self, String> {
        let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        let rest = path.strip_prefix('/').ok_or_else(|| format!("path \"{text}\" does not start with a slash"))?;
        let segments = rest.split('/').map(|segment| parse_segment(text, segment)).collect::<Result<_, _>>()?;
        let query = query.map_or_else(Vec::new, |query| {
            query
                .split('&')
                .map(|pair| {
                    pair.split_once('=').map_or((pair.to_owned(), String::new()), |(k, v)| (k.to_owned(), v.to_owned()))
                })
                .collect()
        });
        Ok(Self { segments, query })
    }
}

fn parse_segment(path: &str, segment: &str) -> Result<Segment, String> {
    match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) if !name.is_empty() && !name.contains(['{', '}']) => Ok(Segment::Param(name.to_owned())),
        None if !segment.contains(['{', '}']) => match literal_problem(segment) {
            None => Ok(Segment::Literal(segment.to_owned())),
            Some(problem) => Err(format!("segment \"{segment}\" of path \"{path}\" {problem}")),
        },
        _ => Err(format!("segment \"{segment}\" of path \"{path}\" is neither plain text nor one parameter")),
    }
}

/// Why fixed text would not be one segment of the URL that is sent: what reads URLs drops tabs and line breaks, takes `\` for a slash,
/// and leaves out dot segments, also encoded ones.
fn literal_problem(segment: &str) -> Option<&'static str> {
    let sent = segment.to_ascii_lowercase().replace(['\t', '\n', '\r'], "").replace("%2e", ".");
    sent.split('\\').any(|part| part == "." || part == "..").then_some("leads to another path")
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => write!(f, "/{text}")?,
                Segment::Param(name) => write!(f, "/{{{name}}}")?,
            }
        }
        for (index, (key, value)) in self.query.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(f, "{separator}{key}={value}")?;
        }
        Ok(())
    }
}

impl Serialize for PathTemplate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PathTemplate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_survive_parsing() {
        for text in
            ["/", "/a/{b}/c", "/a/{b}?export=true", "/a?x=1&y=2", "/{a}/{b}", "/a..b/...", "/%2e%2ea", "/a%20b/ä"]
        {
            assert_eq!(text.parse::<PathTemplate>().map(|p| p.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn odd_segments_are_refused() {
        for text in [
            "a/b",
            "",
            "/a/{b}c",
            "/a/{}",
            "/{a}{b}",
            "/a}",
            "/..",
            "/a/./b",
            "/a/%2e%2E/b",
            "/a/.%2e",
            "/h\\..\\i",
            "/a/.\n.",
        ] {
            assert!(text.parse::<PathTemplate>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_namespace_is_that_of_the_last_provider() {
        for (text, namespace) in [
            ("/subscriptions/{id}/providers/Microsoft.A/things/{name}", Some("Microsoft.A")),
            ("/subscriptions/{id}/Providers/Microsoft.A", Some("Microsoft.A")),
            ("/{scope}/providers/Microsoft.A/things/{name}/providers/Microsoft.B/locks", Some("Microsoft.B")),
            ("/subscriptions/{id}/providers/{namespace}/things", None),
            ("/subscriptions/{id}/providers", None),
            ("/subscriptions/{id}", None),
        ] {
            let path: PathTemplate = text.parse().expect("a valid template");
            assert_eq!(path.namespace(), namespace, "{text}");
        }
    }

    #[test]
    fn erasing_keeps_the_query() {
        let path: PathTemplate = "/a/{b}/c?export=true".parse().expect("a valid template");
        assert_eq!(path.erased(), "/a/{}/c?export=true");
        assert_eq!(path.params().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_resource_has_many_spellings() {
        let resource = |text: &str| text.parse::<PathTemplate>().map(|path| path.resource());
        assert_eq!(resource("/Subscriptions/{id}/X/"), resource("/subscriptions/{name}/x"));
        assert_ne!(resource("/a/x?A=1"), resource("/a/x?a=1"));
        assert_eq!(resource("/").as_deref(), Ok("/"));
        assert_eq!(PathTemplate::verbatim("/a/{b}c/{d}").to_string(), "/a/{b}c/{d}");
    }
}
