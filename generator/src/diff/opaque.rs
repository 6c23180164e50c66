//! What the model has no form for, compared as the documents say it.
//!
//! Invariant: nothing is read into it. Whether it breaks is not known, so a change of it does; only another form of a body that is offered
//! beside the known one is no harm.

use std::collections::BTreeMap;

use super::{
    change::{AffectedOperations, Change, Variance},
    kind::Kind,
    pairing::OperationPair,
    place::{Place, Step, Subject},
    site::Site,
};
use crate::{
    diff::users,
    model::{Api, Opaque, Operation, TypeId},
    pointer::Pointer,
};

/// Compares what is left over on both sides.
pub(super) fn compare(old: &Api, new: &Api, operations: &[OperationPair<'_>]) -> Vec<Change> {
    if old.opaque.is_empty() && new.opaque.is_empty() {
        return Vec::new();
    }
    let ids: BTreeMap<&str, &str> =
        operations.iter().map(|pair| (pair.old.id.as_str(), pair.new.id.as_str())).collect();
    let before = placed(old, |id| ids.get(id).copied());
    let after = placed(new, |id| operations.iter().any(|pair| pair.new.id == id).then_some(id));
    let mut found = Vec::new();
    for (place, (one, affected)) in &after {
        let site = |old_at: &Pointer| Site::new(place.clone(), old_at, &one.at, affected.clone());
        match before.get(place) {
            None => {
                let added = site(&one.at).added(Kind::ConstructAdded, variance(&one.at), one.says.clone());
                found.push(Change { old_at: None, ..added });
            }
            Some((other, _)) if other.says != one.says => {
                let sides = (other.says.clone(), one.says.clone());
                found.push(site(&other.at).changed(Kind::ConstructChanged, Variance::Incompatible, sides.0, sides.1));
            }
            Some(_) => {}
        }
    }
    for (place, (one, affected)) in before.iter().filter(|(place, _)| !after.contains_key(*place)) {
        let site = Site::new(place.clone(), &one.at, &one.at, affected.clone());
        let removed = site.removed(Kind::ConstructRemoved, variance(&one.at), one.says.clone());
        found.push(Change { new_at: None, ..removed });
    }
    found
}

/// A body in another media type is there for those who ask for it.
fn variance(at: &Pointer) -> Variance {
    let is_media_type = at.parent().and_then(|parent| parent.last()).as_deref() == Some("content");
    if is_media_type { Variance::Same } else { Variance::Incompatible }
}

type Placed<'a> = BTreeMap<Place, (&'a Opaque, AffectedOperations)>;

/// Each by its place in words, with the operations that it affects. What belongs to an operation that only one side has is that
/// operation's.
fn placed<'a>(api: &'a Api, new_id: impl Fn(&'a str) -> Option<&'a str>) -> Placed<'a> {
    let users = users(api);
    let mut placed = Placed::new();
    for one in &api.opaque {
        let tokens: Vec<String> = one.at.tokens().collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let whole = |ids: Vec<&str>| AffectedOperations {
            whole: ids.into_iter().map(str::to_owned).collect(),
            ..AffectedOperations::default()
        };
        let (subject, rest, affected) = match tokens[..] {
            // The path itself, which its operations have.
            ["paths" | "x-ms-paths", _] => continue,
            ["paths" | "x-ms-paths", _, _, ref rest @ ..] => {
                let Some(op) = operation(api, &one.at) else { continue };
                let Some(id) = new_id(&op.id) else { continue };
                (Subject::Operation(id.to_owned()), rest.to_vec(), whole(vec![id]))
            }
            ["components", "schemas", name, ref rest @ ..] => {
                let id = TypeId(name.to_owned());
                let ids = users.get(&id).into_iter().flatten().filter_map(|id| new_id(id)).collect();
                (Subject::Model(id), rest.to_vec(), whole(ids))
            }
            ref all => {
                let ids = api.operations.iter().filter_map(|op| new_id(&op.id)).collect();
                (Subject::Api, all.to_vec(), whole(ids))
            }
        };
        placed.insert(Place { subject, steps: vec![Step::Within(rest.join("/"))] }, (one, affected));
    }
    placed
}

fn operation<'a>(api: &'a Api, at: &Pointer) -> Option<&'a Operation> {
    let inside = |op: &&Operation| at.as_str() == op.at.as_str() || at.as_str().starts_with(&format!("{}/", op.at));
    api.operations.iter().find(inside)
}
