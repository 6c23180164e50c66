//! The names that were chosen.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diag::At,
    model::{Families, Operation, ParamRef, TypeId},
};

/// The Rust names of one api-version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub(super) types: BTreeMap<TypeId, TypeNames>,
    pub(super) groups: BTreeMap<String, String>,
    pub(super) clients: BTreeMap<String, String>,
    pub(super) operations: BTreeMap<String, OperationNames>,
    pub(super) families: Families,
    pub(super) used: BTreeSet<At>,
}

/// The names of a type and of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeNames {
    /// The structure or enumeration in `models`; for the head of a family the enumeration of its kinds.
    pub name: String,
    /// The structure with the members that all kinds share, for the head of a family.
    pub base: Option<String>,
    /// The equal enumeration of the same name that is rendered for it.
    pub merged_into: Option<TypeId>,
    /// Its fields by wire name, or its variants by value.
    pub members: BTreeMap<String, String>,
}

/// The names of an operation. One that could not be chosen, which is an error, is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationNames {
    /// The method.
    pub method: String,
    /// The options structure, whether or not there are optional parameters.
    pub options: String,
    /// The parameters, as declared.
    pub params: Vec<ParamNames>,
    /// The body's name in the description, and the argument or field for it.
    pub body: Option<(String, String)>,
    /// The address of its page in the REST reference, if that is known.
    pub page: Option<String>,
}

/// The names of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamNames {
    /// The wire name.
    pub wire_name: String,
    /// The argument, or the field of the options structure. `None` when the caller does not give it.
    pub argument: Option<String>,
    /// The constant in `params.rs`. `None` when the path carries the parameter already.
    pub constant: Option<String>,
}

impl OperationNames {
    /// The enumeration of what each status code brings, by the name of the options structure.
    pub(in crate::rust) fn answer(options: &str) -> String {
        format!("{}Response", options.strip_suffix("Options").unwrap_or(options))
    }
}

impl TypeNames {
    /// What `models` exports for the type.
    pub fn exported(&self) -> impl Iterator<Item = &str> {
        [Some(&self.name), self.base.as_ref()].into_iter().flatten().map(String::as_str)
    }
}

impl Names {
    /// The names of a type; `None` for an alias and for a type that no method takes or gives, which have no Rust type.
    #[must_use]
    pub fn type_names(&self, id: &TypeId) -> Option<&TypeNames> {
        self.types.get(id)
    }

    /// The names of an operation.
    ///
    /// # Panics
    /// If the operation is of another description.
    #[must_use]
    pub fn operation(&self, op: &Operation) -> &OperationNames {
        self.operations.get(&op.id).expect("every operation of the description is named")
    }

    /// The type's name in `models`, under the same conditions as [`Self::type_names`].
    #[must_use]
    pub fn ty(&self, id: &TypeId) -> Option<&str> {
        self.types.get(id).map(|names| names.name.as_str())
    }

    /// The structure with a type's own members: its name in `models`, but for the head of a family, whose name is that of all kinds.
    #[must_use]
    pub fn structure(&self, id: &TypeId) -> Option<&str> {
        self.types.get(id).map(|names| names.base.as_ref().unwrap_or(&names.name).as_str())
    }

    /// The families of the types.
    #[must_use]
    pub fn families(&self) -> &Families {
        &self.families
    }

    /// The type that is rendered for this one: itself, or the equal enumeration it is merged with.
    #[must_use]
    pub fn rendered_as<'a>(&'a self, id: &'a TypeId) -> &'a TypeId {
        self.types.get(id).and_then(|names| names.merged_into.as_ref()).unwrap_or(id)
    }

    /// The field for a property of a structure, by wire name.
    #[must_use]
    pub fn field(&self, id: &TypeId, property: &str) -> Option<&str> {
        self.types.get(id)?.members.get(property).map(String::as_str)
    }

    /// The variant for a value of an enumeration.
    #[must_use]
    pub fn variant(&self, id: &TypeId, value: &str) -> Option<&str> {
        self.field(id, value)
    }

    /// The module of an operation group; `None` for operations without one, which stand on the version's own client.
    #[must_use]
    pub fn group(&self, group: &str) -> Option<&str> {
        self.groups.get(group).map(String::as_str)
    }

    /// The name of a group's client beside the version's own, for instance `GatewayClient`.
    #[must_use]
    pub fn client(&self, group: &str) -> Option<&str> {
        self.clients.get(group).map(String::as_str)
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
        self.operations.get(&op.id).map(|names| names.method.as_str()).filter(|name| !name.is_empty())
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

    /// The argument, or the field of the options structure, for a parameter (or the body) of an operation, by source name.
    #[must_use]
    pub fn argument(&self, op: &Operation, name: &str) -> Option<&str> {
        let names = self.operations.get(&op.id)?;
        let param = names.params.iter().find(|param| param.wire_name == name && param.argument.is_some());
        let body = names.body.as_ref().filter(|(body, _)| body == name).map(|(_, argument)| argument);
        param.and_then(|param| param.argument.as_ref()).or(body).map(String::as_str)
    }

    /// The constant in `params.rs` for a parameter of an operation.
    #[must_use]
    pub fn constant(&self, op: &Operation, param: &ParamRef) -> Option<&str> {
        let index = op.params.iter().position(|other| other == param)?;
        self.operations.get(&op.id)?.params.get(index)?.constant.as_deref()
    }

    /// How many Rust types there are.
    #[must_use]
    pub fn type_count(&self) -> usize {
        let rendered = self.types.values().filter(|names| names.merged_into.is_none());
        rendered.map(|names| 1 + usize::from(names.base.is_some())).sum()
    }

    /// The places of the renames, endpoints and pages that this version needs.
    #[must_use]
    pub fn used_overrides(&self) -> &BTreeSet<At> {
        &self.used
    }
}
