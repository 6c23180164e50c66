//! What we add to the published descriptions of a service: names, pages of the reference, secrets, POSTs that only read,
//! accepted changes.
//!
//! Each addition is an [`Entry`]: its subject, the reason for it, and the place it stands at. All are read, checked and reported as
//! unused by the same code. A new kind of entry is a type that implements `Subject`, and one line that reads its table.
//!
//! Secrets and read-only POSTs are tables, not actions of an overlay. An overlay edits the document before it is understood; a
//! secret is a member of a type of the model, wherever it is inherited, and is of no use where the description marks it already,
//! which no JSONPath can tell. That a POST only reads is no fact OpenAPI has a key for. Corrections of facts that OpenAPI does have
//! a key for belong in an overlay, whose actions are entries too: the target is the subject, the description the reason.
//!
//! Invariant: knows the model, how Rust spells a name and which kinds of change there are, and nothing else of the other stages.

mod accepted;
mod entry;
mod facts;
mod names;
mod reference;

use std::collections::BTreeSet;

pub use self::{
    accepted::Accepted,
    entry::Entry,
    facts::{ReadOnlyPost, Secret},
    names::{Endpoint, Kind, Rename},
    reference::{Page, Reference},
};
use crate::{
    diag::{At, Diagnostic},
    model::Api,
};

/// The entries of a service's files, `names.toml`, `reference.toml`, `secrets.toml` and `read-only-posts.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Names that things have instead of their own.
    pub renames: Vec<Entry<Rename>>,
    /// Endpoints other than Resource Manager's.
    pub endpoints: Vec<Entry<Endpoint>>,
    /// Where the REST reference is.
    pub references: Vec<Entry<Reference>>,
    /// Its pages that are not called as their operations are.
    pub pages: Vec<Entry<Page>>,
    /// Members that are secret although no description says so.
    pub secrets: Vec<Entry<Secret>>,
    /// POSTs that change nothing.
    pub read_only_posts: Vec<Entry<ReadOnlyPost>>,
    /// An endpoint that the command line names.
    endpoint: Option<String>,
}

impl Overrides {
    /// The names of the files, beside the descriptions of a service. Each may be missing, and each kind of entry may stand in any.
    pub const FILES: [&str; 4] = ["names.toml", "reference.toml", "secrets.toml", "read-only-posts.toml"];

    /// Reads files, given as name and text.
    ///
    /// # Errors
    /// Every problem: not TOML, an unknown key or table, an entry without a reason, two entries for one thing.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        let mut overrides = Self::default();
        let mut problems = Vec::new();
        for (name, text) in files {
            problems.extend(entry::read(name, text, |reader| {
                reader.take(&mut overrides.renames);
                reader.take(&mut overrides.endpoints);
                reader.take(&mut overrides.references);
                reader.take(&mut overrides.pages);
                reader.take(&mut overrides.secrets);
                reader.take(&mut overrides.read_only_posts);
            }));
        }
        problems.sort();
        if problems.is_empty() { Ok(overrides) } else { Err(problems) }
    }

    /// The same, and an endpoint that the caller accepts.
    #[must_use]
    pub fn with_endpoint(self, url: impl Into<String>) -> Self {
        Self { endpoint: Some(url.into()), ..self }
    }

    /// The entry for a description's endpoint, and whether the endpoint is accepted.
    pub(crate) fn endpoint(&self, url: &str) -> (Option<&Entry<Endpoint>>, bool) {
        let entry = self.endpoints.iter().find(|entry| entry.subject.url == url);
        (entry, entry.is_some() || self.endpoint.as_deref() == Some(url))
    }

    /// The entry that renames a thing.
    pub(crate) fn rename(&self, kind: Kind, from: &str) -> Option<&Entry<Rename>> {
        self.renames.iter().find(|entry| entry.subject.kind == kind && entry.subject.from == from)
    }

    /// Where the REST reference is.
    pub(crate) fn reference(&self) -> Option<&Entry<Reference>> {
        self.references.first()
    }

    /// The page of an operation or a group, if it is not called so.
    pub(crate) fn page(&self, of: &str) -> Option<&Entry<Page>> {
        self.pages.iter().find(|entry| entry.subject.of == of)
    }

    /// Marks secrets and POSTs that only read. An `unused-override` error for each entry that this model does not need; as one file
    /// serves several versions, it counts only when no version needs it (see [`crate::diag::in_all`]).
    pub(crate) fn apply(&self, api: &mut Api) -> Vec<Diagnostic> {
        let mut used = facts::mark_secrets(&self.secrets, api);
        used.extend(facts::mark_posts(&self.read_only_posts, api));
        let mut unused = entry::unused(&self.secrets, &used);
        unused.extend(entry::unused(&self.read_only_posts, &used));
        unused
    }

    /// The same error for each rename, endpoint and page whose place is not among the used ones.
    #[must_use]
    pub fn unused(&self, used: &BTreeSet<At>) -> Vec<Diagnostic> {
        let mut unused = entry::unused(&self.renames, used);
        unused.extend(entry::unused(&self.endpoints, used));
        unused.extend(entry::unused(&self.references, used));
        unused.extend(entry::unused(&self.pages, used));
        unused
    }
}
