//! Patterns of the spec, compiled once each, the first time an argument meets them.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern of the spec.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
    /// The first text that was found to have a match.
    first: OnceLock<Box<str>>,
}

impl Pattern {
    /// A pattern that is not compiled yet: as the spec spells it, for messages, and the same in the syntax of regex-lite. The
    /// generator translates it, and leaves out a pattern that regex-lite cannot match.
    #[must_use]
    pub const fn new(source: &'static str, regex: &'static str) -> Self {
        Self { source, regex, compiled: OnceLock::new(), first: OnceLock::new() }
    }

    /// The pattern as the spec spells it.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the text has a match. A pattern that does not compile refuses nothing: the service still checks.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }

    /// The same, and the first text that has a match is remembered, which call after call names: a program works with one
    /// service. To look for a match takes 4 us of a call, since nothing of it is in the caches by then. Not for secrets.
    pub(crate) fn is_match_again(&self, text: &str) -> bool {
        if let Some(first) = self.first.get() {
            return **first == *text || self.is_match(text);
        }
        let matches = self.is_match(text);
        if matches {
            self.first.get_or_init(|| text.into());
        }
        matches
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_pattern_that_does_not_compile_refuses_nothing() {
        static PATTERN: Pattern = Pattern::new("^(?=a)b$", "^(?=a)b$");
        assert!(PATTERN.is_match("c"));
    }

    #[test]
    fn a_text_has_the_same_answer_whatever_came_before() {
        static PATTERN: Pattern = Pattern::new("^a+$", "^a+$");
        for (text, expected) in
            [("", false), ("b", false), ("a", true), ("a", true), ("", false), ("b", false), ("aa", true), ("a", true)]
        {
            assert_eq!((PATTERN.is_match(text), PATTERN.is_match_again(text)), (expected, expected), "{text}");
        }
        assert_eq!(PATTERN.first.get().map(|first| &**first), Some("a"));
    }

    #[test]
    fn a_pattern_is_compiled_once_and_late() {
        static PATTERN: Pattern = Pattern::new("a", "^a$");
        assert!(PATTERN.compiled.get().is_none());
        assert!(PATTERN.is_match("a"));
        let first = std::ptr::from_ref(PATTERN.compiled.get().and_then(Option::as_ref).expect("compiled by the match"));
        assert!(!PATTERN.is_match("b"));
        let second =
            std::ptr::from_ref(PATTERN.compiled.get().and_then(Option::as_ref).expect("compiled by the match"));
        assert!(std::ptr::eq(first, second));
    }
}
