//! Enumerations. All are open: the service may add values, and a reader keeps what it does not know.

use quote::{format_ident, quote};

use super::{
    docs::{Text, code_span},
    file::Item,
    names::TypeNames,
    phrase,
    ty::Context,
};
use crate::model::{Enum, Type, Variant};

/// The items of an enumeration.
pub(super) fn items(context: Context<'_>, names: &TypeNames, ty: &Type, body: &Enum) -> Vec<Item> {
    let name = format_ident!("{}", names.name);
    let variant_name = |variant: &Variant| format_ident!("{}", names.members[&variant.text()]);
    let docs = context.docs(|| {
        let mut docs = phrase::text(&ty.docs, || phrase::name_sentence(&names.name));
        if ty.deprecated {
            docs.push("Deprecated.");
        }
        docs
    });
    let variants = body.variants.iter().map(|variant| {
        let (docs, name) = (context.docs(|| variant_docs(variant)), variant_name(variant));
        quote!(#docs #name,)
    });
    let declaration = quote! {
        #docs
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value the description does not know."]
            UnknownValue(String),
        }
    };
    let entries = body.variants.iter().map(|variant| {
        let (name, value) = (variant_name(variant), variant.text());
        quote!(#name = #value)
    });
    let table = Item::Table { name: "enumeration", head: quote!(#name), entries: entries.collect() };
    vec![Item::Rust(declaration), table]
}

fn variant_docs(variant: &Variant) -> Text {
    let value = variant.text();
    phrase::text(&variant.docs, || {
        if value.is_empty() { "The empty value.".to_owned() } else { format!("The value {}.", code_span(&value)) }
    })
}
