//! Enumerations. All are open: the service may add values, and a reader keeps what it does not know.

use quote::{format_ident, quote};

use super::{
    docs::{Text, code_span},
    file::Item,
    names::value_text,
    phrase,
    ty::Context,
};
use crate::model::{Enum, Type, Variant};

/// The items of an enumeration.
pub(super) fn items(context: Context<'_>, ty: &Type, body: &Enum) -> Vec<Item> {
    let rust_name = context.names.ty(&ty.id).expect("it is rendered");
    let name = format_ident!("{rust_name}");
    let variant_name = |variant: &Variant| {
        let name = context.names.variant(&ty.id, &value_text(&variant.value)).expect("every value has a name");
        format_ident!("{name}")
    };
    let mut docs = phrase::text(&ty.docs, || phrase::name_sentence(rust_name));
    if ty.deprecated {
        docs.push("Deprecated.");
    }
    let docs = docs.attributes();
    let variants = body.variants.iter().map(|variant| {
        let (docs, name) = (variant_docs(variant).attributes(), variant_name(variant));
        quote!(#docs #name,)
    });
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value the description does not know."]
            UnknownValue(String),
        }
    };
    let entries = body.variants.iter().map(|variant| {
        let (name, value) = (variant_name(variant), value_text(&variant.value));
        quote!(#name = #value)
    });
    let table = Item::Table { name: "enumeration", head: quote!(#name), entries: entries.collect() };
    vec![Item::Rust(declaration), table]
}

fn variant_docs(variant: &Variant) -> Text {
    let value = value_text(&variant.value);
    phrase::text(&variant.docs, || {
        if value.is_empty() { "The empty value.".to_owned() } else { format!("The value {}.", code_span(&value)) }
    })
}
