//! Writes the calls of a rendered client as Rust: every operation as a function from JSON arguments to the call of its typed
//! method, every model as a way from JSON to JSON. What they are made of stands in `calls`.

use std::collections::BTreeMap;

use generator::{
    model::{Api, Operation, Param, TypeKind, TypeRef},
    rust::{
        Names,
        signature::{Answers, Form, Gives, Options, Passing, Signature, signatures},
    },
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// The module of operations without a group.
const UNGROUPED: &str = "ungrouped";

/// The calls of a client: `OPERATIONS`, every operation with its entry, sorted by id, and a module of calls a group. `client` is the
/// path of the module that the client was rendered as.
///
/// # Panics
/// If a name of the client is none in Rust.
#[must_use]
pub fn operations(api: &Api, names: &Names, client: &TokenStream) -> TokenStream {
    let writer = Writer { names, client };
    let methods = signatures(api, names);
    let mut groups: BTreeMap<&str, Vec<&Signature<'_>>> = BTreeMap::new();
    for method in &methods {
        groups.entry(writer.group(method.op)).or_default().push(method);
    }
    let groups = groups.iter().map(|(group, methods)| writer.calls(group, methods));
    let operations = writer.operations(&methods);
    quote! {
        #operations
        #(#groups)*
    }
}

/// Every type with its way through Rust, sorted by id; one entry a type, also where several are one in Rust: each is to
/// be tried with its own values. `client` as for [`operations`].
///
/// # Panics
/// If a name of the client is none in Rust.
#[must_use]
pub fn models(api: &Api, names: &Names, client: &TokenStream) -> TokenStream {
    let trip = quote!(kit::calls::trip);
    let models = api.types.values().filter_map(|ty| Some((ty, format_ident!("{}", names.ty(&ty.id)?))));
    let entries: Vec<TokenStream> = models
        .map(|(ty, model)| {
            let through = match &ty.kind {
                TypeKind::Enum(_) => quote!(enumeration),
                _ => quote!(structure),
            };
            let id = &ty.id.0;
            quote!((#id, #trip::#through::<#client::models::#model>))
        })
        .collect();
    let count = Literal::usize_unsuffixed(entries.len());
    let deprecated = api.types.values().any(|ty| ty.deprecated);
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated, reason = "every model is tried")]));
    quote! {
        #deprecated
        pub(crate) static MODELS: [(&str, #trip::Through); #count] = [#(#entries),*];
    }
}

struct Writer<'a> {
    names: &'a Names,
    client: &'a TokenStream,
}

impl Writer<'_> {
    fn group(&self, op: &Operation) -> &str {
        self.names.group(op.group()).unwrap_or(UNGROUPED)
    }

    /// Every operation with its entry, sorted by id. The length is that of the description.
    fn operations(&self, methods: &[Signature<'_>]) -> TokenStream {
        let (client, count) = (self.client, Literal::usize_unsuffixed(methods.len()));
        let mut methods: Vec<&Signature<'_>> = methods.iter().collect();
        methods.sort_by_key(|method| &method.op.id);
        let entries = methods.into_iter().map(|Signature { op, name, .. }| {
            let (id, group, function) = (&op.id, format_ident!("{}", self.group(op)), format_ident!("{name}"));
            quote!((#id, #group::#function))
        });
        quote! {
            pub(crate) static OPERATIONS: [(&str, kit::calls::Entry<#client::Client>); #count] = [#(#entries),*];
        }
    }

    /// Calls of a group's operations with JSON arguments.
    fn calls(&self, group: &str, methods: &[&Signature<'_>]) -> TokenStream {
        let (client, group) = (self.client, format_ident!("{group}"));
        let calls = methods.iter().map(|method| self.call(method));
        quote! {
            mod #group {
                use #client as client;
                use kit::calls::{Arguments, ArgumentMismatch, Running};
                #(#calls)*
            }
        }
    }

    fn call(&self, method: &Signature<'_>) -> TokenStream {
        let (op, function) = (method.op, format_ident!("{}", method.name));
        let accessor = self.names.group(op.group()).map(|group| format_ident!("{group}"));
        let accessor = accessor.map(|accessor| quote!(.#accessor()));
        let mut values: Vec<TokenStream> = method.arguments.iter().copied().map(argument).collect();
        let read = |is_optional: bool| {
            let form = match method.body? {
                Form::Json => "body",
                Form::Text => "text",
                Form::Bytes => "bytes",
            };
            Some(if is_optional { format_ident!("optional_{form}") } else { format_ident!("{form}") })
        };
        if op.body.as_ref().is_some_and(|body| body.required) {
            values.extend(read(false).map(|read| quote!(&arguments.#read()?)));
        }
        values.extend(method.options.as_ref().map(|options| self.options(op, options, read(true))));
        let erase = format_ident!("{}", erased(op, method.gives));
        let running = method.answers.as_ref().map_or_else(
            || quote!(Ok(Running::#erase(call))),
            |answers| {
                let show = self.by_status(op, answers);
                quote!(Ok(Running::call_by_status(call, #show)))
            },
        );
        let unused = values.is_empty().then(|| quote!(let _ = arguments;));
        let deprecated = op.deprecated.then(|| quote!(#[allow(deprecated, reason = "every operation is called")]));
        quote! {
            #deprecated
            pub(super) fn #function(client: &client::Client, arguments: &Arguments) -> Result<Running, ArgumentMismatch> {
                #unused
                let call = client #accessor.#function(#(#values),*);
                #running
            }
        }
    }

    /// Shows what a method gives by status.
    fn by_status(&self, op: &Operation, answers: &Answers) -> TokenStream {
        let module = self.names.group(op.group()).map(|group| format_ident!("{group}"));
        let module = module.map(|module| quote!(#module::));
        let ty = format_ident!("{}", answers.name);
        let arms = answers.variants.iter().map(|(variant, has_body)| {
            let variant = format_ident!("{variant}");
            if *has_body {
                quote!(client::#module #ty::#variant(body) => Some(kit::calls::shown(&body)))
            } else {
                quote!(client::#module #ty::#variant => None)
            }
        });
        quote! {
            |answer| {
                #[allow(unreachable_patterns, reason = "whether others can be added depends on the package")]
                match answer {
                    #(#arms,)*
                    _ => None,
                }
            }
        }
    }

    fn options(&self, op: &Operation, options: &Options<'_>, read: Option<Ident>) -> TokenStream {
        let module = self.names.group(op.group()).map(|group| format_ident!("{group}"));
        let module = module.map(|module| quote!(#module::));
        let ty = format_ident!("{}", options.name);
        let params = options.fields.iter().map(|(field, param, passing)| {
            let (field, name) = (format_ident!("{field}"), &param.name);
            let get = if *passing == Passing::Etag { quote!(optional_etag) } else { quote!(optional) };
            quote!(#field: arguments.#get(#name)?)
        });
        let body = options.body.as_ref().map(|field| {
            let field = format_ident!("{field}");
            quote!(#field: arguments.#read()?)
        });
        let fields = params.chain(body);
        quote!(Some(client::#module #ty { #(#fields),* }))
    }
}

fn argument((param, passing): (&Param, Passing)) -> TokenStream {
    let name = &param.name;
    match passing {
        Passing::Etag => quote!(&arguments.etag(#name)?),
        Passing::Text => quote!(&arguments.get::<String>(#name)?),
        Passing::Value => quote!(arguments.get(#name)?),
        Passing::Reference if matches!(param.value.ty, TypeRef::List(_)) => quote!(&arguments.get::<Vec<_>>(#name)?),
        Passing::Reference => quote!(&arguments.get(#name)?),
    }
}

/// The function that takes what the method gives, whatever its type.
fn erased(op: &Operation, gives: Gives) -> &'static str {
    match (gives, &op.lro, &op.paging) {
        (Gives::Exists, ..) => "exists",
        (Gives::Nothing, Some(_), _) => "poller_without_body",
        (Gives::Body, Some(_), _) => "poller",
        (Gives::Bytes, Some(_), _) => "poller_of_bytes",
        (_, None, Some(_)) => "list",
        (Gives::Bytes, None, None) => "call_of_bytes",
        (Gives::Nothing, None, None) => "call_without_body",
        (Gives::Body, None, None) => "call",
    }
}
