//! What an item of the crate is about in the model: an operation with its options, or a type and a part of it.
//!
//! Invariant: looked up by the names that `rust` chose, on both sides, and never guessed from how a path looks.

use std::collections::{BTreeMap, BTreeSet};

use super::items::Side;
use crate::{
    diff::users,
    model::{Operation, ParamId, ParamRef, Type, TypeId, TypeKind},
    rust::TypeNames,
};

/// One side's names, the other way round.
pub(super) struct Index<'a> {
    side: Side<'a>,
    /// By the path of a method or an options structure.
    operations: BTreeMap<String, &'a Operation>,
    /// By the name of the Rust type.
    types: BTreeMap<&'a str, BTreeSet<&'a TypeId>>,
    /// By type, the operations that reach it.
    users: BTreeMap<&'a TypeId, BTreeSet<&'a str>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(side: Side<'a>) -> Self {
        let mut operations = BTreeMap::new();
        for op in &side.api.operations {
            let module = side.names.group(op.group()).map_or_else(String::new, |module| format!("{module}::"));
            let options = format!("{module}{}", side.names.operation(op).options);
            operations.insert(options, op);
            operations.extend(side.names.method_path(op).map(|path| (path, op)));
        }
        let mut types: BTreeMap<&str, BTreeSet<&TypeId>> = BTreeMap::new();
        for id in side.api.types.keys() {
            for name in side.names.type_names(id).into_iter().flat_map(TypeNames::exported) {
                types.entry(name).or_default().insert(id);
            }
        }
        Self { side, operations, types, users: users(side.api) }
    }

    /// The operation of a method, an options structure or a field of one.
    pub(super) fn operation(&self, path: &str) -> Option<&'a Operation> {
        let owner = path.split_once('.').map_or(path, |(owner, _)| owner);
        self.operations.get(owner).copied()
    }

    /// The types behind a name in `models`, with what they inherit from.
    pub(super) fn types(&self, name: &str) -> BTreeSet<&'a TypeId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&TypeId> = self.types.get(name).into_iter().flatten().copied().collect();
        while let Some(id) = open.pop() {
            if found.insert(id)
                && let Some(TypeKind::Struct(structure)) = self.side.api.types.get(id).map(|ty| &ty.kind)
            {
                open.extend(&structure.bases);
            }
        }
        found
    }

    /// The shape of an item.
    pub(super) fn shape(&self, path: &str) -> Option<&'a str> {
        self.side.items.get(path).map(|item| item.shape.as_str())
    }

    /// The module of an operation group.
    pub(super) fn module(&self, group: &str) -> Option<&'a str> {
        let names = self.side.names;
        names.group(group)
    }

    /// The operations that reach a type.
    pub(super) fn users(&self, id: &TypeId) -> impl Iterator<Item = &'a str> {
        self.users.get(id).into_iter().flatten().copied()
    }

    /// Whether a part of a type, by its wire name, has this name in Rust.
    pub(super) fn is_part(&self, id: &TypeId, wire_name: &str, part: &str) -> bool {
        // A base may have no Rust type of its own; its heirs then say what the member is called.
        if let Some(names) = self.side.names.type_names(id) {
            return names.members.get(wire_name).is_some_and(|name| name == part);
        }
        let mut heirs = self.side.api.types.values().filter(|ty| inherits(ty, id));
        heirs.any(|heir| self.side.names.field(&heir.id, wire_name) == Some(part))
    }

    /// Whether a parameter of an operation, by its wire name, has this name in Rust.
    pub(super) fn is_argument(&self, op: &Operation, wire_name: &str, part: &str) -> bool {
        self.side.names.argument(op, wire_name) == Some(part)
    }

    /// The operation's body, by its name in Rust.
    pub(super) fn is_body(&self, op: &Operation, part: &str) -> bool {
        op.body.as_ref().is_some_and(|body| self.side.names.argument(op, &body.name) == Some(part))
    }

    /// The wire name of a shared parameter, if the operation has it.
    pub(super) fn shared(&self, op: &Operation, id: &str) -> Option<&'a str> {
        let api = self.side.api;
        let is_it = |reference: &&ParamRef| matches!(reference, ParamRef::Shared(shared) if shared.0 == id);
        let id = op.params.iter().find(is_it)?;
        let ParamRef::Shared(id) = id else { return None };
        api.parameters.get(id).map(|param| param.name.as_str())
    }

    /// The wire name of a shared parameter.
    pub(super) fn parameter(&self, id: &ParamId) -> Option<&'a str> {
        self.side.api.parameters.get(id).map(|param| param.name.as_str())
    }

    /// Whether a type has no Rust type of its own: what it stands for stands in its place.
    pub(super) fn is_alias(&self, id: &TypeId) -> bool {
        self.side.api.types.get(id).is_some_and(|ty| matches!(ty.kind, TypeKind::Alias(_)))
    }
}

fn inherits(ty: &Type, base: &TypeId) -> bool {
    matches!(&ty.kind, TypeKind::Struct(structure) if structure.bases.contains(base))
}
