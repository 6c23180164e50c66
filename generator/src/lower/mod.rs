//! Lowers a document to the model.

use crate::{diag::Diagnostic, model::Api, spec::Document};

/// Facts that the descriptions leave out, each with its reason, from `specs/<service>/`.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// `secrets.toml`: (component, member) pairs that are secret although the description does not say so.
    pub secrets: Vec<(String, String)>,
    /// `read-only-posts.toml`: operationIds of POSTs that change nothing.
    pub read_only_posts: Vec<String>,
}

/// Lowers a document; the diagnostics say what could not be.
#[must_use]
pub fn lower(document: &Document, facts: &Facts) -> (Api, Vec<Diagnostic>) {
    let _ = (document, facts);
    unimplemented!("owned by the lower stage")
}
