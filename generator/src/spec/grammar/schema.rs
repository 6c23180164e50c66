//! Schemas and the `x-ms-*` keys on them.

use super::kind::{
    Keys,
    Kind::{self, Count, Data, Flag, List, Map, Number, OrFlag, Text, Word},
    Object, PLAIN, TEXTS,
};

pub(super) static SCHEMA_OR_REF: Kind = Kind::OrRef(&SCHEMA, "schemas");
pub(super) static DOCS: Kind = Kind::Object(&EXTERNAL_DOCS);

static EXTERNAL_DOCS: Object = Object {
    name: "external documentation",
    keys: &[("url", &Text), ("description", &Text)],
    required: &["url"],
    ..PLAIN
};

pub(super) static SCHEMA: Object = Object {
    name: "a schema",
    keys: &[
        ("type", &Word(&["array", "boolean", "integer", "number", "object", "string"])),
        ("format", &Text),
        ("title", &Text),
        ("description", &Text),
        ("enum", &List(&Data)),
        ("default", &Data),
        ("example", &Data),
        ("externalDocs", &DOCS),
        ("nullable", &Flag),
        ("readOnly", &Flag),
        ("writeOnly", &Flag),
        ("deprecated", &Flag),
        ("pattern", &Text),
        ("minLength", &Count),
        ("maxLength", &Count),
        ("minimum", &Number),
        ("maximum", &Number),
        ("exclusiveMinimum", &Flag),
        ("exclusiveMaximum", &Flag),
        ("multipleOf", &Number),
        ("items", &SCHEMA_OR_REF),
        ("minItems", &Count),
        ("maxItems", &Count),
        ("uniqueItems", &Flag),
        ("properties", &Map(Keys::Any, &SCHEMA_OR_REF)),
        ("required", &TEXTS),
        ("additionalProperties", &OrFlag(&SCHEMA_OR_REF)),
        ("minProperties", &Count),
        ("maxProperties", &Count),
        ("allOf", &List(&SCHEMA_OR_REF)),
        ("oneOf", &List(&SCHEMA_OR_REF)),
        ("anyOf", &List(&SCHEMA_OR_REF)),
        ("not", &SCHEMA_OR_REF),
        ("discriminator", &Kind::Object(&DISCRIMINATOR)),
        ("x-ms-arm-id-details", &Kind::Object(&ARM_ID_DETAILS)),
        ("x-ms-azure-resource", &Flag),
        ("x-ms-client-flatten", &Flag),
        ("x-ms-client-name", &Text),
        ("x-ms-enum", &Kind::Object(&ENUM)),
        ("x-ms-identifiers", &TEXTS),
        ("x-ms-mutability", &List(&Word(&["read", "create", "update"]))),
        ("x-ms-secret", &Flag),
        ("x-nullable", &Flag),
        ("x-enumDescriptions", &ENUM_DESCRIPTIONS),
    ],
    ..PLAIN
};

/// What each value of an enumeration means, by value.
pub(in crate::spec) static ENUM_DESCRIPTIONS: Kind = Map(Keys::Any, &Text);

static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    keys: &[("propertyName", &Text), ("mapping", &Map(Keys::Any, &Text))],
    required: &["propertyName"],
    ..PLAIN
};

static ARM_ID_DETAILS: Object = Object {
    name: "x-ms-arm-id-details",
    keys: &[("allowedResources", &List(&Kind::Object(&ARM_RESOURCE)))],
    required: &["allowedResources"],
    ..PLAIN
};

static ARM_RESOURCE: Object =
    Object { name: "an allowed resource", keys: &[("type", &Text)], required: &["type"], ..PLAIN };

static ENUM: Object = Object {
    name: "x-ms-enum",
    keys: &[("name", &Text), ("modelAsString", &Flag), ("values", &List(&Kind::Object(&ENUM_VALUE)))],
    ..PLAIN
};

static ENUM_VALUE: Object = Object {
    name: "a value of x-ms-enum",
    keys: &[("value", &Data), ("name", &Text), ("description", &Text)],
    required: &["value"],
    ..PLAIN
};
