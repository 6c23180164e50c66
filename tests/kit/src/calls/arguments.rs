//! Arguments as JSON, and how they become typed ones.

use std::{collections::BTreeMap, fmt};

use arm_apimanagement::{Etag, rt::Wire};
use azure_core::Bytes;
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

    /// A parameter.
    ///
    /// # Errors
    /// If it is missing or does not fit.
    pub fn get<T: Wire>(&self, name: &str) -> Result<T, ArgumentMismatch> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }

    /// A parameter that may be missing.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn optional<T: Wire>(&self, name: &str) -> Result<Option<T>, ArgumentMismatch> {
        self.params.get(name).map(|json| read(name, json)).transpose()
    }

    /// An entity tag.
    ///
    /// # Errors
    /// If it is missing or does not fit.
    pub fn etag(&self, name: &str) -> Result<Etag, ArgumentMismatch> {
        self.optional_etag(name)?.ok_or_else(|| missing(name))
    }

    /// An entity tag that may be missing.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn optional_etag(&self, name: &str) -> Result<Option<Etag>, ArgumentMismatch> {
        Ok(self.optional::<String>(name)?.map(Etag::from))
    }

    /// The body.
    ///
    /// # Errors
    /// If it is missing or does not fit.
    pub fn body<T: Wire>(&self) -> Result<T, ArgumentMismatch> {
        self.optional_body()?.ok_or_else(|| missing("the body"))
    }

    /// The body, if there is one.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn optional_body<T: Wire>(&self) -> Result<Option<T>, ArgumentMismatch> {
        self.body.as_ref().map(|json| read("the body", json)).transpose()
    }

    /// A body that is a text.
    ///
    /// # Errors
    /// If it is missing or does not fit.
    pub fn text(&self) -> Result<String, ArgumentMismatch> {
        self.body()
    }

    /// A body that is a text, if there is one.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn optional_text(&self) -> Result<Option<String>, ArgumentMismatch> {
        self.optional_body()
    }

    /// A body that is bytes: a string has them in base64, anything else is written as JSON.
    ///
    /// # Errors
    /// If it is missing or does not fit.
    pub fn bytes(&self) -> Result<Bytes, ArgumentMismatch> {
        self.optional_bytes()?.ok_or_else(|| missing("the body"))
    }

    /// A body that is bytes, if there is one.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn optional_bytes(&self) -> Result<Option<Bytes>, ArgumentMismatch> {
        let bytes = |body: &Json| match body {
            Json::String(text) => {
                let decoded = azure_core::base64::decode(text);
                decoded.map_err(|error| ArgumentMismatch(format!("the body is no base64: {error}")))
            }
            other => Ok(other.to_string().into_bytes()),
        };
        Ok(self.body.as_ref().map(bytes).transpose()?.map(Bytes::from))
    }
}

fn missing(name: &str) -> ArgumentMismatch {
    ArgumentMismatch(format!("{name} is missing"))
}

fn read<T: Wire>(name: &str, json: &Json) -> Result<T, ArgumentMismatch> {
    T::from_wire(json).ok_or_else(|| ArgumentMismatch(format!("{name} does not fit its type: {json}")))
}
