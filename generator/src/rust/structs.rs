//! Structures: the type, the table that ties it to the wire, and a constructor for what a request must carry.
//!
//! Every member is optional in Rust, because readers are tolerant. Read-only members are written like the others, so that
//! a model can be saved and read back; the service ignores them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{
    docs::{self, Text},
    file::Item,
    names::TypeNames,
    phrase,
    ty::{Context, Home},
};
use crate::model::{Additional, Field, Mutability, Struct, Tag, Type, TypeKind, TypeRef};

/// The items of a structure.
pub(super) fn items(context: Context<'_>, names: &TypeNames, ty: &Type, body: &Struct) -> Vec<Item> {
    let name = names.base.as_ref().unwrap_or(&names.name);
    let tags = context.names.families().tags(&ty.id);
    let writer = Writer { context, ty, body, names, tags, name: format_ident!("{name}") };
    let mut items = vec![Item::Rust(writer.declaration()), writer.table()];
    items.extend(writer.constructor().map(Item::Rust));
    items.extend(writer.conversion().map(Item::Rust));
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

impl<'a> Writer<'a> {
    fn declaration(&self) -> TokenStream {
        let (name, docs) = (&self.name, self.context.docs(|| self.docs()));
        let fields = self.fields().map(|field| self.field(field));
        let additional = match &self.body.additional {
            Additional::Typed(value) => {
                let value = self.context.element(Home::Models, value);
                quote! {
                    #[doc = " Members beyond the ones above, by wire name."]
                    pub additional_properties: ::std::collections::BTreeMap<String, #value>,
                }
            }
            _ => TokenStream::new(),
        };
        quote! {
            #docs
            pub struct #name {
                #(#fields)*
                #additional
                #[doc = " Members the description does not know, and members to be sent as `null`."]
                pub extra: rt::Extra,
            }
        }
    }

    fn fields(&self) -> impl Iterator<Item = &'a Field> {
        let (fields, tags) = (&self.body.fields, self.tags);
        fields.iter().filter(move |field| !tags.iter().any(|tag| tag.property == field.name))
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
        let name = self.field_name(field);
        let in_rust = name.to_string();
        let docs = self.context.docs(|| phrase::field(field, &in_rust));
        let alias = docs::alias(&field.name, &in_rust);
        let owned = self.owned(field);
        let wrapper = if self.ty.usage.patch_only { quote!(rt::Patch) } else { quote!(Option) };
        quote!(#docs #alias pub #name: #wrapper<#owned>,)
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
            if field.secret || self.context.api.is_secret(&field.value) {
                quote!(#wire_name => #name, secret)
            } else {
                quote!(#wire_name => #name)
            }
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
        let unset = if self.ty.usage.patch_only { quote!(rt::Patch::Keep) } else { quote!(None) };
        let head = quote!(#name #(#tags)*, #unset #with_null);
        Item::Table { name: "model", head, entries }
    }

    /// The members that a request must give.
    fn required(&self) -> Vec<&'a Field> {
        if self.ty.usage.request { self.fields().filter(|field| is_asked_for(field)).collect() } else { Vec::new() }
    }

    /// `new`, for a type that requests carry and that has members they must give. A resource that must give nothing but its
    /// properties asks for what those must give.
    fn constructor(&self) -> Option<TokenStream> {
        let (name, required) = (&self.name, self.required());
        let properties = self.properties().map(|(_, properties)| (properties.required(), properties));
        let (arguments, value, docs) = match properties {
            Some((members, properties)) if !members.is_empty() => {
                let (ty, values) = (&properties.name, members.iter().map(|field| properties.field_name(field)));
                let docs = " A value whose properties have the members that the service requires.";
                (properties.arguments(&members), quote!(super::#ty::new(#(#values),*).into()), docs)
            }
            _ if required.is_empty() => return None,
            _ => {
                let values = required.iter().map(|field| self.value(field));
                let value = quote!(Self { #(#values,)* ..Self::default() });
                (self.arguments(&required), value, " A value with the members that the service requires.")
            }
        };
        Some(quote! {
            impl #name {
                #[doc = #docs]
                #[inline]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    #value
                }
            }
        })
    }

    /// From the properties of a resource, where a request needs no more than those.
    fn conversion(&self) -> Option<TokenStream> {
        let (field, properties) = self.properties()?;
        let (name, argument, ty, value) = (&self.name, self.field_name(field), &properties.name, self.value(field));
        Some(quote! {
            impl From<super::#ty> for #name {
                #[inline]
                fn from(#argument: super::#ty) -> Self {
                    Self { #value, ..Self::default() }
                }
            }
        })
    }

    /// The member `properties` and its type, of a body that must give no other member.
    fn properties(&self) -> Option<(&'a Field, Self)> {
        let mut bodies = self.context.api.operations.iter().filter_map(|op| op.body.as_ref());
        if !bodies.any(|body| matches!(&body.value.ty, TypeRef::Named(id) if *id == self.ty.id)) {
            return None;
        }
        let field = self.body.fields.iter().find(|field| field.name == "properties" && can_be_given(field))?;
        let TypeRef::Named(id) = &field.value.ty else { return None };
        let ty = self.context.api.ty(id);
        let TypeKind::Struct(body) = &ty.kind else { return None };
        let is_alone = self.required().iter().all(|required| required.name == field.name);
        let names = self.context.names.type_names(id).filter(|_| is_alone && !field.recursive)?;
        // Properties of several kinds have no members that all requests give.
        if names.base.is_some() {
            return None;
        }
        let tags = self.context.names.families().tags(id);
        Some((field, Writer { context: self.context, ty, body, names, tags, name: format_ident!("{}", names.name) }))
    }

    fn arguments(&self, fields: &[&Field]) -> Vec<TokenStream> {
        let argument = |field: &&Field| {
            let (name, ty) = (self.field_name(field), self.argument(field));
            quote!(#name: #ty)
        };
        fields.iter().map(argument).collect()
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

/// Whether a request must give the member.
fn is_asked_for(field: &Field) -> bool {
    field.required && can_be_given(field)
}

/// Whether a request may give the member.
fn can_be_given(field: &Field) -> bool {
    let when = field.mutability.as_ref();
    !field.read_only && when.is_none_or(|when| when.contains(&Mutability::Create) || when.contains(&Mutability::Update))
}
