//! The rules of Resource Manager for operations that go on after their first answer, as a state machine without I/O.
//!
//! **Which URL tells how it stands.** `Azure-AsyncOperation` (or `Operation-Location`) if the service gave one: its body has
//! a `status`. Else `Location`: 202 until the operation has ended, then what a synchronous answer would have been. Else, for
//! PUT and PATCH, the resource itself: its `properties.provisioningState`. Each answer may replace these links; the newest
//! one that may be followed counts.
//!
//! **When it has ended.** `Succeeded`, `Completed`, `Failed` and `Canceled` end it, in any case and with one `l` or two; any
//! other word means that it goes on. No `provisioningState` means success, except in a 201, which says no more than that
//! something was begun. 204 is always an end. So is a status monitor that answers 200 without a `status`: with an error in
//! its body it failed; else a DELETE is done, a POST has its result in `Location` or in this body, and a PUT or PATCH has it
//! in the resource, which is polled as long as it says that it is being changed. After a word of success it is polled for a
//! while only: some resources have a `provisioningState` that never becomes one of the words above.
//!
//! **Records of operations.** API Management answers at `../operationResults/{id}` with a record whose `properties` have the
//! `status` and the `error`, and at some `Location` with such a record, or an error alone, although the status is 200. Both
//! are read as what they say and never as the result, unless the body may be a resource that has members of these names.
//!
//! **Where the result is**, once a status monitor reports success:
//!
//! | | `location` | `original-uri` | `azure-async-operation` | nothing said |
//! |---|---|---|---|---|
//! | PUT, PATCH | `Location`, or the resource if there is none or it is empty | the resource | the resource | the resource |
//! | POST | `Location`, or the monitor's answer if there is none | the resource | the monitor's answer | as for `location` |
//! | DELETE | the monitor's answer | | | |
//!
//! A monitor's answer describes the operation and not the resource, so a PUT or PATCH never ends with it, whatever is
//! declared. A DELETE leaves nothing to fetch. An operation that was followed by `Location` or the resource ends with that
//! answer, except that `original-uri` has the resource read anew, and so has an empty answer to PUT or PATCH.
//!
//! **Links to other hosts** are not followed. Without them the operation is followed by the links that are left, or by the
//! resource of a PUT or PATCH without a status monitor. It is an error where nothing is left, and, once the operation has
//! succeeded, where the result of a POST is read from such a `Location`.

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, Url, poller::PollerStatus},
};

use crate::{
    lro::{
        answer::{Answer, Said, ends, is_bad},
        links::{self, Links, split},
        operation::{FinalState, Lro, Monitor},
    },
    policy::origin::Origin,
};

/// What comes next.
pub(crate) enum Step {
    /// It goes on: wait, then ask the monitor.
    Wait {
        /// In its own words.
        state: PollerStatus,
        /// Nothing says that it is worth waiting.
        at_once: bool,
    },
    /// It succeeded, and the result is there.
    Fetch(Url),
    /// Whether it has ended is learned by asking for the resource that was to be deleted.
    Confirm(Url),
    /// It succeeded, and this answer is the result.
    Done,
    /// It succeeded, and the first answer is the result.
    DoneBefore,
    /// It ended otherwise.
    Failed(PollerStatus),
}

/// What an answer is worth.
pub(crate) enum Interpretation {
    /// It tells how to go on.
    Step(Step),
    /// It does not, for this reason. Ask again, though not forever.
    Inconclusive(&'static str),
    /// What was asked for is still to appear, or still being changed.
    NotThereYet,
}

impl Step {
    pub(super) fn wait(state: PollerStatus) -> Self {
        Self::Wait { state, at_once: false }
    }

    /// Asks at once.
    pub(super) fn look() -> Self {
        Self::Wait { state: PollerStatus::InProgress, at_once: true }
    }
}

impl Lro {
    /// Reads the first answer, which was a success.
    ///
    /// # Errors
    /// If no link may be followed, or there is no way to learn how the operation ends.
    pub(crate) fn begin(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Step> {
        let step = self.first(answer)?;
        if !matches!(step, Step::Wait { .. }) {
            return Ok(step);
        }
        let empty_success = answer.status() == 200 && answer.is_empty() && answer.monitor().is_none();
        if empty_success && answer.provisioning_state().is_none() {
            // It has ended, and says where the result is: at the resource.
            return Ok(step);
        }
        let complete = answer.status() == 200 && answer.provisioning_state() == Some(PollerStatus::Succeeded);
        self.result_in_hand = complete && self.makes_resource();
        let Links { monitor, location } = Links::of(answer, origin);
        let (location, foreign_location) = split(location);
        self.location = location;
        match monitor {
            Some(Ok(url)) => self.monitor = Monitor::Status(url),
            Some(Err(refusal)) if self.result_in_hand => {
                links::dropped(&refusal);
                return Ok(Step::Done);
            }
            Some(Err(refusal)) if self.location.is_none() => return Err(self.nothing_to_follow(answer, refusal)),
            None if self.location.is_none() && !self.makes_resource() => {
                // `first` lets only what has a link come here.
                return foreign_location.map_or(Ok(step), |refusal| Err(self.nothing_to_follow(answer, refusal)));
            }
            refused_or_none => {
                links::usable(refused_or_none);
                if let Some(url) = &self.location {
                    self.monitor = Monitor::Location(url.clone());
                }
            }
        }
        self.forgo(foreign_location);
        Ok(step)
    }

    /// The URL to ask.
    pub(crate) fn url(&self) -> &Url {
        match &self.monitor {
            Monitor::Status(url) | Monitor::Location(url) => url,
            Monitor::Resource => &self.resource,
        }
    }

    /// Reads a success of the monitor.
    ///
    /// # Errors
    /// If the operation succeeded and its result is out of reach.
    pub(crate) fn polled(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Interpretation> {
        if answer.is_unreadable() && answer.status() != 202 {
            if answer.is_error() {
                return Ok(Interpretation::Step(Step::Failed(PollerStatus::Failed)));
            }
            return Ok(Interpretation::Inconclusive("the answer is not JSON"));
        }
        let step = match &self.monitor {
            Monitor::Status(_) => return self.polled_status(answer, origin),
            Monitor::Location(_) => self.by_location(answer),
            Monitor::Resource => self.by_resource(answer),
        };
        // Links of an answer that ends the operation lead nowhere, so they need not be good.
        if matches!(step, Step::Wait { .. }) {
            self.take_links(answer, origin);
        }
        Ok(Interpretation::Step(step))
    }

    fn polled_status(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Interpretation> {
        let state = match (answer.status(), answer.said()) {
            (_, Said::Word(state)) if is_bad(&state) => return Ok(Interpretation::Step(Step::Failed(state))),
            (_, Said::Word(state)) => state,
            (204, _) => PollerStatus::Succeeded,
            (202, _) => PollerStatus::InProgress,
            // The number of a problem+json, or nothing at all beside an error.
            (_, Said::Unknown) if answer.is_error() => {
                return Ok(Interpretation::Step(Step::Failed(PollerStatus::Failed)));
            }
            (_, Said::Unknown) => return Ok(Interpretation::Inconclusive("the status of the monitor is no word")),
            (_, Said::Nothing) => return self.ended_without_a_word(answer, origin),
        };
        self.take_links(answer, origin);
        Ok(Interpretation::Step(if ends(&state) { self.result()? } else { Step::wait(state) }))
    }

    /// A status monitor answered with success and no status: ARM has that mean the end.
    fn ended_without_a_word(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Interpretation> {
        if answer.is_error() {
            return Ok(Interpretation::Step(Step::Failed(PollerStatus::Failed)));
        }
        self.take_links(answer, origin);
        Ok(Interpretation::Step(match self.method {
            Method::Put | Method::Patch => {
                self.monitor = Monitor::Resource;
                Step::look()
            }
            Method::Post => match self.result_at_location()? {
                Some(url) => Step::Fetch(url),
                None if answer.is_empty() && !self.gives_nothing => {
                    return Ok(Interpretation::Inconclusive("the status monitor says neither a status nor a result"));
                }
                None => Step::Done,
            },
            _ => Step::Done,
        }))
    }

    /// Reads a success of the URL that [`Step::Fetch`] named. `settled`: a resource that is still being changed will not say
    /// anything else.
    pub(crate) fn fetched(&mut self, answer: &Answer<'_>, origin: &Origin, settled: bool) -> Interpretation {
        let from_resource = answer.url == &self.resource;
        let step = match (answer.status(), answer.provisioning_state()) {
            (202, _) => {
                // The monitor was ahead of the result.
                self.take_links(answer, origin);
                self.monitor = match &self.location {
                    Some(location) if !from_resource => Monitor::Location(location.clone()),
                    _ => Monitor::Resource,
                };
                Step::wait(PollerStatus::InProgress)
            }
            _ if answer.is_unreadable() => return Interpretation::Inconclusive("the result is not JSON"),
            _ if answer.is_empty() && !from_resource && self.makes_resource() => Step::Fetch(self.resource.clone()),
            (_, Some(state)) if !ends(&state) && self.makes_resource() && !settled => {
                self.seen_changing = true;
                return Interpretation::NotThereYet;
            }
            // Before that, it may be the state of an earlier operation: this one was said to have succeeded.
            (_, Some(state)) if is_bad(&state) && self.seen_changing => Step::Failed(state),
            _ => self.result_of(answer, Step::Done),
        };
        Interpretation::Step(step)
    }

    fn first(&self, answer: &Answer<'_>) -> azure_core::Result<Step> {
        let state = answer.provisioning_state();
        let under_way = || Step::wait(state.clone().filter(|state| !ends(state)).unwrap_or_default());
        let located = answer.location().is_some();
        let followed = located || self.makes_resource();
        Ok(match (answer.status(), &state) {
            (204, _) => Step::Done,
            _ if answer.monitor().is_some() => under_way(),
            (202, _) if followed => under_way(),
            (202, _) => {
                let message = format!(
                    "{} was accepted (202) without Azure-AsyncOperation and Location, so its end cannot be learned",
                    self.method
                );
                return Err(Error::with_message(ErrorKind::Other, message));
            }
            (_, Some(state)) if is_bad(state) && self.makes_resource() => Step::Failed(state.clone()),
            (_, Some(state)) if !ends(state) && followed => under_way(),
            (201, None) if located => Step::wait(PollerStatus::InProgress),
            (201, None) if followed => Step::look(),
            _ if answer.is_empty() && self.makes_resource() && !self.gives_nothing => Step::look(),
            _ => self.result_of(answer, Step::Done),
        })
    }

    fn by_location(&self, answer: &Answer<'_>) -> Step {
        if answer.status() == 202 {
            return Step::wait(answer.provisioning_state().filter(|state| !ends(state)).unwrap_or_default());
        }
        match answer.provisioning_state().or_else(|| answer.recorded()) {
            Some(state) if is_bad(&state) => Step::Failed(state),
            Some(state) if !ends(&state) => Step::wait(state),
            _ if self.method == Method::Delete => self.result_of(answer, Step::Done),
            _ if self.via == Some(FinalState::OriginalUri) || (answer.is_empty() && self.makes_resource()) => {
                self.result_of(answer, Step::Fetch(self.resource.clone()))
            }
            _ => self.result_of(answer, Step::Done),
        }
    }

    fn by_resource(&self, answer: &Answer<'_>) -> Step {
        match answer.provisioning_state() {
            Some(state) if is_bad(&state) => Step::Failed(state),
            Some(state) if !ends(&state) => Step::wait(state),
            None if answer.status() == 202 => Step::wait(PollerStatus::InProgress),
            // As long as it is there, it is not deleted.
            _ if self.method == Method::Delete && answer.status() != 204 => Step::wait(PollerStatus::InProgress),
            _ => self.result_of(answer, Step::Done),
        }
    }

    /// Where the result is when a status monitor reports success.
    fn result(&self) -> azure_core::Result<Step> {
        use FinalState::{Location, OriginalUri};
        let resource = || Step::Fetch(self.resource.clone());
        Ok(match (self.method, self.via) {
            (Method::Put | Method::Patch, Some(Location)) => self.location.clone().map_or_else(resource, Step::Fetch),
            (Method::Put | Method::Patch, _) | (Method::Post, Some(OriginalUri)) => resource(),
            (Method::Post, Some(Location) | None) => self.result_at_location()?.map_or(Step::Done, Step::Fetch),
            _ => Step::Done,
        })
    }

    /// The `Location` that a POST has its result at, if it has one.
    fn result_at_location(&self) -> azure_core::Result<Option<Url>> {
        match &self.out_of_reach {
            // The monitor has said all there is to learn.
            _ if self.gives_nothing => Ok(None),
            Some(why) => {
                let message = format!("the operation succeeded, but its result is out of reach: {why}");
                Err(Error::with_message(ErrorKind::Other, message))
            }
            None => Ok(self.location.clone()),
        }
    }

    /// An answer that would be the result, unless it is a record of failure.
    fn result_of(&self, answer: &Answer<'_>, step: Step) -> Step {
        answer.told_failure(self.makes_resource()).map_or(step, Step::Failed)
    }

    pub(super) fn makes_resource(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
    }
}
