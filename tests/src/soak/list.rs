//! Scenarios of lists.

use generator::model::{Api, Operation};
use serde_json::Value as Json;

use super::{
    Notes,
    faults::{EVIL, Weather, script},
};
use crate::{
    arm::{
        pages::place,
        plan::{Instead, Last, Link, Pages},
    },
    call::{Pair, arguments},
    dispatch::{Listing, Running},
    json::Shape,
    random::Random,
};

pub(super) async fn play(api: &'static Api, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let lists: Vec<&Operation> = api.operations.iter().filter(|op| op.paging.is_some()).collect();
    let op = *random.pick(&lists);
    let weather = *random.pick(&[Weather::Fair, Weather::Foul]);
    let pages = pages(op, random);
    let faults = script(weather, "GET", pages.sizes.len() * 3, random);
    notes.tell(&format!("{} {weather:?} {pages:?} {faults:?}", op.id));
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(pages.clone());
    });
    pair.service.script(faults);
    let begin = || match pair.client.run(&op.id, &arguments(api, op, Shape::Minimal, 1)) {
        Ok(Running::List(list)) => list,
        other => panic!("{other:?} is no list"),
    };
    let mut list = begin();
    let (mut found, error) = read(&mut list).await;
    judge_bent(&pages, error.is_some(), notes);
    if let Some(error) = error {
        if pages.instead.is_some() {
            return;
        }
        if weather == Weather::Fair {
            notes.complain(format!("gave up although every fault passes: {error}"));
        }
        // What was given is a beginning of the list, and the rest can be had later.
        let Some(rest) = resume(pair, begin(), &list, notes).await else { return };
        let again = rest.first().and_then(place).unwrap_or(found.len());
        if again > found.len() {
            notes.complain(format!("items {} to {again} are lost by resuming", found.len()));
        }
        found.truncate(again);
        found.extend(rest);
    }
    notes.succeeded = true;
    if pages.instead.is_none() && found != pair.service.listed() {
        let places: Vec<Option<usize>> = found.iter().map(place).collect();
        notes.complain(format!("items {places:?} instead of {}", pages.sizes.iter().sum::<usize>()));
    }
}

fn pages(op: &Operation, random: &mut Random) -> Pages {
    let sizes: Vec<usize> = (0..random.between(1, 5)).map(|_| random.below(4)).collect();
    let links = op.paging.as_ref().is_some_and(|paging| paging.next_link.is_some());
    let instead = (links && random.chance(20)).then(|| {
        let bent = [
            Instead::Itself,
            Instead::First,
            Instead::To(EVIL.to_owned()),
            Instead::To("http://management.azure.com/x".to_owned()),
        ];
        (random.below(sizes.len()), random.pick(&bent).clone())
    });
    Pages {
        sizes,
        link: *random.pick(&[Link::Absolute, Link::Relative]),
        last: *random.pick(&[Last::Absent, Last::Null, Last::Empty]),
        instead,
    }
}

/// Reads until the end or an error.
async fn read(list: &mut Listing) -> (Vec<Json>, Option<azure_core::Error>) {
    let mut found = Vec::new();
    loop {
        match list.next().await {
            None => return (found, None),
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => return (found, Some(error)),
        }
    }
}

/// A bent link must not pass for the end of the list.
fn judge_bent(pages: &Pages, failed: bool, notes: &mut Notes) {
    if pages.instead.is_some() && !failed {
        notes.complain("followed a bent link, or took it for the end");
    }
}

/// Goes on, in clear weather, where the list was left.
async fn resume(pair: &Pair, anew: Listing, left: &Listing, notes: &mut Notes) -> Option<Vec<Json>> {
    pair.service.script([]);
    let mut list = match left.continuation() {
        Some(saved) => anew.starting_at(saved),
        None => anew,
    };
    match read(&mut list).await {
        (rest, None) => Some(rest),
        (_, Some(error)) => {
            // A service that has thrown the token out does so for good; the client says it, that is all it can do.
            if !is_expired(pair) {
                notes.complain(format!("cannot be resumed: {error}"));
            }
            None
        }
    }
}

/// Whether the service takes none of the tokens it was shown.
fn is_expired(pair: &Pair) -> bool {
    pair.service.journal().last().is_some_and(|entry| entry.reply.status == 401)
}
