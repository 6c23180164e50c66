//! Lowers a document to the model.

pub use crate::spec::facts::Facts;
use crate::{diag::Diagnostic, model::Api, spec::Document};

/// Lowers a document; the diagnostics say what could not be.
#[must_use]
pub fn lower(document: &Document, facts: &Facts) -> (Api, Vec<Diagnostic>) {
    let _ = (document, facts);
    unimplemented!("owned by the lower stage")
}
