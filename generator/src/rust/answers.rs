//! Answers: what each status code of an operation brings, where the successes do not all bring the same.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{docs::Text, file::Item, outcome::Outcome, resolve::Method, ty::Context};
use crate::model::TypeRef;

/// The enumeration of what an operation answers with; none where there is only one thing.
pub(super) fn items(context: Context<'_>, method: &Method<'_>) -> Vec<Item> {
    let Outcome::ByStatus(answers) = &method.outcome else { return Vec::new() };
    let name = &method.answer;
    let docs = context.docs(|| Text::of(format!("What [`Client::{}`] answers with, by status code.", method.name)));
    let body = |ty: Option<&TypeRef>| {
        ty.map(|ty| {
            let ty = context.body(ty);
            quote!((#ty))
        })
    };
    let variants = answers.iter().map(|(status, ty)| {
        let docs = context.docs(|| Text::of(format!("Status {status}.")));
        let (variant, body) = (variant(*status), body(*ty));
        quote!(#docs #variant #body,)
    });
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    let entries = answers.iter().map(|(status, ty)| {
        let (status, variant, body) = (proc_macro2::Literal::u16_unsuffixed(*status), variant(*status), body(*ty));
        quote!(#status => #variant #body)
    });
    let table = Item::Table { name: "answers", head: quote!(#name), entries: entries.collect() };
    vec![Item::Rust(declaration), table]
}

/// A status code by its name.
pub(super) fn variant(status: u16) -> Ident {
    let name = match status {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        other => return format_ident!("Status{other}"),
    };
    format_ident!("{name}")
}

/// The code of items, to look for what they mention.
pub(super) fn code(items: &[Item]) -> Vec<TokenStream> {
    let tokens = items.iter().map(|item| match item {
        Item::Rust(tokens) => tokens.clone(),
        Item::Table { entries, .. } => entries.iter().cloned().collect(),
        Item::Line { arguments, .. } => arguments.clone(),
    });
    tokens.collect()
}
