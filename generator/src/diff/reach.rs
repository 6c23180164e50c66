//! Which operations pass through which pair of types, and in which direction.
//!
//! A change of a shared type is one change; this walk finds the operations it concerns. A member that only the service sets is not followed in
//! requests, one that it never returns not in responses, so that a change there breaks no client that cannot meet it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    change::AffectedOperations,
    pairing::{self, OperationPair},
    scope::Scope,
};
use crate::model::{
    Additional, Api, Field, Location, Mutability, Operation, Param, Struct, TypeId, TypeKind, TypeRef, Value,
};

/// What a value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Request,
    Response,
    Error,
}

/// The operations (by index among the paired ones, ascending) that reach a pair of types, by role.
pub(super) type Reach = BTreeMap<Role, Vec<usize>>;

/// A type of the old version and the one that stands in its place.
pub(super) type TypePair = (TypeId, TypeId);

/// Every pair of types at paired places.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Pairs that are one type.
    pub(super) same: BTreeMap<TypePair, Reach>,
    /// Pairs where another type took the place, and inline types inside such.
    pub(super) replaced: BTreeMap<TypePair, Reach>,
}

impl Reached {
    pub(super) fn contains(&self, old: &TypeId, new: &TypeId) -> bool {
        self.same.contains_key(&(old.clone(), new.clone()))
    }

    /// Whether the pair is part of a request or of a success, and not of errors alone.
    pub(super) fn travels(&self, old: &TypeId, new: &TypeId) -> bool {
        let reach = self.same.get(&(old.clone(), new.clone()));
        reach.is_some_and(|reach| reach.contains_key(&Role::Request) || reach.contains_key(&Role::Response))
    }
}

/// Walks every paired operation.
pub(super) fn walk(scope: &Scope<'_>, operations: &[OperationPair<'_>]) -> Reached {
    let mut graph = Graph { scope, index: BTreeMap::new(), nodes: Vec::new() };
    let roots: Vec<Vec<(Role, usize)>> = operations.iter().map(|pair| graph.roots(*pair)).collect();
    let mut walk = Walk { seen: vec![BTreeMap::new(); graph.nodes.len()], graph };
    for (operation, roots) in roots.into_iter().enumerate() {
        walk.operation(operation, roots);
    }
    walk.finish()
}

/// Walks one error's body.
pub(super) fn of_value(scope: &Scope<'_>, old: &Value, new: &Value) -> Reached {
    let mut graph = Graph { scope, index: BTreeMap::new(), nodes: Vec::new() };
    let root = graph.value(false, old, new);
    let mut walk = Walk { seen: vec![BTreeMap::new(); graph.nodes.len()], graph };
    walk.operation(0, root.map(|root| (Role::Error, root)).into_iter().collect());
    walk.finish()
}

/// The pairs of types and what each refers to. A pair is expanded once, however many operations pass through it.
struct Graph<'a> {
    scope: &'a Scope<'a>,
    /// Pairs, and whether they stand inside a type that took another's place.
    index: BTreeMap<(TypeId, TypeId, bool), usize>,
    nodes: Vec<Node>,
}

struct Node {
    pair: TypePair,
    same: bool,
    /// The pairs it refers to, and whether they travel in requests and in responses.
    edges: Vec<Edge>,
}

#[derive(Clone, Copy)]
struct Edge {
    target: usize,
    request: bool,
    response: bool,
}

impl Edge {
    fn always(target: usize) -> Self {
        Self { target, request: true, response: true }
    }

    fn travels(self, role: Role) -> bool {
        if role == Role::Request { self.request } else { self.response }
    }
}

impl Graph<'_> {
    fn roots(&mut self, pair: OperationPair<'_>) -> Vec<(Role, usize)> {
        let mut roots = Vec::new();
        let mut root = |role, target: Option<usize>| roots.extend(target.map(|target| (role, target)));
        let parameters = pairing::parameters(self.scope.old, self.scope.new, pair);
        for (old, new) in parameters.paired.iter().filter(|(_, new)| !is_api_version(new.param)) {
            root(Role::Request, self.value(false, &old.param.value, &new.param.value));
        }
        if let (Some(old), Some(new)) = (&pair.old.body, &pair.new.body) {
            root(Role::Request, self.value(false, &old.value, &new.value));
        }
        for (role, olds, news) in [
            (Role::Response, &pair.old.responses, &pair.new.responses),
            (Role::Error, &pair.old.failures, &pair.new.failures),
        ] {
            for old in olds {
                let Some(new) = news.iter().find(|new| new.status == old.status) else { continue };
                if let (Some(old), Some(new)) = (&old.body, &new.body) {
                    root(role, self.value(false, old, new));
                }
                for header in &old.headers {
                    if let Some(new) = new.headers.iter().find(|new| new.name.eq_ignore_ascii_case(&header.name)) {
                        root(role, self.value(false, &header.value, &new.value));
                    }
                }
            }
        }
        if let (Some(old), Some(new)) = (&pair.old.error, &pair.new.error) {
            root(Role::Error, self.value(false, old, new));
        }
        roots
    }

    /// The pair of types behind two values, if they have one.
    fn value(&mut self, inside_replaced: bool, old: &Value, new: &Value) -> Option<usize> {
        let (old, new) = self.scope.resolved(old, new);
        match (&old.ty, &new.ty) {
            (TypeRef::Named(old), TypeRef::Named(new)) => Some(self.node(inside_replaced, old, new)),
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
                self.value(inside_replaced, old, new)
            }
            _ => None,
        }
    }

    fn node(&mut self, inside_replaced: bool, old: &TypeId, new: &TypeId) -> usize {
        let follows = inside_replaced && self.scope.both_inline(old, new);
        let same = !follows && self.scope.same(old, new);
        let key = (old.clone(), new.clone(), same);
        if let Some(known) = self.index.get(&key) {
            return *known;
        }
        let node = self.nodes.len();
        self.index.insert(key, node);
        self.nodes.push(Node { pair: (old.clone(), new.clone()), same, edges: Vec::new() });
        let scope = self.scope;
        let edges = match (&scope.old.ty(old).kind, &scope.new.ty(new).kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => self.members(!same, old, new),
            (TypeKind::Alias(old), TypeKind::Alias(new)) => {
                self.value(!same, old, new).map(Edge::always).into_iter().collect()
            }
            _ => Vec::new(),
        };
        self.nodes[node].edges = edges;
        node
    }

    fn members(&mut self, inside_replaced: bool, old: &Struct, new: &Struct) -> Vec<Edge> {
        let mut edges = Vec::new();
        let (same, replaced) = paired_bases(self.scope, old, new);
        for (old, new) in same.into_iter().chain(replaced) {
            edges.push(Edge::always(self.node(inside_replaced, old, new)));
        }
        for (old, new) in paired_fields(old, new) {
            if let Some(target) = self.value(inside_replaced, &old.value, &new.value) {
                let both = |role| travels(old, role) && travels(new, role);
                edges.push(Edge { target, request: both(Role::Request), response: both(Role::Response) });
            }
        }
        if let (Additional::Typed(old), Additional::Typed(new)) = (&old.additional, &new.additional) {
            edges.extend(self.value(inside_replaced, old, new).map(Edge::always));
        }
        if let (Some(old), Some(new)) = (&old.discriminator, &new.discriminator) {
            for (value, old) in &old.mapping {
                if let Some(new) = new.mapping.get(value) {
                    edges.push(Edge::always(self.node(inside_replaced, old, new)));
                }
            }
        }
        edges
    }
}

struct Walk<'a> {
    graph: Graph<'a>,
    /// By node.
    seen: Vec<Reach>,
}

impl Walk<'_> {
    fn operation(&mut self, operation: usize, mut open: Vec<(Role, usize)>) {
        while let Some((role, node)) = open.pop() {
            let seen = self.seen[node].entry(role).or_default();
            if seen.last() == Some(&operation) {
                continue;
            }
            seen.push(operation);
            let edges = self.graph.nodes[node].edges.iter().filter(|edge| edge.travels(role));
            open.extend(edges.map(|edge| (role, edge.target)));
        }
    }

    fn finish(self) -> Reached {
        let mut reached = Reached::default();
        for (node, reach) in self.graph.nodes.into_iter().zip(self.seen) {
            if !reach.is_empty() {
                let pairs = if node.same { &mut reached.same } else { &mut reached.replaced };
                pairs.insert(node.pair, reach);
            }
        }
        reached
    }
}

/// The bases that both sides have, and those that took another's place.
fn paired_bases<'a>(scope: &Scope<'_>, old: &'a Struct, new: &'a Struct) -> (Vec<BasePair<'a>>, Vec<BasePair<'a>>) {
    let mut gone = Vec::new();
    let mut came: Vec<_> = new.bases.iter().collect();
    let mut same = Vec::new();
    for base in &old.bases {
        match came.iter().position(|new| scope.same(base, new)) {
            Some(index) => same.push((base, came.remove(index))),
            None => gone.push(base),
        }
    }
    (same, gone.into_iter().zip(came).collect())
}

type BasePair<'a> = (&'a TypeId, &'a TypeId);

/// The api-version is what is compared, so nobody meets a change of what it may be.
pub(super) fn is_api_version(param: &Param) -> bool {
    param.location == Location::Query && param.name == "api-version"
}

/// Members that both sides have.
pub(super) fn paired_fields<'a>(old: &'a Struct, new: &'a Struct) -> impl Iterator<Item = (&'a Field, &'a Field)> {
    old.fields.iter().filter_map(|old| field(new, &old.name).map(|new| (old, new)))
}

/// The member with this wire name; `fields` are sorted by it.
pub(super) fn field<'a>(structure: &'a Struct, name: &str) -> Option<&'a Field> {
    structure.fields.iter().find(|field| field.name == name)
}

/// Whether a member is ever part of a message in this role.
pub(super) fn travels(field: &Field, role: Role) -> bool {
    let any =
        |wanted: &[Mutability]| field.mutability.as_ref().is_none_or(|set| wanted.iter().any(|m| set.contains(m)));
    match role {
        Role::Request => !field.read_only && any(&[Mutability::Create, Mutability::Update]),
        Role::Response | Role::Error => any(&[Mutability::Read]),
    }
}

/// `reach` as operations by name; errors are responses.
pub(super) fn affected(reach: &Reach, operations: &[OperationPair<'_>]) -> AffectedOperations {
    let mut affected = AffectedOperations::default();
    for (role, indices) in reach {
        let set = if *role == Role::Request { &mut affected.request } else { &mut affected.response };
        set.extend(indices.iter().map(|index| operations[*index].new.id.clone()));
    }
    affected
}

/// Every type that an operation of one version reaches, with those operations.
#[must_use]
pub fn users(api: &Api) -> BTreeMap<&TypeId, BTreeSet<&str>> {
    let mut users: BTreeMap<&TypeId, BTreeSet<&str>> = BTreeMap::new();
    for op in &api.operations {
        let mut open: Vec<&TypeId> = roots(api, op).filter_map(Value::named_type).collect();
        while let Some(id) = open.pop() {
            if users.entry(id).or_default().insert(&op.id) {
                open.extend(api.ty(id).mentions());
            }
        }
    }
    users
}

fn roots<'a>(api: &'a Api, op: &'a Operation) -> impl Iterator<Item = &'a Value> {
    let responses = op.responses.iter().chain(&op.failures);
    let received = responses.flat_map(|response| response.body.iter().chain(response.headers.iter().map(|h| &h.value)));
    let sent = op.params.iter().map(|param| &api.param(param).value).chain(op.body.iter().map(|body| &body.value));
    sent.chain(received).chain(&op.error)
}
