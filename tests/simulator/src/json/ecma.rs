//! Patterns of descriptions, matched as ECMA-262 has it.
//!
//! The client checks with regex-lite, which cannot look around; what it lets pass for that reason is found here.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex},
};

use regress::Regex;

/// The compiled pattern; each is compiled once. `None` for a text that is no pattern: nothing can break such a rule.
pub(super) fn compiled(pattern: &str) -> Option<Arc<Regex>> {
    static KNOWN: LazyLock<Mutex<BTreeMap<String, Option<Arc<Regex>>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().expect("nobody panics with the patterns locked");
    let made = known.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).ok().map(Arc::new));
    made.clone()
}

/// Whether the text has a match.
pub(super) fn is_match(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.find(text).is_some())
}

/// The pattern without the groups that look ahead or back: it matches whatever the pattern matches, and more.
pub(super) fn without_look_around(pattern: &str) -> String {
    let (mut kept, mut rest) = (String::new(), pattern);
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '(' if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|start| rest.starts_with(start)) => {
                rest = &rest[group(rest)..];
                continue;
            }
            '[' => class(rest),
            '\\' => escape(rest),
            other => other.len_utf8(),
        };
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    kept
}

/// The length of the group that `text` begins with.
fn group(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(next) = text[at..].chars().next() {
        at += match next {
            '[' => class(&text[at..]),
            '\\' => escape(&text[at..]),
            other => other.len_utf8(),
        };
        match next {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the class that `text` begins with.
fn class(text: &str) -> usize {
    let mut at = 1;
    while let Some(next) = text[at..].chars().next() {
        at += if next == '\\' { escape(&text[at..]) } else { next.len_utf8() };
        if next == ']' {
            break;
        }
    }
    at
}

/// The length of a backslash and what it escapes.
fn escape(text: &str) -> usize {
    1 + text[1..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_around_counts() {
        for (pattern, text, expected) in [
            ("^(?!-)[a-z-]+$", "a-", true),
            ("^(?!-)[a-z-]+$", "-a", false),
            ("^[a-z-]+(?<!-)$", "a-", false),
            ("^(?=.*[0-9])[a-z0-9]+$", "abc", false),
            ("^(?=.*[0-9])[a-z0-9]+$", "ab1", true),
            (r"^(.)\1$", "ab", false),
            // Letters are ASCII in ECMA-262.
            (r"^\w$", "é", false),
            // No pattern at all.
            ("(", "anything", true),
        ] {
            assert_eq!(is_match(pattern, text), expected, "{text:?} and {pattern}");
        }
    }

    #[test]
    fn what_looks_around_is_left_out_whole() {
        for (pattern, expected) in [
            ("^(?![0-9]+$)(?!-)[a-z]$", "^[a-z]$"),
            ("^[a-z](-(?!-))+(?<!-)$", "^[a-z](-)+$"),
            (r"^(?=a(b|[)\]])\))c$", "^c$"),
            // None of these looks around.
            (r"^[(?=]\(?!a(?:b)$", r"^[(?=]\(?!a(?:b)$"),
            // Whoever wrote these forgot an end.
            ("a(?!b", "a"),
            ("a[b", "a[b"),
            ("a\\", "a\\"),
        ] {
            assert_eq!(without_look_around(pattern), expected, "{pattern}");
        }
    }
}
