//! ISO 8601 durations, kept part by part: a month is no number of days.

use std::{borrow::Cow, error, fmt, str::FromStr, time::Duration};

use azure_core::time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    args::to_param::ToParam,
    base::ascii::{self, is_digits},
    model::internal,
};

/// Whether a fraction begins here: ISO 8601 allows both.
fn is_point(c: char) -> bool {
    c == '.' || c == ','
}

const NANOS_A_SECOND: u64 = 1_000_000_000;

/// An ISO 8601 duration, for instance `P1Y2M10DT2H30M`, with its parts as they were written.
///
/// Equal means equal parts: `PT60M` is not `PT1H`. For arithmetic convert it to a [`Duration`], which works where no
/// years and months are involved.
///
/// ```
/// # use arm_runtime::IsoDuration;
/// use std::time::Duration;
///
/// let duration: IsoDuration = "P1DT12H".parse()?;
/// assert_eq!(duration.days, 1);
/// assert_eq!(Duration::try_from(&duration)?, Duration::from_secs(36 * 3600));
/// assert_eq!(IsoDuration { days: 30, ..IsoDuration::default() }.to_string(), "P30D");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct IsoDuration {
    /// Whether it points to the past.
    pub negative: bool,
    /// Years.
    pub years: u64,
    /// Months.
    pub months: u64,
    /// Weeks.
    pub weeks: u64,
    /// Days, of 24 hours each.
    pub days: u64,
    /// Hours.
    pub hours: u64,
    /// Minutes.
    pub minutes: u64,
    /// Whole seconds.
    pub seconds: u64,
    /// Nanoseconds beyond them, fewer than 1,000,000,000.
    pub nanoseconds: u32,
}

/// Why a text is no duration, or a duration no number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IsoDurationError {
    /// The text does not follow ISO 8601.
    Syntax,
    /// A year or a month is no number of seconds.
    Calendar,
    /// It is negative, too long, or too fine.
    Range,
}

impl fmt::Display for IsoDurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "not an ISO 8601 duration",
            Self::Calendar => "years and months have no fixed length",
            Self::Range => "the duration is out of range",
        })
    }
}

impl error::Error for IsoDurationError {}

impl FromStr for IsoDuration {
    type Err = IsoDurationError;

    fn from_str(text: &str) -> Result<Self, IsoDurationError> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let text = text.strip_prefix('P').ok_or(IsoDurationError::Syntax)?;
        let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
        if time.is_some_and(str::is_empty) || (date.is_empty() && time.is_none()) {
            return Err(IsoDurationError::Syntax);
        }
        // Only the last number may have a fraction.
        if time.is_some() && ascii::has(date, is_point) {
            return Err(IsoDurationError::Syntax);
        }
        let mut duration = Self { negative, ..Self::default() };
        duration.read(date, "YMWD", 0)?;
        duration.read(time.unwrap_or_default(), "HMS", 4)?;
        Ok(duration)
    }
}

/// What a fraction of a part is carried to: nanoseconds in one of them. `None`: it has no fixed length.
const NANOS: [Option<u64>; 7] = [
    None,
    None,
    Some(7 * 86_400 * NANOS_A_SECOND),
    Some(86_400 * NANOS_A_SECOND),
    Some(3600 * NANOS_A_SECOND),
    Some(60 * NANOS_A_SECOND),
    Some(NANOS_A_SECOND),
];

impl IsoDuration {
    /// The seven parts, the longest first.
    fn parts_mut(&mut self) -> [&mut u64; 7] {
        [
            &mut self.years,
            &mut self.months,
            &mut self.weeks,
            &mut self.days,
            &mut self.hours,
            &mut self.minutes,
            &mut self.seconds,
        ]
    }

    /// Reads numbers followed by the letters of `units`, in their order, into the parts from `first` on.
    fn read(&mut self, mut text: &str, units: &str, first: usize) -> Result<(), IsoDurationError> {
        let mut allowed = units;
        while !text.is_empty() {
            let end = ascii::find(text, |c| !c.is_ascii_digit() && !is_point(c)).ok_or(IsoDurationError::Syntax)?;
            let unit = text[end..].chars().next().ok_or(IsoDurationError::Syntax)?;
            let position = allowed.find(unit).ok_or(IsoDurationError::Syntax)?;
            let index = first + units.len() - allowed.len() + position;
            allowed = &allowed[position + 1..];
            let whole = ascii::until(&text[..end], is_point);
            let fraction = text[whole.len()..end].get(1..).unwrap_or_default();
            *self.parts_mut()[index] = whole.parse().map_err(|_| IsoDurationError::Syntax)?;
            text = &text[end + unit.len_utf8()..];
            if end > whole.len() {
                // And within the date or the time too.
                if !text.is_empty() {
                    return Err(IsoDurationError::Syntax);
                }
                self.carry(index, fraction)?;
            }
        }
        Ok(())
    }

    /// Spreads a fraction of a part over the parts below it: `PT1.5H` is `PT1H30M`.
    fn carry(&mut self, index: usize, fraction: &str) -> Result<(), IsoDurationError> {
        if fraction.is_empty() || fraction.len() > 18 || !is_digits(fraction) {
            return Err(IsoDurationError::Syntax);
        }
        let unit = NANOS[index].ok_or(IsoDurationError::Calendar)?;
        let digits: u64 = fraction.parse().map_err(|_| IsoDurationError::Syntax)?;
        let mut scale = 1_u128;
        for _ in 0..fraction.len() {
            scale *= 10;
        }
        let scaled = u128::from(digits) * u128::from(unit);
        if !scaled.is_multiple_of(scale) {
            return Err(IsoDurationError::Range);
        }
        let mut rest = u64::try_from(scaled / scale).map_err(|_| IsoDurationError::Range)?;
        for (below, nanos) in NANOS.iter().enumerate().skip(index + 1) {
            if let Some(nanos) = nanos {
                *self.parts_mut()[below] += rest / nanos;
                rest %= nanos;
            }
        }
        self.nanoseconds = u32::try_from(rest).map_err(|_| IsoDurationError::Range)?;
        Ok(())
    }

    /// Its length without the sign.
    #[inline]
    fn length(&self) -> Result<Duration, IsoDurationError> {
        if self.years != 0 || self.months != 0 {
            return Err(IsoDurationError::Calendar);
        }
        let parts =
            [(self.weeks, 604_800), (self.days, 86_400), (self.hours, 3600), (self.minutes, 60), (self.seconds, 1)];
        let mut length = Duration::from_nanos(self.nanoseconds.into());
        for (count, unit) in &parts {
            let seconds = count.checked_mul(*unit).ok_or(IsoDurationError::Range)?;
            length = length.checked_add(Duration::from_secs(seconds)).ok_or(IsoDurationError::Range)?;
        }
        Ok(length)
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        f.write_str("P")?;
        for (count, unit) in &[(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')] {
            if *count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        let has_date = [self.years, self.months, self.weeks, self.days] != [0; 4];
        let has_time = (self.hours, self.minutes, self.seconds, self.nanoseconds) != (0, 0, 0, 0);
        if has_date && !has_time {
            return Ok(());
        }
        f.write_str("T")?;
        for (count, unit) in &[(self.hours, 'H'), (self.minutes, 'M')] {
            if *count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if self.nanoseconds != 0 {
            let fraction = format!("{:09}", self.nanoseconds);
            write!(f, "{}.{}S", self.seconds, fraction.trim_end_matches('0'))
        } else if self.seconds != 0 || !has_time {
            write!(f, "{}S", self.seconds)
        } else {
            Ok(())
        }
    }
}

/// Hours, minutes and seconds: a [`Duration`] knows no days.
impl From<Duration> for IsoDuration {
    #[inline]
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs();
        Self {
            hours: seconds / 3600,
            minutes: seconds / 60 % 60,
            seconds: seconds % 60,
            nanoseconds: duration.subsec_nanos(),
            ..Self::default()
        }
    }
}

impl From<time::Duration> for IsoDuration {
    #[inline]
    fn from(duration: time::Duration) -> Self {
        Self { negative: duration.is_negative(), ..Self::from(duration.unsigned_abs()) }
    }
}

impl TryFrom<&IsoDuration> for Duration {
    type Error = IsoDurationError;

    #[inline]
    fn try_from(duration: &IsoDuration) -> Result<Self, IsoDurationError> {
        let length = duration.length()?;
        if duration.negative && !length.is_zero() { Err(IsoDurationError::Range) } else { Ok(length) }
    }
}

impl TryFrom<&IsoDuration> for time::Duration {
    type Error = IsoDurationError;

    #[inline]
    fn try_from(duration: &IsoDuration) -> Result<Self, IsoDurationError> {
        let length = Self::try_from(duration.length()?).map_err(|_| IsoDurationError::Range)?;
        Ok(if duration.negative { -length } else { length })
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        internal::deserialize(deserializer)
    }
}

impl ToParam for IsoDuration {
    #[inline]
    fn to_param(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_kept() {
        for text in [
            "P1Y2M10DT2H30M",
            "P3Y6M4DT12H30M5S",
            "P4W",
            "P1D",
            "PT1H",
            "PT36H",
            "PT60M",
            "PT0S",
            "PT0.5S",
            "-P1D",
            "P1YT1S",
            "PT1M0.000000001S",
            "P18446744073709551615D",
        ] {
            assert_eq!(text.parse::<IsoDuration>().map(|d| d.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn equivalent_spellings_are_read() {
        for (text, expected) in [
            ("PT1.5H", "PT1H30M"),
            ("P0.5D", "PT12H"),
            ("P1.5W", "P1W3DT12H"),
            ("PT0,25M", "PT15S"),
            ("P0D", "PT0S"),
            ("+P1D", "P1D"),
            (" PT1S ", "PT1S"),
            ("PT1.50S", "PT1.5S"),
            ("P0Y0M0DT0H0M1S", "PT1S"),
        ] {
            assert_eq!(text.parse::<IsoDuration>().map(|d| d.to_string()).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "1D",
            "P1",
            "P1H",
            "PT1D",
            "P1D1Y",
            "P1DT",
            "PT1.5H1M",
            "P1.5DT3H",
            "P1,5DT3H",
            "P1.0DT3H",
            "P0.5WT1S",
            "P1.5YT1H",
            "-P1.5DT0S",
            "P1.5D1DT1H",
            "P1.5D2H",
            "PT.5S",
            "P-1D",
            "PT1S1S",
            "01:00:00",
            "P1.5Y",
            "PT1.0000000001S",
            "P1é",
            "P99999999999999999999D",
            "PT1.S",
        ] {
            assert!(text.parse::<IsoDuration>().is_err(), "{text}");
        }
    }

    #[test]
    fn exact_ones_become_seconds() {
        let seconds = |text: &str| Duration::try_from(&text.parse::<IsoDuration>().unwrap()).map(|d| d.as_secs_f64());
        assert_eq!(seconds("P1W1DT1H1M1.5S"), Ok(694_861.5));
        assert_eq!(seconds("P1M"), Err(IsoDurationError::Calendar));
        assert_eq!(seconds("-PT1S"), Err(IsoDurationError::Range));
        assert_eq!(seconds("P18446744073709551615D"), Err(IsoDurationError::Range));
        let back = "-PT90S".parse::<IsoDuration>().unwrap();
        assert_eq!(time::Duration::try_from(&back), Ok(time::Duration::seconds(-90)));
        assert_eq!(IsoDuration::from(time::Duration::seconds(-90)).to_string(), "-PT1M30S");
        assert_eq!(IsoDuration::from(Duration::from_millis(90_061_500)).to_string(), "PT25H1M1.5S");
    }
}
