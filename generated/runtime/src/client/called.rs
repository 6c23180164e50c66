//! Which operation a request calls, for a fake service: what a real one knows from its own description.

use crate::{
    args::operation::{FinalState, Operation},
    client::request::Prepared,
    model::payload::{ResponseBody, Show},
};

/// What a request calls, put into the context of the pipeline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Called {
    pub(crate) operation: &'static Operation,
    pub(crate) ends: Ends,
    /// Shows what the answer is read as.
    pub(crate) describe: fn(Show<'_>),
}

/// What a request ends as.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ends {
    /// One call.
    Call,
    /// A list of items of this type.
    List(&'static str),
    /// A long-running operation, whose result is read there.
    Begin(Option<FinalState>),
}

impl Prepared {
    /// Notes what the request is.
    pub(crate) fn note_call<T: ResponseBody>(&mut self, ends: Ends) {
        self.called = Some(Called { operation: self.operation, ends, describe: T::describe });
    }

    /// Tells the policies what the request calls. It comes last: the application may have brought a context of its own.
    pub(crate) fn tell_called(&mut self) {
        if let Some(called) = self.called {
            self.context.insert(called);
        }
    }
}
