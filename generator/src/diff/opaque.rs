//! What the model has no form for, compared as the documents say it.
//!
//! Invariant: nothing is read into it. Whether it breaks is not known, so a change of it does; only another form of a body that is offered
//! beside the known one is no harm.

use std::collections::{BTreeMap, btree_map::Entry};

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
    let before = placed(old, &operations.iter().map(|pair| (pair.old.id.as_str(), pair.new.id.as_str())).collect());
    let after = placed(new, &operations.iter().map(|pair| (pair.new.id.as_str(), pair.new.id.as_str())).collect());
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
    shared(found)
}

/// One entry for what the operations of a path have in common, at the first of them.
fn shared(found: Vec<Change>) -> Vec<Change> {
    let mut shared: BTreeMap<_, Change> = BTreeMap::new();
    for change in found {
        match shared.entry((change.kind, change.old_at.clone(), change.new_at.clone())) {
            Entry::Occupied(mut known) => known.get_mut().affected.merge(&change.affected),
            Entry::Vacant(free) => drop(free.insert(change)),
        }
    }
    shared.into_values().collect()
}

/// A body in another media type is there for those who ask for it.
fn variance(at: &Pointer) -> Variance {
    let is_media_type = at.parent().and_then(|parent| parent.last()).as_deref() == Some("content");
    if is_media_type { Variance::Same } else { Variance::Incompatible }
}

type Placed<'a> = BTreeMap<Place, (&'a Opaque, AffectedOperations)>;

/// Each by its place in words, with the operations that it affects, whose new ids are given. What belongs to an operation that only
/// one side has is that operation's.
fn placed<'a>(api: &'a Api, new_ids: &BTreeMap<&str, &str>) -> Placed<'a> {
    let users = users(api);
    let new_id = |id: &str| new_ids.get(id).copied();
    let mut paths: BTreeMap<Pointer, Vec<&Operation>> = BTreeMap::new();
    for op in &api.operations {
        paths.entry(op.at.parent().unwrap_or_default()).or_default().push(op);
    }
    let mut placed = Placed::new();
    for one in &api.opaque {
        let mut put = |subject: Subject, way: String, ids: Vec<&str>| {
            let whole = ids.into_iter().map(str::to_owned).collect();
            let affected = AffectedOperations { whole, ..AffectedOperations::default() };
            placed.insert(Place { subject, steps: vec![Step::Within(way)] }, (one, affected));
        };
        let ways = ways(&paths, &one.at);
        let tokens: Vec<String> = one.at.tokens().collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        match tokens[..] {
            // The path itself, which its operations have.
            ["paths" | "x-ms-paths", _] => {}
            _ if !ways.is_empty() => {
                for (id, way) in ways.into_iter().filter_map(|(id, way)| Some((new_id(id)?, way))) {
                    put(Subject::Operation(id.to_owned()), way, vec![id]);
                }
            }
            ["components", "schemas", name, ..] => {
                let id = TypeId(name.to_owned());
                let ids = users.get(&id).into_iter().flatten().filter_map(|id| new_id(id)).collect();
                let way = below(&Pointer::root().join("components").join("schemas").join(name), &one.at);
                put(Subject::Model(id), way, ids);
            }
            // A path with no operation too.
            _ => {
                let ids = api.operations.iter().filter_map(|op| new_id(&op.id)).collect();
                put(Subject::Api, below(&Pointer::root(), &one.at), ids);
            }
        }
    }
    placed
}

/// The operation that a place is in, or else those that share the path it is in; with the way to it from each of them.
fn ways<'a>(paths: &BTreeMap<Pointer, Vec<&'a Operation>>, at: &Pointer) -> Vec<(&'a str, String)> {
    let mut outer = std::iter::successors(Some(at.clone()), Pointer::parent);
    let Some((path, operations)) = outer.find_map(|path| paths.get_key_value(&path)) else { return Vec::new() };
    if let Some(op) = operations.iter().find(|op| op.at.contains(at)) {
        return vec![(&op.id, below(&op.at, at))];
    }
    operations.iter().map(|op| (op.id.as_str(), format!("../{}", below(path, at)))).collect()
}

/// The way from a place down to one inside it, in the escaped text of the pointer, so that no two ways are one.
fn below(outer: &Pointer, inner: &Pointer) -> String {
    let way = inner.as_str().strip_prefix(outer.as_str()).unwrap_or(inner.as_str());
    way.strip_prefix('/').unwrap_or(way).to_owned()
}
