//! What many scenarios came to, in numbers.

use std::{collections::BTreeMap, fmt};

use super::{Kind, Verdict};

/// What many scenarios came to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// By kind: scenarios, requests, faults, successes.
    pub kinds: BTreeMap<Kind, [usize; 4]>,
    /// Faults by name, and for each kind of scenario how many struck.
    pub faults: BTreeMap<String, BTreeMap<Kind, usize>>,
    /// What else was counted.
    pub counts: BTreeMap<(Kind, String), usize>,
    /// Those with complaints.
    pub bad: Vec<Verdict>,
}

impl Figures {
    /// Counts one in.
    pub fn add(&mut self, verdict: Verdict) {
        let sums = self.kinds.entry(verdict.kind).or_default();
        let own = [1, verdict.requests, verdict.faults.values().sum(), usize::from(verdict.succeeded)];
        sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        for (fault, count) in &verdict.faults {
            *self.faults.entry(fault.clone()).or_default().entry(verdict.kind).or_default() += count;
        }
        for (what, count) in &verdict.counts {
            *self.counts.entry((verdict.kind, what.clone())).or_default() += count;
        }
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
        for (fault, kinds) in other.faults {
            let sums = self.faults.entry(fault).or_default();
            kinds.into_iter().for_each(|(kind, own)| *sums.entry(kind).or_default() += own);
        }
        for (what, own) in other.counts {
            *self.counts.entry(what).or_default() += own;
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
        writeln!(f, "\n{:<28} {:>9} {:>9} {:>9} {:>9}", "fault", "List", "Operation", "Accepted", "Condition")?;
        for (fault, kinds) in &self.faults {
            let of = |kind| kinds.get(&kind).copied().unwrap_or_default();
            let [list, operation, accepted, condition] =
                [Kind::List, Kind::Operation, Kind::Accepted, Kind::Condition].map(of);
            writeln!(f, "{fault:<28} {list:>9} {operation:>9} {accepted:>9} {condition:>9}")?;
        }
        writeln!(f)?;
        for ((kind, what), count) in &self.counts {
            writeln!(f, "{:<10} {what:<28} {count:>9}", format!("{kind:?}"))?;
        }
        for verdict in &self.bad {
            writeln!(f, "seed {}: {}\n    {}", verdict.seed, verdict.complaints.join("\n    "), verdict.story)?;
        }
        Ok(())
    }
}
