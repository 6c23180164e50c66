//! Clients: the version's own, which holds the connection, and one a group of operations.

use std::collections::BTreeMap;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::{
    answers, arguments,
    docs::{Text, code_span},
    endpoint,
    file::Item,
    method, options, params, phrase,
    resolve::{self, Method},
    ty::Context,
};

/// The items of `mod.rs`. `subscription` is what [`subscription`] gives.
pub(super) fn version(context: Context<'_>, methods: &[Method<'_>], subscription: Option<&str>) -> Vec<Item> {
    let api = context.api;
    let (version, namespaces) = (&api.api_version, namespaces(context));
    let modules = context.names.groups().into_iter().map(|(_, module)| format_ident!("{module}"));
    let clients = context.names.groups().into_iter().filter_map(|(group, module)| {
        let (module, client) = (format_ident!("{module}"), format_ident!("{}", context.names.client(group)?));
        // With a page of its own each would stand in the documentation twice.
        Some(quote!(#[doc(no_inline)] pub use self::#module::Client as #client;))
    });
    let ungrouped = by_group(methods).remove("").unwrap_or_default();
    let mut items = vec![
        Item::Rust(quote! {
            #(pub mod #modules;)*
            pub mod models;
            mod params;
        }),
        Item::Rust(quote! {
            use std::sync::Arc;
            use azure_core::credentials::TokenCredential;
            use crate::rt;
        }),
        Item::Rust(quote!(#(#clients)*)),
        Item::Rust(quote! {
            #[doc = " The api-version that every request of this module carries."]
            pub const API_VERSION: &str = #version;
            #[doc = " Who sends the requests, and the resource providers whose operations stand here: a saved link that leads to another is refused."]
            const SERVICE: rt::Service = rt::Service {
                package: env!("CARGO_PKG_NAME"),
                package_version: env!("CARGO_PKG_VERSION"),
                api_version: API_VERSION,
                namespaces: &[#(#namespaces),*],
            };
        }),
    ];
    items.extend(ungrouped.iter().flat_map(|method| options::items(context, method)));
    items.extend(ungrouped.iter().flat_map(|method| answers::items(context, method)));
    let docs = context.docs(|| version_docs(methods));
    items.push(Item::Rust(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client { core: rt::ClientCore }
    }));
    let (constructor, accessors) = (constructor(context, subscription), accessors(context));
    let methods = ungrouped.iter().map(|method| method::item(context, subscription, method));
    items.push(Item::Rust(quote!(impl Client { #constructor #(#accessors)* #(#methods)* })));
    // Long-running operations that were begun elsewhere are resumed with it.
    items.push(Item::Rust(quote! {
        impl rt::Resume for Client {
            #[inline]
            fn core(&self) -> &rt::ClientCore {
                &self.core
            }
        }
    }));
    items
}

/// The inner documentation of `mod.rs`.
pub(super) fn version_intro(context: Context<'_>) -> Text {
    let title = context.api.title.strip_suffix("Client").unwrap_or(&context.api.title);
    let mut text = Text::of(format!("A client of {}: start at `Client`.", phrase::noun(title)));
    if let Some(prose) = &context.api.docs.description {
        text.push_prose(prose);
    }
    text.push("Each group of operations is a module with a client of its own; all models stand in `models`.");
    text
}

fn version_docs(methods: &[Method<'_>]) -> Text {
    let mut text =
        Text::of("The way into the API: holds the endpoint, the credential and the pipeline, and is cheap to clone.");
    if let Some(limits) = params::limits(methods) {
        text.push("# Limits of arguments");
        text.push("Checked before anything is sent; an argument is always one path segment, and never empty, `.` or `..` there.");
        text.push(limits.into_lines().join("\n"));
    }
    text
}

fn constructor(context: Context<'_>, subscription: Option<&str>) -> TokenStream {
    let endpoint = &context.api.endpoint;
    let is_usual = endpoint::is_resource_manager(endpoint);
    let docs = context.docs(|| {
        let mut text = Text::of("Connects to the API. Nothing is sent before a call is awaited.");
        if !is_usual {
            text.push(format!(
                "The API is not Resource Manager's, so no cloud knows where it answers: the options must name its endpoint and \
                 its audience as [`Cloud::Custom`](rt::Cloud::Custom). The description has it at {}.",
                code_span(endpoint)
            ));
        }
        text.push("# Errors");
        text.push("If the options or the subscription cannot be used.");
        text
    });
    let connect = if is_usual { quote!(new) } else { quote!(elsewhere) };
    let subscription = subscription.map(resolve::path_to);
    let argument = subscription.is_some().then(|| quote!(subscription_id: impl Into<String>,));
    let value = subscription.map_or_else(|| quote!(None), |constant| quote!(Some((#constant, subscription_id.into()))));
    quote! {
        #docs
        #[inline]
        pub fn new(
            #argument
            credential: Arc<dyn TokenCredential>,
            options: Option<rt::ClientOptions>,
        ) -> azure_core::Result<Self> {
            Ok(Self { core: rt::ClientCore::#connect(&SERVICE, #value, credential, options)? })
        }
    }
}

/// The constant of the client's subscription parameter, the first by name.
pub(super) fn subscription<'a>(methods: &[Method<'a>]) -> Option<&'a str> {
    let params = methods.iter().flat_map(|method| &method.params);
    params.filter(|param| arguments::is_subscription(param.param)).filter_map(|param| param.constant).min()
}

/// The namespaces of the resource providers that the operations live under, sorted: of each path the last one, which the thing
/// at its end belongs to. Resource Manager compares them without regard to case, so two spellings are one.
fn namespaces(context: Context<'_>) -> Vec<&str> {
    let found = context.api.operations.iter().filter_map(|op| op.path.namespace());
    let namespaces: BTreeMap<String, &str> = found.map(|name| (name.to_ascii_lowercase(), name)).collect();
    namespaces.into_values().collect()
}

fn accessors(context: Context<'_>) -> Vec<TokenStream> {
    let accessor = |(group, module): (&str, &str)| {
        let module = format_ident!("{module}");
        let docs = context.docs(|| group_docs(context, group));
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub fn #module(&self) -> #module::Client {
                #module::Client { core: self.core.clone() }
            }
        }
    };
    context.names.groups().into_iter().map(accessor).collect()
}

/// What a group is for.
pub(super) fn group_docs(context: Context<'_>, group: &str) -> Text {
    let said = context.api.groups.get(group).and_then(|docs| docs.description.as_deref());
    let Some(prose) = said else {
        return Text::of(format!("Operations of the group {}.", code_span(group)));
    };
    let mut text = Text::default();
    text.push_prose(prose);
    text
}

/// The methods by group, each group's sorted by verb; those without a group stand under no name.
pub(super) fn by_group<'m, 'a>(methods: &'m [Method<'a>]) -> BTreeMap<&'m str, Vec<&'m Method<'a>>> {
    let mut groups: BTreeMap<&str, Vec<&Method<'a>>> = BTreeMap::new();
    for method in methods {
        groups.entry(method.op.group()).or_default().push(method);
    }
    for group in groups.values_mut() {
        // By the source's verb, not the method: an operation that becomes long-running keeps its place.
        group.sort_by_key(|method| method.op.verb());
    }
    groups
}

/// The items of a group's file; `resolved` are its methods, as [`by_group`] gives them.
pub(super) fn group(
    context: Context<'_>,
    resolved: &[&Method<'_>],
    subscription: Option<&str>,
    group: &str,
) -> Vec<Item> {
    let docs = context.docs(|| Text::of(format!("Client of the group {}.", code_span(group))));
    let alias = context.names.client(group).map(|client| quote!(#[doc(alias = #client)]));
    let methods: Vec<TokenStream> = resolved.iter().map(|method| method::item(context, subscription, method)).collect();
    let options: Vec<Item> = resolved.iter().flat_map(|method| options::items(context, method)).collect();
    let mut uses = Vec::new();
    let answers: Vec<Item> = resolved.iter().flat_map(|method| answers::items(context, method)).collect();
    if [&methods, &answers::code(&options), &answers::code(&answers)].into_iter().any(|code| mentions(code, "models")) {
        uses.push(quote!(models));
    }
    if mentions(&methods, "params") {
        uses.push(quote!(params));
    }
    let uses = match uses.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use super::#one;),
        more => quote!(use super::{#(#more),*};),
    };
    let mut items = vec![
        Item::Rust(quote!(#uses use crate::rt;)),
        Item::Rust(quote! {
            #docs
            #alias
            #[derive(Clone, Debug)]
            pub struct Client { pub(super) core: rt::ClientCore }
        }),
    ];
    items.extend(options);
    items.extend(answers);
    items.push(Item::Rust(quote! {
        impl Client { #(#methods)* }
    }));
    items
}

/// Whether the code has a path through the module `name`, and so needs it in scope.
fn mentions(code: &[TokenStream], name: &str) -> bool {
    fn search(tokens: TokenStream, name: &str) -> bool {
        let mut before_colons = false;
        tokens.into_iter().any(|token| match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint => before_colons,
            TokenTree::Group(group) => search(group.stream(), name),
            token => {
                before_colons = matches!(token, TokenTree::Ident(ident) if ident == name);
                false
            }
        })
    }
    code.iter().any(|tokens| search(tokens.clone(), name))
}
