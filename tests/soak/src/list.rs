//! Scenarios of lists.

use arm_apimanagement::Continuation;
use azure_core::{Error, Result};
use generator::model::{Api, Operation};
use serde_json::Value as Json;

use super::{
    Notes,
    faults::{EVIL, Weather, script},
};
use dispatch::{Listing, Paging, Running};
use kit::random::Random;
use simulator::{
    call::{Pair, arguments},
    engine::{
        list::place,
        plan::{Instead, Last, Link, Pages},
    },
    json::Shape,
};

/// How a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Item by item.
    Items,
    /// Page by page.
    Pages,
    /// Item by item up to a place, saved there and taken up in the same way.
    ItemsResumed,
    /// Page by page up to a place, saved there and taken up in the same way.
    PagesResumed,
    /// Item by item up to a place, then page by page.
    ItemsThenPages,
}

/// A list on its way.
enum Reader {
    Items(Listing),
    Pages(Paging, Option<String>),
}

/// Why reading stopped.
enum Stop {
    End,
    /// As many steps as were wanted.
    Left,
    Failed(Error),
}

/// A list that is read in pieces, with what was found in all of them.
struct Reading<'a> {
    api: &'static Api,
    pair: &'a Pair,
    op: &'a Operation,
    pages: &'a Pages,
    weather: Weather,
    by_pages: bool,
    /// Whether the page of the last item may come again.
    overlaps: bool,
    resumed: bool,
    found: Vec<Json>,
}

pub(super) async fn play(api: &'static Api, pair: &Pair, random: &mut Random, notes: &mut Notes) {
    let lists: Vec<&Operation> = api.operations.iter().filter(|op| op.paging.is_some()).collect();
    let op = *random.pick(&lists);
    let weather = *random.pick(&[Weather::Fair, Weather::Foul]);
    let pages = pages(op, random);
    let faults = script(weather, "GET", pages.sizes.len() * 3, random);
    let manners = [Manner::Items, Manner::Pages, Manner::ItemsResumed, Manner::PagesResumed, Manner::ItemsThenPages];
    let manner = *random.pick(&manners);
    notes.tell(&format!("{} {manner:?} {weather:?} {pages:?} {faults:?}", op.id));
    notes.count(&format!("{manner:?}"));
    if pages.instead.is_some() {
        notes.count("bent nextLink");
    }
    pair.service.plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(pages.clone());
    });
    pair.service.script(faults);
    let by_pages = matches!(manner, Manner::Pages | Manner::PagesResumed);
    let (overlaps, found) = (!by_pages, Vec::new());
    let mut reading = Reading { api, pair, op, pages: &pages, weather, by_pages, overlaps, resumed: false, found };
    let steps = match manner {
        Manner::Items | Manner::Pages => usize::MAX,
        // Behind the last page there is nothing to save; the list that knows no links has one page.
        Manner::PagesResumed => random.below(reading.sizes().len()),
        Manner::ItemsResumed | Manner::ItemsThenPages => random.below(pages.sizes.iter().sum::<usize>() + 1),
    };
    let mut reader = reading.begin(None);
    let mut stop = read(&mut reader, steps, &mut reading.found).await.1;
    if let Stop::Left = stop {
        reading.resumed = true;
        reader = match (manner, reader) {
            (Manner::ItemsThenPages, Reader::Items(list)) => {
                reading.by_pages = true;
                Reader::Pages(list.into_pages(), reading.items_member())
            }
            (_, reader) => reading.begin(reader.continuation()),
        };
        stop = reading.go_on(&mut reader, notes).await;
    }
    reading.judge(&reader, stop, notes).await;
}

impl Reading<'_> {
    /// The list from the beginning or from a saved place, which went through text.
    fn begin(&self, from: Option<Continuation>) -> Reader {
        let arguments = arguments(self.api, self.op, Shape::Minimal, 1);
        let list = match self.pair.client.run(&self.op.id, &arguments) {
            Ok(Running::List(list)) => list,
            other => panic!("{other:?} is no list"),
        };
        let saved = from.map(|from| serde_json::to_string(&from).expect("a continuation is text"));
        let from: Option<Continuation> = saved.map(|text| serde_json::from_str(&text).expect("and is read again"));
        match (self.by_pages, from) {
            (false, None) => Reader::Items(list),
            (false, Some(from)) => Reader::Items(list.starting_at(from)),
            (true, None) => Reader::Pages(list.into_pages(), self.items_member()),
            (true, Some(from)) => Reader::Pages(list.into_pages().starting_at(from), self.items_member()),
        }
    }

    fn items_member(&self) -> Option<String> {
        self.op.paging.as_ref().and_then(|paging| paging.items.clone())
    }

    /// Reads on to the end after a resumption.
    async fn go_on(&mut self, reader: &mut Reader, notes: &mut Notes) -> Stop {
        let mut rest = Vec::new();
        let (steps, stop) = read(reader, usize::MAX, &mut rest).await;
        let count = self.found.len();
        let again = rest.first().and_then(place).unwrap_or(count);
        if self.pages.instead.is_none() {
            if again > count {
                notes.complain(format!("items {count} to {again} are lost by resuming"));
            }
            if again < if self.overlaps { self.page_of_last() } else { count } {
                notes.complain(format!("item {again} comes again after {count} items"));
            }
        }
        if self.by_pages && steps > 0 {
            self.overlaps = false;
        }
        self.found.truncate(again);
        self.found.extend(rest);
        stop
    }

    /// How the list is cut. One that knows no links is not.
    fn sizes(&self) -> Vec<usize> {
        let links = self.op.paging.as_ref().is_some_and(|paging| paging.next_link.is_some());
        if links { self.pages.sizes.clone() } else { vec![self.pages.sizes.iter().sum()] }
    }

    /// Where the page of the last item begins.
    fn page_of_last(&self) -> usize {
        let mut start = 0;
        for size in self.sizes() {
            if start + size >= self.found.len() {
                break;
            }
            start += size;
        }
        start
    }

    async fn judge(&mut self, reader: &Reader, stop: Stop, notes: &mut Notes) {
        if let Some((at, _)) = self.pages.instead {
            if !matches!(stop, Stop::Failed(_)) {
                notes.complain("followed a bent link, or took it for the end");
            }
            // A link back may lead to the first page by another URL than the call's, so that it is known on the second visit.
            let before: usize = self.sizes().iter().take(at + 1).sum();
            let listed = self.pair.service.listed();
            if !self.resumed && !listed.starts_with(&self.found[..before.min(self.found.len())]) {
                notes.complain("what came before the bent link is not the beginning of the list");
            }
            return;
        }
        if let Stop::Failed(error) = stop {
            if self.weather == Weather::Fair {
                notes.complain(format!("gave up although every fault passes: {error}"));
            }
            // What was given is a beginning of the list, and the rest can be had in clear weather.
            self.pair.service.script([]);
            let mut reader = self.begin(reader.continuation());
            if let Stop::Failed(error) = self.go_on(&mut reader, notes).await {
                // A service that has thrown the token out does so for good; the client says it, that is all it can do.
                if !is_expired(self.pair) {
                    notes.complain(format!("cannot be resumed: {error}"));
                }
                return;
            }
        }
        notes.succeeded = true;
        if self.found != self.pair.service.listed() {
            let places: Vec<Option<usize>> = self.found.iter().map(place).collect();
            notes.complain(format!("items {places:?} instead of {}", self.pages.sizes.iter().sum::<usize>()));
        }
    }
}

impl Reader {
    /// The next item, or the items of the next page.
    async fn next(&mut self) -> Option<Result<Vec<Json>>> {
        match self {
            Self::Items(list) => Some(list.next().await?.map(|item| vec![item])),
            Self::Pages(pages, member) => {
                let (page, member) = (pages.next().await?, member.as_deref());
                let items = |page: Json| match member {
                    Some(member) => page.get(member).cloned().unwrap_or_default(),
                    None => page,
                };
                Some(page.map(|page| items(page).as_array().cloned().unwrap_or_default()))
            }
        }
    }

    fn continuation(&self) -> Option<Continuation> {
        match self {
            Self::Items(list) => list.continuation(),
            Self::Pages(pages, _) => pages.continuation(),
        }
    }
}

/// Reads until the end, an error, or so many steps; gives how many there were.
async fn read(reader: &mut Reader, steps: usize, found: &mut Vec<Json>) -> (usize, Stop) {
    for step in 0..steps {
        match reader.next().await {
            None => return (step, Stop::End),
            Some(Ok(items)) => found.extend(items),
            Some(Err(error)) => return (step, Stop::Failed(error)),
        }
    }
    (steps, Stop::Left)
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

/// Whether the service takes none of the tokens it was shown.
fn is_expired(pair: &Pair) -> bool {
    pair.service.journal().last().is_some_and(|entry| entry.reply.status == 401)
}
