//! How the method of an operation is called: for programs that call all methods alike.
//!
//! Not part of the library's API: the dispatcher of the tests reads it, and it may change with every version.

pub use super::method::Form;
use super::{
    Names,
    answers::variant,
    client,
    outcome::Outcome,
    resolve::{self, Argument, Method},
    ty::{Context, is_etag},
};
use crate::model::{Api, Operation, Param};

/// How a method is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature<'a> {
    /// The operation.
    pub op: &'a Operation,
    /// The method.
    pub name: String,
    /// The parameters that are arguments, in order. A required body follows, then the options.
    pub arguments: Vec<(&'a Param, Passing)>,
    /// The options structure, if the method takes one.
    pub options: Option<Options<'a>>,
    /// How the body is passed, in an argument or in the options.
    pub body: Option<Form>,
    /// What the method gives.
    pub gives: Gives,
    /// The enumeration of what it gives, if that depends on the status.
    pub answers: Option<Answers>,
}

/// What a method gives by status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The name of the enumeration.
    pub name: String,
    /// Its variants, and whether each has a body.
    pub variants: Vec<(String, bool)>,
}

/// An options structure.
#[derive(Clone, Debug, PartialEq)]
pub struct Options<'a> {
    /// Its name.
    pub name: String,
    /// Its fields with the parameters that they are.
    pub fields: Vec<(String, &'a Param, Passing)>,
    /// The field of an optional body.
    pub body: Option<String>,
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
    /// A body that is bytes.
    Bytes,
}

/// The signatures of all methods, in the order of the model.
#[must_use]
pub fn signatures<'a>(api: &'a Api, names: &'a Names) -> Vec<Signature<'a>> {
    let context = Context { api, names, documented: false };
    resolve::methods(api, names).iter().map(|method| Signature::new(context, method)).collect()
}

/// Whether a client is made for one subscription, which it then asks for first.
#[must_use]
pub fn takes_subscription(api: &Api, names: &Names) -> bool {
    client::subscription(&resolve::methods(api, names)).is_some()
}

impl<'a> Signature<'a> {
    fn new(context: Context<'a>, method: &Method<'a>) -> Self {
        let passing = |argument: &Argument<'a>| match argument.param {
            param if is_etag(param) => Passing::Etag,
            param if context.is_text(&param.value) => Passing::Text,
            param if context.is_by_value(param) => Passing::Value,
            _ => Passing::Reference,
        };
        let options = method.has_options().then(|| Options {
            name: method.options.to_string(),
            fields: method.optional().map(|field| (field.name.clone(), field.param, passing(field))).collect(),
            body: method.optional_body().map(|(_, field)| field.to_string()),
        });
        Self {
            op: method.op,
            name: method.name.to_string(),
            arguments: method.required().into_iter().map(|argument| (argument.param, passing(argument))).collect(),
            options,
            body: method.op.body.as_ref().map(|body| Form::of(context, body)),
            gives: match method.outcome {
                Outcome::Exists => Gives::Exists,
                Outcome::Nothing => Gives::Nothing,
                Outcome::Body(ty) if context.is_bytes(ty) => Gives::Bytes,
                Outcome::Body(_) | Outcome::Final(_) | Outcome::ByStatus(_) => Gives::Body,
            },
            answers: match &method.outcome {
                Outcome::ByStatus(answers) => Some(Answers {
                    name: method.answer.to_string(),
                    variants: answers.iter().map(|(status, ty)| (variant(*status).to_string(), ty.is_some())).collect(),
                }),
                _ => None,
            },
        }
    }
}
