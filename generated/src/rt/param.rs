//! Parameters: their wire name, the name of the Rust argument, and the rules its value obeys.

use std::{borrow::Cow, error, fmt};

use azure_core::error::{Error, ErrorKind};

use super::pattern::Pattern;

/// A parameter of operations. Each stands once in a version's `params.rs`.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name on the wire, for instance `serviceName`.
    pub name: &'static str,
    /// Name of the Rust argument or option, for instance `service_name`.
    pub argument: &'static str,
    /// What its value obeys.
    pub rules: Rules,
}

/// Limits of an argument, as the spec declares them.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a keyword of JSON Schema")]
pub struct Rules {
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

impl Rules {
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
}

/// An argument that was refused before anything was sent.
///
/// It is the source of the `azure_core::Error` that a call gives; find it with `error.downcast_ref::<InvalidArgument>()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidArgument {
    argument: Cow<'static, str>,
    rule: String,
    value: Option<String>,
}

impl InvalidArgument {
    pub(crate) fn new(argument: impl Into<Cow<'static, str>>, rule: impl Into<String>, value: Option<&str>) -> Self {
        Self { argument: argument.into(), rule: rule.into(), value: value.map(str::to_owned) }
    }

    /// The name of the Rust argument.
    #[must_use]
    pub fn argument(&self) -> &str {
        &self.argument
    }

    /// What the value must be, in words.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// The value that was refused; `None` when it is a secret.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "argument {} {}", self.argument, self.rule)?;
        match &self.value {
            Some(value) => write!(f, ": {value:?}"),
            None => Ok(()),
        }
    }
}

impl error::Error for InvalidArgument {}

impl From<InvalidArgument> for Error {
    fn from(invalid: InvalidArgument) -> Self {
        Self::new(ErrorKind::DataConversion, invalid)
    }
}

impl Param {
    /// Checks a text for a path: whatever the rules, it must be able to stand as one segment.
    pub(crate) fn check_path(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        if !super::path::is_segment(text) {
            return Err(self.invalid("must not be empty, \".\" or \"..\"", text));
        }
        self.check(text, validate)
    }

    /// Checks a text for a header: whatever the rules, it must not begin another header.
    pub(crate) fn check_header(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        if !is_header_value(text) {
            return Err(self.invalid("must be visible ASCII to stand in a header", text));
        }
        self.check(text, validate)
    }

    /// Checks a text against the rules.
    pub(crate) fn check(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        if !validate { Ok(()) } else { self.rules.check(text).map_err(|rule| self.invalid(rule, text)) }
    }

    fn invalid(&self, rule: impl Into<String>, text: &str) -> InvalidArgument {
        InvalidArgument::new(self.argument, rule, Some(text).filter(|_| !self.rules.secret))
    }
}

/// Whether a text can be sent as a header value: visible ASCII, spaces and tabs.
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
}

impl Rules {
    /// The first rule that the text breaks, in words.
    fn check(&self, text: &str) -> Result<(), String> {
        self.check_length(text)?;
        if let Some(pattern) = self.pattern
            && !pattern.is_match(text)
        {
            return Err(format!("must match {}", pattern.source()));
        }
        if self.uuid && azure_core::Uuid::parse_str(text).is_err() {
            return Err("must be a UUID".to_owned());
        }
        if !self.values.is_empty() && !self.values.contains(&text) {
            return Err(format!("must be one of {}", self.values.join(", ")));
        }
        Ok(())
    }

    fn check_length(&self, text: &str) -> Result<(), String> {
        let length = text.chars().count();
        let (min, max) =
            (self.min_length.unwrap_or(0) as usize, self.max_length.map_or(usize::MAX, |max| max as usize));
        if length < min {
            return Err(format!("must have at least {min} characters"));
        }
        if length > max {
            return Err(format!("must have at most {max} characters"));
        }
        Ok(())
    }
}
