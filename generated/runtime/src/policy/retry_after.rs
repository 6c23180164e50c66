//! How long the service asks to be left alone: `Retry-After` and its two relatives in milliseconds.
//!
//! Whatever stands in these headers comes from outside. The result is never negative, and callers clamp it to what the
//! application allows: a date in the year 9999 must not put a program to sleep.

use std::time::Duration;

use azure_core::{
    http::headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS},
    time::{OffsetDateTime, parse_rfc7231},
};

use crate::base::ascii::all;

/// In seconds: longer than any wait, and too short to overflow.
const LONGEST: u32 = 1_000_000_000;

/// The wait that the headers ask for; `None` without a header that makes sense.
///
/// Milliseconds win over `Retry-After` because a service that sends both means the finer one.
pub(crate) fn retry_after(headers: &Headers, now: OffsetDateTime) -> Option<Duration> {
    let milliseconds = |name: HeaderName| {
        headers.get_optional_str(&name).and_then(number).map(|milliseconds| seconds(milliseconds / 1000.0))
    };
    milliseconds(X_MS_RETRY_AFTER_MS)
        .or_else(|| milliseconds(RETRY_AFTER_MS))
        .or_else(|| headers.get_optional_str(&RETRY_AFTER).and_then(|value| seconds_or_date(value, now)))
}

fn seconds_or_date(value: &str, now: OffsetDateTime) -> Option<Duration> {
    if let Some(number) = number(value) {
        return Some(seconds(number));
    }
    let date = parse_rfc7231(value.trim()).ok()?.unix_timestamp();
    // In whole seconds, like the header: up to one longer than asked for.
    let wait = u64::try_from(date - now.unix_timestamp()).unwrap_or(0);
    Some(Duration::from_secs(wait.min(LONGEST.into())))
}

/// A decimal number and nothing else: `f64` would also read `inf`, `NaN` and `1e400`.
fn number(value: &str) -> Option<f64> {
    let value = value.trim();
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !all(digits, |b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    value.parse().ok()
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds.clamp(0.0, LONGEST.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<f64> {
        let now = parse_rfc7231("Sat, 01 Jan 2022 00:00:00 GMT").unwrap();
        let mut map = Headers::new();
        for &(name, value) in headers {
            map.insert(name, value.to_owned());
        }
        retry_after(&map, now).map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn every_value_is_a_sane_wait_or_none() {
        for (value, expected) in [
            ("0", Some(0.0)),
            ("17", Some(17.0)),
            (" 17 ", Some(17.0)),
            ("1.5", Some(1.5)),
            ("-5", Some(0.0)),
            ("-99999999999999999999999999", Some(0.0)),
            ("99999999999999999999999999999999999999", Some(LONGEST.into())),
            ("Sat, 01 Jan 2022 00:01:30 GMT", Some(90.0)),
            ("Fri, 31 Dec 2021 23:59:00 GMT", Some(0.0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(LONGEST.into())),
            ("Sat, 01 Jan 2022 00:01:30", None),
            ("Sat, 32 Jan 2022 00:01:30 GMT", None),
            ("", None),
            ("soon", None),
            ("inf", None),
            ("NaN", None),
            ("1e400", None),
            ("1.2.3", None),
            ("-", None),
            ("5s", None),
            ("\u{665}", None),
        ] {
            assert_eq!(wait(&[("retry-after", value)]), expected, "{value}");
        }
    }

    #[test]
    fn milliseconds_win_unless_they_make_no_sense() {
        assert_eq!(wait(&[("retry-after-ms", "250"), ("retry-after", "9")]), Some(0.25));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "125"), ("retry-after-ms", "250")]), Some(0.125));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "-1")]), Some(0.0));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "99999999999999999999")]), Some(LONGEST.into()));
        assert_eq!(wait(&[("x-ms-retry-after-ms", "x"), ("retry-after-ms", ""), ("retry-after", "9")]), Some(9.0));
        assert_eq!(wait(&[]), None);
    }
}
