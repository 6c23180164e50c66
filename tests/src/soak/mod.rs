//! Random fault scenarios through the typed client, each replayable from its seed.
//!
//! A scenario picks a version, an operation, a plan for the fake service and a script of faults; then it judges what the
//! client made of it: no panic, no hang, no item lost or doubled, no success where there was a failure and none missing
//! where the faults pass, nothing sent to another origin, nothing sent that the description does not allow.

mod condition;
mod faults;
mod list;
mod operation;

use std::{
    collections::BTreeMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

pub use self::faults::Weather;
use crate::{arm::Service, call::Pair, random::Random, specs};

/// A scenario that needs more time than this, on a clock that skips all waiting, has hung.
const PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// What a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A list, read by items or pages, given up and resumed.
    List,
    /// A long-running operation, awaited, streamed, saved and resumed.
    Operation,
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
    /// Faults that struck.
    pub faults: usize,
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
    complaints: Vec<String>,
}

impl Notes {
    fn new(story: String) -> Self {
        Self { story, succeeded: false, complaints: Vec::new() }
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
    let kind = *random.pick(&[Kind::List, Kind::List, Kind::Operation, Kind::Operation, Kind::Condition]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime needs nothing");
    let played = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let pair = Pair::new(api, random.next());
            let mut notes = Notes::new(format!("{} {kind:?}", api.api_version));
            let scenario = async {
                match kind {
                    Kind::List => list::play(api, &pair, &mut random, &mut notes).await,
                    Kind::Operation => operation::play(api, &pair, &mut random, &mut notes).await,
                    Kind::Condition => condition::play(api, &pair, &mut random, &mut notes).await,
                }
            };
            if tokio::time::timeout(PATIENCE, scenario).await.is_err() {
                notes.complain("it hangs");
            }
            inspect(&pair.service, &mut notes);
            let journal = pair.service.journal();
            let faults = journal.iter().filter(|entry| entry.fault.is_some()).count();
            let Notes { story, succeeded, complaints } = notes;
            Verdict { seed, kind, story, requests: journal.len(), faults, succeeded, complaints }
        })
    }));
    played.unwrap_or_else(|_| Verdict {
        seed,
        kind,
        story: String::new(),
        requests: 0,
        faults: 0,
        succeeded: false,
        complaints: vec!["it panicked".to_owned()],
    })
}

/// What must hold whatever happens.
fn inspect(service: &Service, notes: &mut Notes) {
    for entry in service.journal() {
        if entry.foreign {
            notes.complain(format!("a request to {}", entry.request.url));
        }
        for violation in &entry.violations {
            notes.complain(format!("a violation: {violation}"));
        }
    }
}

/// What many scenarios came to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// By kind: scenarios, requests, faults, successes.
    pub kinds: BTreeMap<Kind, [usize; 4]>,
    /// Those with complaints.
    pub bad: Vec<Verdict>,
}

impl Figures {
    /// Counts one in.
    pub fn add(&mut self, verdict: Verdict) {
        let sums = self.kinds.entry(verdict.kind).or_default();
        let own = [1, verdict.requests, verdict.faults, usize::from(verdict.succeeded)];
        sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        if !verdict.complaints.is_empty() {
            self.bad.push(verdict);
        }
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: Self) {
        for (kind, own) in other.kinds {
            let sums = self.kinds.entry(kind).or_default();
            sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        self.bad.extend(other.bad);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<10} {:>9} {:>9} {:>9} {:>9}", "kind", "scenarios", "requests", "faults", "succeeded")?;
        for (kind, [scenarios, requests, faults, succeeded]) in &self.kinds {
            let kind = format!("{kind:?}");
            writeln!(f, "{kind:<10} {scenarios:>9} {requests:>9} {faults:>9} {succeeded:>9}")?;
        }
        for verdict in &self.bad {
            writeln!(f, "seed {}: {}\n    {}", verdict.seed, verdict.complaints.join("\n    "), verdict.story)?;
        }
        Ok(())
    }
}

/// Plays so many scenarios on so many threads. The scenarios are those of a sequence that begins with `seed`.
///
/// # Panics
/// If a thread cannot be started.
#[must_use]
pub fn play_all(seed: u64, count: usize, threads: usize) -> Figures {
    let mut random = Random::new(seed);
    let seeds: Vec<u64> = (0..count).map(|_| random.next()).collect();
    let share = count.div_ceil(threads).max(1);
    let mut figures = Figures::default();
    std::thread::scope(|scope| {
        let play_share = |seeds: &[u64]| {
            let mut figures = Figures::default();
            seeds.iter().for_each(|&seed| figures.add(play(seed)));
            figures
        };
        let running: Vec<_> = seeds.chunks(share).map(|seeds| scope.spawn(move || play_share(seeds))).collect();
        for thread in running {
            figures.merge(thread.join().expect("a scenario's panic is caught"));
        }
    });
    figures
}
