//! Which file a thing stands in.
//!
//! Invariant: a file's name follows from the thing and the groups that reach it, never from how much else there is, so
//! that a growing API moves nothing but what became shared.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    client, enums, families, file::Item, ident, names::TypeNames, outcome, pages, params, resolve, spelling::Word,
    structs, ty::Context,
};
use crate::model::{Type, TypeId, TypeKind};

/// The models file of operations without a group.
const UNGROUPED: &str = "ungrouped";

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
    for (group, module) in context.names.groups() {
        let draft = Draft::new(format!("{module}.rs"), client::group(context, &methods, subscription, group));
        let docs = client::group_docs(context, group).into_lines();
        drafts.push(Draft { docs, example: client::group_example(context, &methods, group, module), ..draft });
    }
    drafts.extend(models(context));
    drafts.sort_by(|one, other| one.path.cmp(&other.path));
    drafts
}

/// The types of a file by their name in Rust.
type ModelsOfFile<'a> = BTreeMap<&'a str, (&'a TypeNames, &'a Type)>;

fn models(context: Context<'_>) -> Vec<Draft> {
    let mut files: BTreeMap<String, ModelsOfFile<'_>> = BTreeMap::new();
    for (id, groups) in groups_by_type(context) {
        let Some(names) = context.names.type_names(id) else { continue };
        let file = file_name(context, &names.name, &groups);
        files.entry(file).or_default().insert(&names.name, (names, context.api.ty(id)));
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
                TypeKind::Enum(body) => enums::items(names, ty, body),
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

/// Every rendered type with all groups that reach it or an enumeration merged with it.
fn groups_by_type(context: Context<'_>) -> BTreeMap<&TypeId, BTreeSet<&str>> {
    let mut groups: BTreeMap<&TypeId, BTreeSet<&str>> = BTreeMap::new();
    for ty in context.api.types.values().filter(|ty| context.names.ty(&ty.id).is_some()) {
        let owner = context.names.rendered_as(&ty.id);
        groups.entry(owner).or_default().extend(ty.usage.groups.iter().map(String::as_str));
    }
    groups
}

/// A type that one group reaches stands in that group's file; what several share is filed by the first word of its name.
fn file_name(context: Context<'_>, name: &str, groups: &BTreeSet<&str>) -> String {
    let mut groups = groups.iter();
    match (groups.next(), groups.next()) {
        (Some(group), None) => context.names.group(group).unwrap_or(UNGROUPED).to_owned(),
        _ => format!("shared_{}", ident::words(name).first().map_or("other", Word::snake)),
    }
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
