//! Which file a thing stands in.
//!
//! Invariant: a file's name follows from the thing's own name, never from what else there is or who uses it, so that a growing API moves
//! nothing and the files of two versions can be compared line by line.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    client, enums, example, families, file::Item, ident, names::TypeNames, outcome, pages, params, resolve,
    spelling::Word, structs, ty::Context,
};
use crate::model::{Type, TypeKind};

/// A file that is not printed yet.
pub(super) struct Draft {
    pub(super) path: String,
    pub(super) docs: Vec<String>,
    /// The lines of an example, to stand behind `docs`.
    pub(super) example: Option<Vec<String>>,
    pub(super) items: Vec<Item>,
}

impl Draft {
    fn new(path: impl Into<String>, items: Vec<Item>) -> Self {
        Self { path: path.into(), docs: Vec::new(), example: None, items }
    }
}

/// Every file of a version, sorted by path.
pub(super) fn drafts(context: Context<'_>) -> Vec<Draft> {
    let methods = resolve::methods(context.api, context.names);
    let subscription = client::subscription(&methods);
    let version = Draft::new("mod.rs", client::version(context, &methods, subscription));
    let mut drafts = vec![
        Draft { docs: client::version_intro(context).into_lines(), ..version },
        Draft::new("params.rs", params::items(&methods)),
    ];
    let groups = client::by_group(&methods);
    for (group, module) in context.names.groups() {
        let methods = groups.get(group).map(Vec::as_slice).unwrap_or_default();
        let draft = Draft::new(format!("{module}.rs"), client::group(context, methods, subscription, group));
        let docs = client::group_docs(context, group).into_lines();
        // What the group's page begins with.
        let example = if context.documented { example::lines(context, module, methods) } else { None };
        drafts.push(Draft { docs, example, ..draft });
    }
    drafts.extend(models(context));
    drafts.sort_by(|one, other| one.path.cmp(&other.path));
    drafts
}

/// The types of a file by their name in Rust.
type ModelsOfFile<'a> = BTreeMap<&'a str, (&'a TypeNames, &'a Type)>;

fn models(context: Context<'_>) -> Vec<Draft> {
    let mut files: BTreeMap<String, ModelsOfFile<'_>> = BTreeMap::new();
    for ty in context.api.types.values() {
        // An enumeration that is merged with an equal one stands in that one's place.
        let id = context.names.rendered_as(&ty.id);
        let Some(names) = context.names.type_names(id) else { continue };
        files.entry(file_name(&names.name)).or_default().insert(&names.name, (names, context.api.ty(id)));
    }
    let pages = outcome::pages(context.api);
    let mut drafts = vec![Draft {
        docs: vec!["Every model: what requests carry and responses bring.".to_owned()],
        ..Draft::new("models/mod.rs", index(&files))
    }];
    for (file, types) in &files {
        let mut items = Vec::new();
        for (names, ty) in types.values() {
            items.extend(match &ty.kind {
                TypeKind::Struct(body) => {
                    let family = context.names.families().head(&ty.id);
                    let kinds = family.map(|family| families::items(context, names, ty, body, family));
                    [kinds.unwrap_or_default(), structs::items(context, names, ty, body)].concat()
                }
                TypeKind::Enum(body) => enums::items(context, names, ty, body),
                TypeKind::Alias(_) => Vec::new(),
            });
            items.extend(pages.get(&ty.id).map(|page| pages::item(context, page)));
        }
        items.insert(
            0,
            Item::Rust(quote!(
                use crate::rt;
            )),
        );
        drafts.push(Draft::new(format!("models/{file}.rs"), items));
    }
    drafts
}

/// The file of a model: the first two words of its name. One would put half of a service that calls everything by its own name
/// into one file.
fn file_name(name: &str) -> String {
    let words = ident::words(name);
    let first: Vec<&str> = words.iter().take(2).map(Word::snake).collect();
    ident::snake(&first.join("_")).unwrap_or_else(|| "other".to_owned())
}

/// `models/mod.rs`: the files, and every model under one path, so that a type keeps its path when it moves to another file.
fn index(files: &BTreeMap<String, ModelsOfFile<'_>>) -> Vec<Item> {
    let modules = files.keys().map(|file| {
        let file = format_ident!("{file}");
        quote!(mod #file;)
    });
    let exports = files.iter().map(|(file, types)| {
        let names: BTreeSet<&str> = types.values().flat_map(|(names, _)| names.exported()).collect();
        let (file, types) = (format_ident!("{file}"), names.into_iter().map(|name| format_ident!("{name}")));
        quote!(pub use self::#file::{#(#types),*};)
    });
    let modules: TokenStream = modules.collect();
    let exports: TokenStream = exports.collect();
    vec![Item::Rust(modules), Item::Rust(exports)]
}
