//! Renders the model as Rust: names, then one kind of item after the other, then files.
//!
//! Invariants:
//! - Pure: the same model and overrides give the same bytes.
//! - Tokens only: Rust is built with `quote` and becomes text in `file` alone.
//! - It knows no second api-version; what did not change between two versions comes out the same because each piece of text
//!   depends on the thing it describes and on nothing else.

mod arguments;
mod client;
mod dispatch;
mod docs;
mod endpoint;
mod enums;
mod file;
pub mod ident;
mod layout;
mod limits;
mod method;
mod names;
mod options;
mod outcome;
mod overrides;
mod pages;
mod params;
mod phrase;
mod structs;
mod supported;
mod ty;

pub use self::{
    dispatch::dispatch,
    file::HEADER,
    names::{Names, value_text},
    overrides::{Kind, Overrides},
};
use crate::{
    diag::{Diagnostic, any_error},
    model::{Api, Scalar, Type, TypeKind},
    spec::Source,
};

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the version's folder, `/`-separated, for instance `models/gateway.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

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

/// Renders an api-version whose names [`prepare`] chose: every file, sorted by path.
#[must_use]
pub fn render(api: &Api, names: &Names) -> Vec<File> {
    render_seen(api, names, &mut |_, _| {})
}

/// The same, and shows each item with the path of its file to `seen` on its way to become text. To parse a version's text
/// again takes about as long as to render it.
pub fn render_seen(api: &Api, names: &Names, seen: &mut dyn FnMut(&str, &syn::Item)) -> Vec<File> {
    let print = |draft: layout::Draft| {
        let text = file::print(&draft.docs, &draft.items, &mut |item| seen(&draft.path, item));
        File { path: draft.path, text }
    };
    layout::drafts(ty::Context { api, names }).into_iter().map(print).collect()
}

/// The module of an api-version, for instance `v2024_05_01`.
///
/// # Panics
/// Never: the name starts with a letter.
#[must_use]
pub fn version_module(api_version: &str) -> String {
    ident::snake(&format!("v{api_version}")).expect("\"v\" is a letter")
}

/// Whether a type has a Rust form. Types that only error responses mention have none: `rt` reads ARM's error bodies itself,
/// the same way for every version.
fn is_rendered(ty: &Type) -> bool {
    let errors_only = ty.usage.error && !ty.usage.request && !ty.usage.response;
    // An enumeration of numbers is the number in Rust.
    let is_value = match &ty.kind {
        TypeKind::Alias(_) => true,
        TypeKind::Enum(body) => body.scalar != Scalar::String,
        TypeKind::Struct(_) => false,
    };
    !errors_only && !is_value
}
