//! Arguments as JSON, and how they become typed ones.

use std::{collections::BTreeMap, fmt};

use arm_apimanagement::{Etag, rt::Wire};
use serde_json::Value as Json;

/// The arguments of a call: parameters by their names in the description, and the body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    /// Path, query and header parameters.
    pub params: BTreeMap<String, Json>,
    /// The body.
    pub body: Option<Json>,
}

/// An argument that is missing or does not fit, or an operation that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentMismatch(String);

impl ArgumentMismatch {
    pub(super) fn operation(id: &str) -> Self {
        Self(format!("no operation {id}"))
    }
}

impl fmt::Display for ArgumentMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArgumentMismatch {}

impl Arguments {
    /// The same with another parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same with this body.
    #[must_use]
    pub fn with_body(mut self, body: Json) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn get<T: Wire>(&self, name: &str) -> Result<T, ArgumentMismatch> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn optional<T: Wire>(&self, name: &str) -> Result<Option<T>, ArgumentMismatch> {
        self.params.get(name).map(|json| read(name, json)).transpose()
    }

    pub(super) fn etag(&self, name: &str) -> Result<Etag, ArgumentMismatch> {
        self.optional_etag(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn optional_etag(&self, name: &str) -> Result<Option<Etag>, ArgumentMismatch> {
        Ok(self.optional::<String>(name)?.map(Etag::from))
    }

    pub(super) fn body<T: Wire>(&self) -> Result<T, ArgumentMismatch> {
        self.optional_body()?.ok_or_else(|| missing("the body"))
    }

    pub(super) fn optional_body<T: Wire>(&self) -> Result<Option<T>, ArgumentMismatch> {
        self.body.as_ref().map(|json| read("the body", json)).transpose()
    }
}

fn missing(name: &str) -> ArgumentMismatch {
    ArgumentMismatch(format!("{name} is missing"))
}

fn read<T: Wire>(name: &str, json: &Json) -> Result<T, ArgumentMismatch> {
    T::from_wire(json).ok_or_else(|| ArgumentMismatch(format!("{name} does not fit its type: {json}")))
}
