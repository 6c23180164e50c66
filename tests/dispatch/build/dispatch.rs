//! The dispatcher of one api-version: every operation as a function from JSON arguments to the call of its typed method, and
//! every model as one from JSON to JSON. What is written by hand stands in `src/`.

use std::collections::BTreeMap;

use generator::{
    model::{Api, Operation, Param, TypeKind},
    rust::{
        Names,
        signature::{Gives, Options, Passing, Signature, signatures},
        version_module,
    },
};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

/// The module of operations without a group.
const UNGROUPED: &str = "ungrouped";

/// The module of an api-version: the tables of its operations and of its models, and a module of calls a group.
pub fn dispatch(api: &Api, names: &Names) -> TokenStream {
    let version = format_ident!("{}", version_module(&api.api_version));
    let writer = Writer { api, names, version: &version };
    let methods = signatures(api, names);
    let mut groups: BTreeMap<&str, Vec<&Signature<'_>>> = BTreeMap::new();
    for method in &methods {
        groups.entry(writer.group(method.op)).or_default().push(method);
    }
    let groups = groups.iter().map(|(group, methods)| writer.calls(group, methods));
    let (operations, models) = (writer.operations(&methods), writer.models());
    quote! {
        pub(crate) mod #version {
            #operations
            #models
            #(#groups)*
        }
    }
}

struct Writer<'a> {
    api: &'a Api,
    names: &'a Names,
    version: &'a Ident,
}

impl Writer<'_> {
    fn group(&self, op: &Operation) -> &str {
        self.names.group(op.group()).unwrap_or(UNGROUPED)
    }

    /// Every operation with its entry, sorted by id. The length is that of the description.
    fn operations(&self, methods: &[Signature<'_>]) -> TokenStream {
        let (version, count) = (self.version, Literal::usize_unsuffixed(methods.len()));
        let mut methods: Vec<&Signature<'_>> = methods.iter().collect();
        methods.sort_by_key(|method| &method.op.id);
        let entries = methods.into_iter().map(|Signature { op, name, .. }| {
            let (id, group, function) = (&op.id, format_ident!("{}", self.group(op)), format_ident!("{name}"));
            quote!((#id, #group::#function))
        });
        quote! {
            pub(crate) static OPERATIONS:
                [(&str, crate::Entry<arm_apimanagement::#version::Client>); #count] = [#(#entries),*];
        }
    }

    /// Every type with its way through Rust, sorted by id; one entry a type, also where several are one in Rust: each is to
    /// be tried with its own values.
    fn models(&self) -> TokenStream {
        let (version, trip) = (self.version, quote!(crate::trip));
        let models = self.api.types.values().filter_map(|ty| Some((ty, format_ident!("{}", self.names.ty(&ty.id)?))));
        let entries: Vec<TokenStream> = models
            .map(|(ty, model)| {
                let through = match &ty.kind {
                    TypeKind::Enum(_) => quote!(enumeration),
                    _ if self.names.families().head(&ty.id).is_some() => quote!(family),
                    _ => quote!(structure),
                };
                let id = &ty.id.0;
                quote!((#id, #trip::#through::<arm_apimanagement::#version::models::#model>))
            })
            .collect();
        let count = Literal::usize_unsuffixed(entries.len());
        let deprecated = self.api.types.values().any(|ty| ty.deprecated);
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated, reason = "every model is tried")]));
        quote! {
            #deprecated
            pub(crate) static MODELS: [(&str, #trip::Through); #count] = [#(#entries),*];
        }
    }

    /// Calls of a group's operations with JSON arguments.
    fn calls(&self, group: &str, methods: &[&Signature<'_>]) -> TokenStream {
        let (version, group) = (self.version, format_ident!("{group}"));
        let calls = methods.iter().map(|method| self.call(method));
        quote! {
            mod #group {
                use arm_apimanagement::#version as client;
                use crate::{Arguments, ArgumentMismatch, Running};
                #(#calls)*
            }
        }
    }

    fn call(&self, method: &Signature<'_>) -> TokenStream {
        let (op, function) = (method.op, format_ident!("{}", method.name));
        let accessor = self.names.group(op.group()).map(|group| format_ident!("{group}"));
        let accessor = accessor.map(|accessor| quote!(.#accessor()));
        let mut values: Vec<TokenStream> = method.arguments.iter().copied().map(argument).collect();
        if op.body.as_ref().is_some_and(|body| body.required) {
            values.push(quote!(&arguments.body()?));
        }
        values.extend(method.options.as_ref().map(|options| self.options(op, options)));
        let erase = format_ident!("{}", erased(op, method.gives));
        let unused = values.is_empty().then(|| quote!(let _ = arguments;));
        let deprecated = op.deprecated.then(|| quote!(#[allow(deprecated, reason = "every operation is called")]));
        quote! {
            #deprecated
            pub(super) fn #function(client: &client::Client, arguments: &Arguments) -> Result<Running, ArgumentMismatch> {
                #unused
                let call = client #accessor.#function(#(#values),*);
                Ok(Running::#erase(call))
            }
        }
    }

    fn options(&self, op: &Operation, options: &Options<'_>) -> TokenStream {
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
            quote!(#field: arguments.optional_body()?)
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
        Passing::Reference => quote!(&arguments.get(#name)?),
    }
}

/// The function that takes what the method gives, whatever its type.
fn erased(op: &Operation, gives: Gives) -> &'static str {
    match (gives, &op.lro, &op.paging) {
        (Gives::Exists, ..) => "exists",
        (Gives::Nothing, Some(_), _) => "poller_without_body",
        (Gives::Body, Some(_), _) => "poller",
        (_, None, Some(_)) => "list",
        (Gives::Nothing, None, None) => "call_without_body",
        (Gives::Body, None, None) => "call",
    }
}
