//! Every operation of both versions on the wire: what arrives is what was meant, what comes back is what was sent.
//!
//! Each call goes through the typed client by the dispatcher, to the fake service in memory. What a request should be is
//! computed here from the description and the arguments, and compared part by part: nothing may be added, changed or lost.
//! Counts are computed from the description before, and compared with what was sent and matched after: nothing is skipped.

mod answers;
mod limits;
mod meant;
mod pollers;
mod requests;
mod undeclared;

use std::fmt;

use dispatch::Arguments;
use generator::model::{Api, Operation};
use simulator::{call, json::Shape};

use self::meant::Meant;

/// What was done and what of it was as it should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    /// Calls made.
    sent: usize,
    /// Calls of which every part was right.
    matched: usize,
}

impl Count {
    /// As many calls as there should be, all of them right.
    fn all(count: usize) -> Self {
        Self { sent: count, matched: count }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sent, {} matched", self.sent, self.matched)
    }
}

/// Arguments that differ from one another where mistaking one for another could go unseen: of the texts and numbers of one
/// call no two are equal, if the shape leaves a choice.
fn arguments(api: &Api, op: &Operation, shape: Shape) -> Arguments {
    let choice = matches!(shape, Shape::Minimal | Shape::Maximal);
    let mut seeds = (1..100).map(|seed| call::arguments(api, op, shape, seed));
    let found = seeds.find(|arguments| !choice || are_distinct(arguments));
    found.unwrap_or_else(|| panic!("{}: two arguments are always equal", op.id))
}

fn are_distinct(arguments: &Arguments) -> bool {
    let values: Vec<_> = arguments.params.values().filter(|value| value.is_string() || value.is_number()).collect();
    values.iter().enumerate().all(|(index, value)| !values[..index].contains(value))
}
