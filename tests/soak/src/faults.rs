//! Which faults a scenario meets.

use std::time::Duration;

use kit::random::Random;
use simulator::engine::script::{Fault, RetryAfter};

/// How rough a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Nothing but what a client gets over by trying again, and never more often than it tries.
    Fair,
    /// Anything.
    Foul,
}

/// The place of an attacker.
pub const EVIL: &str = "https://evil.example/steal";

/// So many attempts does a client make by default.
const ATTEMPTS: usize = 4;

/// A script for so many requests. `method` is that of the first one; the later ones, if there are any, read.
#[must_use]
pub fn script(weather: Weather, method: &str, length: usize, random: &mut Random) -> Vec<Option<Fault>> {
    let mut script: Vec<Option<Fault>> = Vec::new();
    let mut in_a_row = 0;
    for _ in 0..length {
        let fault = random.chance(45).then(|| fault(random));
        let fits = |fault: &Fault| match weather {
            Weather::Foul => true,
            Weather::Fair => {
                fault.passes(method)
                    && in_a_row + 1 < ATTEMPTS
                    && !(*fault == Fault::Challenge && script.contains(&Some(Fault::Challenge)))
            }
        };
        let fault = fault.filter(fits);
        in_a_row = if fault.is_some() { in_a_row + 1 } else { 0 };
        script.push(fault);
    }
    script
}

fn fault(random: &mut Random) -> Fault {
    match random.below(20) {
        0..=2 => Fault::Status(429, retry_after(random)),
        3..=4 => Fault::Status(503, retry_after(random)),
        5 => Fault::Status(*random.pick(&[408, 500, 502, 504]), None),
        6 => Fault::Refused,
        7 => Fault::LostBefore,
        8 => Fault::LostAfter,
        9 => Fault::Cut,
        10 => Fault::Slow(Duration::from_millis(random.next() % 90_000)),
        11 => Fault::WrongType,
        12 => Fault::Challenge,
        13 => Fault::Duplicate,
        14 => Fault::Truncated,
        15 => Fault::NotJson,
        16 => Fault::Expired,
        17 => Fault::Conflict,
        18 => Fault::Slow(Duration::from_secs(310)),
        _ => Fault::Redirect(EVIL.to_owned()),
    }
}

/// Sensible and senseless ways to say when to come again.
#[must_use]
pub fn retry_after(random: &mut Random) -> Option<RetryAfter> {
    let seconds = |seconds: i64| Some(RetryAfter::seconds(seconds));
    let text = |text: &str| Some(RetryAfter::Text(text.to_owned()));
    match random.below(14) {
        0..=2 => None,
        3 => seconds(0),
        4 => seconds(2),
        5 => seconds(-7),
        6 => seconds(86_400 * 365 * 40),
        7 => text("99999999999999999999999999"),
        8 => text("soon"),
        9 => Some(RetryAfter::Date(12)),
        10 => Some(RetryAfter::Date(-12)),
        11 => Some(RetryAfter::Date(86_400 * 365 * 40)),
        12 => Some(RetryAfter::Millis(1500)),
        _ => Some(RetryAfter::MsMillis(-1)),
    }
}
