//! How the method of an operation is called: for programs that call all methods alike.
//!
//! Not part of the library's API: the dispatcher of the tests reads it, and it may change with every version.

use super::{
    Names, arguments,
    outcome::{Outcome, outcome},
    ty::{Context, is_etag},
};
use crate::model::{Api, Operation, Param};

/// How a method is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature<'a> {
    /// The parameters that are arguments, in order. A required body follows, then the options.
    pub arguments: Vec<(&'a Param, Passing)>,
    /// The parameters that are fields of the options structure. An optional body is one more field.
    pub options: Vec<(&'a Param, Passing)>,
    /// Whether there is an options structure.
    pub has_options: bool,
    /// What the method gives.
    pub gives: Gives,
}

/// How an argument is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// As `&Etag`.
    Etag,
    /// As `&str`.
    Text,
    /// By value.
    Value,
    /// As a reference to anything else.
    Reference,
}

/// What a method gives, whether at once, as a list or at the end of a long-running operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Whether the thing exists.
    Exists,
    /// No body.
    Nothing,
    /// A body.
    Body,
}

impl<'a> Signature<'a> {
    /// The signature of an operation's method.
    #[must_use]
    pub fn of(api: &'a Api, names: &Names, op: &'a Operation) -> Self {
        let context = Context { api, names };
        let passing = |param: &'a Param| {
            let passing = if is_etag(param) {
                Passing::Etag
            } else if context.is_text(&param.value) {
                Passing::Text
            } else if context.is_by_value(param) {
                Passing::Value
            } else {
                Passing::Reference
            };
            (param, passing)
        };
        Self {
            arguments: arguments::required(api, op).into_iter().map(passing).collect(),
            options: arguments::optional(api, op).into_iter().map(passing).collect(),
            has_options: arguments::has_options(api, op),
            gives: match outcome(api, op) {
                Outcome::Exists => Gives::Exists,
                Outcome::Nothing => Gives::Nothing,
                Outcome::Body(_) | Outcome::Final(_) => Gives::Body,
            },
        }
    }
}
