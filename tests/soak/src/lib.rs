//! Random fault scenarios through the typed client, each replayable from its seed.
//!
//! A scenario picks a version, an operation, a plan for the fake service and a script of faults; then it judges what the
//! client made of it: no panic, no hang, no item lost or doubled, no success where there was a failure and none missing
//! where the faults pass, nothing sent to another origin, nothing sent that the description does not allow.

mod accepted;
mod condition;
mod faults;
mod figures;
mod list;
mod operation;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

pub use self::{faults::Weather, figures::Figures};
use kit::{random::Random, specs};
use simulator::{arm::Service, call::Pair};

/// A scenario that needs more time than this, on a clock that skips all waiting, has hung.
const PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// A request takes no longer than this, the wait before it included: the slowest answer, and the longest wait granted.
const LONGEST: Duration = Duration::from_secs(90 + 300);

/// What a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A list, read by items or pages, given up and resumed.
    List,
    /// A long-running operation, awaited, streamed, saved and resumed.
    Operation,
    /// A call that is answered 202 although that is not declared.
    Accepted,
    /// A thing that is read and changed under conditions.
    Condition,
}

/// What became of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its seed.
    pub seed: u64,
    /// What it was about.
    pub kind: Kind,
    /// What it did, for whoever looks into it.
    pub story: String,
    /// Requests that reached the service.
    pub requests: usize,
    /// Faults that struck, by name.
    pub faults: BTreeMap<String, usize>,
    /// What else is counted: how the client was used, and what it met.
    pub counts: BTreeMap<String, usize>,
    /// Whether the client gave a result in the end.
    pub succeeded: bool,
    /// What should not have been.
    pub complaints: Vec<String>,
}

/// A judge's notes while a scenario runs.
#[derive(Debug)]
struct Notes {
    story: String,
    succeeded: bool,
    /// Whether a failure in fair weather is the caller's own doing.
    excused: bool,
    counts: BTreeMap<String, usize>,
    complaints: Vec<String>,
}

impl Notes {
    fn new(story: String) -> Self {
        Self { story, succeeded: false, excused: false, counts: BTreeMap::new(), complaints: Vec::new() }
    }

    fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    fn complain(&mut self, complaint: impl Into<String>) {
        self.complaints.push(complaint.into());
    }

    fn tell(&mut self, text: &str) {
        self.story.push_str("; ");
        self.story.push_str(text);
    }
}

/// Plays the scenario of a seed.
///
/// # Panics
/// If no runtime can be started.
#[must_use]
pub fn play(seed: u64) -> Verdict {
    let mut random = Random::new(seed);
    let api = *random.pick(&specs::all());
    let kind =
        *random.pick(&[Kind::List, Kind::List, Kind::Operation, Kind::Operation, Kind::Accepted, Kind::Condition]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime needs nothing");
    let played = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let seed_of_client = random.next();
            let deadline = deadline(kind, &mut random);
            let pair = Pair::with(api, seed_of_client, |options| options.retry.deadline = deadline);
            let start = tokio::time::Instant::now();
            let mut notes = Notes::new(format!("{} {kind:?}", api.api_version));
            let scenario = async {
                match kind {
                    Kind::List => list::play(api, &pair, &mut random, &mut notes).await,
                    Kind::Operation => operation::play(api, &pair, &mut random, &mut notes).await,
                    Kind::Accepted => accepted::play(api, &pair, &mut random, &mut notes).await,
                    Kind::Condition => condition::play(api, &pair, &mut random, &mut notes).await,
                }
            };
            if tokio::time::timeout(PATIENCE, scenario).await.is_err() {
                notes.complain("it hangs");
            }
            inspect(&pair.service, start.elapsed(), &mut notes);
            let journal = pair.service.journal();
            let mut faults = BTreeMap::new();
            for fault in journal.iter().filter_map(|entry| entry.fault.as_ref()) {
                *faults.entry(fault.name()).or_default() += 1;
            }
            let Notes { story, succeeded, counts, complaints, .. } = notes;
            Verdict { seed, kind, story, requests: journal.len(), faults, counts, succeeded, complaints }
        })
    }));
    played.unwrap_or_else(|_| Verdict {
        seed,
        kind,
        story: String::new(),
        requests: 0,
        faults: BTreeMap::new(),
        counts: BTreeMap::new(),
        succeeded: false,
        complaints: vec!["it panicked".to_owned()],
    })
}

/// Some clients give their calls a deadline.
fn deadline(kind: Kind, random: &mut Random) -> Option<Duration> {
    (kind == Kind::Condition && random.chance(50)).then(|| Duration::from_millis(random.next() % 10_000))
}

/// What must hold whatever happens.
fn inspect(service: &Service, took: Duration, notes: &mut Notes) {
    let requests = u32::try_from(service.journal().len()).unwrap_or(u32::MAX);
    if took > LONGEST * (requests + 1) {
        notes.complain(format!("{requests} requests took {took:?}"));
    }
    for entry in service.journal() {
        if entry.foreign {
            notes.complain(format!("a request to {}", entry.request.url));
        }
        for violation in &entry.violations {
            notes.complain(format!("a violation: {violation}"));
        }
    }
}

/// Plays so many scenarios on so many threads, and calls `played` after each. The scenarios are those of a sequence that begins
/// with `seed`.
///
/// # Panics
/// If a thread cannot be started.
#[must_use]
pub fn play_all(seed: u64, count: usize, threads: usize, played: &(dyn Fn() + Sync)) -> Figures {
    let mut random = Random::new(seed);
    let seeds: Vec<u64> = (0..count).map(|_| random.next()).collect();
    let share = count.div_ceil(threads).max(1);
    let mut figures = Figures::default();
    std::thread::scope(|scope| {
        let play_share = |seeds: &[u64]| {
            let mut figures = Figures::default();
            for &seed in seeds {
                figures.add(play(seed));
                played();
            }
            figures
        };
        let running: Vec<_> = seeds.chunks(share).map(|seeds| scope.spawn(move || play_share(seeds))).collect();
        for thread in running {
            figures.merge(thread.join().expect("a scenario's panic is caught"));
        }
    });
    figures
}
