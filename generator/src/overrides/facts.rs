//! Secrets and POSTs that only read: facts that the descriptions leave out.
//!
//! ```toml
//! [[secret]]
//! type = "CertificateInformation"  # the id of the type that has the member
//! member = "certificatePassword"   # its wire name
//! reason = "opens the certificate"
//!
//! [[operation]]
//! id = "Gateway_ListKeys"          # the operationId of a POST
//! reason = "reads stored secrets"
//! ```

use std::collections::BTreeSet;

use serde::Deserialize;

use super::entry::{Entry, Subject};
use crate::{
    diag::At,
    model::{Api, Field, Method, TypeId, TypeKind},
};

/// A member that must never be printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The id of the type that has the member.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its wire name.
    pub member: String,
}

impl Secret {
    /// Whether the type has the member, and the description does not mark it.
    fn is_new(&self, api: &Api) -> bool {
        let kind = api.types.get(&TypeId(self.ty.clone())).map(|ty| &ty.kind);
        let Some(TypeKind::Struct(body)) = kind else { return false };
        body.fields.iter().any(|field| field.name == self.member && !field.secret)
    }

    /// Marks the member, also where it is inherited.
    fn mark(&self, api: &mut Api) {
        for (id, ty) in &mut api.types {
            let TypeKind::Struct(body) = &mut ty.kind else { continue };
            let is_it = |field: &Field| {
                let owner = field.inherited_from.as_ref().unwrap_or(id);
                field.name == self.member && (id.0 == self.ty || owner.0 == self.ty)
            };
            body.fields.iter_mut().filter(|field| is_it(field)).for_each(|field| field.secret = true);
        }
    }
}

impl Subject for Secret {
    const TABLE: &'static str = "secret";

    fn title(&self) -> String {
        format!("the secret \"{}\" of \"{}\"", self.member, self.ty)
    }

    fn key(&self) -> impl Ord {
        (&self.ty, &self.member)
    }

    fn unmatched(&self) -> String {
        format!("no type \"{}\" has a member \"{}\" that is not marked secret already", self.ty, self.member)
    }
}

/// A POST that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOnlyPost {
    /// Its operationId.
    pub id: String,
}

impl Subject for ReadOnlyPost {
    const TABLE: &'static str = "operation";

    fn title(&self) -> String {
        format!("the operation \"{}\"", self.id)
    }

    fn key(&self) -> impl Ord {
        &self.id
    }

    fn unmatched(&self) -> String {
        format!("there is no POST \"{}\"", self.id)
    }
}

/// Marks secret members; gives back the places of the entries that were new.
pub(super) fn mark_secrets(secrets: &[Entry<Secret>], api: &mut Api) -> BTreeSet<At> {
    // All are looked up before any is marked: what one marks in a subtype is no news of another's.
    let new: Vec<_> = secrets.iter().filter(|entry| entry.subject.is_new(api)).collect();
    for entry in &new {
        entry.subject.mark(api);
    }
    new.into_iter().map(|entry| entry.at.clone()).collect()
}

/// Marks POSTs that only read; gives back the places of the entries that match one.
pub(super) fn mark_posts(posts: &[Entry<ReadOnlyPost>], api: &mut Api) -> BTreeSet<At> {
    let mut used = BTreeSet::new();
    for Entry { subject, at, .. } in posts {
        let mut operations = api.operations.iter_mut();
        if let Some(op) = operations.find(|op| op.method == Method::Post && op.id == subject.id) {
            op.read_only_post = true;
            used.insert(at.clone());
        }
    }
    used
}
