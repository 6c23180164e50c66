//! What a rendered api-version offers to its users: every name that code can mention.
//!
//! Invariant: nothing is guessed from the model. What stands here was read from the items that `rust` printed.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, FnArg, ImplItem, Item as Syntax, ItemEnum, ItemImpl, ItemStruct, ReturnType, Signature, Visibility,
};

use crate::{
    model::Api,
    rust::{File, Names, render_with_items},
};

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A method or constructor.
    Function,
    /// A structure. `exhaustive` ones without `Default` must be written out field by field.
    Struct {
        /// Whether it has a `Default` to take the rest from.
        default: bool,
    },
    /// A field of a structure.
    Field,
    /// An enumeration.
    Enum {
        /// Whether code must expect variants it does not know.
        open: bool,
    },
    /// A variant of an enumeration.
    Variant,
}

/// A name that user code can mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub kind: Kind,
    /// What the compiler sees of it, for instance `(&str, &str) -> rt::Call<()>`.
    pub shape: String,
    /// The operation that it calls.
    pub operation: Option<String>,
}

/// Every item by its path below the version's module, for instance `gateway::Client::regenerate_key`.
pub type Items = BTreeMap<String, Item>;

/// One side of the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its model.
    pub api: &'a Api,
    /// What its things are called.
    pub names: &'a Names,
    /// What its rendered files offer.
    pub items: &'a Items,
}

/// Renders a version and reads its items on the way.
#[must_use]
pub fn render_items(api: &Api, names: &Names) -> (Vec<File>, Items) {
    let parsed = render_with_items(api, names);
    let items = items(&parsed);
    (parsed.into_iter().map(|(file, _)| file).collect(), items)
}

/// The items of files, each with what it was parsed to.
#[must_use]
pub fn items(files: &[(File, Vec<Syntax>)]) -> Items {
    let mut items = Items::new();
    for (file, parsed) in files {
        for item in parsed {
            add(&mut items, &file.path, item);
        }
    }
    items
}

fn add(items: &mut Items, path: &str, item: &Syntax) {
    // What all operations share is no user's to name.
    if path == "params.rs" {
        return;
    }
    let module = module(path);
    match item {
        Syntax::Struct(item) => structure(items, &module, item),
        Syntax::Enum(item) => enumeration(items, &module, item),
        Syntax::Impl(item) if item.trait_.is_none() => methods(items, &module, item),
        _ => {}
    }
}

/// The module as users name it: models are re-exported flat, `mod.rs` is the version itself.
fn module(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    match stem.split_once('/') {
        Some((folder, _)) => format!("{folder}::"),
        None if stem == "mod" => String::new(),
        None => format!("{stem}::"),
    }
}

fn structure(items: &mut Items, module: &str, item: &ItemStruct) {
    let path = format!("{module}{}", item.ident);
    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
        let Some(name) = &field.ident else { continue };
        items.insert(format!("{path}.{name}"), Item { kind: Kind::Field, shape: words(&field.ty), operation: None });
    }
    let default = derives(&item.attrs, "Default");
    items.insert(path, Item { kind: Kind::Struct { default }, shape: "struct".to_owned(), operation: None });
}

fn enumeration(items: &mut Items, module: &str, item: &ItemEnum) {
    let path = format!("{module}{}", item.ident);
    for variant in &item.variants {
        let shape = words(&variant.fields);
        items.insert(format!("{path}::{}", variant.ident), Item { kind: Kind::Variant, shape, operation: None });
    }
    let open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    items.insert(path, Item { kind: Kind::Enum { open }, shape: "enum".to_owned(), operation: None });
}

fn methods(items: &mut Items, module: &str, item: &ItemImpl) {
    for function in &item.items {
        if let ImplItem::Fn(function) = function
            && is_public(&function.vis)
        {
            let path = format!("{module}{}::{}", words(&item.self_ty), function.sig.ident);
            let operation = operation(function.block.to_token_stream());
            let shape = signature(&function.sig);
            items.insert(path, Item { kind: Kind::Function, shape, operation });
        }
    }
}

/// The types of a function: callers do not see what its arguments are called.
fn signature(signature: &Signature) -> String {
    let inputs: Vec<String> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Receiver(_) => None,
            FnArg::Typed(input) => Some(words(&input.ty)),
        })
        .collect();
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", words(ty)),
    };
    format!("({}){output}", inputs.join(", "))
}

/// The operation a body calls: the `name` of its descriptor, `Operation { name: "..", .. }`.
pub(super) fn operation(body: TokenStream) -> Option<String> {
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match (&token, tokens.peek()) {
            (TokenTree::Ident(ident), Some(TokenTree::Group(members))) if ident == "Operation" => {
                match members.stream().into_iter().nth(2) {
                    Some(TokenTree::Literal(id)) => Some(id.to_string().trim_matches('"').to_owned()),
                    _ => None,
                }
            }
            (TokenTree::Group(group), _) => operation(group.stream()),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn derives(attributes: &[Attribute], name: &str) -> bool {
    let list = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let mut words = list.flat_map(|attribute| {
        attribute.to_token_stream().to_string().split([' ', ',', '(', ')']).map(str::to_owned).collect::<Vec<_>>()
    });
    words.any(|word| word == name)
}

/// Tokens as people write them.
fn words(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (",>", ">"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Kind, items};
    use crate::rust::File;

    #[test]
    fn every_public_name_is_found() {
        let group = "/// x\n#[derive(Clone, Debug)]\npub struct Client { core: rt::Core }\n\
            #[derive(Clone, Debug, Default)]\npub struct ClientGetOptions { pub top: Option<i32> }\n\
            impl Client { pub(super) fn new(core: rt::Core) -> Self { Self { core } }\n\
            pub fn get(&self, name: &str, options: Option<ClientGetOptions>) -> rt::Call<models::Thing> {\n\
            self.core.request(&rt::Operation { name: \"Thing_Get\", ..rt::Operation::DEFAULT }).call() } }";
        let models = "#[non_exhaustive] pub enum Color { Red, UnknownValue(String) } impl Color { pub fn new(a: super::B) -> Self {} }";
        let file = |path: &str, text: &str| {
            let parsed = syn::parse_file(text).expect("it is Rust").items;
            (File { path: path.to_owned(), text: text.to_owned() }, parsed)
        };
        let found =
            items(&[file("thing.rs", group), file("models/thing.rs", models), file("params.rs", "pub struct No;")]);
        let lines: Vec<_> = found.iter().map(|(path, item)| format!("{path} {:?} {}", item.kind, item.shape)).collect();
        assert_eq!(
            lines,
            [
                "models::Color Enum { open: true } enum",
                "models::Color::Red Variant ",
                "models::Color::UnknownValue Variant (String)",
                "models::Color::new Function (super::B) -> Self",
                "thing::Client Struct { default: false } struct",
                "thing::Client::get Function (&str, Option<ClientGetOptions>) -> rt::Call<models::Thing>",
                "thing::ClientGetOptions Struct { default: true } struct",
                "thing::ClientGetOptions.top Field Option<i32>",
            ]
        );
        assert_eq!(found["thing::Client::get"].operation.as_deref(), Some("Thing_Get"));
        assert_eq!(found["thing::ClientGetOptions"].kind, Kind::Struct { default: true });
    }
}
