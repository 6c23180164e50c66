//! Pages with Rust in them: what a block needs is among the dependencies that the page or the quick start names, so that whoever
//! copies it has all of it. That the blocks compile is what documentation tests are for, which have more crates at hand.

use std::collections::BTreeSet;

use kit::repo::{self, RepoFile};
use syn::{ItemUse, UseTree, visit::Visit};

use super::none;

/// What a program that follows the quick start depends on.
const QUICK_START: &str = "README.md";

/// Pages about other crates than the quick start's.
const OTHER_CRATES: &str = "generated/runtime/";

#[test]
fn pages_name_the_crates_that_their_examples_need() {
    let files = repo::files();
    let page = |path: &str| files.iter().find(|file| file.path == path).expect("it stands there");
    let known = dependencies(&page("Cargo.toml").text, &["workspace"]);
    assert!(known.contains("reqwest") && known.contains("async_trait"), "{known:?}");
    let of_quick_start = named(&page(QUICK_START).text);
    assert!(of_quick_start.contains("azure_identity") && of_quick_start.contains("arm_apimanagement"));
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| is_page(file)) {
        let mut at_hand = named(&file.text);
        if !file.path.starts_with(OTHER_CRATES) {
            at_hand.extend(of_quick_start.iter().cloned());
        }
        let mut needed = BTreeSet::new();
        for block in blocks(&file.text, "rust") {
            let mut crates = Crates::default();
            crates.visit_file(&parse(&file.path, &block));
            needed.extend(crates.roots.difference(&crates.imported).filter(|name| known.contains(*name)).cloned());
        }
        offences.extend(needed.difference(&at_hand).map(|name| {
            format!("{}: name `{name}` in a block of [dependencies] beside the example that needs it", file.path)
        }));
    }
    none(&offences);
}

/// Whether it is a page with examples of the published crates.
pub(super) fn is_page(file: &RepoFile) -> bool {
    file.path == QUICK_START || file.path.starts_with("generated/") && file.has_suffix(".md")
}

/// The blocks in a language.
pub(super) fn blocks(text: &str, wanted: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<(bool, String)> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), &mut block) {
            (Some(_), Some(_)) => blocks.extend(block.take().filter(|(is_wanted, _)| *is_wanted).map(|(_, text)| text)),
            (Some(language), None) => block = Some((language.starts_with(wanted), String::new())),
            (None, Some((_, block))) => block.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    blocks
}

/// Reads a block, which is a file or the inside of a function.
pub(super) fn parse(path: &str, block: &str) -> syn::File {
    let parsed = syn::parse_file(block).or_else(|_| syn::parse_file(&format!("fn example() {{ {block} }}")));
    parsed.unwrap_or_else(|error| panic!("{path}: {error}\n{block}"))
}

/// The crates that the blocks of a page name as dependencies.
fn named(page: &str) -> BTreeSet<String> {
    blocks(page, "toml").iter().flat_map(|block| dependencies(block, &[])).collect()
}

/// The dependencies of a manifest, or of a table of it, as Rust names them.
fn dependencies(manifest: &str, table: &[&str]) -> BTreeSet<String> {
    // A block may show one line instead of a manifest's part; it names nothing then.
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return BTreeSet::new() };
    let manifest = table.iter().try_fold(&manifest, |table, key| table.get(*key)?.as_table());
    let tables = ["dependencies", "dev-dependencies"].map(|kind| manifest?.get(kind)?.as_table());
    tables.into_iter().flatten().flat_map(toml::Table::keys).map(|name| name.replace('-', "_")).collect()
}

/// What paths begin with, and what names in them are imported.
#[derive(Default)]
struct Crates {
    roots: BTreeSet<String>,
    imported: BTreeSet<String>,
}

impl Crates {
    fn import(&mut self, tree: &UseTree, parent: &str) {
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &path.ident.to_string()),
            UseTree::Name(name) if name.ident == "self" => {
                self.imported.insert(parent.to_owned());
            }
            UseTree::Name(name) => {
                self.imported.insert(name.ident.to_string());
            }
            UseTree::Rename(rename) => {
                self.imported.insert(rename.rename.to_string());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, parent)),
            UseTree::Glob(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Crates {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if let UseTree::Path(path) = &item.tree {
            self.roots.insert(path.ident.to_string());
        }
        self.import(&item.tree, "");
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.roots.insert(path.segments[0].ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    // A macro's tokens are not parsed: one that begins with a crate is named like any path.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.visit_path(&mac.path);
    }
}

#[test]
fn crates_are_what_paths_begin_with() {
    let mut crates = Crates::default();
    let block = "use a::{b::{self, C}, d as e}; #[f::main] async fn g() -> b::H { e::i(j::k!()); l() }";
    crates.visit_file(&parse("here", block));
    let needed: Vec<_> = crates.roots.difference(&crates.imported).map(String::as_str).collect();
    assert_eq!(needed, ["a", "f", "j"]);
    assert_eq!(
        named("```toml\n[dev-dependencies]\nasync-trait = \"0.1\"\n```\n```toml\n[[x]\n```"),
        BTreeSet::from(["async_trait".to_owned()])
    );
}
