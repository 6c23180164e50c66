//! The limits of an argument, and the check of a value against them.

use crate::args::pattern::Pattern;

/// Limits of an argument, as the spec declares them.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a keyword of JSON Schema")]
pub struct Constraints {
    /// Fewest characters.
    pub min_length: Option<u32>,
    /// Most characters.
    pub max_length: Option<u32>,
    /// A pattern that must have a match.
    pub pattern: Option<&'static Pattern>,
    /// Smallest number.
    pub minimum: Option<f64>,
    /// Largest number.
    pub maximum: Option<f64>,
    /// `minimum` itself is too small.
    pub exclusive_minimum: bool,
    /// `maximum` itself is too large.
    pub exclusive_maximum: bool,
    /// The number is a multiple of this one.
    pub multiple_of: Option<f64>,
    /// The text is a UUID.
    pub uuid: bool,
    /// Every allowed value; empty when there is no such list.
    pub values: &'static [&'static str],
    /// The value must never be printed.
    pub secret: bool,
}

impl Constraints {
    /// No limit at all.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        exclusive_minimum: false,
        exclusive_maximum: false,
        multiple_of: None,
        uuid: false,
        values: &[],
        secret: false,
    };

    /// The first rule that the text breaks, in words.
    pub(crate) fn check(&self, text: &str) -> Result<(), String> {
        self.check_length(text)?;
        self.check_number(text)?;
        if let Some(pattern) = self.pattern
            && !(if self.secret { pattern.is_match(text) } else { pattern.is_match_again(text) })
        {
            return Err(format!("must match the pattern {}", pattern.source()));
        }
        if self.uuid && !is_uuid(text) {
            return Err("must be a UUID, like 00000000-0000-0000-0000-000000000000".to_owned());
        }
        if !self.values.is_empty() && !self.values.contains(&text) {
            return Err(format!("must be one of {}", listed(self.values)));
        }
        Ok(())
    }

    /// Lengths count characters, as JSON Schema does, not bytes.
    fn check_length(&self, text: &str) -> Result<(), String> {
        if self.min_length.is_none() && self.max_length.is_none() {
            return Ok(());
        }
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        match (self.min_length, self.max_length) {
            (Some(min), _) if length < min => Err(format!("must have at least {min} characters, not {length}")),
            (_, Some(max)) if length > max => Err(format!("must have at most {max} characters, not {length}")),
            _ => Ok(()),
        }
    }

    fn check_number(&self, text: &str) -> Result<(), String> {
        if (self.minimum, self.maximum, self.multiple_of) == (None, None, None) {
            return Ok(());
        }
        let number: f64 = text.parse().map_err(|_| "must be a number".to_owned())?;
        if let Some(min) = self.minimum
            && !(number > min || (number >= min && !self.exclusive_minimum))
        {
            return Err(format!("must be {} {min}", if self.exclusive_minimum { "more than" } else { "at least" }));
        }
        if let Some(max) = self.maximum
            && !(number < max || (number <= max && !self.exclusive_maximum))
        {
            return Err(format!("must be {} {max}", if self.exclusive_maximum { "less than" } else { "at most" }));
        }
        match self.multiple_of {
            Some(step) if !is_multiple(number, step) => Err(format!("must be a multiple of {step}")),
            _ => Ok(()),
        }
    }
}

fn listed(values: &[&str]) -> String {
    let mut list = String::new();
    for value in values {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(value);
    }
    list
}

/// Allows for the rounding of decimal fractions: 0.3 is a multiple of 0.1.
fn is_multiple(number: f64, step: f64) -> bool {
    let quotient = number / step;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}

/// RFC 4122 text, with hyphens and without braces: what ARM takes.
fn is_uuid(text: &str) -> bool {
    for (at, byte) in text.bytes().enumerate() {
        let fits = if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() };
        if !fits {
            return false;
        }
    }
    text.len() == 36
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(constraints: Constraints, allowed: &[&str], refused: &[(&str, &str)]) {
        for text in allowed {
            assert_eq!(constraints.check(text), Ok(()), "{text}");
        }
        for (text, rule) in refused {
            assert_eq!(constraints.check(text), Err((*rule).to_owned()), "{text}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        let constraints = Constraints { min_length: Some(2), max_length: Some(3), ..Constraints::NONE };
        check(
            constraints,
            &["ab", "éöü", "😀😀😀"],
            &[
                ("", "must have at least 2 characters, not 0"),
                ("é", "must have at least 2 characters, not 1"),
                ("abcd", "must have at most 3 characters, not 4"),
            ],
        );
    }

    #[test]
    fn patterns_are_found_anywhere_unless_anchored() {
        static PATTERN: Pattern = Pattern::new("b+", "b+");
        let constraints = Constraints { pattern: Some(&PATTERN), ..Constraints::NONE };
        check(constraints, &["abc", "b"], &[("ac", "must match the pattern b+")]);
    }

    #[test]
    fn no_secret_is_remembered() {
        static SECRET: Pattern = Pattern::new("b+", "b+");
        let secret = Constraints { pattern: Some(&SECRET), secret: true, ..Constraints::NONE };
        check(secret, &["abc"], &[("ac", "must match the pattern b+")]);
        assert!(!format!("{SECRET:?}").contains("abc"));
        check(Constraints { secret: false, ..secret }, &["abc"], &[]);
        assert!(format!("{SECRET:?}").contains("abc"));
    }

    #[test]
    fn ranges_may_leave_out_their_ends() {
        let closed = Constraints { minimum: Some(1.0), maximum: Some(10.0), ..Constraints::NONE };
        check(
            closed,
            &["1", "10", "2.5"],
            &[
                ("0", "must be at least 1"),
                ("11", "must be at most 10"),
                ("x", "must be a number"),
                ("NaN", "must be at least 1"),
            ],
        );
        let open = Constraints { exclusive_minimum: true, exclusive_maximum: true, ..closed };
        check(open, &["2", "9.9"], &[("1", "must be more than 1"), ("10", "must be less than 10")]);
    }

    #[test]
    fn multiples_allow_for_rounding() {
        check(
            Constraints { multiple_of: Some(0.1), ..Constraints::NONE },
            &["0.3", "0", "-0.7"],
            &[("0.25", "must be a multiple of 0.1")],
        );
        check(
            Constraints { multiple_of: Some(60.0), ..Constraints::NONE },
            &["120"],
            &[("90", "must be a multiple of 60")],
        );
    }

    #[test]
    fn uuids_have_hyphens() {
        let rule = "must be a UUID, like 00000000-0000-0000-0000-000000000000";
        check(
            Constraints { uuid: true, ..Constraints::NONE },
            &["6F9619FF-8b86-d011-b42d-00cf4fc964ff"],
            &[
                ("", rule),
                ("subid", rule),
                ("6f9619ff8b86d011b42d00cf4fc964ff", rule),
                ("{6f9619ff-8b86-d011-b42d-00cf4fc964ff}", rule),
                ("6f9619ff-8b86-d011-b42d-00cf4fc964fg", rule),
            ],
        );
    }

    #[test]
    fn closed_lists_are_closed() {
        check(
            Constraints { values: &["a", "b"], ..Constraints::NONE },
            &["a"],
            &[("A", "must be one of a, b"), ("", "must be one of a, b")],
        );
    }
}
