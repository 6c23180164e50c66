//! What 404 and 410 mean while an operation is followed.
//!
//! | | at its resource or `Location` | at its status monitor |
//! |---|---|---|
//! | DELETE | it is done | the resource is asked: 404 or 410 is done, a success goes on |
//! | PUT, PATCH, POST: 404 | not there yet, for a while | not there yet, for a while |
//! | PUT, PATCH of a resumed token | not there yet, for a while | forgotten: the resource is read |
//! | PUT, PATCH whose first answer held the result | as for PUT | not there yet, for a while; then that answer is the result |
//!
//! Status monitors are written to a store of their own, and reach it a little after the answer that links to them. "For a
//! while" is [`LONGEST`] and [`LEAST_POLLS`], both counted per URL from its first 404, and only as long as that URL has not
//! answered otherwise: what was there and is gone does not come back. The result of a PUT or PATCH that is missing at
//! `Location` is read from the resource.

use std::time::Duration;

use azure_core::http::{Method, Url, poller::PollerStatus};

use crate::lro::{
    answer::Answer,
    operation::{Lro, Monitor},
    state::{Interpretation, Step},
};

/// How long a URL may be missing that was never there.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// How often a URL is asked at least before it counts as missing for good.
const LEAST_POLLS: u32 = 3;

/// How long the URL that is asked has not shown what it is asked for.
#[derive(Default)]
pub(crate) struct Patience {
    url: Option<Url>,
    /// When it first did not, by the clock; `None` once it has answered otherwise.
    since: Option<Duration>,
    polls: u32,
}

impl Patience {
    /// Notes that a URL does not show it; true if that is for good.
    pub(crate) fn note(&mut self, url: &Url, now: Duration) -> bool {
        if self.url.as_ref() != Some(url) {
            *self = Self { url: Some(url.clone()), since: Some(now), polls: 0 };
        }
        self.polls = self.polls.saturating_add(1);
        self.since.is_none_or(|since| self.polls >= LEAST_POLLS && now.saturating_sub(since) >= LONGEST)
    }

    /// Notes that a URL shows it: what is gone after that is gone for good.
    pub(crate) fn end(&mut self, url: &Url) {
        *self = Self { url: Some(url.clone()), since: None, polls: 0 };
    }
}

/// What is known about an answer that says 404 or 410.
#[derive(Clone, Copy)]
pub(crate) struct Missing {
    /// 410: it was there.
    pub(crate) gone: bool,
    /// The URL has been missing for longer than something takes to appear.
    pub(crate) for_good: bool,
    /// Nothing was heard of the operation yet, which another process began.
    pub(crate) resumed: bool,
}

impl Lro {
    /// Reads an answer of the monitor that says 404 or 410; `None` if it is an error.
    pub(crate) fn monitor_is_missing(&mut self, missing: Missing) -> Option<Interpretation> {
        let step = match (&self.monitor, self.method) {
            (Monitor::Status(url), Method::Delete) if !same_place(url, &self.resource) => {
                Step::Confirm(self.resource.clone())
            }
            (_, Method::Delete) => Step::Done,
            (Monitor::Status(_) | Monitor::Location(_), _) if missing.resumed && self.makes_resource() => {
                self.monitor = Monitor::Resource;
                Step::look()
            }
            _ if self.result_in_hand && missing.for_good => Step::DoneBefore,
            _ if missing.for_good || missing.gone && !self.result_in_hand => return None,
            _ => return Some(Interpretation::NotThereYet),
        };
        Some(Interpretation::Step(step))
    }

    /// Reads an answer of `url`, where the result is to be, that says 404 or 410; `None` if it is an error.
    pub(crate) fn result_is_missing(&self, url: &Url, missing: Missing) -> Option<Interpretation> {
        if self.makes_resource() && *url != self.resource {
            // The service may forget the operation once it has ended; the resource it made is still there.
            return Some(Interpretation::Step(Step::Fetch(self.resource.clone())));
        }
        (!missing.for_good && !missing.gone).then_some(Interpretation::NotThereYet)
    }
}

/// Reads what the resource of a DELETE says whose status monitor is missing; `None` if it is an error.
pub(crate) fn confirmed(answer: &Answer<'_>) -> Option<Step> {
    // A bad state may be that of an earlier operation: what has failed can be deleted.
    match answer.status() {
        404 | 410 => Some(Step::Done),
        200..=299 => Some(Step::wait(PollerStatus::InProgress)),
        _ => None,
    }
}

/// Whether two URLs name one resource. Resource ids are compared without regard to case.
fn same_place(one: &Url, other: &Url) -> bool {
    one.path().eq_ignore_ascii_case(other.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_missing_for_good_after_five_minutes_and_three_polls_or_once_it_was_there() {
        let url = |path: &str| Url::parse("https://management.azure.com").unwrap().join(path).unwrap();
        let (one, other) = (url("/one"), url("/other"));
        let at = Duration::from_secs;
        let mut absence = Patience::default();
        assert!(!absence.note(&one, at(100)));
        assert!(!absence.note(&one, at(900)), "two polls");
        assert!(absence.note(&one, at(901)));
        assert!(!absence.note(&other, at(902)), "another URL begins anew");
        for second in 903..1202 {
            assert!(!absence.note(&other, at(second)), "{second}");
        }
        assert!(absence.note(&other, at(1202)));
        absence.end(&one);
        assert!(absence.note(&one, at(1203)), "it was there");
    }
}
