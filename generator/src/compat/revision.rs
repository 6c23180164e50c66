//! What a new rendering of one api-version does to the one before, for the person who reviews it.
//!
//! Invariant: read from the two texts alone, as neither the description nor the model of the old one is at hand. Documentation
//! does not count.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Attribute, ImplItem, Item as Syntax,
    visit_mut::{VisitMut, visit_item_mut},
};

use super::{
    items::{Items, items, operation},
    verdict::{Verdict, judge},
};
use crate::rust::File;

/// How many of a kind came, went and changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Only the new text has them.
    pub added: Vec<String>,
    /// Only the old text has them.
    pub removed: Vec<String>,
    /// Both have them, and not the same.
    pub changed: Vec<String>,
}

impl Tally {
    fn of(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Self {
        let missing = |from: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
            from.keys().filter(|name| !other.contains_key(*name)).cloned().collect()
        };
        let changed = old.iter().filter(|(name, text)| new.get(*name).is_some_and(|newer| newer != *text));
        Self {
            added: missing(new, old),
            removed: missing(old, new),
            changed: changed.map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Whether nothing of the kind is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// What is different between two renderings of one api-version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// By operationId.
    pub operations: Tally,
    /// By the name of their type.
    pub models: Tally,
    /// What code can mention and no longer compiles with, by its path below the version's module.
    pub breaks: Vec<String>,
}

/// Compares files of the same paths; those that did not change need not be among them. An old file that is no Rust is none.
#[must_use]
pub fn revision(old: &[File], new: &[File]) -> Revision {
    let (old, new) = (Parsed::new(old), Parsed::new(new));
    let broken = judge(&old.items, &new.items).into_iter().filter(|one| one.verdict == Verdict::Breaks);
    Revision {
        operations: Tally::of(&old.operations, &new.operations),
        models: Tally::of(&old.models, &new.models),
        breaks: broken.map(|one| one.path).collect(),
    }
}

#[derive(Default)]
struct Parsed {
    items: Items,
    /// operationId to the method's code.
    operations: BTreeMap<String, String>,
    /// The type's name to the code of all that belongs to it.
    models: BTreeMap<String, String>,
}

impl Parsed {
    fn new(files: &[File]) -> Self {
        let parse = |file: &File| Some((file.clone(), syn::parse_file(&file.text).ok()?.items));
        let files: Vec<(File, Vec<Syntax>)> = files.iter().filter_map(parse).collect();
        let found = items(files.iter().map(|(file, items)| (file.path.as_str(), items.as_slice())));
        let mut parsed = Self { items: found, ..Self::default() };
        for (file, items) in files {
            let types: BTreeSet<String> = items.iter().filter_map(name).collect();
            for mut item in items {
                WithoutDocs.visit_item_mut(&mut item);
                parsed.add(&file.path, &types, &item);
            }
        }
        parsed
    }

    fn add(&mut self, path: &str, types: &BTreeSet<String>, item: &Syntax) {
        if path.starts_with("models/") {
            // A table names its type first, and stands in the same file.
            let owner = name(item).or_else(|| match item {
                Syntax::Impl(item) => Some(item.self_ty.to_token_stream().to_string()),
                Syntax::Macro(item) => Some(item.mac.tokens.clone().into_iter().next()?.to_string()),
                _ => None,
            });
            if let Some(owner) = owner.filter(|owner| types.contains(owner)) {
                self.models.entry(owner).or_default().push_str(&item.to_token_stream().to_string());
            }
        } else if let Syntax::Impl(item) = item {
            for function in &item.items {
                if let ImplItem::Fn(function) = function
                    && let Some(id) = operation(&function.block)
                {
                    self.operations.insert(id, function.to_token_stream().to_string());
                }
            }
        }
    }
}

fn name(item: &Syntax) -> Option<String> {
    match item {
        Syntax::Struct(item) => Some(item.ident.to_string()),
        Syntax::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// Takes documentation away.
struct WithoutDocs;

impl VisitMut for WithoutDocs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    }

    fn visit_item_mut(&mut self, item: &mut Syntax) {
        visit_item_mut(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: &str =
        "/// A client.\npub struct Client;\nimpl Client {\n/// Gets.\npub fn get(&self, name: &str) -> u8 {
        self.core.get(\"Thing_Get\", \"/things\") }\n/// Goes.\npub fn delete(&self) {
        self.core.delete(\"Thing_Delete\", \"/\") } }";
    const MODELS: &str =
        "/// A.\n#[derive(Default)]\npub struct A {\n/// B.\npub b: u8 }\nrt::model!(A { \"b\" => b, });
        pub enum E { P }";

    fn revised(group: &str, models: &str) -> (Tally, Tally, Vec<String>) {
        let files = |group: &str, models: &str| {
            [("thing.rs", group), ("models/a.rs", models)]
                .map(|(path, text)| File { path: path.into(), text: text.into() })
        };
        let Revision { operations, models, breaks } = revision(&files(GROUP, MODELS), &files(group, models));
        (operations, models, breaks)
    }

    fn tally(added: &[&str], removed: &[&str], changed: &[&str]) -> Tally {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Tally { added: owned(added), removed: owned(removed), changed: owned(changed) }
    }

    #[test]
    fn other_words_change_nothing() {
        let (operations, models, breaks) = revised(&GROUP.replace("Gets", "Reads"), &MODELS.replace("/// A.", ""));
        assert!(operations.is_empty() && models.is_empty() && breaks.is_empty());
    }

    #[test]
    fn what_came_went_and_changed_is_told() {
        let none = || tally(&[], &[], &[]);
        // On the wire alone: no code breaks.
        let (operations, models, breaks) =
            revised(&GROUP.replace("/things", "/others"), &MODELS.replace("\"b\"", "\"c\""));
        assert_eq!((operations, models), (tally(&[], &[], &["Thing_Get"]), tally(&[], &[], &["A"])));
        assert_eq!(breaks, [""; 0]);
        let (operations, models, breaks) = revised(&GROUP.replace("Thing_Delete", "Thing_Drop"), MODELS);
        assert_eq!((operations, models), (tally(&["Thing_Drop"], &["Thing_Delete"], &[]), none()));
        assert_eq!(breaks, [""; 0], "the method has kept its name");
        let (operations, models, breaks) =
            revised("pub struct Client;", &MODELS.replace("pub enum E { P }", "pub enum F { P }"));
        assert_eq!((operations, models), (tally(&[], &["Thing_Delete", "Thing_Get"], &[]), tally(&["F"], &["E"], &[])));
        assert_eq!(breaks, ["models::E", "models::E::P", "thing::Client::delete", "thing::Client::get"]);
    }

    #[test]
    fn an_old_file_that_is_no_rust_is_none() {
        let new = [File { path: "thing.rs".into(), text: GROUP.into() }];
        let old = [File { path: "thing.rs".into(), text: "<<<<<<< ours".into() }];
        assert_eq!(revision(&old, &new).operations, tally(&["Thing_Delete", "Thing_Get"], &[], &[]));
    }
}
