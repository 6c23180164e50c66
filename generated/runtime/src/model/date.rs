//! Dates: read in every form services use, written as RFC 3339 in UTC.
//!
//! Why not azure_core's functions: they refuse a date without an offset, and panic where RFC 3339 cannot write one.

use std::borrow::Cow;

use azure_core::time::{OffsetDateTime, to_rfc3339};

use crate::args::to_param::ToParam;

/// Reads RFC 3339 (with or without offset, fraction or seconds, and with spaces around the time), a bare date, or the HTTP date
/// of RFC 1123. Without an offset it is UTC. A date that depends on who reads it, like `8/11/2023`, is none.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    let mut rest = Cursor(text.trim().as_bytes());
    let instant = rfc3339(&mut rest).or_else(|| {
        rest = Cursor(text.trim().as_bytes());
        rfc1123(&mut rest)
    })?;
    rest.0.is_empty().then_some(instant)
}

/// Writes RFC 3339: the same instant, in UTC.
#[must_use]
pub(crate) fn to_text(date: OffsetDateTime) -> String {
    // In UTC there are no seconds of an offset, and where a year has four digits RFC 3339 can write the rest. Outside of them
    // there is no text that a service would take, and nothing to be done about it here.
    match OffsetDateTime::from_unix_timestamp_nanos(date.unix_timestamp_nanos()) {
        Ok(utc) if utc.year() >= 0 => to_rfc3339(&utc),
        _ => date.to_string(),
    }
}

impl ToParam for OffsetDateTime {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(to_text(*self))
    }
}

/// What is left to read.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn eat(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        allowed.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// So many digits; at most four, so the number is small.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i32::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    /// The number of a month or a day.
    fn two_digits(&mut self) -> Option<u8> {
        self.digits(2)?.try_into().ok()
    }

    /// Nanoseconds; digits beyond them are dropped.
    fn fraction(&mut self) -> Option<i32> {
        let (mut nanos, mut unit) = (0, 1_000_000_000);
        while let Some((digit, rest)) = self.0.split_first()
            && digit.is_ascii_digit()
        {
            unit /= 10;
            nanos += unit * i32::from(digit - b'0');
            self.0 = rest;
        }
        (unit < 1_000_000_000).then_some(nanos)
    }

    fn month_name(&mut self) -> Option<u8> {
        const MONTHS: [&[u8]; 12] =
            [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
        let (name, rest) = self.0.split_at_checked(3)?;
        let mut month = 0;
        for own in &MONTHS {
            month += 1;
            if name.eq_ignore_ascii_case(own) {
                self.0 = rest;
                return Some(month);
            }
        }
        None
    }

    /// Seconds of the day, and nanoseconds.
    fn time(&mut self) -> Option<(i32, i32)> {
        let hour = self.digits(2)?;
        self.eat(b":")?;
        let minute = self.digits(2)?;
        let mut second = 0;
        let mut nanos = 0;
        if self.eat(b":").is_some() {
            second = self.digits(2)?;
            if self.eat(b".,").is_some() {
                nanos = self.fraction()?;
            }
        }
        // 60 is a leap second; it counts as the first one of the next minute.
        (hour < 24 && minute < 60 && second <= 60).then_some((hour * 3600 + minute * 60 + second, nanos))
    }

    /// Seconds to the east of UTC: `Z`, `+02:00`, `+0200`, `+02`, `GMT`, or nothing at all. Go adds `UTC` to an offset.
    fn zone(&mut self) -> Option<i32> {
        self.0 = self.0.trim_ascii_start();
        self.zone_name();
        if self.0.is_empty() || self.eat(b"Zz").is_some() {
            return Some(0);
        }
        let sign = if self.eat(b"+-")? == b'-' { -1 } else { 1 };
        let hour = self.digits(2)?;
        let _ = self.eat(b":");
        let minute = if self.0.first().is_some_and(u8::is_ascii_digit) { self.digits(2)? } else { 0 };
        if self.eat(b" ").is_some() {
            self.zone_name();
        }
        (hour < 24 && minute < 60).then_some(sign * (hour * 3600 + minute * 60))
    }

    fn zone_name(&mut self) {
        for name in [&b"GMT"[..], b"UTC"] {
            self.0 = self.0.strip_prefix(name).unwrap_or(self.0);
        }
    }
}

fn rfc3339(rest: &mut Cursor<'_>) -> Option<OffsetDateTime> {
    let year = rest.digits(4)?;
    rest.eat(b"-")?;
    let month = rest.two_digits()?;
    rest.eat(b"-")?;
    let day = rest.two_digits()?;
    if rest.0.is_empty() {
        return instant((year, month, day), (0, 0), 0);
    }
    rest.eat(b"Tt ")?;
    let time = rest.time()?;
    instant((year, month, day), time, rest.zone()?)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`; the day of the week is not needed and not checked.
fn rfc1123(rest: &mut Cursor<'_>) -> Option<OffsetDateTime> {
    if let Some(comma) = rest.0.iter().position(|&byte| byte == b',') {
        rest.0 = rest.0[comma + 1..].trim_ascii_start();
    }
    let day = rest.digits(2).or_else(|| rest.digits(1))?.try_into().ok()?;
    rest.eat(b" -")?;
    let month = rest.month_name()?;
    rest.eat(b" -")?;
    let year = rest.digits(4)?;
    rest.eat(b" ")?;
    let time = rest.time()?;
    instant((year, month, day), time, rest.zone()?)
}

/// The instant of a time at a date: seconds of the day and nanoseconds, so many seconds to the east of UTC.
fn instant((year, month, day): (i32, u8, u8), (seconds, nanos): (i32, i32), offset: i32) -> Option<OffsetDateTime> {
    let first_of_month =
        OffsetDateTime::UNIX_EPOCH.replace_year(year).ok()?.replace_month(month.try_into().ok()?).ok()?;
    // By nanoseconds: arithmetic with dates is compiled once more in each crate that does any.
    let at = i128::from(first_of_month.replace_day(day).ok()?.unix_timestamp() + i64::from(seconds - offset));
    OffsetDateTime::from_unix_timestamp_nanos(at * 1_000_000_000 + i128::from(nanos)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let date = parse(text).unwrap_or_else(|| panic!("{text} is a date"));
        assert_eq!(to_text(date), expected, "{text}");
        assert_eq!(parse(expected), Some(date), "{expected}");
    }

    #[test]
    fn every_form_is_read() {
        check("2020-09-22T00:24:53.3191468Z", "2020-09-22T00:24:53.3191468Z");
        check("2020-09-22T02:24:53+02:00", "2020-09-22T00:24:53Z");
        check("2020-09-21t16:24:53.500-0800", "2020-09-22T00:24:53.5Z");
        check("2020-09-22T00:24:53", "2020-09-22T00:24:53Z");
        check("2020-09-22 00:24", "2020-09-22T00:24:00Z");
        check("2023-08-11 01:58:30 +0000", "2023-08-11T01:58:30Z");
        check("2023-08-11 01:58:30 -01:30", "2023-08-11T03:28:30Z");
        check("2023-08-11 01:58:30.25 +02", "2023-08-10T23:58:30.25Z");
        check("2023-08-11 01:58 UTC", "2023-08-11T01:58:00Z");
        check("2023-08-11 01:58:30 +0000 UTC", "2023-08-11T01:58:30Z");
        check("2023-08-11T01:58:30 Z", "2023-08-11T01:58:30Z");
        check("Fri, 11 Aug 2023 01:58:30 +0200", "2023-08-10T23:58:30Z");
        check("2024-02-29", "2024-02-29T00:00:00Z");
        check("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z");
        check("6 Nov 1994 08:49:37", "1994-11-06T08:49:37Z");
        check("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z");
        check("0001-01-01T00:00:00", "0001-01-01T00:00:00Z");
        check("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z");
        check("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z");
        check("2000-01-01T00:00:00.1234567899Z", "2000-01-01T00:00:00.123456789Z");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "now",
            "2023-02-29",
            "2023-13-01",
            "2023-00-01",
            "2023-01-32",
            "2023-01-01T24:00:00Z",
            "2023-01-01T00:60:00Z",
            "2023-01-01T00:00:61Z",
            "2023-01-01T",
            "2023-01-01Z",
            "2023-01-01T00:00:00.Z",
            "2023-01-01T00:00:00+25:00",
            "2023-01-01T00:00:00+0",
            "2023-01-01T00:00:00+00:0",
            "2023-01-01T00:00:00 +",
            "2023-01-01 00:00:00 CET",
            "2023-01-01 +0000",
            "8/11/2023 01:58:30",
            "10000-01-01T00:00:00Z",
            "2023-01-01T00:00:00Z!",
            "Sun, 06 Nov 1994",
            "9999-12-31T23:59:59-10:00",
            "06 Foo 1994 08:49:37 GMT",
            "é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn whatever_instant_there_is_can_be_written() {
        let at_offset = |text| azure_core::time::parse_rfc3339(text).unwrap();
        assert_eq!(to_text(at_offset("2023-01-01T00:00:00-10:00")), "2023-01-01T10:00:00Z");
        assert_eq!(to_text(at_offset("9999-12-31T23:59:59-10:00")), "9999-12-31 23:59:59.0 -10:00:00");
        let before = OffsetDateTime::UNIX_EPOCH.replace_year(-1).unwrap();
        assert_eq!(to_text(before), before.to_string());
    }
}
