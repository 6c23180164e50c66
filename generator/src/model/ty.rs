//! Types: structures, enumerations, aliases of them, and what constrains a value.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};

use crate::pointer::Pointer;

/// A named type. For a component its name; for an inline type its owner's id and the field, joined by `.`
/// (`GatewayContract.properties`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeId(pub String);

impl fmt::Display for TypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Human text about a thing, in our own words; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Docs {
    /// One line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Any number of paragraphs, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A named type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Type {
    /// Its id, the same as its key in [`super::Api::types`].
    pub id: TypeId,
    /// A name the source prefers for clients (`x-ms-enum.name`, `x-ms-client-name`, `title` of nothing else).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Where in the document.
    pub at: Pointer,
    /// What it is for.
    pub docs: Docs,
    /// Where operations use it.
    pub usage: Usage,
    /// Marked `deprecated`.
    pub deprecated: bool,
    /// `x-ms-azure-resource`.
    pub azure_resource: bool,
    /// Its shape.
    pub kind: TypeKind,
}

impl Type {
    /// Its members, if it is a structure.
    #[must_use]
    pub fn as_struct(&self) -> Option<&Struct> {
        match &self.kind {
            TypeKind::Struct(body) => Some(body),
            TypeKind::Enum(_) | TypeKind::Alias(_) => None,
        }
    }

    /// The types that it mentions itself.
    #[must_use]
    pub fn mentions(&self) -> Vec<&TypeId> {
        match &self.kind {
            TypeKind::Enum(_) => Vec::new(),
            TypeKind::Alias(value) => value.named_type().into_iter().collect(),
            TypeKind::Struct(Struct { fields, bases, additional, discriminator }) => {
                let mut found: Vec<&TypeId> = fields.iter().filter_map(|field| field.value.named_type()).collect();
                found.extend(bases);
                if let Additional::Typed(value) = additional {
                    found.extend(value.named_type());
                }
                found.extend(discriminator.iter().flat_map(|discriminator| discriminator.mapping.values()));
                found
            }
        }
    }
}

/// Where operations use a type, directly or through other types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// In a request body or parameter.
    pub request: bool,
    /// In a success response.
    pub response: bool,
    /// In an error response.
    pub error: bool,
    /// In request bodies, all of them of PATCH operations, and nowhere else.
    pub patch_only: bool,
    /// Operation groups (`Gateway` of `Gateway_Get`) that reach it, sorted.
    pub groups: BTreeSet<String>,
}

/// The shape of a named type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TypeKind {
    /// An object with members.
    Struct(Struct),
    /// A string (or integer) with a list of known values.
    Enum(Enum),
    /// A name for another value: a component that is an array, a map or a scalar.
    Alias(Value),
}

/// An object with members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Struct {
    /// Every member, inherited ones too, sorted by wire name.
    pub fields: Vec<Field>,
    /// `allOf` parents, in declared order. Their members are already in `fields`.
    pub bases: Vec<TypeId>,
    /// What members beyond `fields` are allowed.
    pub additional: Additional,
    /// The member that names the subtype.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discriminator: Option<Discriminator>,
}

/// Members beyond the declared ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "kebab-case")]
pub enum Additional {
    /// Nothing is said: JSON Schema allows any, readers ignore them.
    Unspecified,
    /// `additionalProperties: false`.
    Denied,
    /// `additionalProperties: true` or `{}`.
    Any,
    /// `additionalProperties` with a schema.
    Typed(Box<Value>),
}

/// Polymorphism by a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discriminator {
    /// Wire name of the member.
    pub property: String,
    /// Value of that member, to the subtype.
    pub mapping: BTreeMap<String, TypeId>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// `x-ms-client-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Where in the document: where it is declared, be that a parent.
    pub at: Pointer,
    /// What it is for.
    pub docs: Docs,
    /// The parent that declares it; `None` when the structure itself does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<TypeId>,
    /// Its value.
    pub value: Value,
    /// In `required`.
    pub required: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `x-ms-mutability`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutability: Option<BTreeSet<Mutability>>,
    /// `x-ms-secret`, or listed in `specs/<service>/secrets.toml`: must never be printed.
    pub secret: bool,
    /// `x-ms-client-flatten`; a fact for other tools, our models mirror the wire.
    pub flatten: bool,
    /// Marked `deprecated`.
    pub deprecated: bool,
    /// The type refers back to itself through this member, so it needs indirection.
    pub recursive: bool,
}

/// When a member can be given, `x-ms-mutability`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mutability {
    /// In responses.
    Read,
    /// When the resource is created.
    Create,
    /// When the resource is updated.
    Update,
}

/// A value: its type, and what constrains it at this place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Its type.
    pub ty: TypeRef,
    /// `nullable`, the 3.0 form of `x-nullable`.
    pub nullable: bool,
    /// The default, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Limits.
    pub constraints: Constraints,
    /// `x-ms-identifiers` of an array, wire paths of the members that identify an element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifiers: Option<Vec<String>>,
    /// `x-ms-arm-id-details.allowedResources[].type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arm_id_types: Option<Vec<String>>,
}

impl Default for Value {
    /// A value of which nothing is said.
    fn default() -> Self {
        Self {
            ty: TypeRef::Any,
            nullable: false,
            default: None,
            constraints: Constraints::default(),
            identifiers: None,
            arm_id_types: None,
        }
    }
}

impl TypeRef {
    /// The named type that it is, or that its lists and maps hold.
    #[must_use]
    pub fn named_type(&self) -> Option<&TypeId> {
        let mut ty = self;
        loop {
            match ty {
                Self::Named(id) => return Some(id),
                Self::List(inner) | Self::Map(inner) => ty = &inner.ty,
                Self::Scalar(_) | Self::Object | Self::Any => return None,
            }
        }
    }
}

impl Value {
    /// The named type that the value is, or that its lists and maps hold.
    #[must_use]
    pub fn named_type(&self) -> Option<&TypeId> {
        self.ty.named_type()
    }

    /// The value that an alias stands for: follows aliases until the type is none. The table is that of the API, or as much of it
    /// as there is while it is built; a chain that never ends, which `lower` refuses, is left after a step for every type.
    #[must_use]
    pub fn unaliased<'a>(&'a self, types: &'a BTreeMap<TypeId, Type>) -> &'a Value {
        let mut value = self;
        for _ in 0..=types.len() {
            match value.alias_target(types) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }

    /// What the alias stands for, if the type of the value is one; one step of [`Self::unaliased`].
    #[must_use]
    pub fn alias_target<'a>(&self, types: &'a BTreeMap<TypeId, Type>) -> Option<&'a Value> {
        let TypeRef::Named(id) = &self.ty else { return None };
        match &types.get(id)?.kind {
            TypeKind::Alias(target) => Some(target),
            TypeKind::Struct(_) | TypeKind::Enum(_) => None,
        }
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "kebab-case")]
pub enum TypeRef {
    /// A scalar.
    Scalar(Scalar),
    /// A named type.
    Named(TypeId),
    /// An array.
    List(Box<Value>),
    /// An object without declared members whose values have one type.
    Map(Box<Value>),
    /// A JSON object of which nothing more is declared.
    Object,
    /// Any JSON value at all.
    Any,
}

/// Scalars: JSON type and format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scalar {
    /// `boolean`.
    Boolean,
    /// `integer`, `int32`.
    Int32,
    /// `integer`, `int64` or no format.
    Int64,
    /// `number`, `float`.
    Float,
    /// `number`, `double` or no format.
    Double,
    /// `string` without a format the wire depends on.
    String,
    /// `string`, `date-time` (RFC 3339).
    DateTime,
    /// `string`, `date`.
    Date,
    /// `string`, `duration` (ISO 8601).
    Duration,
    /// `string`, `uuid`.
    Uuid,
    /// `string`, `arm-id`: a resource id.
    ArmId,
    /// `string`, `uri` or `url`.
    Uri,
    /// `string`, `byte`: base64.
    Base64,
    /// `string`, `binary`: a raw body.
    Binary,
    /// `string`, `password`: a string that is secret.
    Password,
}

/// Limits of a value. Lengths count characters, not bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Constraints {
    /// `minLength`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// `maxLength`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// `pattern`, ECMA-262.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `minimum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<serde_json::Number>,
    /// `maximum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<serde_json::Number>,
    /// `exclusiveMinimum`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive_minimum: bool,
    /// `exclusiveMaximum`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive_maximum: bool,
    /// `multipleOf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<serde_json::Number>,
    /// `minItems`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// `maxItems`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique_items: bool,
}

impl Constraints {
    /// Whether nothing is constrained.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A scalar with a list of known values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enum {
    /// The wire type, `String` or an integer.
    pub scalar: Scalar,
    /// `x-ms-enum.modelAsString`: the service may add values. `None` without `x-ms-enum`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensible: Option<bool>,
    /// Known values in declared order.
    pub variants: Vec<Variant>,
}

/// A known value of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The wire value.
    pub value: serde_json::Value,
    /// `x-ms-enum.values[].name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// What it means.
    pub docs: Docs,
}

impl Variant {
    /// The wire value as text.
    #[must_use]
    pub fn text(&self) -> String {
        value_text(&self.value)
    }
}

/// A JSON value as it stands in a URL or a name: a string without its quotes, anything else as JSON.
#[must_use]
pub fn value_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
