//! The model of an API: what the pipeline is about. `lower` makes it, `rust` and `diff` read it.
//!
//! Invariants:
//! - Resolved: no `$ref` is left, every [`TypeId`] and [`ParamId`] that is mentioned exists, `allOf` parents are copied into `fields`.
//! - Rust-agnostic: names are spelt as in the source, casing and keywords are not known here.
//! - Sorted: types and shared parameters by id, operations by (path, method); fields by wire name; parameters in declared order.
//! - Serialisable: writing it as JSON and reading it back gives an equal value.
//! - It imports nothing of this crate but `pointer`.

mod family;
mod op;
mod path;
mod ty;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    family::{Families, Family, Tag},
    op::{
        Body, Collection, FilterRow, FinalState, Header, Location, Lro, Method, Operation, Paging, Param, ParamId,
        ParamRef, Response, Security, is_json,
    },
    path::{PathTemplate, Segment},
    ty::{
        Additional, Constraints, Discriminator, Docs, Enum, Field, Mutability, Scalar, Struct, Type, TypeId, TypeKind,
        TypeRef, Usage, Value, Variant, value_text,
    },
};
use crate::pointer::Pointer;

/// One api-version of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// `info.title`, for instance `ApiManagementClient`.
    pub title: String,
    /// `info.version`, for instance `2024-05-01`.
    pub api_version: String,
    /// The first server URL, for instance `https://management.azure.com`.
    pub endpoint: String,
    /// `info.description`.
    #[serde(default)]
    pub docs: Docs,
    /// What the groups of operations are for: the document's `tags` that bear the name of a group (`Gateway` of `Gateway_Get`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Docs>,
    /// Security requirements that hold for every operation.
    pub security: Vec<Security>,
    /// Every type that an operation reaches.
    pub types: BTreeMap<TypeId, Type>,
    /// Parameters that operations share (`components.parameters`). An operation's own ones stand in it.
    pub parameters: BTreeMap<ParamId, Param>,
    /// Every operation, sorted by path (with its query), then method.
    pub operations: Vec<Operation>,
    /// What the description says and nothing above can hold, by its place: as it says it. Such an API has no Rust form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opaque: Vec<Opaque>,
}

/// A construct that the model has no form for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opaque {
    /// Where in the document.
    pub at: Pointer,
    /// What the document says there.
    pub says: serde_json::Value,
}

/// The longest name that is made of another, in bytes. Files are called by them, whose names end at 255 bytes.
pub(crate) const LONGEST_NAME: usize = 200;

/// What is wrong with a text that may not be an api-version, and what to do about it.
pub(crate) fn api_version_problem(text: &str) -> Option<(String, &'static str)> {
    let help = "begin it with a letter or digit, use these, `.` and `-` only, and at most 200 of them";
    (!is_api_version(text)).then(|| (format!("the api-version {text:?}: it names folders and files"), help))
}

/// Whether a text may be an api-version. It names modules, folders and files, and is printed.
#[must_use]
pub fn is_api_version(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

impl Api {
    /// The parameter behind a reference.
    ///
    /// # Panics
    /// If the id is unknown, which `lower` rules out.
    #[must_use]
    pub fn param<'a>(&'a self, param: &'a ParamRef) -> &'a Param {
        match param {
            ParamRef::Shared(id) => self.parameters.get(id).expect("lower resolves every parameter id"),
            ParamRef::Own(param) => param,
        }
    }

    /// The type with this id.
    ///
    /// # Panics
    /// If the id is unknown, which `lower` rules out.
    #[must_use]
    pub fn ty(&self, id: &TypeId) -> &Type {
        self.types.get(id).expect("lower resolves every type id")
    }

    /// Whether a value, or what its lists and maps hold, must never be printed. Lists that hold themselves, which `lower` refuses, are
    /// left after a step for every type.
    #[must_use]
    pub(crate) fn is_secret(&self, value: &Value) -> bool {
        let mut value = self.unaliased(value);
        for _ in 0..=self.types.len() {
            match &value.ty {
                TypeRef::List(inner) | TypeRef::Map(inner) => value = self.unaliased(inner),
                ty => return *ty == TypeRef::Scalar(Scalar::Password),
            }
        }
        false
    }

    /// The value with aliases looked through.
    #[must_use]
    pub fn unaliased<'a>(&'a self, value: &'a Value) -> &'a Value {
        value.unaliased(&self.types)
    }
}
