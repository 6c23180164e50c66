//! The example that a group's page begins with: its list and what reads one thing of it, or else whatever the group does.
//!
//! Invariant: made of the operations' facts alone. The path of the crate is not known here, nor is the api-version said: the
//! line that brings both into scope is expanded where the file is compiled.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{
    resolve::{Argument, Method},
    ty::{Context, Home, is_etag},
};
use crate::model::{self, Scalar, TypeKind, TypeRef};

/// The lines of the example, those of the frame hidden; `None` if every operation takes an argument that has no short value.
pub(super) fn lines(context: Context<'_>, module: &str, methods: &[&Method<'_>]) -> Option<Vec<String>> {
    let (body, is_deprecated) = Writer { context, group: format_ident!("{module}") }.body(methods)?;
    let file: syn::File = syn::parse_quote! {
        async fn example(client: Client) -> azure_core::Result<()> {
            #body
            Ok(())
        }
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let [first, inner @ .., result, last] = lines.as_slice() else { return None };
    let hidden = |line: &str| format!("# {}", line.trim_start());
    let allowed = is_deprecated.then(|| hidden("#[allow(deprecated)]"));
    let shown = inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned());
    Some(allowed.into_iter().chain([hidden(first)]).chain(shown).chain([hidden(result), hidden(last)]).collect())
}

struct Writer<'a> {
    context: Context<'a>,
    /// The group's module, which is also the name of its client in the example.
    group: Ident,
}

impl Writer<'_> {
    /// The statements, and whether they call what is deprecated.
    fn body(&self, methods: &[&Method<'_>]) -> Option<(TokenStream, bool)> {
        let mut known: Vec<&Method<'_>> = methods.iter().filter(|method| self.can_be_called(method)).copied().collect();
        known.sort_by_key(|method| {
            let has_body = method.required_body().is_some();
            (method.op.deprecated, has_body, method.required().len(), method.name.to_string())
        });
        let is_list = |method: &Method<'_>| method.op.paging.is_some() && method.required_body().is_none();
        let is_read = |method: &Method<'_>| {
            method.op.method == model::Method::Get && method.op.paging.is_none() && method.op.lro.is_none()
        };
        let list = known.iter().find(|method| is_list(method));
        let read = known.iter().find(|method| is_read(method));
        // The variable of the list would hide a group of its name.
        let read = read.filter(|_| list.is_none() || self.group != "items");
        let other = known.first().filter(|_| list.is_none() && read.is_none());
        let is_deprecated = list.into_iter().chain(read).chain(other).any(|method| method.op.deprecated);
        let group = &self.group;
        let (list, read) = (list.map(|method| self.list(method)), read.map(|method| self.read(method)));
        let other = other.map(|method| self.other(method));
        (!known.is_empty()).then(|| (quote!(let #group = client.#group(); #list #read #other), is_deprecated))
    }

    fn list(&self, method: &Method<'_>) -> TokenStream {
        let call = self.call(method);
        quote! {
            let mut items = #call;
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        }
    }

    fn read(&self, method: &Method<'_>) -> TokenStream {
        let call = self.call(method);
        quote! {
            let found = #call.await?.into_model()?;
            println!("{found:?}");
        }
    }

    /// A call that is awaited, whatever it gives.
    fn other(&self, method: &Method<'_>) -> TokenStream {
        let call = self.call(method);
        let body = method.required_body().map(|(body, _)| {
            let ty = self.context.owned(Home::Client, &body.value.ty);
            // A path with arguments takes angle brackets of its own.
            let ty = if ty.to_string().contains('<') { quote!(<#ty>) } else { ty };
            quote!(let body = #ty::default();)
        });
        quote! {
            #body
            let response = #call.await?;
            println!("{}", response.status());
        }
    }

    fn call(&self, method: &Method<'_>) -> TokenStream {
        let (name, arguments) = (&method.name, self.arguments(method).unwrap_or_default());
        let body = method.required_body().map(|_| quote!(&body));
        let options = method.has_options().then(|| quote!(None));
        let (group, arguments) = (&self.group, arguments.into_iter().chain(body).chain(options));
        quote!(#group.#name(#(#arguments),*))
    }

    /// Whether there is a short value for whatever a method asks for. A body is a value of its type's default: one that is text,
    /// bytes or a point in time has none worth showing, or none at all, and an example can name neither `rt` nor `serde_json`. The
    /// variable for the body would hide a group of its name.
    fn can_be_called(&self, method: &Method<'_>) -> bool {
        let has_default = |body: &model::Body| match &self.context.api.unaliased(&body.value).ty {
            TypeRef::Named(id) => matches!(self.context.api.ty(id).kind, TypeKind::Struct(_)),
            ty @ (TypeRef::List(_) | TypeRef::Map(_)) => {
                let ty = self.context.owned(Home::Client, ty).to_string();
                !["rt ::", "serde_json"].iter().any(|path| ty.contains(path))
            }
            _ => false,
        };
        let has_default = |body| self.group != "body" && has_default(body);
        self.arguments(method).is_some() && method.required_body().is_none_or(|(body, _)| has_default(body))
    }

    /// A value for each required argument; `None` if one is of a type that has no short value.
    fn arguments(&self, method: &Method<'_>) -> Option<Vec<TokenStream>> {
        method.required().into_iter().map(|argument| self.argument(argument)).collect()
    }

    fn argument(&self, argument: &Argument<'_>) -> Option<TokenStream> {
        let param = argument.param;
        if is_etag(param) {
            return None;
        }
        if self.context.is_text(&param.value) {
            let text = param.example.clone().unwrap_or_else(|| argument.name.replace('_', "-"));
            return Some(quote!(#text));
        }
        match &self.context.api.unaliased(&param.value).ty {
            TypeRef::Scalar(Scalar::Boolean) => Some(quote!(true)),
            TypeRef::Scalar(Scalar::Int32 | Scalar::Int64) => Some(quote!(1)),
            TypeRef::Named(id) => {
                let TypeKind::Enum(body) = &self.context.api.ty(id).kind else { return None };
                let names = self.context.names.type_names(self.context.names.rendered_as(id))?;
                let variant = format_ident!("{}", names.members.get(&body.variants.first()?.text())?);
                let name = format_ident!("{}", names.name);
                Some(quote!(&models::#name::#variant))
            }
            _ => None,
        }
    }
}
