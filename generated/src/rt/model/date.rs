//! Dates: read in every form services use, written as RFC 3339.

use azure_core::time::{self, OffsetDateTime};

/// Reads a date.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    time::parse_rfc3339(text).or_else(|_| time::parse_rfc7231(text)).ok()
}

/// Writes a date as RFC 3339.
#[must_use]
pub fn to_text(date: OffsetDateTime) -> String {
    time::to_rfc3339(&date)
}
