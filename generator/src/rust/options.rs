//! Options: the optional parameters of an operation, and an optional body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    arguments,
    docs::{Text, code_span},
    limits::Limits,
    names::value_text,
    phrase,
    ty::{Context, Home},
};
use crate::model::{Operation, Param, ParamRef};

/// The options structure of an operation; `None` when nothing is optional.
pub(super) fn item(context: Context<'_>, op: &Operation) -> Option<TokenStream> {
    if !arguments::has_options(context.api, op) {
        return None;
    }
    let name = format_ident!("{}", context.names.options(op).expect("every operation has one"));
    let method = context.names.method(op).expect("every operation has a method");
    let docs = Text::of(format!("Optional parameters of [`Client::{method}`].")).attributes();
    let field_name =
        |name: &str| format_ident!("{}", context.names.argument(op, name).expect("every parameter has a name"));
    let params = arguments::optional(context.api, op).into_iter().map(|param| {
        let (docs, name, ty) =
            (param_docs(context, op, param).attributes(), field_name(&param.name), context.option(param));
        quote!(#docs pub #name: Option<#ty>,)
    });
    let body = op.body.as_ref().filter(|body| !body.required).map(|body| {
        let docs = phrase::text(&body.docs, || "The body.".to_owned()).attributes();
        let (name, ty) = (field_name(&body.name), context.owned(Home::Client, &body.value.ty));
        quote!(#docs pub #name: Option<#ty>,)
    });
    Some(quote! {
        #docs
        #[derive(Clone, Debug, Default)]
        pub struct #name { #(#params)* #body }
    })
}

/// Limits of shared parameters are left out here: they are said once, where the client's documentation lists them.
fn param_docs(context: Context<'_>, op: &Operation, param: &Param) -> Text {
    let name = param.client_name.as_deref().unwrap_or(&param.name);
    let mut text =
        phrase::text(&param.docs, || format!("The parameter {}: {}.", code_span(&param.name), phrase::noun(name)));
    let is_own = op.params.iter().any(|reference| matches!(reference, ParamRef::Own(own) if own.name == param.name));
    let mut limits = if is_own { Limits::of(context.api, param).describe() } else { Vec::new() };
    if let Some(default) = param.value.default.as_ref().filter(|default| !default.is_null()) {
        limits.push(format!("{} when left out", code_span(&value_text(default))));
    }
    if !limits.is_empty() {
        text.push(phrase::sentence(&limits.join(", ")));
    }
    text
}
