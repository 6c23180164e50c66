//! Parameters: their wire name, the name of the Rust argument, and the constraints its value obeys.

use std::{borrow::Cow, error, fmt};

use azure_core::error::{Error, ErrorKind};

use crate::{
    args::constraints::Constraints,
    base::{
        ascii::{all, is_token_byte},
        path,
    },
};

/// A parameter of operations. Each stands once in a version's `params.rs`.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name on the wire, for instance `serviceName`.
    pub name: &'static str,
    /// Name of the Rust argument or option, for instance `service_name`.
    pub argument: &'static str,
    /// What its value obeys.
    pub constraints: Constraints,
}

impl Param {
    /// Checks a text for a path: whatever the constraints, it must be able to stand as one segment.
    pub(crate) fn check_path(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        self.check(text, validate)?;
        if path::is_segment(text) { Ok(()) } else { Err(self.invalid("must not be empty, \".\" or \"..\"", text)) }
    }

    /// Checks a text for a path that has a path in it: none of its segments may vanish or climb.
    pub(crate) fn check_segments(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        self.check(text, validate)?;
        if path::segments(text).all(path::is_segment) {
            return Ok(());
        }
        Err(self.invalid("must be a path without a query, none of whose segments is empty, \".\" or \"..\"", text))
    }

    /// Checks the items of a list, each alone: no other item may come of one.
    pub(crate) fn check_items(
        &self,
        items: &[String],
        separator: Option<char>,
        validate: bool,
    ) -> Result<(), InvalidArgument> {
        for item in items {
            self.check(item, validate)?;
            if let Some(separator) = separator.filter(|separator| item.contains(*separator)) {
                let rule = format!("must not contain {separator:?}, which stands between the items of the list");
                return Err(self.invalid(rule, item));
            }
        }
        Ok(())
    }

    /// Checks a text for a header: whatever the constraints, it must not begin another header.
    pub(crate) fn check_header(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        self.check(text, validate)?;
        if is_header_value(text) { Ok(()) } else { Err(self.invalid(HEADER_VALUE_RULE, text)) }
    }

    /// Checks a text against the constraints.
    pub(crate) fn check(&self, text: &str, validate: bool) -> Result<(), InvalidArgument> {
        if validate { self.constraints.check(text).map_err(|rule| self.invalid(rule, text)) } else { Ok(()) }
    }

    fn invalid(&self, rule: impl Into<String>, text: &str) -> InvalidArgument {
        InvalidArgument::new(self.argument, rule, Some(text).filter(|_| !self.constraints.secret))
    }
}

/// What [`is_header_value`] asks for, in words.
pub(crate) const HEADER_VALUE_RULE: &str = "must be visible ASCII to stand in a header";

/// Whether a text can be sent as a header value: visible ASCII, spaces and tabs.
pub(crate) fn is_header_value(text: &str) -> bool {
    all(text, |byte| byte == b'\t' || matches!(byte, b' '..=b'~'))
}

/// Whether a text is a token of HTTP, as names of headers are.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && all(text, is_token_byte)
}

/// Why a header is not the caller's to set, for one that is not.
pub(crate) fn reserved(header: &str) -> Option<&'static str> {
    Some(match &*header.to_ascii_lowercase() {
        // Another host would get the token; another length would make two requests of one.
        "host" | "content-length" | "transfer-encoding" | "trailer" => {
            "is set by the transport, which knows where a request goes and where it ends"
        }
        "connection" | "keep-alive" | "proxy-connection" | "te" | "upgrade" => {
            "is about the connection, which other calls share"
        }
        // Whatever stood there would be replaced, without a word.
        "authorization" => "is set from the credential of the client",
        "user-agent" => "is set by the client, with the application_id of its options in it",
        "accept-encoding" => "is set by the transport, which decodes only what it asked for",
        _ => return None,
    })
}

/// An argument that was refused before anything was sent.
///
/// It is the source of the `azure_core::Error` that a call gives:
/// ```
/// # use arm_runtime::InvalidArgument;
/// fn explain(error: &azure_core::Error) -> Option<&str> {
///     error.downcast_ref::<InvalidArgument>().map(InvalidArgument::rule)
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidArgument {
    argument: Cow<'static, str>,
    rule: String,
    value: Option<String>,
}

impl InvalidArgument {
    /// How much of a value a message shows.
    const SHOWN: usize = 100;

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
        let Some(value) = &self.value else { return Ok(()) };
        match value.char_indices().nth(Self::SHOWN) {
            Some((end, _)) => write!(f, ": {:?}...", &value[..end]),
            None => write!(f, ": {value:?}"),
        }
    }
}

impl fmt::Debug for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidArgument({self})")
    }
}

impl error::Error for InvalidArgument {}

impl From<InvalidArgument> for Error {
    fn from(invalid: InvalidArgument) -> Self {
        Self::new(ErrorKind::DataConversion, invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Param = Param {
        name: "serviceName",
        argument: "service_name",
        constraints: Constraints { max_length: Some(3), ..Constraints::NONE },
    };
    const KEY: Param =
        Param { name: "key", argument: "key", constraints: Constraints { secret: true, ..NAME.constraints } };

    #[test]
    fn an_error_names_argument_rule_and_value() {
        let error = NAME.check_path("abcd", true).expect_err("too long");
        assert_eq!(error.to_string(), "argument service_name must have at most 3 characters, not 4: \"abcd\"");
        assert_eq!((error.argument(), error.value()), ("service_name", Some("abcd")));
        let error = NAME.check_path(&"é".repeat(200), true).expect_err("too long");
        assert!(error.to_string().ends_with(&format!("{}\"...", "é".repeat(100))), "{error}");
    }

    #[test]
    fn a_secret_is_not_in_the_error() {
        let error = KEY.check("s3cret", true).expect_err("too long");
        assert_eq!(error.value(), None);
        assert!(!format!("{error} {error:?} {:?}", Error::from(error.clone())).contains("s3cret"));
    }

    #[test]
    fn segments_are_checked_even_without_validation() {
        for text in ["", ".", ".."] {
            assert!(NAME.check_path(text, false).is_err(), "{text}");
        }
        for text in ["abcd", "...", "a/b", "%2e%2e"] {
            assert_eq!(NAME.check_path(text, false), Ok(()), "{text}");
        }
    }

    #[test]
    fn headers_are_checked_even_without_validation() {
        for text in ["a\r\nb: c", "\n", "\0", "é"] {
            assert!(NAME.check_header(text, false).is_err(), "{text}");
        }
        assert_eq!(NAME.check_header("W/\"1\" \t*", false), Ok(()));
    }

    #[test]
    fn headers_of_the_transport_and_of_the_client_are_reserved() {
        for name in ["host", "Content-Length", "TRANSFER-ENCODING", "Connection", "authorization", "User-Agent"] {
            assert!(reserved(name).is_some(), "{name}");
        }
        for name in ["accept", "content-type", "if-match", "x-ms-client-request-id", "x-host", "hos", "cookie"] {
            assert_eq!(reserved(name), None, "{name}");
        }
    }

    #[test]
    fn tokens_have_no_spaces() {
        assert!(is_token("x-ms-client-request-id"));
        for text in ["", "a b", "a:", "é", "中"] {
            assert!(!is_token(text), "{text}");
        }
    }
}
