//! Structures: the type, the table that ties it to the wire, and a constructor for what a request must carry.
//!
//! Every member is optional in Rust, because readers are tolerant. Read-only members are written like the others, so that
//! a model can be saved and read back; the service ignores them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{
    docs::Text,
    file::Item,
    names::TypeNames,
    phrase,
    ty::{Context, Home},
};
use crate::model::{Additional, Field, Mutability, Struct, Tag, Type, TypeRef};

/// The items of a structure.
pub(super) fn items(context: Context<'_>, names: &TypeNames, ty: &Type, body: &Struct) -> Vec<Item> {
    let name = names.base.as_ref().unwrap_or(&names.name);
    let tags = context.names.families().tags(&ty.id);
    let writer = Writer { context, ty, body, names, tags, name: format_ident!("{name}") };
    let mut items = vec![Item::Rust(writer.declaration()), writer.table()];
    items.extend(writer.constructor().map(Item::Rust));
    items
}

struct Writer<'a> {
    context: Context<'a>,
    ty: &'a Type,
    body: &'a Struct,
    names: &'a TypeNames,
    /// Members that have no field, because their value follows from the structure.
    tags: &'a [Tag],
    name: Ident,
}

impl Writer<'_> {
    fn declaration(&self) -> TokenStream {
        let (name, docs) = (&self.name, self.docs().attributes());
        let fields = self.fields().map(|field| self.field(field));
        let additional = match &self.body.additional {
            Additional::Typed(value) => {
                let value = self.context.owned(Home::Models, &value.ty);
                quote! {
                    #[doc = " Members beyond the ones above, by wire name."]
                    pub additional_properties: ::std::collections::BTreeMap<String, #value>,
                }
            }
            _ => TokenStream::new(),
        };
        quote! {
            #docs
            #[derive(Default)]
            pub struct #name {
                #(#fields)*
                #additional
                #[doc = " Members the description does not know, and members to be sent as `null`."]
                pub extra: rt::Extra,
            }
        }
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.body.fields.iter().filter(|field| !self.tags.iter().any(|tag| tag.property == field.name))
    }

    fn docs(&self) -> Text {
        if self.names.base.is_some() {
            return self.base_docs();
        }
        let mut text = phrase::text(&self.ty.docs, || phrase::name_sentence(&self.ty.id.0));
        if self.ty.usage.patch_only {
            text.push("A change: members that keep their default are left as they are.");
        }
        if self.ty.deprecated {
            text.push("Deprecated.");
        }
        text
    }

    fn base_docs(&self) -> Text {
        let name = &self.names.name;
        Text::of(format!("Members that every kind of [`{name}`](super::{name}) has."))
    }

    fn field(&self, field: &Field) -> TokenStream {
        let (name, docs) = (self.field_name(field), phrase::field(field).attributes());
        let owned = self.owned(field);
        let wrapper = if self.ty.usage.patch_only { quote!(rt::Patch) } else { quote!(Option) };
        quote!(#docs pub #name: #wrapper<#owned>,)
    }

    fn field_name(&self, field: &Field) -> Ident {
        format_ident!("{}", self.names.members[&field.name])
    }

    /// The member's type; boxed where the structure would hold itself.
    fn owned(&self, field: &Field) -> TokenStream {
        let owned = self.context.owned(Home::Models, &field.value.ty);
        if field.recursive { quote!(Box<#owned>) } else { owned }
    }

    fn table(&self) -> Item {
        let fields = self.fields().map(|field| {
            let (wire_name, name) = (&field.name, self.field_name(field));
            if is_secret(field) { quote!(#wire_name => #name, secret) } else { quote!(#wire_name => #name) }
        });
        let mut entries: Vec<TokenStream> = fields.collect();
        if matches!(self.body.additional, Additional::Typed(_)) {
            entries.push(quote!(* => additional_properties));
        }
        let name = &self.name;
        // Only a sender sets a member to `null`; in a change every member has a value for that.
        let sent = self.ty.usage.request && !self.ty.usage.patch_only;
        let tags = self.tags.iter().map(|Tag { property, value }| quote!(is #property = #value));
        let with_null = sent.then(|| quote!(, with_null));
        let head = quote!(#name #(#tags)* #with_null);
        Item::Table { name: "model", head, entries }
    }

    /// `new`, for a type that requests carry and that has members they must give.
    fn constructor(&self) -> Option<TokenStream> {
        let required: Vec<_> = self.fields().filter(|field| is_asked_for(field)).collect();
        if required.is_empty() || !self.ty.usage.request {
            return None;
        }
        let name = &self.name;
        let arguments = required.iter().map(|field| {
            let argument = self.field_name(field);
            let owned = self.argument(field);
            quote!(#argument: #owned)
        });
        let values = required.iter().map(|field| self.value(field));
        Some(quote! {
            impl #name {
                #[doc = " A value with the members that the service requires."]
                #[inline]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values,)* ..Self::default() }
                }
            }
        })
    }

    fn argument(&self, field: &Field) -> TokenStream {
        if self.context.is_text(&field.value) {
            quote!(impl Into<String>)
        } else {
            self.context.owned(Home::Models, &field.value.ty)
        }
    }

    fn value(&self, field: &Field) -> TokenStream {
        let name = self.field_name(field);
        let value = match (self.context.is_text(&field.value), field.recursive) {
            (true, _) => quote!(#name.into()),
            (false, true) => quote!(Box::new(#name)),
            (false, false) => quote!(#name),
        };
        if self.ty.usage.patch_only { quote!(#name: rt::Patch::Set(#value)) } else { quote!(#name: Some(#value)) }
    }
}

fn is_secret(field: &Field) -> bool {
    field.secret || matches!(&field.value.ty, TypeRef::Scalar(crate::model::Scalar::Password))
}

/// Whether a request must give the member.
fn is_asked_for(field: &Field) -> bool {
    let can_be_given = field
        .mutability
        .as_ref()
        .is_none_or(|when| when.contains(&Mutability::Create) || when.contains(&Mutability::Update));
    field.required && !field.read_only && can_be_given
}
