//! Methods: one an operation, one expression long. What they share is in `rt`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use super::{
    arguments::{self, Role},
    docs::{Text, alias, code_span},
    outcome::{self, NextPage, Outcome},
    phrase,
    resolve::{Argument, Method},
    supported,
    ty::{Context, Home},
};
use crate::model::{self, Collection, FinalState, Location, Param, TypeRef};

/// The method of an operation. `subscription` is the constant of the parameter that the client checked its subscription by.
pub(super) fn item(context: Context<'_>, subscription: Option<&str>, method: &Method<'_>) -> TokenStream {
    let writer = Writer { context, subscription, method };
    let name = &method.name;
    let (docs, arguments, result) = (context.docs(|| writer.docs()), writer.arguments(), writer.result());
    let (beginning, steps, end) = (writer.beginning(), writer.steps(), writer.end());
    let alias = alias(&method.op.id, &name.to_string());
    let deprecated = method.op.deprecated.then(|| quote!(#[deprecated = "the service says so"]));
    let options = method.has_options().then(|| quote!(let options = options.unwrap_or_default();));
    quote! {
        #docs
        #alias
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #result {
            #options
            self.core #beginning #(#steps)* #end
        }
    }
}

struct Writer<'a> {
    context: Context<'a>,
    subscription: Option<&'a str>,
    method: &'a Method<'a>,
}

impl Writer<'_> {
    fn docs(&self) -> Text {
        let op = self.method.op;
        let mut text = phrase::text(&op.docs, || phrase::operation(op));
        let page = self.method.page.map(|page| format!("\n([REST reference]({page}))")).unwrap_or_default();
        text.push(format!("{}: {}{page}", code_span(&op.id), code_span(&format!("{} {}", op.method, op.path))));
        if let Some(more) = self.ending() {
            text.push(more);
        }
        for argument in self.method.required() {
            if let Some(table) = phrase::filter(&argument.param.filter) {
                text.push(format!("What {} may ask:", code_span(&argument.ident().to_string())));
                text.push(table);
            }
        }
        text.push("# Errors");
        let statuses: Vec<String> = self.success().iter().map(ToString::to_string).collect();
        let sent = "When awaited: if an argument breaks its [limits](super::Client#limits-of-arguments), before anything is sent";
        let sent = if op.group().is_empty() { sent.replace("super::Client", "Client") } else { sent.to_owned() };
        text.push(format!("{sent};\nif the service cannot be reached or does not answer {}.", alternatives(&statuses)));
        text
    }

    /// How the result differs from one answer with one body.
    fn ending(&self) -> Option<&'static str> {
        match (&self.method.op.lro, &self.method.op.paging) {
            (Some(_), _) if self.method.outcome == Outcome::Nothing => {
                Some("Runs long: awaiting the poller waits until it is done.")
            }
            (Some(_), Some(_)) => Some(
                "Runs long: awaiting the poller gives the first page of the result, [`into_list`](rt::Poller::into_list) the items of all pages.",
            ),
            (Some(_), _) => Some("Runs long: awaiting the poller gives the final result."),
            (_, Some(_)) => Some("The pages are asked for one by one, when the list is polled."),
            _ if self.method.op.is_existence_check() => Some("Gives `false` when the service answers 404."),
            _ if self.says_not_modified() => {
                Some("The answer has no body when its status is 304: nothing was modified.")
            }
            _ => None,
        }
    }

    /// The status codes that are no error: beside 2xx the 304 of a conditional read, and the 404 of an existence check. Lists
    /// and operations that run long have no use for a 304: it carries neither items nor a result.
    fn success(&self) -> Vec<u16> {
        let mut success: Vec<u16> = self.method.op.success().collect();
        if self.says_not_modified() {
            success.push(304);
        }
        if self.method.op.is_existence_check() {
            success.push(404);
        }
        success
    }

    fn says_not_modified(&self) -> bool {
        let is_single = self.method.op.lro.is_none() && self.method.op.paging.is_none();
        is_single && self.method.op.failures.iter().any(|response| response.status == 304)
    }

    fn arguments(&self) -> Vec<TokenStream> {
        let required = self.method.required().into_iter().map(|argument| {
            let (name, ty) = (argument.ident(), self.context.argument(argument.param));
            quote!(#name: #ty)
        });
        let mut arguments: Vec<TokenStream> = required.collect();
        if let Some((body, name)) = self.method.required_body() {
            let ty = match Form::of(self.context, body) {
                Form::Text => quote!(str),
                Form::Bytes | Form::Json => self.context.body(&body.value.ty),
            };
            arguments.push(quote!(#name: &#ty));
        }
        if self.method.has_options() {
            let options = &self.method.options;
            arguments.push(quote!(options: Option<#options>));
        }
        arguments
    }

    fn result(&self) -> TokenStream {
        let ty = match &self.method.outcome {
            Outcome::Nothing => quote!(()),
            Outcome::Exists => quote!(rt::Exists),
            Outcome::Body(ty) => self.context.body(ty),
            Outcome::ByStatus(_) => {
                let answer = &self.method.answer;
                quote!(#answer)
            }
            Outcome::Final(id) => self.context.owned(Home::Client, &TypeRef::Named((*id).clone())),
        };
        match (&self.method.op.lro, &self.method.op.paging) {
            (Some(_), _) => quote!(rt::Poller<#ty>),
            (None, Some(_)) => quote!(rt::List<#ty>),
            (None, None) => quote!(rt::Call<#ty>),
        }
    }

    /// The constant part of the operation: how the request begins, and a step for whatever is not as usual.
    fn beginning(&self) -> TokenStream {
        let (name, path) = (&self.method.op.id, self.method.op.path.to_string());
        let method = match self.method.op.method {
            model::Method::Delete => quote!(delete),
            model::Method::Get => quote!(get),
            model::Method::Head => quote!(head),
            model::Method::Patch => quote!(patch),
            model::Method::Post => quote!(post),
            model::Method::Put => quote!(put),
        };
        let success = self.success();
        let success = (success != usual_success(self.method.op.method)).then(|| {
            let success = success.into_iter().map(Literal::u16_unsuffixed);
            quote!(.success(&[#(#success),*]))
        });
        let unusual = |media_types: &[String]| {
            let json = supported::json(media_types).or(media_types.first().map(String::as_str));
            json.filter(|json| *json != "application/json").map(str::to_owned)
        };
        let accept = self.method.op.responses.iter().find_map(|response| unusual(&response.media_types));
        let accept = accept.map(|accept| quote!(.accept(#accept)));
        let content_type = self.method.op.body.as_ref().and_then(|body| unusual(&body.media_types));
        let content_type = content_type.map(|content_type| quote!(.content_type(#content_type)));
        let unversioned = (!self.method.sends_version_last).then(|| quote!(.unversioned()));
        let read_only = self.method.op.read_only_post.then(|| quote!(.read_only()));
        let single_page = self.method.single_page.then(|| quote!(.single_page()));
        let next_page = outcome::next_page(self.context.api, self.method.op).ok().flatten();
        let next_page = next_page.map(|next| match next {
            NextPage::Path(path) => {
                let path = path.to_string();
                quote!(.next_page(#path))
            }
            NextPage::Query(names) => quote!(.next_query(&[#(#names),*])),
        });
        quote!(.#method(#name, #path) #success #accept #content_type #unversioned #read_only #single_page #next_page)
    }

    /// One step a parameter, in declared order, the body last. What the client knows the runtime adds: the subscription, and
    /// the api-version where the query ends.
    fn steps(&self) -> Vec<TokenStream> {
        let mut steps: Vec<TokenStream> =
            self.method.params.iter().filter_map(|argument| self.step(argument)).collect();
        let form = |body: &model::Body, optional: bool| Form::of(self.context, body).step(optional);
        let required = self.method.required_body().map(|(body, name)| (form(body, false), quote!(#name)));
        let optional = self.method.optional_body();
        let optional = optional.map(|(body, name)| (form(body, true), quote!(options.#name.as_ref())));
        steps.extend(required.or(optional).map(|(step, value)| quote!(.#step(#value))));
        steps
    }

    fn step(&self, argument: &Argument<'_>) -> Option<TokenStream> {
        let param = argument.param;
        let name = argument.ident();
        let is_text = argument.role != Role::Argument || self.context.is_text(&param.value);
        let value = match &argument.role {
            Role::InPath => return None,
            Role::Client if arguments::is_api_version(param) && self.method.sends_version_last => return None,
            Role::Client if arguments::is_api_version(param) => quote!(self.core.api_version()),
            // One that the client did not check is a step like any other.
            Role::Client if self.subscription == argument.constant => return None,
            Role::Client => quote!(self.core.subscription_id()),
            Role::Constant(value) => quote!(#value),
            Role::Argument if self.context.is_by_value(param) => quote!(&#name),
            Role::Argument => quote!(#name),
            Role::Optional => quote!(options.#name),
        };
        let constant = argument.constant();
        if let TypeRef::List(_) = &self.context.api.unaliased(&param.value).ty {
            let (place, collection) = (place(param.location), collection(param));
            let value = if param.required { quote!(Some(#value)) } else { value };
            return Some(quote!(.items(#place, #constant, #value, #collection)));
        }
        let step = match (param.location, param.required) {
            (Location::Path, _) if is_text && param.skip_encoding => quote!(path_segments),
            (Location::Path, _) if is_text => quote!(path),
            (Location::Path, _) => quote!(path_of),
            (Location::Query, true) => quote!(query),
            (Location::Query, false) => quote!(query_opt),
            (Location::Header, true) => quote!(header),
            (Location::Header, false) => quote!(header_opt),
        };
        Some(quote!(.#step(#constant, #value)))
    }

    fn end(&self) -> TokenStream {
        match (&self.method.op.lro, &self.method.op.paging) {
            (Some(lro), _) => {
                let state = match lro.final_state {
                    None => quote!(None),
                    Some(FinalState::AzureAsyncOperation) => quote!(Some(rt::FinalState::AzureAsyncOperation)),
                    Some(FinalState::Location) => quote!(Some(rt::FinalState::Location)),
                    Some(FinalState::OriginalUri) => quote!(Some(rt::FinalState::OriginalUri)),
                    Some(FinalState::OperationLocation) => quote!(Some(rt::FinalState::OperationLocation)),
                };
                quote!(.begin(#state))
            }
            (None, Some(_)) => quote!(.list()),
            (None, None) => quote!(.call()),
        }
    }
}

/// What an operation of this method answers unless its client says otherwise. `usual_success` of the runtime is the same list.
fn usual_success(method: model::Method) -> &'static [u16] {
    match method {
        model::Method::Delete => &[200, 204],
        model::Method::Put => &[200, 201],
        _ => &[200],
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As JSON.
    Json,
    /// As it is, a `&str`.
    Text,
    /// As they are, `&Bytes`.
    Bytes,
}

impl Form {
    pub(super) fn of(context: Context<'_>, body: &model::Body) -> Self {
        if context.is_bytes(&body.value.ty) {
            Self::Bytes
        } else if body.media_types.is_empty() || supported::json(&body.media_types).is_some() {
            Self::Json
        } else {
            Self::Text
        }
    }

    fn step(self, optional: bool) -> Ident {
        let step = match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Bytes => "bytes",
        };
        if optional { format_ident!("{step}_opt") } else { format_ident!("{step}") }
    }
}

fn place(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(rt::Place::Path),
        Location::Query => quote!(rt::Place::Query),
        Location::Header => quote!(rt::Place::Header),
    }
}

fn collection(param: &Param) -> TokenStream {
    match param.collection {
        None | Some(Collection::Csv) => quote!(rt::Collection::Csv),
        Some(Collection::Ssv) => quote!(rt::Collection::Ssv),
        Some(Collection::Tsv) => quote!(rt::Collection::Tsv),
        Some(Collection::Pipes) => quote!(rt::Collection::Pipes),
        Some(Collection::Multi) => quote!(rt::Collection::Multi),
    }
}

/// `200`, `200 or 202`, `200, 202 or 204`.
fn alternatives(items: &[String]) -> String {
    match items {
        [] => "a success".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
