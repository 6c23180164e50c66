//! Every key that a Swagger 2.0 object may have, and what becomes of it.
//!
//! A key is converted by the function of its object, kept as it is, prose (kept or dropped, by an option of the run), or
//! dropped for a reason that stands here. Any other is an error, unless it begins with `x-`: those are left out with one
//! warning each, because a document may be extended by anyone.

/// Points at files of requests and responses.
pub(super) const EXAMPLES: &str = "x-ms-examples";

/// Dropped wherever they stand, with the reason.
pub(super) const DROPPED: &[(&str, &str)] = &[
    (EXAMPLES, "points at recorded calls; they are prose about the API and no part of it"),
    ("x-apim-code-nillable", "a hint to the service's own code generator; it does not change the wire"),
    ("x-ms-external", "says that another AutoRest generator has the type; the wire is the same"),
    ("x-ms-code-generation-settings", "options of AutoRest: names of clients and packages"),
    ("x-ms-error-response", "marks a response as an error; the status says so already"),
    ("x-ms-parameter-grouping", "gathers arguments in one structure of a client; each is sent as without it"),
    ("x-ms-client-default", "what a client fills in when its caller says nothing; the service does not require it"),
    ("x-ms-api-version", "marks the parameter with the api-version, which its name tells"),
    ("x-ms-client-request-id", "marks the header with the client request id, which its name tells"),
    ("x-ms-request-id", "marks the header with the request id, which its name tells"),
    ("x-cadl-name", "the name in the source that the description was written in"),
    ("x-cadl-generated", "which version of a compiler wrote the description"),
    ("x-typespec-name", "the name in the source that the description was written in"),
    ("x-typespec-generated", "which version of a compiler wrote the description"),
    ("x-abstract", "keeps a client from making values of a base type; the wire is the same"),
    ("x-enumNames", "names for the values of an enumeration in C#"),
];

/// Dropped on one kind of object, for a reason.
pub(super) const DROPPED_ON: &[(&str, &str, &str)] = &[
    (
        "a body parameter",
        "x-ms-client-flatten",
        "spreads the members of a body over a method's arguments; the body stays",
    ),
    ("a value of x-ms-enum", "allowedValues", "other spellings of the value, which are read as values of their own"),
    ("x-ms-enum", "modelAsExtensible", "every enumeration is read as one that may have more values"),
];

/// Whether a key of one kind of object is dropped.
pub(super) fn is_dropped(what: &str, key: &str) -> bool {
    DROPPED.iter().any(|(dropped, _)| *dropped == key)
        || DROPPED_ON.iter().any(|(on, dropped, _)| *on == what && *dropped == key)
}

/// Keys whose text leads somewhere else.
pub(super) const REFERENCES: &[&str] = &["$ref", "x-ms-odata", "final-state-schema"];

/// The keys of one kind of object that are copied.
pub(super) struct Keys {
    /// The kind, as a message names it, with its article.
    pub(super) what: &'static str,
    /// Facts.
    pub(super) kept: &'static [&'static str],
    /// Words for people.
    pub(super) prose: &'static [&'static str],
}

pub(super) const SCHEMA: Keys = Keys {
    what: "a schema",
    kept: &[
        "format",
        "default",
        "enum",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "required",
        "readOnly",
        "xml",
        "x-ms-client-flatten",
        "x-ms-client-name",
        "x-ms-identifiers",
        "x-ms-azure-resource",
        "x-ms-arm-id-details",
        "x-ms-mutability",
        "x-ms-secret",
    ],
    prose: &["title", "description", "externalDocs", "example"],
};

/// What a parameter, a header or an array's items say of their values; in OpenAPI 3.0 it moves into a schema.
pub(super) const TYPED: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "x-ms-enum",
    "x-nullable",
    "x-ms-arm-id-details",
    "x-ms-secret",
];

pub(super) const PARAMETER: Keys = Keys {
    what: "a parameter",
    kept: &[
        "name",
        "in",
        "required",
        "allowEmptyValue",
        "x-ms-parameter-location",
        "x-ms-client-name",
        "x-ms-skip-url-encoding",
    ],
    prose: &["description"],
};

pub(super) const BODY: Keys = Keys { what: "a body parameter", kept: &["required"], prose: &["description"] };

pub(super) const ITEMS: Keys = Keys { what: "an items object", kept: &[], prose: &["description"] };

pub(super) const HEADER: Keys = Keys { what: "a header", kept: &[], prose: &["description"] };

pub(super) const RESPONSE: Keys = Keys { what: "a response", kept: &[], prose: &[] };

pub(super) const OPERATION: Keys = Keys {
    what: "an operation",
    kept: &["tags", "operationId", "deprecated", "security", "x-ms-long-running-operation"],
    prose: &["summary", "description", "externalDocs"],
};

/// The document itself. What it keeps is read where it is needed.
pub(super) const DOCUMENT: Keys = Keys {
    what: "a document",
    kept: &[
        "swagger",
        "info",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "x-ms-paths",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "security",
    ],
    prose: &["tags", "externalDocs"],
};

pub(super) const INFO: Keys =
    Keys { what: "info", kept: &["title", "version"], prose: &["description", "termsOfService", "contact", "license"] };

pub(super) const SECURITY_SCHEME: Keys = Keys {
    what: "a security scheme",
    kept: &["type", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"],
    prose: &["description"],
};

pub(super) const PAGEABLE: Keys =
    Keys { what: "x-ms-pageable", kept: &["nextLinkName", "itemName", "operationName"], prose: &[] };

pub(super) const LONG_RUNNING: Keys =
    Keys { what: "x-ms-long-running-operation-options", kept: &["final-state-via"], prose: &[] };

pub(super) const ENUMERATION: Keys = Keys { what: "x-ms-enum", kept: &["name", "modelAsString"], prose: &[] };

pub(super) const ENUM_VALUE: Keys =
    Keys { what: "a value of x-ms-enum", kept: &["value", "name"], prose: &["description"] };

/// The order in which the keys of schemas are written, so that a reader finds them where they always are.
pub(super) const SCHEMA_ORDER: &[&str] = &[
    "title",
    "description",
    "externalDocs",
    "allOf",
    "type",
    "format",
    "readOnly",
    "nullable",
    "default",
    "enum",
    "x-ms-enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "discriminator",
    "items",
    "required",
    "properties",
    "additionalProperties",
];

/// The same for everything else.
pub(super) const ORDER: &[&str] = &[
    "x-ms-requestBody-name",
    "x-ms-requestBody-index",
    "name",
    "in",
    "summary",
    "tags",
    "operationId",
    "title",
    "description",
    "externalDocs",
    "deprecated",
    "required",
    "style",
    "explode",
    "modelAsString",
    "values",
    "value",
    "x-ms-parameter-location",
    "x-ms-client-name",
    "parameters",
    "requestBody",
    "responses",
    "headers",
    "content",
    "schema",
    "security",
];

/// Puts the keys of an object in the order of reading; those that are not in it follow by name.
pub(super) fn sort(object: &mut serde_json::Map<String, serde_json::Value>, order: &[&str]) {
    let rank = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    let mut members: Vec<_> = std::mem::take(object).into_iter().collect();
    members.sort_by(|(a, _), (b, _)| (rank(a), a).cmp(&(rank(b), b)));
    object.extend(members);
}
