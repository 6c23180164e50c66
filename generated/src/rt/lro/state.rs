//! The rules of Resource Manager for operations that go on after their first answer, as a state machine without I/O.
//!
//! **Which URL tells how it stands.** `Azure-AsyncOperation` (or `Operation-Location`) if the service gave one: its body has
//! a `status`. Else `Location`: 202 until the operation has ended, then what a synchronous answer would have been. Else, for
//! PUT and PATCH, the resource itself: its `properties.provisioningState`. Each answer may replace these links; the newest
//! counts.
//!
//! **When it has ended.** `Succeeded`, `Failed` and `Canceled` end it, in any case and with one `l` or two; any other word
//! means that it goes on. No `provisioningState` means success, except in a 201, which says no more than that something was
//! begun. 204 is always an end.
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

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, Url, poller::PollerStatus},
};

use super::{
    super::{FinalState, origin::Origin},
    answer::{Answer, is_bad},
};

/// An operation that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lro {
    pub(crate) method: Method,
    /// The URL of the request that began it.
    pub(crate) resource: Url,
    /// Where the API says that the result is.
    pub(crate) via: Option<FinalState>,
    pub(crate) monitor: Monitor,
    /// The newest `Location`.
    pub(crate) location: Option<Url>,
}

/// What tells how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Monitor {
    /// A status monitor, by its `status`.
    Status(Url),
    /// `Location`, by the status code.
    Location(Url),
    /// The resource, by its `provisioningState`. One that is still to be created need not be there yet.
    Resource {
        /// Whether 404 means "not yet".
        appearing: bool,
    },
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// It succeeded, and this answer is the result.
    Done,
    /// It ended otherwise.
    Failed(PollerStatus),
}

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It tells how to go on.
    Tells(Step),
    /// It does not, for this reason. Ask again, though not forever.
    Nothing(&'static str),
}

impl Step {
    fn wait(state: PollerStatus) -> Self {
        Self::Wait { state, at_once: false }
    }
}

impl Lro {
    /// Reads the first answer, which was a success.
    ///
    /// # Errors
    /// If a link leads elsewhere, or there is no way to learn how the operation ends.
    pub(crate) fn begin(
        method: Method,
        via: Option<FinalState>,
        answer: &Answer<'_>,
        origin: &Origin,
    ) -> azure_core::Result<(Self, Step)> {
        let resource = answer.url.clone();
        let monitor = Monitor::Resource { appearing: answer.status() == 202 && method == Method::Put };
        let mut lro = Self { method, resource, via, monitor, location: None };
        let step = lro.first(answer)?;
        if matches!(step, Step::Wait { .. }) {
            lro.take_links(answer, origin)?;
            if let (Monitor::Resource { .. }, Some(location)) = (&lro.monitor, &lro.location) {
                lro.monitor = Monitor::Location(location.clone());
            }
        }
        Ok((lro, step))
    }

    /// The URL to ask.
    pub(crate) fn url(&self) -> &Url {
        match &self.monitor {
            Monitor::Status(url) | Monitor::Location(url) => url,
            Monitor::Resource { .. } => &self.resource,
        }
    }

    /// Reads an answer of the monitor: a success, or 404 from a resource that is still to appear.
    ///
    /// # Errors
    /// If a link leads elsewhere.
    pub(crate) fn polled(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Reading> {
        if answer.status() == 404 {
            return Ok(Reading::Nothing("the resource is not there yet"));
        }
        if answer.is_unreadable() && answer.status() != 202 {
            return Ok(Reading::Nothing("the answer is not JSON"));
        }
        let step = match &mut self.monitor {
            Monitor::Status(_) => return self.polled_status(answer, origin),
            Monitor::Location(_) => self.by_location(answer),
            Monitor::Resource { appearing } => {
                *appearing = false;
                by_resource(answer)
            }
        };
        // Links of an answer that ends the operation lead nowhere, so they need not be good.
        if matches!(step, Step::Wait { .. }) {
            self.take_links(answer, origin)?;
        }
        Ok(Reading::Tells(step))
    }

    fn polled_status(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Reading> {
        let state = answer.state().or_else(|| answer.provisioning_state());
        let state = match (answer.status(), state) {
            (_, Some(state)) if is_bad(&state) => return Ok(Reading::Tells(Step::Failed(state))),
            (_, Some(state)) => state,
            (204, None) => PollerStatus::Succeeded,
            (202, None) => PollerStatus::InProgress,
            (_, None) => return Ok(Reading::Nothing("the status monitor tells no status")),
        };
        self.take_links(answer, origin)?;
        Ok(Reading::Tells(if ends(&state) { self.result() } else { Step::wait(state) }))
    }

    /// Reads the answer of the URL that [`Step::Fetch`] named: a success, or 404.
    ///
    /// # Errors
    /// If a link leads elsewhere.
    pub(crate) fn fetched(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<Reading> {
        let from_resource = answer.url == &self.resource;
        let from_the_resource_instead = || Step::Fetch(self.resource.clone());
        let step = match answer.status() {
            202 => {
                // The monitor was ahead of the result.
                self.take_links(answer, origin)?;
                self.monitor = match &self.location {
                    Some(location) if !from_resource => Monitor::Location(location.clone()),
                    _ => Monitor::Resource { appearing: false },
                };
                Step::wait(PollerStatus::InProgress)
            }
            _ if answer.is_unreadable() => return Ok(Reading::Nothing("the result is not JSON")),
            404 if from_resource => return Ok(Reading::Nothing("the result is not there yet")),
            // The service may forget the operation once it has ended; the resource it made is still there.
            404 => from_the_resource_instead(),
            _ if answer.is_empty() && !from_resource && self.makes_resource() => from_the_resource_instead(),
            _ => self.result_of(answer, Step::Done),
        };
        Ok(Reading::Tells(step))
    }

    /// Whether a 404 is an answer that means something here.
    pub(crate) fn expects_missing(&self, fetching: Option<&Url>) -> bool {
        match fetching {
            Some(_) => self.makes_resource(),
            None => matches!(self.monitor, Monitor::Resource { appearing: true }),
        }
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
            (201, None) if followed => Step::Wait { state: PollerStatus::InProgress, at_once: !located },
            _ => self.result_of(answer, Step::Done),
        })
    }

    fn by_location(&self, answer: &Answer<'_>) -> Step {
        if answer.status() == 202 {
            return Step::wait(answer.provisioning_state().filter(|state| !ends(state)).unwrap_or_default());
        }
        match answer.provisioning_state() {
            Some(state) if is_bad(&state) => Step::Failed(state),
            Some(state) if !ends(&state) => Step::wait(state),
            _ if self.method == Method::Delete => self.result_of(answer, Step::Done),
            _ if self.via == Some(FinalState::OriginalUri) || (answer.is_empty() && self.makes_resource()) => {
                self.result_of(answer, Step::Fetch(self.resource.clone()))
            }
            _ => self.result_of(answer, Step::Done),
        }
    }

    /// Where the result is when a status monitor reports success.
    fn result(&self) -> Step {
        use FinalState::{AzureAsyncOperation, Location, OperationLocation, OriginalUri};
        let resource = || Step::Fetch(self.resource.clone());
        let location = || self.location.clone().map(Step::Fetch);
        match (self.method, self.via) {
            (Method::Put | Method::Patch, Some(Location)) => location().unwrap_or_else(resource),
            (Method::Put | Method::Patch, _) | (Method::Post, Some(OriginalUri)) => resource(),
            (Method::Post, Some(Location) | None) => location().unwrap_or(Step::Done),
            (Method::Post, Some(AzureAsyncOperation | OperationLocation)) | (_, _) => Step::Done,
        }
    }

    /// An answer that would be the result, unless it is a record of failure.
    fn result_of(&self, answer: &Answer<'_>, step: Step) -> Step {
        match answer.told_failure() {
            Some(state) if !self.makes_resource() => Step::Failed(state),
            _ => step,
        }
    }

    fn makes_resource(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
    }

    fn take_links(&mut self, answer: &Answer<'_>, origin: &Origin) -> azure_core::Result<()> {
        let location = answer.location().map(|link| origin.resolve(answer.url, link, "Location")).transpose()?;
        if let Some(location) = location {
            if matches!(self.monitor, Monitor::Location(_)) {
                self.monitor = Monitor::Location(location.clone());
            }
            self.location = Some(location);
        }
        if let Some((header, link)) = answer.monitor() {
            self.monitor = Monitor::Status(origin.resolve(answer.url, link, header)?);
        }
        Ok(())
    }
}

/// Whether the word is one of the three that end an operation.
fn ends(state: &PollerStatus) -> bool {
    is_bad(state) || *state == PollerStatus::Succeeded
}

fn by_resource(answer: &Answer<'_>) -> Step {
    match answer.provisioning_state() {
        Some(state) if is_bad(&state) => Step::Failed(state),
        Some(state) if !ends(&state) => Step::wait(state),
        None if answer.status() == 202 => Step::wait(PollerStatus::InProgress),
        _ => Step::Done,
    }
}
