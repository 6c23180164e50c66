//! Families: an enumeration of the kinds of a structure, which one member on the wire tells apart.
//!
//! Each variant is in a box, so that a family has a finite size and a small one, whatever its kinds hold.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    docs::{Text, code_span},
    file::Item,
    names::{TypeNames, UNKNOWN_KIND},
    phrase,
    ty::{Context, Home},
};
use crate::model::{Family, Field, Struct, Type, TypeId};

const KIND: &str = "The kind, as it stands on the wire.";

/// The enumeration of the kinds of a structure, and how it is reached on the wire.
pub(super) fn items(context: Context<'_>, names: &TypeNames, ty: &Type, body: &Struct, family: &Family) -> Vec<Item> {
    let writer = Writer { context, names, ty, body, family, kinds: kinds(family) };
    vec![Item::Rust(writer.declaration()), writer.table(), Item::Rust(writer.accessors())]
}

/// The values that mean each kind.
pub(super) fn kinds(family: &Family) -> BTreeMap<&TypeId, Vec<&str>> {
    let mut kinds: BTreeMap<&TypeId, Vec<&str>> = BTreeMap::new();
    for (value, id) in &family.kinds {
        kinds.entry(id).or_default().push(value);
    }
    kinds
}

struct Writer<'a> {
    context: Context<'a>,
    names: &'a TypeNames,
    ty: &'a Type,
    body: &'a Struct,
    family: &'a Family,
    kinds: BTreeMap<&'a TypeId, Vec<&'a str>>,
}

impl Writer<'_> {
    fn declaration(&self) -> TokenStream {
        let (name, docs, unknown) =
            (format_ident!("{}", self.names.name), self.context.docs(|| self.docs()), format_ident!("{UNKNOWN_KIND}"));
        let variants = self.kinds.iter().map(|(id, values)| {
            let (variant, held) = (self.variant(id), self.held(id));
            let docs = self.context.docs(|| Text::of(format!("The kind {}.", code_span(values[0]))));
            quote!(#docs #variant(Box<#held>),)
        });
        let base = self.structure(&self.ty.id);
        quote! {
            #docs
            #[derive(Clone)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #[doc = " A kind that the description does not know. Members beyond the shared ones are in `extra`."]
                #unknown(Box<#base>),
            }
        }
    }

    fn docs(&self) -> Text {
        let mut text = phrase::text(&self.ty.docs, || phrase::name_sentence(&self.ty.id.0));
        text.push(format!("One of several kinds, which {} tells apart.", code_span(&self.family.property)));
        if self.ty.deprecated {
            text.push("Deprecated.");
        }
        text
    }

    fn table(&self) -> Item {
        let (name, property) = (format_ident!("{}", self.names.name), &self.family.property);
        let entries = self.kinds.iter().map(|(id, values)| {
            let (variant, held) = (self.variant(id), self.held(id));
            quote!(#variant(#held) = #(#values)|*)
        });
        let unknown = format_ident!("{UNKNOWN_KIND}");
        let entries = entries.chain([quote!(* => #unknown)]).collect();
        Item::Table { name: "kinds", head: quote!(#name by #property), entries }
    }

    /// What all kinds share, whichever it is.
    fn accessors(&self) -> TokenStream {
        let name = format_ident!("{}", self.names.name);
        let fields = self.body.fields.iter().filter(|field| self.is_tag(field) || self.is_shared(field));
        let fields = fields.map(|field| self.accessor(field));
        quote!(impl #name { #(#fields)* })
    }

    fn accessor(&self, field: &Field) -> TokenStream {
        let wire_name = &field.name;
        let in_rust = &self.names.members[wire_name];
        let name = format_ident!("{in_rust}");
        let value = self.context.api.unaliased(&field.value);
        let is_tag = self.is_tag(field);
        let (gives, expression) = if is_tag {
            (quote!(&str), quote!(rt::kind(self, #wire_name)))
        } else {
            let ty = self.owned(field);
            let member = quote!(rt::member::<#ty>(self, #wire_name));
            let (gives, as_given) = match &value.ty {
                _ if self.context.is_text(value) => (quote!(&str), quote!(.map(String::as_str))),
                _ if self.context.is_copied(value) => (ty, quote!(.copied())),
                _ => (quote!(&#ty), TokenStream::new()),
            };
            (gives, quote!(#member #as_given))
        };
        let docs = self.context.docs(|| {
            let is_kind = is_tag && *wire_name == self.family.property;
            if is_kind { Text::of(KIND) } else { phrase::field(field, in_rust) }
        });
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub fn #name(&self) -> Option<#gives> { #expression }
        }
    }

    /// Whether the value of a member follows from the kind.
    fn is_tag(&self, field: &Field) -> bool {
        let families = self.context.names.families();
        let has_tag = |id: &TypeId| families.tags(id).iter().any(|tag| tag.property == field.name);
        field.name == self.family.property || self.kinds.keys().any(|id| has_tag(id))
    }

    /// Whether every kind has the member with the same type. One that narrows it has another.
    fn is_shared(&self, field: &Field) -> bool {
        let of_kind = |id: &TypeId| {
            let body = self.context.api.ty(id).as_struct()?;
            body.fields.iter().find(|other| other.name == field.name)
        };
        let ty = self.owned(field).to_string();
        self.kinds.keys().all(|id| of_kind(id).is_some_and(|other| self.owned(other).to_string() == ty))
    }

    fn owned(&self, field: &Field) -> TokenStream {
        self.context.owned(Home::Models, &field.value.ty)
    }

    fn variant(&self, id: &TypeId) -> proc_macro2::Ident {
        format_ident!("{}", self.context.names.ty(id).expect("a kind is rendered with its family"))
    }

    /// What the variant of a kind holds: its structure, or, of one that tells its own kinds by another member, any of those.
    fn held(&self, id: &TypeId) -> TokenStream {
        let own = self.context.names.families().head(id).filter(|_| *id != self.ty.id);
        if own.is_some_and(|own| own.property != self.family.property) {
            let name = self.variant(id);
            quote!(super::#name)
        } else {
            self.structure(id)
        }
    }

    fn structure(&self, id: &TypeId) -> TokenStream {
        let name = self.context.names.structure(id).expect("a kind is rendered with its family");
        let name = format_ident!("{name}");
        quote!(super::#name)
    }
}
