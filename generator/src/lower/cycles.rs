//! Types that contain themselves: which members need indirection so that a Rust type has a finite size.
//!
//! Invariant: with the marked members set aside no structure contains itself, and with one mark less some structure does.
//! Lists and maps hold their elements elsewhere, and so do families, so they never count.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lowering;
use crate::{
    diag::Code,
    model::{Families, TypeId, TypeKind, TypeRef},
    spec::Problem,
};

/// The longest line of names for one type that is followed.
pub(super) const MAX_NAMES: usize = 32;

/// A member that holds a structure in itself: owner, member, what it holds.
type Edge = (TypeId, String, TypeId);

impl Lowering<'_> {
    /// Reports names that stand for nothing but themselves, then marks the members.
    pub(super) fn cycles(&mut self) {
        self.alias_cycles();
        if self.report.has_errors() {
            return;
        }
        for (owner, member, _) in self.feedback() {
            if let Some(TypeKind::Struct(body)) = self.types.get_mut(&owner).map(|ty| &mut ty.kind) {
                body.fields.iter_mut().filter(|field| field.name == member).for_each(|field| field.recursive = true);
            }
        }
    }

    /// A list of itself, a map of itself: legal as JSON, and as a name for a type it never ends. Every name is followed once.
    fn alias_cycles(&mut self) {
        let mut circular: Vec<&TypeId> = Vec::new();
        let mut long: Vec<&TypeId> = Vec::new();
        // How many names stand between a type and what it is in the end.
        let mut lengths: BTreeMap<&TypeId, usize> = BTreeMap::new();
        for start in self.types.keys() {
            let mut way: Vec<&TypeId> = Vec::new();
            let mut on_way: BTreeMap<&TypeId, usize> = BTreeMap::new();
            let mut next = Some(start);
            while let Some(id) = next.filter(|id| !lengths.contains_key(id)) {
                if let Some(at) = on_way.insert(id, way.len()) {
                    circular.extend(&way[at..]);
                    break;
                }
                way.push(id);
                next = self.alias_of(id);
            }
            let mut length = next.and_then(|id| lengths.get(id)).copied().unwrap_or_default();
            for id in way.into_iter().rev() {
                length += 1;
                lengths.insert(id, length);
                if length == MAX_NAMES + 2 {
                    long.push(id);
                }
            }
        }
        let at = |id: &TypeId| self.types[id].at.clone();
        let circular: Vec<_> = circular.into_iter().map(|id| (at(id), id.clone())).collect();
        let long: Vec<_> =
            long.into_iter().filter(|id| !circular.iter().any(|(_, other)| other == *id)).map(at).collect();
        for (at, id) in circular {
            let message = format!("\"{id}\" is a name for lists or maps of itself");
            self.report
                .push_at(&at, Problem::new(Code::RefCycle, message).help("put an object with a member in between"));
        }
        for at in long {
            self.unsupported(&at, format!("more than {MAX_NAMES} names for one type in a row"), "use fewer");
        }
    }

    /// What a type is a name for, or lists or maps of.
    fn alias_of(&self, id: &TypeId) -> Option<&TypeId> {
        match &self.types.get(id)?.kind {
            TypeKind::Alias(value) => value.named_type(),
            TypeKind::Struct(_) | TypeKind::Enum(_) => None,
        }
    }

    /// A smallest set of members without which no structure contains itself.
    fn feedback(&self) -> Vec<Edge> {
        let edges = self.edges();
        let mut kept = Graph::default();
        let mut marked = Vec::new();
        // An edge that closes a cycle with those kept so far is marked; the order is that of names, so it is stable.
        for edge in circular(&edges) {
            let (owner, _, target) = edge;
            if kept.reaches(target, owner) {
                marked.push(edge.clone());
            } else {
                kept.add(owner, target);
            }
        }
        marked
    }

    /// Members that hold a structure directly, in the order of names.
    fn edges(&self) -> Vec<Edge> {
        let families = Families::of(&self.types);
        let mut edges = Vec::new();
        for (id, ty) in &self.types {
            let TypeKind::Struct(body) = &ty.kind else { continue };
            for field in &body.fields {
                if let TypeRef::Named(target) = &field.value.unaliased(&self.types).ty
                    && families.head(target).is_none()
                    && matches!(self.types.get(target).map(|ty| &ty.kind), Some(TypeKind::Struct(_)))
                {
                    edges.push((id.clone(), field.name.clone(), target.clone()));
                }
            }
        }
        edges
    }
}

/// The edges between structures that are neither first nor last of a chain: peeling those off leaves what can be circular.
fn circular(edges: &[Edge]) -> Vec<&Edge> {
    let mut graph = Graph::default();
    for (owner, _, target) in edges {
        graph.add(owner, target);
    }
    let all: BTreeSet<&TypeId> = edges.iter().flat_map(|(owner, _, target)| [owner, target]).collect();
    let mut gone = BTreeSet::new();
    for (ahead, behind) in [(&graph.out, &graph.back), (&graph.back, &graph.out)] {
        let mut left: BTreeMap<&TypeId, usize> =
            all.iter().map(|id| (*id, ahead.get(id).map_or(0, BTreeSet::len))).collect();
        let mut ends: Vec<&TypeId> = left.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
        while let Some(end) = ends.pop() {
            gone.insert(end);
            for id in behind.get(end).into_iter().flatten() {
                let count = left.get_mut(id).expect("all are counted");
                *count -= 1;
                if *count == 0 {
                    ends.push(id);
                }
            }
        }
    }
    edges.iter().filter(|(owner, _, target)| !gone.contains(owner) && !gone.contains(target)).collect()
}

/// What holds what, both ways.
#[derive(Default)]
struct Graph<'a> {
    out: BTreeMap<&'a TypeId, BTreeSet<&'a TypeId>>,
    back: BTreeMap<&'a TypeId, BTreeSet<&'a TypeId>>,
}

impl<'a> Graph<'a> {
    fn add(&mut self, owner: &'a TypeId, target: &'a TypeId) {
        self.out.entry(owner).or_default().insert(target);
        self.back.entry(target).or_default().insert(owner);
    }

    /// Searches from both ends, a step each in turn, and is done when either has nowhere left to go: of a long chain that grows
    /// at one end only the other is short.
    fn reaches(&self, from: &'a TypeId, to: &'a TypeId) -> bool {
        let mut sides = [(&self.out, vec![from], BTreeSet::from([from])), (&self.back, vec![to], BTreeSet::from([to]))];
        let goals = [to, from];
        loop {
            for ((steps, open, seen), goal) in sides.iter_mut().zip(goals) {
                let Some(id) = open.pop() else { return false };
                if id == goal {
                    return true;
                }
                open.extend(steps.get(id).into_iter().flatten().copied().filter(|next| seen.insert(next)));
            }
        }
    }
}
