//! What a test has told the fake: what goes wrong, how operations run, what they answer.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{
    answer::Answer,
    engine::{
        plan::Running,
        script::{Fault, RetryAfter, whole_seconds},
    },
    request::{Request, RequestKind},
};
use crate::base::{lock::lock, random::Random};

/// Something that holds for the requests that it fits, so many times or for good.
pub(super) struct Rule {
    /// `None` for every operation.
    pub(super) operation: Option<String>,
    pub(super) filters: Vec<Filter>,
    pub(super) action: Action,
    pub(super) times: Option<usize>,
    pub(super) used: usize,
    /// Requests of another kind do not count.
    pub(super) kind: Option<RequestKind>,
}

/// Which requests of an operation are meant.
#[derive(Clone)]
pub(super) enum Filter {
    Argument(String, String),
    Resource(String),
    When(Arc<dyn Fn(&Request) -> bool + Send + Sync>),
}

/// What holds.
#[derive(Clone)]
pub(super) enum Action {
    Fault(Fault),
    Runs(Vec<Change>),
    Answer(Arc<dyn Fn(&Request) -> Answer + Send + Sync>),
}

/// How an operation runs otherwise.
pub(super) type Change = Arc<dyn Fn(&mut Running) + Send + Sync>;

/// Nothing panics with a rule locked: what the test has given is called without.
pub(super) type Shared = Arc<Mutex<Rule>>;

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("operation", &self.operation).field("used", &self.used).finish_non_exhaustive()
    }
}

impl Filter {
    fn fits(&self, request: &Request) -> bool {
        match self {
            Self::Argument(name, value) => request.argument(name) == Some(value),
            Self::Resource(id) => request.resource().eq_ignore_ascii_case(id),
            Self::When(fits) => fits(request),
        }
    }
}

/// All rules, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Rules {
    all: Mutex<Vec<Shared>>,
    throttle: Mutex<Option<Throttle>>,
    random: Mutex<Option<RandomFaults>>,
}

impl Rules {
    pub(super) fn add(&self, rule: Rule) -> Shared {
        let shared = Arc::new(Mutex::new(rule));
        lock(&self.all).push(Arc::clone(&shared));
        shared
    }

    pub(super) fn throttle(&self, requests: usize, per: Duration) {
        *lock(&self.throttle) = Some(Throttle { requests, per, times: VecDeque::new() });
    }

    pub(super) fn random_faults(&self, seed: u64, percent: u8) {
        *lock(&self.random) = Some(RandomFaults { random: Random::new(seed), percent, last: None });
    }

    /// Uses the first rule that fits and is not used up.
    fn first<T>(&self, request: &Request, pick: impl Fn(&Action) -> Option<T>) -> Option<T> {
        for rule in self.fitting(request) {
            let mut rule = lock(&rule);
            if let Some(picked) = pick(&rule.action)
                && rule.times.is_none_or(|times| rule.used < times)
            {
                rule.used += 1;
                return Some(picked);
            }
        }
        None
    }

    /// The rules that fit. What the test has given to decide is asked without a lock.
    fn fitting(&self, request: &Request) -> Vec<Shared> {
        let mut rules = lock(&self.all).clone();
        rules.retain(|rule| {
            let filters = {
                let rule = lock(rule);
                let fits = rule.operation.as_deref().is_none_or(|operation| operation == request.operation());
                if !fits || rule.kind.is_some_and(|kind| kind != request.kind()) {
                    return false;
                }
                rule.filters.clone()
            };
            filters.iter().all(|filter| filter.fits(request))
        });
        rules
    }

    /// What goes wrong with a request.
    pub(super) fn fault(&self, request: &Request, now: Duration) -> Option<Fault> {
        if let Some(fault) = lock(&self.throttle).as_mut().and_then(|throttle| throttle.refuse(now)) {
            return Some(fault);
        }
        let told = self.first(request, |action| match action {
            Action::Fault(fault) => Some(fault.clone()),
            _ => None,
        });
        told.or_else(|| lock(&self.random).as_mut()?.fault(request))
    }

    /// What an operation answers.
    pub(super) fn answer(&self, request: &Request) -> Option<Answer> {
        let answer = self.first(request, |action| match action {
            Action::Answer(answer) => Some(Arc::clone(answer)),
            _ => None,
        });
        answer.map(|answer| answer(request))
    }

    /// How an operation runs.
    pub(super) fn running(&self, request: &Request) -> Option<Vec<Change>> {
        self.first(request, |action| match action {
            Action::Runs(changes) => Some(changes.clone()),
            _ => None,
        })
    }

    /// The operation of each rule that was not used as often as it should have been, how often it was, and should have been.
    pub(super) fn unused(&self) -> Vec<(String, usize, Option<usize>)> {
        let mut unused = Vec::new();
        for rule in lock(&self.all).iter() {
            let rule = lock(rule);
            if rule.used < rule.times.unwrap_or(1) {
                let operation = rule
                    .operation
                    .as_ref()
                    .map_or_else(|| "azure.on_any()".to_owned(), |operation| format!("azure.on({operation:?})"));
                unused.push((operation, rule.used, rule.times));
            }
        }
        unused
    }
}

/// So many requests in so much time.
#[derive(Debug)]
struct Throttle {
    requests: usize,
    per: Duration,
    times: VecDeque<Duration>,
}

impl Throttle {
    fn refuse(&mut self, now: Duration) -> Option<Fault> {
        while self.times.front().is_some_and(|time| *time + self.per <= now) {
            self.times.pop_front();
        }
        if self.times.len() < self.requests {
            self.times.push_back(now);
            return None;
        }
        let until = self.times.front().map_or(self.per, |first| (*first + self.per).saturating_sub(now));
        let seconds = whole_seconds(until);
        Some(Fault::Error {
            status: 429,
            code: "TooManyRequests".to_owned(),
            message: format!("The limit is {} requests in {:?}. Ask again in {seconds} s.", self.requests, self.per),
            after: Some(RetryAfter::wait(until)),
        })
    }
}

/// Faults of which a client that tries again sees nothing.
#[derive(Debug)]
struct RandomFaults {
    random: Random,
    percent: u8,
    /// The URL of the last request that something went wrong with.
    last: Option<String>,
}

impl RandomFaults {
    fn fault(&mut self, request: &Request) -> Option<Fault> {
        let url = format!("{} {}", request.method(), request.url());
        // Not twice in a row: how often one tries again is up to the application.
        if self.last.as_ref() == Some(&url) {
            self.last = None;
            return None;
        }
        if self.random.next() % 100 >= u64::from(self.percent) {
            return None;
        }
        let faults: [Fault; 8] = [
            Fault::Status(429, Some(RetryAfter::seconds(7))),
            Fault::Status(503, Some(RetryAfter::seconds(3))),
            Fault::Status(500, None),
            Fault::Status(504, None),
            Fault::Refused,
            Fault::LostBefore,
            Fault::LostAfter,
            Fault::Cut,
        ];
        let conditional = request.header("if-match").is_some_and(|tag| tag != "*");
        let may = |fault: &&Fault| fault.passes(request.method()) && !(conditional && fault.processed());
        let faults: Vec<&Fault> = faults.iter().filter(may).collect();
        let fault = faults[usize::try_from(self.random.next() % faults.len() as u64).unwrap_or_default()];
        self.last = Some(url);
        Some(fault.clone())
    }
}
