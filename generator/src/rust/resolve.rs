//! Operations with all that is decided about their methods: names, the part each parameter plays, the result.
//!
//! Invariant: made once per version, before anything is rendered. Renderers look nothing up by name.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{
    arguments::{self, Role},
    constraints::ParamConstraints,
    ident,
    names::{Names, OperationNames},
    outcome::{self, Outcome, outcome},
};
use crate::model::{Api, Body, Location, Operation, Param, ParamRef};

/// An operation and the method that calls it.
pub(super) struct Method<'a> {
    pub(super) op: &'a Operation,
    pub(super) name: Ident,
    /// The options structure, rendered if [`Self::has_options`].
    pub(super) options: Ident,
    /// The enumeration of what each status code brings, rendered if they differ.
    pub(super) answer: Ident,
    /// Every parameter, as declared.
    pub(super) params: Vec<Argument<'a>>,
    /// The request body, and its argument or field.
    pub(super) body: Option<(&'a Body, Ident)>,
    pub(super) outcome: Outcome<'a>,
    /// The address of its page in the REST reference.
    pub(super) page: Option<&'a str>,
    /// Whether the query ends with the api-version, which the runtime then adds.
    pub(super) sends_version_last: bool,
    /// Whether the list ends with its first page, although another operation follows a link that stands on such a page.
    pub(super) single_page: bool,
}

/// A parameter of an operation.
pub(super) struct Argument<'a> {
    pub(super) param: &'a Param,
    pub(super) role: Role,
    /// Whether no other operation shares it.
    pub(super) is_own: bool,
    /// The argument or field. One that the caller does not give has a name for messages.
    pub(super) name: String,
    /// The constant in `params.rs`, if there is one.
    pub(super) constant: Option<&'a str>,
    pub(super) limits: ParamConstraints,
}

/// The methods of all operations, in the order of the model.
pub(super) fn methods<'a>(api: &'a Api, names: &'a Names) -> Vec<Method<'a>> {
    let pages = outcome::pages(api);
    let method = |op: &'a Operation| {
        let page = outcome::page(api, op).ok().flatten().filter(|page| page.next_link.is_none());
        let single_page = page.is_some_and(|page| pages[page.id].next_link.is_some());
        Method { single_page, ..Method::new(api, names, op) }
    };
    api.operations.iter().map(method).collect()
}

impl<'a> Method<'a> {
    fn new(api: &'a Api, names: &'a Names, op: &'a Operation) -> Self {
        let chosen = names.operation(op);
        let params = op.params.iter().zip(&chosen.params).map(|(reference, chosen)| {
            let param = api.param(reference);
            let name = || {
                ident::snake(param.client_name.as_deref().unwrap_or(&param.name))
                    // No letter or digit is in it, and no caller gives it.
                    .unwrap_or_else(|| "value".to_owned())
            };
            Argument {
                param,
                role: arguments::role(api, op, param),
                is_own: matches!(reference, ParamRef::Own(_)),
                name: chosen.argument.clone().unwrap_or_else(name),
                constant: chosen.constant.as_deref(),
                limits: ParamConstraints::of(api, param),
            }
        });
        let params: Vec<_> = params.collect();
        let last = params.iter().rfind(|param| param.param.location == Location::Query && param.role != Role::InPath);
        let is_clients = |last: &Argument<'_>| arguments::is_api_version(last.param) && last.role == Role::Client;
        let body = op.body.as_ref().zip(chosen.body.as_ref());
        Self {
            op,
            name: format_ident!("{}", chosen.method),
            options: format_ident!("{}", chosen.options),
            answer: format_ident!("{}", OperationNames::answer(&chosen.options)),
            sends_version_last: last.is_some_and(is_clients),
            single_page: false,
            params,
            body: body.map(|(body, (_, name))| (body, format_ident!("{name}"))),
            outcome: outcome(api, op),
            page: chosen.page.as_deref(),
        }
    }

    /// The required arguments: of the path in its order, then of the query, then headers, each as declared.
    pub(super) fn required(&self) -> Vec<&Argument<'a>> {
        let mut arguments: Vec<_> = self.params.iter().filter(|param| param.role == Role::Argument).collect();
        let position = |Argument { param, .. }: &Argument<'_>| {
            self.op.path.params().position(|name| param.location == Location::Path && name == param.name)
        };
        arguments.sort_by_key(|argument| (argument.param.location, position(argument)));
        arguments
    }

    /// The optional parameters, as declared.
    pub(super) fn optional(&self) -> impl Iterator<Item = &Argument<'a>> {
        self.params.iter().filter(|param| param.role == Role::Optional)
    }

    /// Whether the method takes an options structure.
    pub(super) fn has_options(&self) -> bool {
        self.optional_body().is_some() || self.optional().next().is_some()
    }

    /// The body that must be given.
    pub(super) fn required_body(&self) -> Option<(&'a Body, &Ident)> {
        self.body.as_ref().filter(|(body, _)| body.required).map(|(body, name)| (*body, name))
    }

    /// The body that may be left out.
    pub(super) fn optional_body(&self) -> Option<(&'a Body, &Ident)> {
        self.body.as_ref().filter(|(body, _)| !body.required).map(|(body, name)| (*body, name))
    }
}

impl Argument<'_> {
    /// The argument or field as code.
    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.name)
    }

    /// The constant, as code in a client says it.
    pub(super) fn constant(&self) -> Option<TokenStream> {
        self.constant.map(path_to)
    }
}

/// A constant of `params.rs` by its name, as code in a client says it.
pub(super) fn path_to(constant: &str) -> TokenStream {
    let name = format_ident!("{constant}");
    quote!(&params::#name)
}
