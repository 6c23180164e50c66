//! How long to wait between tries when the service does not say: twice as long each time, with seeded jitter.
//!
//! The jitter keeps clients that failed together from coming back together; the seed makes a run repeatable.

use std::time::Duration;

use azure_core::Uuid;

use crate::base::random::Random;

/// Waits between `1 - JITTER` and `1 + JITTER` times the nominal one.
const JITTER: f64 = 0.2;

/// Growing waits.
#[derive(Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    random: Random,
}

impl Backoff {
    /// Waits from `first` up to `longest`. Without a seed each has its own.
    pub(crate) fn new(first: Duration, longest: Duration, seed: Option<u64>) -> Self {
        let seed = seed.unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0);
        Self { first, longest, random: Random::new(seed) }
    }

    /// The wait before retry number `retry`, counted from 0.
    pub(crate) fn wait(&self, retry: u32) -> Duration {
        let nominal = self.first.saturating_mul(1_u32.checked_shl(retry).unwrap_or(u32::MAX)).min(self.longest);
        let wait = nominal.as_secs_f64() * (1.0 - JITTER + 2.0 * JITTER * self.unit());
        // Only a nominal wait of ages does not fit, and then it is the longest.
        Duration::try_from_secs_f64(wait).unwrap_or(self.longest).min(self.longest)
    }

    /// A number in `0..1`.
    fn unit(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "the upper 53 bits are what an f64 holds exactly")]
        let unit = (self.random.next() >> 11) as f64 / (1_u64 << 53) as f64;
        unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_stay_within_the_jitter() {
        let backoff = Backoff::new(Duration::from_millis(800), Duration::from_secs(60), Some(1));
        for _ in 0..200 {
            for (retry, nominal) in
                [(0, 0.8), (1, 1.6), (2, 3.2), (6, 51.2), (7, 60.0), (31, 60.0), (32, 60.0), (u32::MAX, 60.0)]
            {
                let wait = backoff.wait(retry).as_secs_f64();
                assert!(wait >= nominal * 0.8 - 1e-6 && wait <= (nominal * 1.2).min(60.0) + 1e-6, "{retry}: {wait}");
            }
        }
    }

    #[test]
    fn a_seed_repeats_itself_and_no_two_clients_without_one_agree() {
        let waits = |seed| {
            let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60), seed);
            (0..4).map(|retry| backoff.wait(retry)).collect::<Vec<_>>()
        };
        assert_eq!(waits(Some(7)), waits(Some(7)));
        assert_ne!(waits(Some(7)), waits(Some(8)));
        assert_ne!(waits(None), waits(None));
    }

    #[test]
    fn no_setting_overflows() {
        for (first, longest) in
            [(Duration::MAX, Duration::MAX), (Duration::ZERO, Duration::ZERO), (Duration::MAX, Duration::ZERO)]
        {
            let backoff = Backoff::new(first, longest, Some(3));
            assert!(backoff.wait(40) <= longest);
        }
    }
}
