//! The links of an answer: where the operation is to be followed, and where its result is read.
//!
//! A link to another host is never followed. One that is not needed is dropped, which a tracing event tells; one that is
//! needed is remembered with the reason, for the error.
//!
//! Invariant: says which links are followed, and not what their answers mean.

use azure_core::{
    error::Error,
    http::{Method, Url},
};

use crate::{
    lro::{
        answer::Answer,
        operation::{FinalState, Lro, Monitor},
    },
    policy::origin::Origin,
};

/// A link that may be followed, or why it may not.
type Link = Result<Url, Error>;

/// The links of one answer.
pub(crate) struct Links {
    /// `Azure-AsyncOperation`, or `Operation-Location`.
    pub(crate) monitor: Option<Link>,
    /// `Location`.
    pub(crate) location: Option<Link>,
}

impl Links {
    pub(crate) fn of(answer: &Answer<'_>, origin: &Origin) -> Self {
        let resolve = |link: &str, header: &str| origin.resolve(answer.url, link, header);
        Self {
            monitor: answer.monitor().map(|(header, link)| resolve(link, header)),
            location: answer.location().map(|link| resolve(link, "Location")),
        }
    }
}

/// A link, unless it is to be dropped: then a tracing event says so.
pub(crate) fn usable(link: Option<Link>) -> Option<Url> {
    match link? {
        Ok(url) => Some(url),
        Err(refusal) => {
            dropped(&refusal);
            None
        }
    }
}

/// Tells that a link is not followed, and that nothing depends on it.
pub(crate) fn dropped(refusal: &Error) {
    tracing::warn!("a long-running operation is followed without one of its links: {refusal}");
}

/// The link that may be followed, or why it may not.
pub(super) fn split(link: Option<Link>) -> (Option<Url>, Option<Error>) {
    match link {
        Some(Ok(url)) => (Some(url), None),
        Some(Err(refusal)) => (None, Some(refusal)),
        None => (None, None),
    }
}

impl Lro {
    /// Takes the links that may be followed in place of those there were.
    pub(super) fn take_links(&mut self, answer: &Answer<'_>, origin: &Origin) {
        let Links { monitor, location } = Links::of(answer, origin);
        let (location, foreign_location) = split(location);
        if let Some(location) = location {
            if matches!(self.monitor, Monitor::Location(_)) {
                self.monitor = Monitor::Location(location.clone());
            }
            (self.location, self.out_of_reach) = (Some(location), None);
        }
        self.forgo(foreign_location);
        if let Some(monitor) = usable(monitor) {
            self.monitor = Monitor::Status(monitor);
        }
    }

    /// The error of an operation whose only link leads to another host. A token of a POST keeps that link, for whoever may
    /// follow it; what works on a resource can still be followed there.
    pub(super) fn nothing_to_follow(&mut self, answer: &Answer<'_>, refusal: Error) -> Error {
        let link = answer.monitor().map(|(_, link)| link).or_else(|| answer.location());
        if let (Method::Post, Some(Ok(url))) = (self.method, link.map(|link| answer.url.join(link))) {
            self.monitor = Monitor::Status(url);
        }
        let message = format!("the operation was accepted and goes on, but cannot be followed: {refusal}");
        refusal.with_context(message)
    }

    /// Goes without a `Location` to another host, or remembers that the result is there.
    pub(super) fn forgo(&mut self, foreign_location: Option<Error>) {
        let Some(refusal) = foreign_location else { return };
        let needed = self.method == Method::Post && matches!(self.via, None | Some(FinalState::Location));
        // The newest that may be followed still counts.
        if needed && self.location.is_none() && !self.gives_nothing {
            self.out_of_reach = Some(refusal.to_string());
        } else {
            dropped(&refusal);
        }
    }
}
