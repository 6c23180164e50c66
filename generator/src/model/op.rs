//! Operations, their parameters, bodies and responses.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    path::PathTemplate,
    ty::{Docs, TypeId, Value},
};
use crate::pointer::Pointer;

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// `operationId`, for instance `Gateway_RegenerateKey`.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// Path, with the query that tells it from its neighbour when it stands in `x-ms-paths`.
    pub path: PathTemplate,
    /// Where in the document.
    pub at: Pointer,
    /// What it does.
    pub docs: Docs,
    /// Marked `deprecated`.
    pub deprecated: bool,
    /// `tags`, as declared.
    pub tags: Vec<String>,
    /// Every parameter but the body, in declared order.
    pub params: Vec<ParamRef>,
    /// The request body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The declared 2xx responses, and on HEAD a declared 404, ascending.
    pub responses: Vec<Response>,
    /// The declared failures that are not `default`, ascending.
    pub failures: Vec<Response>,
    /// Body of the `default` response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Value>,
    /// `x-ms-pageable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// `x-ms-long-running-operation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lro: Option<Lro>,
    /// `x-ms-odata`: the type that `$filter` is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odata: Option<TypeId>,
    /// A POST that only reads (listed in `specs/<service>/read-only-posts.toml`), so that it may be retried like a GET.
    pub read_only_post: bool,
    /// Its own security requirements; `None` when those of the API hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<Security>>,
}

impl Operation {
    /// The group, the part of the id before the first `_`; empty when there is none.
    #[must_use]
    pub fn group(&self) -> &str {
        self.id.split_once('_').map_or("", |(group, _)| group)
    }

    /// The part of the id behind the first `_`; the whole id when there is none.
    #[must_use]
    pub fn verb(&self) -> &str {
        self.id.split_once('_').map_or(&self.id, |(_, verb)| verb)
    }

    /// The declared 2xx status codes, ascending.
    pub fn success(&self) -> impl Iterator<Item = u16> + '_ {
        self.responses.iter().map(|r| r.status).filter(|s| (200..300).contains(s))
    }

    /// Whether it is a HEAD that declares 404 and so asks whether a thing exists.
    #[must_use]
    pub fn is_existence_check(&self) -> bool {
        self.method == Method::Head && self.responses.iter().any(|r| r.status == 404)
    }
}

/// HTTP methods that ARM uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the variants are the methods of RFC 9110")]
pub enum Method {
    Delete,
    Get,
    Head,
    Patch,
    Post,
    Put,
}

impl Method {
    /// As on the wire, for instance `POST`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The key of a shared parameter, its name in `components.parameters`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParamId(pub String);

/// A parameter of an operation: shared or its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParamRef {
    /// One of [`super::Api::parameters`].
    Shared(ParamId),
    /// Declared by the operation.
    Own(Box<Param>),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Wire name, for instance `$filter`.
    pub name: String,
    /// `x-ms-client-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Where in the document.
    pub at: Pointer,
    /// What it is for.
    pub docs: Docs,
    /// Where in the request.
    pub location: Location,
    /// Must be given.
    pub required: bool,
    /// Its value. Inline enumerations are named types.
    pub value: Value,
    /// A shared parameter without `x-ms-parameter-location: method`: it belongs to the client
    /// (subscription and api-version), not to the call.
    pub client: bool,
    /// How a list is written; `None` when the value is no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Collection>,
    /// `x-ms-skip-url-encoding`.
    pub skip_encoding: bool,
    /// Marked `deprecated`.
    pub deprecated: bool,
    /// A value to show in examples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// `x-filter-fields`: what an OData filter may ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<FilterRow>,
}

/// Fields that an OData filter can ask about in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterRow {
    /// Names of fields.
    pub fields: Vec<String>,
    /// `eq`, `ge` and so on.
    pub operators: Vec<String>,
    /// `contains`, `startswith` and so on.
    pub functions: Vec<String>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the variants are the `in` values of OpenAPI")]
pub enum Location {
    Path,
    Query,
    Header,
}

/// How a list is written into a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collection {
    /// `a,b`
    Csv,
    /// `a b`
    Ssv,
    /// `a\tb`
    Tsv,
    /// `a|b`
    Pipes,
    /// `name=a&name=b`
    Multi,
}

impl Collection {
    /// The name that Swagger 2.0 gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ssv => "ssv",
            Self::Tsv => "tsv",
            Self::Pipes => "pipes",
            Self::Multi => "multi",
        }
    }
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The name the source gives it (`x-ms-requestBody-name`), usually `parameters`.
    pub name: String,
    /// Its place among the parameters as declared, from 0 (`x-ms-requestBody-index`).
    pub index: usize,
    /// Where in the document.
    pub at: Pointer,
    /// What it is for.
    pub docs: Docs,
    /// Must be given.
    pub required: bool,
    /// Media types, those of JSON first, sorted.
    pub media_types: Vec<String>,
    /// Its value.
    pub value: Value,
}

/// A declared response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Where in the document.
    pub at: Pointer,
    /// What it means.
    pub docs: Docs,
    /// Declared headers, sorted by lower-case name.
    pub headers: Vec<Header>,
    /// Media types of the body, those of JSON first, sorted; empty without a body.
    pub media_types: Vec<String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// A declared response header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Name as spelt in the source.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// How a list is paged, `x-ms-pageable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// Member with the items (`itemName`, `value` by default); `None` when the body itself is an array.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// Member with the next page's URL; `None` when the list is always whole (`nextLinkName: null`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// `operationName`: an operation that fetches the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

/// How a long-running operation ends, `x-ms-long-running-operation-options`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lro {
    /// `final-state-via`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_state: Option<FinalState>,
    /// `final-state-schema`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_schema: Option<TypeId>,
}

/// Where the final result is read, `final-state-via`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FinalState {
    /// The URL of the `Azure-AsyncOperation` header.
    AzureAsyncOperation,
    /// The URL of the `Location` header.
    Location,
    /// The URL of the original request.
    OriginalUri,
    /// The URL of the `Operation-Location` header.
    OperationLocation,
}

/// One security requirement: a scheme and its scopes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Security {
    /// Name in `components.securitySchemes`.
    pub scheme: String,
    /// Its type there, for instance `oauth2`.
    pub kind: String,
    /// Scopes, as declared.
    pub scopes: Vec<String>,
}

/// Whether a body of this media type is JSON. Parameters and case do not matter.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}
