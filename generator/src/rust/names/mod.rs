//! Chooses what every thing is called in Rust, once for the whole version; all other files of this stage look names up here.
//!
//! Invariants:
//! - A name comes from the thing's own name in the description, or from `names.toml`. It depends neither on the order of
//!   things nor on the other api-version.
//! - Two things that would share a name are an error at both places. No name is ever numbered: numbers shift when the API grows.
//! - Enumerations that share a name and have the same values are one Rust type.

mod operations;
mod scope;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use self::scope::Assigner;
use crate::{
    diag::{At, Diagnostic},
    model::{Api, Operation, ParamId, ParamRef, TypeId},
    overrides::Overrides,
    spec::Source,
};

/// The Rust names of one api-version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    types: BTreeMap<TypeId, String>,
    owners: BTreeMap<TypeId, TypeId>,
    fields: BTreeMap<(TypeId, String), String>,
    variants: BTreeMap<(TypeId, String), String>,
    groups: BTreeMap<String, String>,
    methods: BTreeMap<String, String>,
    options: BTreeMap<String, String>,
    arguments: BTreeMap<(String, String), String>,
    shared_constants: BTreeMap<ParamId, String>,
    own_constants: BTreeMap<(String, String), String>,
    used: BTreeSet<At>,
}

impl Names {
    /// Chooses every name. The diagnostics say which could not be chosen.
    #[must_use]
    pub fn assign(api: &Api, overrides: &Overrides, source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut assigner = Assigner::new(api, overrides, source);
        types::assign(&mut assigner);
        operations::assign(&mut assigner);
        assigner.finish()
    }

    /// The type's name in `models`; `None` for an alias and for a type that only errors mention, which have no Rust type.
    #[must_use]
    pub fn ty(&self, id: &TypeId) -> Option<&str> {
        self.types.get(id).map(String::as_str)
    }

    /// The type that is rendered for this one: itself, or the equal enumeration it is merged with.
    #[must_use]
    pub fn rendered_as<'a>(&'a self, id: &'a TypeId) -> &'a TypeId {
        self.owners.get(id).unwrap_or(id)
    }

    /// The field for a member of a structure, by wire name.
    #[must_use]
    pub fn field(&self, id: &TypeId, member: &str) -> Option<&str> {
        self.fields.get(&(id.clone(), member.to_owned())).map(String::as_str)
    }

    /// The variant for a value of an enumeration.
    #[must_use]
    pub fn variant(&self, id: &TypeId, value: &str) -> Option<&str> {
        self.variants.get(&(id.clone(), value.to_owned())).map(String::as_str)
    }

    /// The module of an operation group; `None` for operations without one, which stand on the version's own client.
    #[must_use]
    pub fn group(&self, group: &str) -> Option<&str> {
        self.groups.get(group).map(String::as_str)
    }

    /// Every operation group with its module, sorted by module.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, &str)> {
        let mut groups: Vec<_> = self.groups.iter().map(|(group, module)| (group.as_str(), module.as_str())).collect();
        groups.sort_by_key(|(_, module)| *module);
        groups
    }

    /// The method of an operation.
    #[must_use]
    pub fn method(&self, op: &Operation) -> Option<&str> {
        self.methods.get(&op.id).map(String::as_str)
    }

    /// The method of an operation with its path below the version's module, for instance `gateway::Client::regenerate_key`.
    #[must_use]
    pub fn method_path(&self, op: &Operation) -> Option<String> {
        let method = self.method(op)?;
        Some(match self.group(op.group()) {
            Some(group) => format!("{group}::Client::{method}"),
            None => format!("Client::{method}"),
        })
    }

    /// The options structure of an operation, whether or not it has optional parameters.
    #[must_use]
    pub fn options(&self, op: &Operation) -> Option<&str> {
        self.options.get(&op.id).map(String::as_str)
    }

    /// The argument, or the field of the options structure, for a parameter (or the body) of an operation, by source name.
    #[must_use]
    pub fn argument(&self, op: &Operation, name: &str) -> Option<&str> {
        self.arguments.get(&(op.id.clone(), name.to_owned())).map(String::as_str)
    }

    /// The constant in `params.rs` for a parameter of an operation.
    #[must_use]
    pub fn constant(&self, op: &Operation, param: &ParamRef) -> Option<&str> {
        match param {
            ParamRef::Shared(id) => self.shared_constants.get(id),
            ParamRef::Own(param) => self.own_constants.get(&(op.id.clone(), param.name.clone())),
        }
        .map(String::as_str)
    }

    /// How many Rust types there are.
    #[must_use]
    pub fn type_count(&self) -> usize {
        self.types.len() - self.owners.len()
    }

    /// The places of the renames and endpoints that this version needs.
    #[must_use]
    pub fn used_overrides(&self) -> &BTreeSet<At> {
        &self.used
    }
}

/// The text of a value of an enumeration, as the key of its variant.
#[must_use]
pub fn value_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
