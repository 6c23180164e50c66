//! JSON pointers (RFC 6901): the one way this crate names a place inside a document.
//!
//! Invariant: a pointer knows nothing of files, lines or OpenAPI; `spec::locate` turns one into a line and column.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a JSON or YAML document, for instance `/paths/~1subscriptions/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads an already escaped pointer, as it stands behind the `#` of a `$ref`.
    ///
    /// Returns `None` when the text neither is empty nor starts with `/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The pointer to member or element `token` below this one; `~` and `/` in it are escaped.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// The pointer without its last token; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The unescaped tokens from the root down.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The last unescaped token; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.tokens().last()
    }

    /// Whether `other` is this place, or one below it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The same place as a JSONPath (RFC 9535), for the target of an overlay's action.
    #[must_use]
    pub fn to_json_path(&self) -> String {
        let step = |token: String| {
            let is_name = token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if is_name {
                format!(".{token}")
            } else {
                format!("['{}']", token.replace('\\', "\\\\").replace('\'', "\\'"))
            }
        };
        format!("${}", self.tokens().map(step).collect::<String>())
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_escaping() {
        let pointer = Pointer::root().join("paths").join("/a~b/{c}").join(0);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{c}/0");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "0"]);
        assert_eq!(pointer.parent().and_then(|p| p.last()).as_deref(), Some("/a~b/{c}"));
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(pointer.to_json_path(), "$.paths['/a~b/{c}']['0']");
        let parent = pointer.parent().expect("it has one");
        assert!(parent.contains(&pointer) && parent.contains(&parent) && !pointer.contains(&parent));
        assert!(!Pointer::root().join("a").contains(&Pointer::root().join("ab")));
    }
}
