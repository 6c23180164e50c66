//! Dates: read in every form services use, written as RFC 3339 in UTC.
//!
//! Why not azure_core's functions: they refuse a date without an offset, and panic on an offset with seconds.

use azure_core::time::OffsetDateTime;

const SECONDS_A_DAY: i64 = 86_400;
const NANOS_A_SECOND: i128 = 1_000_000_000;

/// Reads RFC 3339 (with or without offset, fraction or seconds), a bare date, or the HTTP date of RFC 1123.
/// Without an offset it is UTC.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    let mut rest = Cursor(text.trim().as_bytes());
    let moment = rfc3339(&mut rest).or_else(|| {
        rest = Cursor(text.trim().as_bytes());
        rfc1123(&mut rest)
    })?;
    rest.0.is_empty().then_some(())?;
    OffsetDateTime::from_unix_timestamp_nanos(moment).ok()
}

/// Writes RFC 3339: the same instant, in UTC.
#[must_use]
pub fn to_text(date: OffsetDateTime) -> String {
    let seconds = date.unix_timestamp();
    let (year, month, day) = civil(seconds.div_euclid(SECONDS_A_DAY));
    let time = seconds.rem_euclid(SECONDS_A_DAY);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if date.nanosecond() != 0 {
        text.push_str(format!(".{:09}", date.nanosecond()).trim_end_matches('0'));
    }
    text.push('Z');
    text
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

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    /// Nanoseconds; digits beyond them are dropped.
    fn fraction(&mut self) -> Option<i64> {
        let (mut nanos, mut unit) = (0, 1_000_000_000);
        while let Some((digit, rest)) = self.0.split_first()
            && digit.is_ascii_digit()
        {
            unit /= 10;
            nanos += unit * i64::from(digit - b'0');
            self.0 = rest;
        }
        (unit < 1_000_000_000).then_some(nanos)
    }

    fn month_name(&mut self) -> Option<i64> {
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
    fn time(&mut self) -> Option<(i64, i64)> {
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

    /// Seconds to the east of UTC.
    fn offset(&mut self) -> Option<i64> {
        if self.0.is_empty() || self.eat(b"Zz").is_some() {
            return Some(0);
        }
        let sign = if self.eat(b"+-")? == b'-' { -1 } else { 1 };
        let hour = self.digits(2)?;
        let _ = self.eat(b":");
        let minute = if self.0.is_empty() { 0 } else { self.digits(2)? };
        (hour < 24 && minute < 60).then_some(sign * (hour * 3600 + minute * 60))
    }
}

fn rfc3339(rest: &mut Cursor<'_>) -> Option<i128> {
    let year = rest.digits(4)?;
    rest.eat(b"-")?;
    let month = rest.digits(2)?;
    rest.eat(b"-")?;
    let day = rest.digits(2)?;
    if rest.0.is_empty() {
        return moment((year, month, day), (0, 0), 0);
    }
    rest.eat(b"Tt ")?;
    let time = rest.time()?;
    moment((year, month, day), time, rest.offset()?)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`; the day of the week is not needed and not checked.
fn rfc1123(rest: &mut Cursor<'_>) -> Option<i128> {
    if let Some(comma) = rest.0.iter().position(|&byte| byte == b',') {
        rest.0 = rest.0[comma + 1..].trim_ascii_start();
    }
    let day = rest.digits(2).or_else(|| rest.digits(1))?;
    rest.eat(b" -")?;
    let month = rest.month_name()?;
    rest.eat(b" -")?;
    let year = rest.digits(4)?;
    rest.eat(b" ")?;
    let time = rest.time()?;
    rest.0 = rest.0.trim_ascii_start();
    for zone in [&b"GMT"[..], b"UTC"] {
        rest.0 = rest.0.strip_prefix(zone).unwrap_or(rest.0);
    }
    moment((year, month, day), time, rest.offset()?)
}

/// Nanoseconds since 1970.
fn moment((year, month, day): (i64, i64, i64), (time, nanos): (i64, i64), offset: i64) -> Option<i128> {
    let days = days(year, month, day);
    // A day that the month does not have comes back as one of the next month.
    (civil(days) == (year, month, day))
        .then(|| i128::from(days * SECONDS_A_DAY + time - offset) * NANOS_A_SECOND + i128::from(nanos))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counting years from March so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The reverse of [`days`].
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
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
    fn the_calendar_agrees_with_the_one_of_time() {
        for day in (-719_162..2_932_896).step_by(97) {
            let date = OffsetDateTime::from_unix_timestamp(day * SECONDS_A_DAY).unwrap();
            let expected = (i64::from(date.year()), i64::from(u8::from(date.month())), i64::from(date.day()));
            assert_eq!(civil(day), expected);
            assert_eq!(days(expected.0, expected.1, expected.2), day);
        }
    }
}
