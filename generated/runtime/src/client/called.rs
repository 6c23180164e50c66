//! Which operation a request calls, for a fake service: what a real one knows from its own description.

use crate::{
    args::operation::{FinalState, Operation},
    model::payload::Show,
};

/// What a request calls, put into the context of the pipeline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Called {
    pub(crate) operation: Operation,
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
