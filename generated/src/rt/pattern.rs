//! ECMA-262 patterns of the spec, compiled once each, the first time an argument meets them.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern as the spec spells it.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that is not compiled yet.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// The pattern as the spec spells it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the text has a match. A pattern that does not compile refuses nothing: the service still checks.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| Regex::new(self.source).ok()).as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// `&'static Pattern` from a literal.
#[doc(hidden)]
#[macro_export]
macro_rules! __pattern {
    ($source:expr) => {{
        static PATTERN: $crate::rt::Pattern = $crate::rt::Pattern::new($source);
        &PATTERN
    }};
}
