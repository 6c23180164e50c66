//! The dispatcher: every operation as a function from JSON arguments to the call of its typed method, and every model as one
//! from JSON to JSON.
//!
//! It is for tests that must drive all operations alike, and stands outside the client's crate: it reaches the client by
//! `krate` like any user, and `crate::dispatch` holds what is written by hand.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    file::{self, File, Item},
    ident::version_module,
    names::Names,
    outcome::Outcome,
    resolve::{self, Method},
    ty::{Context, is_etag},
};
use crate::model::{Api, Operation, Param, TypeKind};

/// The file of operations without a group.
const UNGROUPED: &str = "ungrouped";

/// The file of models. No group is called that: the client has a module of this name beside those of its groups.
const MODELS: &str = "models";

/// Renders the dispatcher of one api-version for the client in the crate `krate`: a file a group, `mod.rs` with the table of
/// all operations, and one with the table of all models.
#[must_use]
pub fn dispatch(api: &Api, names: &Names, krate: &str) -> Vec<File> {
    let writer = Writer { context: Context { api, names }, krate };
    let methods = resolve::methods(api, names);
    let mut groups: BTreeMap<&str, Vec<&Method<'_>>> = BTreeMap::new();
    for method in &methods {
        groups.entry(writer.module(method.op)).or_default().push(method);
    }
    let mut files = vec![writer.table(&groups), writer.models()];
    files.extend(groups.iter().map(|(module, operations)| writer.group(module, operations)));
    files
}

struct Writer<'a> {
    context: Context<'a>,
    krate: &'a str,
}

impl Writer<'_> {
    /// The file of an operation, without its ending.
    fn module(&self, op: &Operation) -> &str {
        self.context.names.group(op.group()).unwrap_or(UNGROUPED)
    }

    fn client(&self) -> TokenStream {
        let (krate, version) =
            (format_ident!("{}", self.krate), format_ident!("{}", version_module(&self.context.api.api_version)));
        quote!(#krate::#version)
    }

    fn table(&self, groups: &BTreeMap<&str, Vec<&Method<'_>>>) -> File {
        let client = self.client();
        let modules = groups.keys().map(|module| format_ident!("{module}"));
        let count = Literal::usize_unsuffixed(self.context.api.operations.len());
        let mut methods: Vec<&Method<'_>> = groups.values().flatten().copied().collect();
        methods.sort_by_key(|method| &method.op.id);
        let entries = methods.into_iter().map(|Method { op, name, .. }| {
            let (id, module) = (&op.id, format_ident!("{}", self.module(op)));
            quote!((#id, #module::#name))
        });
        let models = format_ident!("{MODELS}");
        let items = [
            Item::Rust(quote!(#(mod #modules;)* pub(super) mod #models;)),
            Item::Rust(quote! {
                use #client::Client;
                use crate::dispatch::Entry;
            }),
            Item::Rust(quote! {
                #[doc = " Every operation with its entry, sorted by id. The length is that of the description."]
                pub(super) static OPERATIONS: [(&str, Entry<Client>); #count] = [#(#entries),*];
            }),
        ];
        let docs = ["Every operation of an api-version, by its id.".to_owned()];
        File { path: "mod.rs".to_owned(), text: file::print(&docs, &items).0 }
    }

    /// One entry a type, also where several are one in Rust: each is to be tried with its own values.
    fn models(&self) -> File {
        let client = self.client();
        let (api, names) = (self.context.api, self.context.names);
        let models = api.types.values().filter_map(|ty| Some((ty, format_ident!("{}", names.ty(&ty.id)?))));
        let entries: Vec<TokenStream> = models
            .map(|(ty, model)| {
                let through =
                    if matches!(ty.kind, TypeKind::Enum(_)) { quote!(enumeration) } else { quote!(structure) };
                let id = &ty.id.0;
                quote!((#id, #through::<models::#model>))
            })
            .collect();
        let count = Literal::usize_unsuffixed(entries.len());
        let deprecated = api.types.values().any(|ty| ty.deprecated);
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated, reason = "every model is tried")]));
        let items = [
            Item::Rust(quote! {
                use #client::models;
                use crate::dispatch::trip::{Through, enumeration, structure};
            }),
            Item::Rust(quote! {
                #deprecated
                #[doc = " Every type with its way through Rust, sorted by id. The length is that of the description."]
                pub(in crate::dispatch) static MODELS: [(&str, Through); #count] = [#(#entries),*];
            }),
        ];
        let docs = ["Every model of an api-version, by the id of its type.".to_owned()];
        File { path: format!("{MODELS}.rs"), text: file::print(&docs, &items).0 }
    }

    fn group(&self, module: &str, methods: &[&Method<'_>]) -> File {
        let client = self.client();
        let mut methods = methods.to_vec();
        methods.sort_by_key(|method| &method.name);
        let mut items = vec![Item::Rust(quote! {
            use #client as client;
            use crate::dispatch::{Arguments, Misfit, Running};
        })];
        items.extend(methods.into_iter().map(|method| Item::Rust(self.entry(method))));
        let docs = ["Calls of a group's operations with JSON arguments.".to_owned()];
        File { path: format!("{module}.rs"), text: file::print(&docs, &items).0 }
    }

    fn entry(&self, method: &Method<'_>) -> TokenStream {
        let (op, function) = (method.op, &method.name);
        let accessor = self.context.names.group(op.group()).map(|group| format_ident!("{group}"));
        let accessor = accessor.map(|accessor| quote!(.#accessor()));
        let mut values: Vec<TokenStream> =
            method.required().into_iter().map(|argument| self.argument(argument.param)).collect();
        values.extend(method.required_body().map(|_| quote!(&arguments.body()?)));
        if method.has_options() {
            values.push(self.options(method));
        }
        let erase = format_ident!("{}", erased(method));
        let unused = values.is_empty().then(|| quote!(let _ = arguments;));
        let deprecated = op.deprecated.then(|| quote!(#[allow(deprecated, reason = "every operation is called")]));
        quote! {
            #deprecated
            pub(super) fn #function(client: &client::Client, arguments: &Arguments) -> Result<Running, Misfit> {
                #unused
                let call = client #accessor.#function(#(#values),*);
                Ok(Running::#erase(call))
            }
        }
    }

    fn argument(&self, param: &Param) -> TokenStream {
        let name = &param.name;
        if is_etag(param) {
            quote!(&arguments.etag(#name)?)
        } else if self.context.is_text(&param.value) {
            quote!(&arguments.get::<String>(#name)?)
        } else if self.context.is_by_value(param) {
            quote!(arguments.get(#name)?)
        } else {
            quote!(&arguments.get(#name)?)
        }
    }

    fn options(&self, method: &Method<'_>) -> TokenStream {
        let module = self.context.names.group(method.op.group()).map(|group| format_ident!("{group}"));
        let module = module.map(|module| quote!(#module::));
        let ty = &method.options;
        let params = method.optional().map(|argument| {
            let (field, name) = (argument.ident(), &argument.param.name);
            let get = if is_etag(argument.param) { quote!(optional_etag) } else { quote!(optional) };
            quote!(#field: arguments.#get(#name)?)
        });
        let body = method.optional_body().map(|(_, field)| quote!(#field: arguments.optional_body()?));
        let fields = params.chain(body);
        quote!(Some(client::#module #ty { #(#fields),* }))
    }
}

/// The function that takes what the method gives, whatever its type.
fn erased(method: &Method<'_>) -> &'static str {
    if method.outcome == Outcome::Exists {
        return "exists";
    }
    let nothing = method.outcome == Outcome::Nothing;
    match (&method.op.lro, &method.op.paging, nothing) {
        (Some(_), _, true) => "poller_without_body",
        (Some(_), _, false) => "poller",
        (None, Some(_), _) => "list",
        (None, None, true) => "call_without_body",
        (None, None, false) => "call",
    }
}
