//! Renders the model as Rust: names, then one kind of item after the other, then files.
//!
//! Invariants:
//! - Pure: the same model and overrides give the same bytes.
//! - Tokens only: Rust is built with `quote` and becomes text in `file` alone.
//! - It knows no second api-version; what did not change between two versions comes out the same because each piece of text
//!   depends on the thing it describes and on nothing else.

mod answers;
mod arguments;
mod client;
mod constraints;
mod docs;
mod endpoint;
mod enums;
mod example;
mod families;
mod file;
pub mod ident;
mod layout;
mod method;
mod names;
mod options;
mod outcome;
mod package;
mod pages;
mod params;
mod phrase;
mod reached;
mod resolve;
#[doc(hidden)]
pub mod signature;
mod spelling;
mod structs;
mod supported;
mod ty;
mod versions;

pub use self::{
    file::{File, HEADER},
    ident::version_module,
    names::{Names, OperationNames, ParamNames, TypeNames},
    package::{Package, Workspace, package},
    versions::versions,
};
use crate::{
    diag::{Diagnostic, any_error},
    model::Api,
    overrides::Overrides,
    spec::Source,
};

/// Makes sure that everything of an api-version has a form in Rust, and names it; `source` resolves the places of diagnostics.
///
/// # Errors
/// Every problem found: name collisions, constructs without a Rust form, an endpoint that is not Resource Manager's.
pub fn prepare(api: &Api, overrides: &Overrides, source: &Source) -> Result<Names, Vec<Diagnostic>> {
    let mut diagnostics = supported::check(api, source);
    diagnostics.extend(endpoint::check(api, overrides, source));
    let (names, collisions) = Names::assign(api, overrides, source);
    diagnostics.extend(collisions);
    if any_error(&diagnostics) { Err(diagnostics) } else { Ok(names) }
}

/// The items of every file by its path, without their documentation and the work of printing them, sorted by path.
#[must_use]
pub fn parsed(api: &Api, names: &Names) -> Vec<(String, Vec<syn::Item>)> {
    let drafts = layout::drafts(ty::Context { api, names, documented: false }).into_iter();
    drafts.map(|draft| (draft.path, file::parse(&draft.items))).collect()
}

/// Renders an api-version whose names [`prepare`] chose: every file, sorted by path.
#[must_use]
pub fn render(api: &Api, names: &Names) -> Vec<File> {
    render_with_items(api, names).into_iter().map(|(file, _)| file).collect()
}

/// The same, each file with its items: to parse the text again takes about as long as to render it.
#[must_use]
pub fn render_with_items(api: &Api, names: &Names) -> Vec<(File, Vec<syn::Item>)> {
    let print = |draft: layout::Draft| {
        let (text, items) = file::print(&draft.docs, draft.example.as_deref(), &draft.items);
        (File { path: draft.path, text }, items)
    };
    layout::drafts(ty::Context { api, names, documented: true }).into_iter().map(print).collect()
}
