//! Types that contain themselves: which members need indirection so that a Rust type has a finite size.
//!
//! Invariant: with the marked members set aside no structure contains itself, and with one mark less some structure does.
//! Lists and maps hold their elements elsewhere, so they never count.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lowering;
use crate::{
    diag::Code,
    model::{TypeId, TypeKind, TypeRef, Value},
    spec::Problem,
};

/// A member that holds a structure in itself: owner, member, what it holds.
type Edge = (TypeId, String, TypeId);

impl Lowering<'_> {
    /// Reports names that stand for nothing but themselves, then marks the members.
    pub(super) fn cycles(&mut self) {
        self.alias_cycles();
        if !self.report.is_empty() {
            return;
        }
        for (owner, member, _) in self.feedback() {
            if let Some(TypeKind::Struct(body)) = self.types.get_mut(&owner).map(|ty| &mut ty.kind) {
                body.fields.iter_mut().filter(|field| field.name == member).for_each(|field| field.recursive = true);
            }
        }
    }

    /// A list of itself, a map of itself: legal as JSON, and as a name for a type it never ends.
    fn alias_cycles(&mut self) {
        let mut problems = Vec::new();
        for (id, ty) in &self.types {
            let mut next = id;
            let mut seen = BTreeSet::new();
            while let Some(TypeKind::Alias(value)) = self.types.get(next).map(|ty| &ty.kind) {
                let Some(target) = heart(value) else { break };
                if target == id {
                    problems.push((ty.at.clone(), format!("\"{id}\" is a name for lists or maps of itself")));
                    break;
                }
                if !seen.insert(target) {
                    break;
                }
                next = target;
            }
        }
        for (at, message) in problems {
            self.report
                .push_at(&at, Problem::new(Code::RefCycle, message).help("put an object with a member in between"));
        }
    }

    /// A smallest set of members without which no structure contains itself.
    fn feedback(&self) -> Vec<Edge> {
        let edges = self.edges();
        let mut kept: BTreeMap<&TypeId, BTreeSet<&TypeId>> = BTreeMap::new();
        let circular: Vec<&Edge> = circular(&edges);
        let mut marked = Vec::new();
        // An edge that closes a circle with those kept so far is marked; the order is that of names, so it is stable.
        for edge in circular {
            let (owner, _, target) = edge;
            if reaches(&kept, target, owner) {
                marked.push(edge.clone());
            } else {
                kept.entry(owner).or_default().insert(target);
            }
        }
        marked
    }

    /// Members that hold a structure directly, in the order of names.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (id, ty) in &self.types {
            let TypeKind::Struct(body) = &ty.kind else { continue };
            for field in &body.fields {
                if let TypeRef::Named(target) = self.behind(&field.value)
                    && matches!(self.types.get(&target).map(|ty| &ty.kind), Some(TypeKind::Struct(_)))
                {
                    edges.push((id.clone(), field.name.clone(), target));
                }
            }
        }
        edges
    }
}

/// The edges between structures that are neither first nor last of a chain: peeling those off leaves what can be circular.
fn circular(edges: &[Edge]) -> Vec<&Edge> {
    let mut left: Vec<&Edge> = edges.iter().collect();
    loop {
        let owners: BTreeSet<&TypeId> = left.iter().map(|(owner, _, _)| owner).collect();
        let targets: BTreeSet<&TypeId> = left.iter().map(|(_, _, target)| target).collect();
        let before = left.len();
        left.retain(|(owner, _, target)| targets.contains(owner) && owners.contains(target));
        if left.len() == before {
            return left;
        }
    }
}

fn reaches(kept: &BTreeMap<&TypeId, BTreeSet<&TypeId>>, from: &TypeId, to: &TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            open.extend(kept.get(id).into_iter().flatten().copied());
        }
    }
    false
}

/// The named type a value comes down to, through lists and maps.
pub(super) fn heart(value: &Value) -> Option<&TypeId> {
    match &value.ty {
        TypeRef::Named(id) => Some(id),
        TypeRef::List(inner) | TypeRef::Map(inner) => heart(inner),
        TypeRef::Scalar(_) | TypeRef::Object | TypeRef::Any => None,
    }
}
