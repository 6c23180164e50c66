//! What people copy builds models so that it compiles when a field is added: examples and the guide end their literals with `..`.

use std::collections::BTreeSet;

use kit::repo;
use syn::{ExprStruct, Item, PatStruct, visit::Visit};

use super::{none, pages};

#[test]
fn literals_of_models_leave_room_for_fields() {
    let open = open_structs();
    assert!(open.len() > 500, "only {} structures were found", open.len());
    let mut offences = Vec::new();
    for file in repo::files() {
        let is_example = file.path.starts_with("generated/examples/") && file.has_suffix(".rs");
        let sources = if is_example {
            vec![file.text.clone()]
        } else if pages::is_page(&file) {
            pages::blocks(&file.text, "rust")
        } else {
            Vec::new()
        };
        for source in sources {
            let parsed = pages::parse(&file.path, &source);
            let mut closed = Closed { open: &open, found: Vec::new() };
            closed.visit_file(&parsed);
            offences.extend(closed.found.iter().map(|name| format!("{}: end `{name} {{ .. }}` with `..`", file.path)));
        }
    }
    none(&offences);
}

/// Structures that may gain fields with a minor release: models and options.
fn open_structs() -> BTreeSet<String> {
    let machine_written = repo::rust_files().into_iter().filter(|file| file.is_machine_written());
    let items = machine_written
        .filter(|file| file.path.starts_with("generated/src/"))
        .flat_map(|file| syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path)).items);
    items.filter_map(|item| if let Item::Struct(item) = item { Some(item.ident.to_string()) } else { None }).collect()
}

struct Closed<'a> {
    open: &'a BTreeSet<String>,
    found: Vec<String>,
}

impl Closed<'_> {
    fn note(&mut self, path: &syn::Path) {
        let name = path.segments.last().map(|segment| segment.ident.to_string());
        self.found.extend(name.filter(|name| self.open.contains(name)));
    }
}

impl<'ast> Visit<'ast> for Closed<'_> {
    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        if literal.dot2_token.is_none() {
            self.note(&literal.path);
        }
        syn::visit::visit_expr_struct(self, literal);
    }

    fn visit_pat_struct(&mut self, pattern: &'ast PatStruct) {
        if pattern.rest.is_none() {
            self.note(&pattern.path);
        }
        syn::visit::visit_pat_struct(self, pattern);
    }
}

#[test]
fn a_closed_literal_is_found() {
    let open = BTreeSet::from(["Model".to_owned()]);
    let source = "fn f() { let Model { a } = m::Model { a: Model { ..x }, b: Other { c } }; }";
    let mut closed = Closed { open: &open, found: Vec::new() };
    closed.visit_file(&syn::parse_file(source).expect("it is Rust"));
    assert_eq!(closed.found, ["Model", "Model"]);
}
