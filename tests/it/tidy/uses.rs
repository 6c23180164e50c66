//! What the source files of a package use of one another, and that no two use each other, be it through others.
//!
//! Read with `syn`: `use` trees, paths in code, and words of macro calls. Tests are left out, and so is code between quotes, which
//! is of another crate. What a module re-exports counts as used from where it is declared, so that a `mod.rs` may offer what its
//! files hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use kit::repo;
use syn::{
    Attribute, Item, ItemMod, ItemUse, Macro, Meta, UseTree, Visibility,
    visit::{self, Visit},
};

use super::none;

/// A source file of a package.
pub(super) struct Source {
    /// Its path below the root.
    pub(super) path: String,
    /// Every path that it mentions, as written, `use` trees written out.
    pub(super) mentions: BTreeSet<String>,
    /// The module that it is, from the crate's root.
    module: Vec<String>,
    /// Each mention that makes it depend on another file, with the module where it stands.
    used: BTreeSet<(Vec<String>, String)>,
    /// What it re-exports: the name, and the path to it.
    exports: BTreeMap<String, String>,
    /// Modules that are tests.
    tests: BTreeSet<Vec<String>>,
}

/// The files below `root`, a folder of the repository with a `lib.rs`.
pub(super) fn sources(root: &str) -> Vec<Source> {
    let folder = repo::root().join(root);
    let mut paths = Vec::new();
    repo::walk(&folder, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let below = path.strip_prefix(&folder).expect("it was found there").to_string_lossy().replace('\\', "/");
        Source::new(below, &fs::read_to_string(path).expect("it is there"))
    };
    let mut sources: Vec<_> = paths.iter().map(read).collect();
    let tests: Vec<_> = sources.iter().flat_map(|source| source.tests.clone()).collect();
    sources.retain(|source| !tests.iter().any(|module| source.module.starts_with(module)));
    assert!(sources.len() > 10, "the sources are not where this test looks for them");
    sources
}

/// Which files each file uses.
pub(super) fn edges(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let by_module: BTreeMap<&[String], &Source> =
        sources.iter().map(|source| (source.module.as_slice(), source)).collect();
    let uses = |source: &Source| -> BTreeSet<&str> {
        let targets = source.used.iter().filter_map(|(module, path)| declared(&by_module, module, path, 0));
        targets.map(|target| target.path.as_str()).filter(|path| *path != source.path).collect()
    };
    sources.iter().map(|source| (source.path.as_str(), uses(source))).collect()
}

/// Groups of files that use each other, each as one line.
fn cycles(sources: &[Source]) -> Vec<String> {
    let edges = edges(sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges.keys().map(|path| (*path, reach(&edges, path))).collect();
    let mut cycles = BTreeSet::new();
    for (path, reached_from) in &reached {
        let group: Vec<&str> = reached_from.iter().filter(|other| reached[*other].contains(path)).copied().collect();
        let used = |one: &&str| edges[one].iter().filter(|other| group.contains(other)).copied().collect::<Vec<_>>();
        let lines: Vec<_> = group.iter().map(|one| format!("  {one} uses {}", used(one).join(", "))).collect();
        if !lines.is_empty() {
            cycles.insert(lines.join("\n"));
        }
    }
    cycles.into_iter().collect()
}

fn reach<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = edges[from].iter().copied().collect();
    while let Some(path) = open.pop() {
        if reached.insert(path) {
            open.extend(&edges[path]);
        }
    }
    reached
}

/// The file where what a path leads to is declared; `None` for paths that leave the crate or name what is in scope already.
fn declared<'a>(
    by_module: &BTreeMap<&[String], &'a Source>,
    module: &[String],
    path: &str,
    depth: usize,
) -> Option<&'a Source> {
    let mut at = module.to_vec();
    let mut names = path.split("::").peekable();
    match names.peek().copied()? {
        "crate" => at.clear(),
        "self" | "super" => {}
        child if by_module.contains_key([module, &[child.to_owned()]].concat().as_slice()) => {}
        _ => return None,
    }
    for name in names {
        match name {
            "crate" | "self" => continue,
            "super" => drop(at.pop()),
            name => {
                at.push(name.to_owned());
                if by_module.contains_key(at.as_slice()) {
                    continue;
                }
                at.pop();
                let here = by_module.get(at.as_slice())?;
                let elsewhere = here.exports.get(name).filter(|_| depth < 8);
                let found = elsewhere.and_then(|path| declared(by_module, &at, path, depth + 1));
                return Some(found.unwrap_or(here));
            }
        }
    }
    by_module.get(at.as_slice()).copied()
}

impl Source {
    fn new(path: String, text: &str) -> Self {
        let stem = path.strip_suffix(".rs").unwrap_or(&path);
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        let mut reading = Reading {
            here: module.clone(),
            source: Self {
                path,
                module,
                mentions: BTreeSet::new(),
                used: BTreeSet::new(),
                exports: BTreeMap::new(),
                tests: BTreeSet::new(),
            },
        };
        reading.visit_file(&syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", reading.source.path)));
        reading.source
    }
}

struct Reading {
    source: Source,
    /// The module that is being read, inline ones included.
    here: Vec<String>,
}

impl Reading {
    fn mention(&mut self, path: String) {
        self.source.used.insert((self.here.clone(), path.clone()));
        self.source.mentions.insert(path);
    }

    /// Writes a `use` tree out: `a::{b, c as d}` is `a::b` and `a::c`, which is known as `d`.
    fn tree(prefix: &str, tree: &UseTree, paths: &mut Vec<(String, String)>) {
        match tree {
            UseTree::Path(path) => Self::tree(&format!("{prefix}{}::", path.ident), &path.tree, paths),
            UseTree::Name(name) if name.ident == "self" => {
                let path = prefix.trim_end_matches("::").to_owned();
                paths.push((path.rsplit("::").next().unwrap_or_default().to_owned(), path));
            }
            UseTree::Name(name) => paths.push((name.ident.to_string(), format!("{prefix}{}", name.ident))),
            UseTree::Rename(rename) => paths.push((rename.rename.to_string(), format!("{prefix}{}", rename.ident))),
            UseTree::Glob(_) => paths.push(("*".to_owned(), prefix.trim_end_matches("::").to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| Self::tree(prefix, tree, paths)),
        }
    }
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {
                let name = module.ident.to_string();
                self.source.tests.insert([self.here.as_slice(), &[name]].concat());
            }
            Item::Fn(function) if is_test(&function.attrs) => {}
            Item::Use(item) if is_test(&item.attrs) => {}
            item => visit::visit_item(self, item),
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.here.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.here.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        Self::tree(if item.leading_colon.is_some() { "::" } else { "" }, &item.tree, &mut paths);
        for (name, path) in paths {
            if matches!(item.vis, Visibility::Inherited) {
                self.mention(path);
            } else {
                self.source.mentions.insert(path.clone());
                self.source.exports.insert(name, path);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let root = if path.leading_colon.is_some() { "::" } else { "" };
        if names.len() > 1 {
            self.mention(format!("{root}{}", names.join("::")));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if name == "quote" || name == "parse_quote" {
            // A mention of the crate, like `quote::quote!`.
            return self.mention("quote".to_owned());
        }
        self.visit_path(&call.path);
        let text = call.tokens.to_string().replace(" :: ", "::").replace(":: ", "::");
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let paths = words.filter(|word| word.trim_matches(':').contains("::"));
        paths.for_each(|path| self.mention(path.trim_end_matches(':').to_owned()));
    }

    /// `pub(in path)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) => {
            let condition = list.tokens.to_string().replace(' ', "");
            list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all(test,"))
        }
        Meta::NameValue(_) => false,
    };
    attributes.iter().any(is_test)
}

#[test]
fn no_files_use_each_other() {
    for root in ["generator/src", "generated/runtime/src"] {
        none(&cycles(&sources(root)));
    }
}

#[test]
fn a_cycle_is_found_through_re_exports_and_macros() {
    let source = |path: &str, text: &str| Source::new(path.to_owned(), text);
    let lib =
        source("lib.rs", "mod a; mod b; pub use self::a::{A, A as C}; #[cfg(test)] mod tests { use crate::b::B; }");
    let a = source("a.rs", "pub struct A; pub(in crate::b) fn f() { assert!(x == crate::b::B); }");
    let tokens = |b: &str| cycles(&[source("lib.rs", ""), source("a.rs", b), source("b.rs", "use crate::a::A;")]);
    assert_eq!(cycles(&[lib, a, source("b.rs", "fn g(_: crate::C) {}")]), ["  a.rs uses b.rs\n  b.rs uses a.rs"]);
    assert_eq!(tokens("fn f() -> TokenStream { quote!(crate::b::B) }"), [""; 0]);
    assert_eq!(tokens("#[cfg(test)] mod tests { use crate::b::B; }"), [""; 0]);
    assert_eq!(tokens("mod inner { use super::super::b::B; }").len(), 1);
}

#[test]
fn use_trees_are_written_out() {
    let text =
        "use a::{self, b::{c, d as e}, f};\npub(crate) use ::g::h;\nfn i() { crate::j::k(); }\n// std::fs::read\n";
    let mentions: Vec<_> = Source::new("a.rs".to_owned(), text).mentions.into_iter().collect();
    assert_eq!(mentions, ["::g::h", "a", "a::b::c", "a::b::d", "a::f", "crate::j::k"]);
}
