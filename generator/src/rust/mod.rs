//! Renders the model as Rust.

use crate::{diag::Diagnostic, model::Api, spec::Source};

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the version's folder, `/`-separated, for instance `models/gateway.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The name overrides of a service, `names.toml`.
#[derive(Clone, Debug, Default)]
pub struct Overrides {}

/// Renders one api-version; `source` resolves the places of diagnostics.
///
/// # Errors
/// Every problem found: name collisions, constructs without a Rust form.
pub fn render(api: &Api, overrides: &Overrides, source: &Source) -> Result<Vec<File>, Vec<Diagnostic>> {
    let _ = (api, overrides, source);
    unimplemented!("owned by the render stage")
}
