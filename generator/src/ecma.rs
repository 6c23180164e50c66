//! Patterns of descriptions: ECMA-262 syntax, rewritten for regex-lite, which the client and the tests match with.
//!
//! The two agree on most, so the differences are easy to miss: `.` and `\s` differ in what they match, ECMA takes `[`, `&&`
//! and a stray `-` or `{` for themselves where regex-lite does not, and it lets any punctuation be escaped.
//!
//! Why here: a description has few patterns, and the client need not carry the translator.

use std::{fmt::Write as _, iter::Peekable, str::Chars};

use regex_lite::Regex;

/// What `.` does not match.
const LINE_ENDS: &str = r"\n\r\x{2028}\x{2029}";

/// `\s`, as the inside of a class.
const SPACES: &str =
    r"\x{9}-\x{D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// `\S`, as the inside of a class.
const NO_SPACES: &str = r"\x{0}-\x{8}\x{E}-\x{1F}\x{21}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}";

/// The pattern for regex-lite; `None` if it needs what regex-lite does not have (looking around, back-references), is no
/// pattern at all, or is too large.
#[must_use]
pub fn translate(source: &str) -> Option<String> {
    let translated = Translator { input: source.chars().peekable(), output: String::new() }.run()?;
    Regex::new(&translated).is_ok().then_some(translated)
}

/// One thing between the brackets of a class, or behind a backslash.
enum Atom {
    Char(char),
    /// Several characters, written as the inside of a class.
    Set(&'static str),
}

struct Translator<'a> {
    input: Peekable<Chars<'a>>,
    output: String,
}

impl Translator<'_> {
    fn run(mut self) -> Option<String> {
        while let Some(next) = self.input.next() {
            match next {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '{' => self.brace(),
                '.' => self.push_all(&["[^", LINE_ENDS, "]"]),
                '^' | '$' | '|' | '*' | '+' | '?' | ')' => self.output.push(next),
                literal => push_literal(&mut self.output, literal),
            }
        }
        Some(self.output)
    }

    fn push_all(&mut self, parts: &[&str]) {
        self.output.extend(parts.iter().copied());
    }

    /// What follows a backslash outside a class.
    fn escape(&mut self) -> Option<()> {
        match self.input.peek()? {
            'b' | 'B' => {
                self.output.push('\\');
                self.output.push(self.input.next()?);
            }
            _ => match self.atom()? {
                Atom::Char(literal) => push_literal(&mut self.output, literal),
                Atom::Set(set) => self.push_all(&["[", set, "]"]),
            },
        }
        Some(())
    }

    /// What follows a backslash anywhere.
    fn atom(&mut self) -> Option<Atom> {
        Some(match self.input.next()? {
            'd' => Atom::Set("0-9"),
            'D' => Atom::Set(r"\x{0}-\x{2F}\x{3A}-\x{10FFFF}"),
            'w' => Atom::Set("0-9A-Z_a-z"),
            'W' => Atom::Set(r"\x{0}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{5E}\x{60}\x{7B}-\x{10FFFF}"),
            's' => Atom::Set(SPACES),
            'S' => Atom::Set(NO_SPACES),
            'c' => Atom::Char(char::from(u8::try_from(self.input.next()?).ok().filter(u8::is_ascii_alphabetic)? % 32)),
            'x' => Atom::Char(char::from_u32(self.hex(2)?)?),
            'u' => Atom::Char(self.unicode()?),
            other => Atom::Char(plain_escape(other)?),
        })
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 16 + self.input.next()?.to_digit(16)?;
        }
        Some(number)
    }

    fn unicode(&mut self) -> Option<char> {
        if self.input.next_if_eq(&'{').is_some() {
            let mut number = 0_u32;
            while self.input.next_if_eq(&'}').is_none() {
                number = number.checked_mul(16)?.checked_add(self.input.next()?.to_digit(16)?)?;
            }
            return char::from_u32(number);
        }
        let unit = self.hex(4)?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        // A character beyond the basic plane is written as two units.
        (self.input.next()? == '\\' && self.input.next()? == 'u').then_some(())?;
        let low = self.hex(4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low)
    }

    fn group(&mut self) -> Option<()> {
        self.output.push('(');
        if self.input.next_if_eq(&'?').is_some() {
            // Named groups and plain ones; anything else looks around or sets modes.
            let kind = self.input.next_if(|c| matches!(c, ':' | '<'))?;
            if kind == '<' && matches!(self.input.peek()?, '=' | '!') {
                return None;
            }
            self.push_all(&["?"]);
            self.output.push(kind);
            if kind == '<' {
                self.group_name()?;
            }
        }
        Some(())
    }

    fn group_name(&mut self) -> Option<()> {
        loop {
            let next = self.input.next()?;
            self.output.push(next);
            if next == '>' {
                return Some(());
            }
        }
    }

    /// A quantifier, or a brace that is meant literally.
    fn brace(&mut self) {
        let mut after = self.input.clone();
        let mut rest = String::new();
        let closed = loop {
            match after.next() {
                Some('}') => break true,
                Some(c) => rest.push(c),
                None => break false,
            }
        };
        let (min, max) = rest.split_once(',').unwrap_or((&rest, ""));
        if closed && !min.is_empty() && (min.bytes().chain(max.bytes())).all(|byte| byte.is_ascii_digit()) {
            self.push_all(&["{", &rest, "}"]);
            self.input = after;
        } else {
            push_literal(&mut self.output, '{');
        }
    }

    fn class(&mut self) -> Option<()> {
        let negated = self.input.next_if_eq(&'^').is_some();
        let mut inside = String::new();
        while self.input.next_if_eq(&']').is_none() {
            let first = self.class_atom()?;
            let mut ahead = self.input.clone();
            let range = ahead.next() == Some('-') && ahead.next() != Some(']');
            match first {
                Atom::Char(low) if range => {
                    self.input.next();
                    match self.class_atom()? {
                        Atom::Char(high) if low <= high => push_range(&mut inside, low, high),
                        Atom::Char(_) => return None,
                        Atom::Set(set) => {
                            push_range(&mut inside, low, low);
                            push_range(&mut inside, '-', '-');
                            inside.push_str(set);
                        }
                    }
                }
                Atom::Char(only) => push_range(&mut inside, only, only),
                Atom::Set(set) => inside.push_str(set),
            }
        }
        match (inside.is_empty(), negated) {
            (false, _) => self.push_all(&[if negated { "[^" } else { "[" }, &inside, "]"]),
            (true, true) => self.push_all(&[r"[\x{0}-\x{10FFFF}]"]),
            // Matches nothing at all; regex-lite cannot say that.
            (true, false) => return None,
        }
        Some(())
    }

    fn class_atom(&mut self) -> Option<Atom> {
        match self.input.next()? {
            '\\' if self.input.next_if_eq(&'b').is_some() => Some(Atom::Char('\u{8}')),
            '\\' if self.input.next_if_eq(&'-').is_some() => Some(Atom::Char('-')),
            '\\' => self.atom(),
            literal => Some(Atom::Char(literal)),
        }
    }
}

/// The character that a letter behind a backslash stands for; `None` for a back-reference or a property.
fn plain_escape(letter: char) -> Option<char> {
    Some(match letter {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{B}',
        'f' => '\u{C}',
        '0' => '\0',
        other if other.is_ascii_alphanumeric() => return None,
        other => other,
    })
}

fn push_range(class: &mut String, low: char, high: char) {
    push_literal(class, low);
    if low != high {
        class.push('-');
        push_literal(class, high);
    }
}

/// Writes a character that stands for itself: only digits and letters of ASCII need no escape anywhere.
fn push_literal(output: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        return output.push(character);
    }
    write!(output, r"\x{{{:X}}}", u32::from(character)).expect("a string takes all text");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a pattern against texts that match it and texts that do not.
    fn check(pattern: &str, matching: &[&str], other: &[&str]) {
        let translated = translate(pattern).unwrap_or_else(|| panic!("{pattern} can be translated"));
        let regex = Regex::new(&translated).unwrap_or_else(|error| panic!("{pattern} -> {translated}: {error}"));
        for text in matching {
            assert!(regex.is_match(text), "{pattern} -> {translated} matches {text:?}");
        }
        for text in other {
            assert!(!regex.is_match(text), "{pattern} -> {translated} does not match {text:?}");
        }
    }

    #[test]
    fn the_patterns_of_api_management_mean_what_they_say() {
        check(
            "^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$",
            &["a", "apimService1", "a-b"],
            &["", "-a", "a-", "1a", "a_b", "é"],
        );
        check("^[^*#&+:<>?]+$", &["gwId", "a b", "é/", "a\nb"], &["", "a*", "#", "a?b", "<"]);
        check(r"(^[\w]+$)|(^[\w][\w\-]+[\w]$)", &["a", "ab-c", "_"], &["", "-a", "é", "a b", "a-"]);
        check("^[A-Za-z0-9-._]+$", &["a.b-c_1"], &["", "a b", "a,b", "/"]);
        check(
            "^/subscriptions/[^/]*/providers/Microsoft.(ClassicNetwork|Network)/virtualNetworks/[^/]*$",
            &["/subscriptions/1/providers/Microsoft.Network/virtualNetworks/x"],
            &["/subscriptions/1/providers/Microsoft.Other/virtualNetworks/x"],
        );
    }

    #[test]
    fn classes_are_ascii_where_ecma_says_so() {
        check(r"^\d+$", &["12"], &["١٢", ""]);
        check(r"^\D$", &["a", "١"], &["1"]);
        check(r"^\w+$", &["aZ_9"], &["é", "-"]);
        check(r"^[^\w]$", &["é", "-"], &["a"]);
        check(r"^\W$", &["é"], &["_"]);
    }

    #[test]
    fn spaces_and_dots_are_those_of_ecma() {
        check(r"^\s$", &[" ", "\t", "\u{A0}", "\u{FEFF}", "\u{2003}"], &["a", "\u{200B}"]);
        check(r"^[\S]$", &["a", "\u{200B}"], &[" ", "\u{A0}"]);
        check("^.$", &["a", "é", "😀"], &["\n", "\r", "\u{2028}", "ab"]);
    }

    #[test]
    fn oddities_are_literal() {
        check(r"^a{,2}$", &["a{,2}"], &["a", "aa"]);
        check("^{a}$", &["{a}"], &["a"]);
        check(r"^a{2,3}$", &["aa", "aaa"], &["a", "aaaa"]);
        check(r"^[[&&~~-]+$", &["[&~-"], &["a", "]"]);
        check(r"^[\w-.]+$", &["a-."], &["+"]);
        check(r"^[.\w-]+$", &["a-."], &["+"]);
        check(r"^[a-\d]+$", &["a-7"], &["b"]);
        check(r"^\/\-\@\#\ $", &["/-@# "], &["\\/"]);
        check("^]$", &["]"], &["a"]);
        check("^[^]$", &["\n", "a"], &[""]);
    }

    #[test]
    fn escapes_name_characters() {
        check(r"^\x41\u0042\u{43}\t[\b]$", &["ABC\t\u{8}"], &["abc"]);
        check(r"^\uD83D\uDE00\cJ\0$", &["😀\n\0"], &["😀"]);
        check(r"\bfoo\b", &["a foo b"], &["afoo"]);
        check("(?<year>[0-9]{4})-(?:0|1)", &["2024-0"], &["2024-2"]);
    }

    #[test]
    fn what_regex_lite_lacks_or_refuses_is_not_translated() {
        for pattern in [
            r"a(?=b)",
            "a(?!b)",
            "(?<=a)b",
            "(?<!a)b",
            r"(a)\1",
            r"\k<a>",
            r"\p{L}",
            "[]",
            "[z-a]",
            "[a",
            r"\",
            r"\uD83D",
            "(?i:a)",
            "(",
            "*",
            "a{99999}{99999}",
        ] {
            assert_eq!(translate(pattern), None, "{pattern}");
        }
    }
}
