//! ISO 8601 durations, kept part by part: a month is no number of days.

use std::{fmt, str::FromStr};

/// An ISO 8601 duration, for instance `P1Y2M10DT2H30M`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IsoDuration(String);

impl FromStr for IsoDuration {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
