//! Types of the model as Rust types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs::Text, names::Names};
use crate::model::{Api, Location, Param, Scalar, TypeId, TypeKind, TypeRef, Value};

/// What rendering reads: the model and the names chosen for it.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    /// Whether documentation is wanted: it is a third of the code, and who asks what can be named does not read it.
    pub(super) documented: bool,
}

/// Which file a type is mentioned in, and so by which path models are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Below `models`.
    Models,
    /// A client beside `models`.
    Client,
}

impl Context<'_> {
    /// The attributes that carry documentation, where it is wanted.
    pub(super) fn docs(&self, text: impl FnOnce() -> Text) -> TokenStream {
        if self.documented { text().attributes() } else { TokenStream::new() }
    }

    /// The type that owns its value: of a field, an option, a result.
    ///
    /// A component that is an array, a map or a scalar has no Rust type of its own: what it stands for stands in its place.
    pub(super) fn owned(self, home: Home, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Scalar(scalar) => owned_scalar(*scalar),
            TypeRef::Named(id) => self.named(home, id),
            TypeRef::List(item) => {
                let item = self.element(home, item);
                quote!(Vec<#item>)
            }
            TypeRef::Map(item) => {
                let item = self.element(home, item);
                quote!(::std::collections::BTreeMap<String, #item>)
            }
            TypeRef::Object => quote!(::serde_json::Map<String, ::serde_json::Value>),
            TypeRef::Any => quote!(::serde_json::Value),
        }
    }

    /// The type of an element of a list or map. Free JSON has a `null` of its own.
    pub(super) fn element(self, home: Home, item: &Value) -> TokenStream {
        let ty = self.owned(home, &item.ty);
        let has_null = matches!(self.api.unaliased(item).ty, TypeRef::Any);
        if item.nullable && !has_null { quote!(Option<#ty>) } else { ty }
    }

    /// The type of a body: bytes stand alone only.
    pub(super) fn body(self, ty: &TypeRef) -> TokenStream {
        if self.is_bytes(ty) { quote!(rt::Bytes) } else { self.owned(Home::Client, ty) }
    }

    /// Whether a body is bytes and no JSON.
    pub(super) fn is_bytes(self, ty: &TypeRef) -> bool {
        let value = Value { ty: ty.clone(), ..Value::default() };
        matches!(self.api.unaliased(&value).ty, TypeRef::Scalar(Scalar::Binary))
    }

    /// The type of an argument.
    pub(super) fn argument(self, param: &Param) -> TokenStream {
        if is_etag(param) {
            return quote!(&rt::Etag);
        }
        if let TypeRef::List(item) = &self.api.unaliased(&param.value).ty {
            let item = self.owned(Home::Client, &item.ty);
            return quote!(&[#item]);
        }
        if self.is_text(&param.value) {
            return quote!(&str);
        }
        let owned = self.owned(Home::Client, &self.api.unaliased(&param.value).ty);
        if self.is_by_value(param) { owned } else { quote!(&#owned) }
    }

    /// Whether a value is text and nothing else.
    pub(super) fn is_text(self, value: &Value) -> bool {
        self.scalar(value).is_some_and(is_text)
    }

    /// Whether an argument is small enough to be copied.
    pub(super) fn is_by_value(self, param: &Param) -> bool {
        !is_etag(param) && self.is_copied(&param.value)
    }

    /// Whether a value is small enough to be copied.
    pub(super) fn is_copied(self, value: &Value) -> bool {
        self.scalar(value).is_some_and(|scalar| !is_text(scalar) && scalar != Scalar::Duration)
    }

    /// The scalar that a value is: an enumeration of numbers is the number.
    fn scalar(self, value: &Value) -> Option<Scalar> {
        match &self.api.unaliased(value).ty {
            TypeRef::Scalar(scalar) => Some(*scalar),
            TypeRef::Named(id) => match &self.api.ty(id).kind {
                TypeKind::Enum(body) if body.scalar != Scalar::String => Some(body.scalar),
                _ => None,
            },
            _ => None,
        }
    }

    /// The type of a field of an options structure, without its `Option`.
    pub(super) fn option(self, param: &Param) -> TokenStream {
        if is_etag(param) { quote!(rt::Etag) } else { self.owned(Home::Client, &param.value.ty) }
    }

    fn named(self, home: Home, id: &TypeId) -> TokenStream {
        let Some(name) = self.names.ty(id) else {
            return match &self.api.ty(id).kind {
                TypeKind::Alias(target) => self.owned(home, &target.ty),
                TypeKind::Enum(body) => owned_scalar(body.scalar),
                TypeKind::Struct(_) => unreachable!("every reachable structure has a name"),
            };
        };
        let name = format_ident!("{name}");
        match home {
            Home::Models => quote!(super::#name),
            Home::Client => quote!(models::#name),
        }
    }
}

/// Whether a parameter is an entity tag, which has a type of its own.
pub(super) fn is_etag(param: &Param) -> bool {
    let name = param.name.to_ascii_lowercase();
    param.location == Location::Header && (name == "if-match" || name == "if-none-match")
}

/// Whether a scalar is a `String` in Rust.
fn is_text(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::String
            | Scalar::Uuid
            | Scalar::ArmId
            | Scalar::Uri
            | Scalar::Password
            | Scalar::Date
            | Scalar::Base64
            | Scalar::Binary
    )
}

/// The Rust type of a scalar. Dates and base64 stay the text that travels, and so does what JSON calls binary.
fn owned_scalar(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote!(bool),
        Scalar::Int32 => quote!(i32),
        Scalar::Int64 => quote!(i64),
        Scalar::Float | Scalar::Double => quote!(f64),
        Scalar::DateTime => quote!(rt::OffsetDateTime),
        Scalar::Duration => quote!(rt::IsoDuration),
        Scalar::String
        | Scalar::Uuid
        | Scalar::ArmId
        | Scalar::Uri
        | Scalar::Password
        | Scalar::Date
        | Scalar::Base64
        | Scalar::Binary => quote!(String),
    }
}
