//! Options: the optional parameters of an operation, and an optional body.

use quote::quote;

use super::{
    docs::{Text, code_span},
    file::Item,
    phrase,
    resolve::{Argument, Method},
    ty::Context,
};
use crate::model::value_text;

/// The options structure of an operation with its macro; nothing when nothing is optional.
pub(super) fn items(context: Context<'_>, method: &Method<'_>) -> Vec<Item> {
    if !method.has_options() {
        return Vec::new();
    }
    let name = &method.options;
    let docs = context.docs(|| Text::of(format!("Optional parameters of [`Client::{}`].", method.name)));
    let params = method.optional().map(|argument| {
        let docs = context.docs(|| param_docs(argument));
        let (name, ty) = (argument.ident(), context.option(argument.param));
        quote!(#docs pub #name: Option<#ty>,)
    });
    let body = method.optional_body().map(|(body, name)| {
        let docs = context.docs(|| phrase::text(&body.docs, || "The body.".to_owned()));
        let ty = context.body(&body.value.ty);
        quote!(#docs pub #name: Option<#ty>,)
    });
    let structure = quote!(#docs pub struct #name { #(#params)* #body });
    let fields = method.optional().map(Argument::ident).chain(method.optional_body().map(|(_, name)| name.clone()));
    let arguments = quote!(#name { #(#fields),* });
    vec![Item::Rust(structure), Item::Line { name: "options", arguments }]
}

/// The constraints of shared parameters are left out here: they are said once, where the client's documentation lists them.
fn param_docs(argument: &Argument<'_>) -> Text {
    let param = argument.param;
    let name = param.client_name.as_deref().unwrap_or(&param.name);
    let mut text =
        phrase::text(&param.docs, || format!("The parameter {}: {}.", code_span(&param.name), phrase::noun(name)));
    let mut limits = if argument.is_own { argument.limits.describe() } else { Vec::new() };
    if let Some(default) = param.value.default.as_ref().filter(|default| !default.is_null()) {
        limits.push(format!("{} when left out", code_span(&value_text(default))));
    }
    if !limits.is_empty() {
        text.push(phrase::sentence(&limits.join(", ")));
    }
    if let Some(table) = phrase::filter(&param.filter) {
        text.push(table);
    }
    text
}
