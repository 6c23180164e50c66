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
    model::{Api, Type, TypeKind},
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

/// What rendering one api-version gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Every file, sorted by path.
    pub files: Vec<File>,
    /// How many Rust types there are.
    pub types: usize,
    /// `unused-override` errors: entries of `names.toml` that this version does not need. One file serves several versions,
    /// so only who renders them all can tell whether an entry is of no use anywhere (see [`crate::diag::in_all`]).
    pub unused: Vec<Diagnostic>,
}

/// Renders one api-version; `source` resolves the places of diagnostics.
///
/// # Errors
/// Every problem found: name collisions, constructs without a Rust form.
pub fn render(api: &Api, overrides: &Overrides, source: &Source) -> Result<Rendered, Vec<Diagnostic>> {
    let mut diagnostics = supported::check(api, source);
    let (names, collisions) = Names::assign(api, overrides, source);
    diagnostics.extend(collisions);
    if any_error(&diagnostics) {
        return Err(diagnostics);
    }
    let context = ty::Context { api, names: &names };
    let drafts = layout::drafts(context);
    let files = drafts.into_iter().map(|draft| File { text: file::print(&draft.docs, &draft.items), path: draft.path });
    Ok(Rendered { files: files.collect(), types: names.type_count(), unused: overrides.unused(names.used_overrides()) })
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
    !errors_only && !matches!(ty.kind, TypeKind::Alias(_))
}
