//! What an application sets on an operation: before it begins for all of its requests, and after that for those to come.
//!
//! Invariant: no setting is ignored. What comes too late makes the next step fail.

use std::time::Duration;

use azure_core::{
    error::{Error, ErrorKind},
    http::Context,
};

use crate::{
    args::param::InvalidArgument,
    client::prepared::{self, Prepared},
    error::{self, Asked},
    lro::{
        engine::{Engine, Phase},
        token::{PollerToken, shown},
    },
    policy::deadline::Deadline,
};

/// Why a header is refused that polls do not carry.
const TOO_LATE: &str = "must be set before the operation begins: polls do not carry it";

impl Engine {
    /// Goes on with what was begun before instead of beginning it.
    pub(crate) fn attach_token(&mut self, token: PollerToken) {
        let checked = if let Phase::Begin(prepared, _) = &self.phase {
            prepared.request.as_ref().map(|request| token.check(self.operation(), request))
        } else {
            let message = format!("{} was begun, so no token can be attached to it", shown(self.operation()));
            Ok(Err(Error::with_message(ErrorKind::Other, message)))
        };
        // An argument that was refused is the error to tell.
        let Ok(checked) = checked else { return };
        match checked {
            Ok(()) => {
                *self.lock_token() = Some(token.clone());
                if let Phase::Begin(prepared, _) = &self.phase {
                    self.headers = prepared.headers_of_polls();
                }
                self.phase = Phase::Resume(Box::new(token));
            }
            Err(error) => self.fail(error),
        }
    }

    /// The request that begins the operation, as long as it was not sent.
    pub(crate) fn prepared(&mut self) -> Option<&mut Prepared> {
        match &mut self.phase {
            Phase::Begin(prepared, _) => Some(prepared),
            _ => None,
        }
    }

    /// Sets what the policies see of every request but the first.
    pub(crate) fn set_context(&mut self, context: Context<'static>) {
        self.context = context;
        self.span.put_into(&mut self.context);
    }

    /// Sets how long the operation is followed, from now if it was begun and else from then.
    pub(crate) fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
        self.final_poll = false;
        if !matches!(self.phase, Phase::Begin(..) | Phase::Resume(_)) {
            self.until = Some(Deadline::after(deadline, &**self.core.clock()));
        }
    }

    /// Adds a header to the requests to come.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        if let Some(prepared) = self.prepared() {
            return prepared.set_header(name, value);
        }
        match prepared::checked_header(name, value) {
            Ok(_) if !prepared::is_for_polls(name) => {
                self.refuse(InvalidArgument::new(name.to_owned(), TOO_LATE, None));
            }
            Ok(header) => self.headers.push(header),
            Err(invalid) => self.refuse(invalid),
        }
    }

    /// Sets the `x-ms-client-request-id` of the requests to come.
    pub(crate) fn set_client_request_id(&mut self, id: &str) {
        if let Some(prepared) = self.prepared() {
            prepared.set_client_request_id(id);
        }
        match prepared::checked_client_request_id(id) {
            Ok(id) => {
                self.context.insert(id);
            }
            Err(invalid) if self.prepared().is_none() => self.refuse(invalid),
            // The request that begins the operation tells the same.
            Err(_) => {}
        }
    }

    /// Makes the next step fail because of an argument.
    fn refuse(&mut self, invalid: InvalidArgument) {
        let asked = Asked::operation_alone(self.operation().to_owned());
        self.fail(error::of_argument(invalid, &asked));
    }

    /// Makes the next step fail. An operation that has ended stays as it is.
    pub(crate) fn fail(&mut self, error: Error) {
        if !matches!(self.phase, Phase::Done(_) | Phase::Fail(_) | Phase::Over) {
            self.phase = Phase::Fail(error);
        }
    }
}
