//! The `x-*` keys, typed. Which one may stand where is in `grammar`; here is what they hold.
//!
//! Invariant: reading cannot fail, because `load` has checked every extension against the grammar.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, de::value::MapDeserializer};
use serde_json::Value;

/// The extensions of an object, as the typed document keeps them.
pub type Extensions = IndexMap<String, Value>;

/// Extensions of a schema.
#[derive(Debug, Default, Deserialize)]
pub struct SchemaExt {
    /// `x-ms-arm-id-details`: what kind of resource an id may name.
    #[serde(rename = "x-ms-arm-id-details")]
    pub arm_id_details: Option<ArmIdDetails>,
    /// `x-ms-azure-resource`: an ARM resource.
    #[serde(default, rename = "x-ms-azure-resource")]
    pub azure_resource: bool,
    /// `x-ms-client-flatten`: clients may lift the members of this one.
    #[serde(default, rename = "x-ms-client-flatten")]
    pub flatten: bool,
    /// `x-ms-client-name`: a better name in code.
    #[serde(rename = "x-ms-client-name")]
    pub client_name: Option<String>,
    /// `x-ms-enum`: name and kind of an enumeration.
    #[serde(rename = "x-ms-enum")]
    pub enumeration: Option<EnumExt>,
    /// `x-ms-identifiers`: the members that identify an element of an array.
    #[serde(rename = "x-ms-identifiers")]
    pub identifiers: Option<Vec<String>>,
    /// `x-ms-mutability`: when the member can be given.
    #[serde(rename = "x-ms-mutability")]
    pub mutability: Option<Vec<String>>,
    /// `x-ms-secret`: must never be printed.
    #[serde(default, rename = "x-ms-secret")]
    pub secret: bool,
    /// `x-nullable`: what `nullable` is called in Swagger 2.0.
    #[serde(default, rename = "x-nullable")]
    pub nullable: bool,
    /// `x-enumDescriptions`: what each value of an enumeration means, as Redoc reads it.
    #[serde(default, rename = "x-enumDescriptions")]
    pub enum_descriptions: BTreeMap<String, String>,
}

/// `x-ms-arm-id-details`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArmIdDetails {
    /// The kinds of resource that are allowed.
    pub allowed_resources: Vec<ArmResource>,
}

/// A kind of resource.
#[derive(Debug, Deserialize)]
pub struct ArmResource {
    /// For instance `Microsoft.ApiManagement/gateways`.
    #[serde(rename = "type")]
    pub ty: String,
}

/// `x-ms-enum`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnumExt {
    /// The enumeration's name.
    pub name: Option<String>,
    /// Whether the service may add values.
    pub model_as_string: Option<bool>,
    /// More about the values.
    #[serde(default)]
    pub values: Vec<EnumValue>,
}

/// An element of `x-ms-enum.values`.
#[derive(Debug, Deserialize)]
pub struct EnumValue {
    /// On the wire.
    pub value: Value,
    /// In code.
    pub name: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// Extensions of an operation.
#[derive(Debug, Default, Deserialize)]
pub struct OperationExt {
    /// `x-ms-pageable`.
    #[serde(rename = "x-ms-pageable")]
    pub pageable: Option<Pageable>,
    /// `x-ms-odata`: a reference to what `$filter` is about.
    #[serde(rename = "x-ms-odata")]
    pub odata: Option<String>,
    /// `x-ms-long-running-operation`.
    #[serde(default, rename = "x-ms-long-running-operation")]
    pub long_running: bool,
    /// `x-ms-long-running-operation-options`.
    #[serde(rename = "x-ms-long-running-operation-options")]
    pub long_running_options: Option<LongRunningOptions>,
}

/// `x-ms-pageable`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pageable {
    /// The member with the next page's URL; `null` when there never is one.
    pub next_link_name: Option<String>,
    /// The member with the items.
    pub item_name: Option<String>,
    /// The operation that fetches the next page.
    pub operation_name: Option<String>,
}

/// `x-ms-long-running-operation-options`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LongRunningOptions {
    /// Where the final result is read.
    pub final_state_via: Option<String>,
    /// A reference to the final result's schema.
    pub final_state_schema: Option<String>,
}

/// Extensions of a parameter.
#[derive(Debug, Default, Deserialize)]
pub struct ParameterExt {
    /// `x-ms-client-name`.
    #[serde(rename = "x-ms-client-name")]
    pub client_name: Option<String>,
    /// `x-ms-parameter-location`: `method` or `client`.
    #[serde(rename = "x-ms-parameter-location")]
    pub location: Option<String>,
    /// `x-ms-collection-format`: how a list is written where OpenAPI 3.0 has no style for it.
    #[serde(rename = "x-ms-collection-format")]
    pub collection: Option<String>,
    /// `x-ms-skip-url-encoding`: the value is sent as it is given.
    #[serde(default, rename = "x-ms-skip-url-encoding")]
    pub skip_encoding: bool,
    /// `x-filter-fields`: what an OData filter may ask.
    #[serde(default, rename = "x-filter-fields")]
    pub filter: Vec<FilterRow>,
}

/// A row of `x-filter-fields`: fields that take the same operators and functions.
#[derive(Debug, Deserialize)]
pub struct FilterRow {
    /// Names of fields.
    pub fields: Vec<String>,
    /// `eq`, `ge` and so on.
    pub operators: Vec<String>,
    /// `contains`, `startswith` and so on.
    #[serde(default)]
    pub functions: Vec<String>,
}

/// Extensions of a request body.
#[derive(Debug, Default, Deserialize)]
pub struct RequestBodyExt {
    /// `x-ms-requestBody-name`.
    #[serde(rename = "x-ms-requestBody-name")]
    pub name: Option<String>,
    /// `x-ms-requestBody-index`.
    #[serde(rename = "x-ms-requestBody-index")]
    pub index: Option<usize>,
}

/// Reads the extensions of an object.
///
/// # Panics
/// If they do not fit, which `load` rules out.
#[must_use]
pub fn read<'de, T: Deserialize<'de> + Default>(extensions: &'de Extensions) -> T {
    if extensions.is_empty() {
        return T::default();
    }
    let entries = extensions.iter().map(|(key, value)| (key.as_str(), value));
    T::deserialize(MapDeserializer::<_, serde_json::Error>::new(entries)).expect("load checks every extension")
}
