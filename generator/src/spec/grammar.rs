//! The shape of an OpenAPI 3.0.3 document, as data: every object, its keys, and the `x-*` keys this generator knows.
//!
//! Invariant: nothing here computes; `shape` walks a document along these tables. A key that is not listed would be lost by
//! the typed reader, an `x-*` key that is not listed has a meaning that is not known: both are refused.

mod kind;
mod overlay;
mod schema;
mod security;

pub(super) use self::{
    kind::{Case, Keys, Kind, Object},
    overlay::OVERLAY,
    schema::ENUM_DESCRIPTIONS,
};
use self::{
    kind::{PLAIN, TEXTS},
    schema::{DOCS, SCHEMA_OR_REF},
    security::SECURITY_SCHEME,
};

use Kind::{Count, Data, Flag, List, Map, OrNull, OrRef, Text, Word};

static SECURITY: Kind = List(&Map(Keys::Any, &TEXTS));
static SERVERS: Kind = List(&Kind::Object(&SERVER));
static PARAMETERS: Kind = List(&OrRef(&PARAMETER, "parameters"));
static CONTENT: Kind = Map(Keys::Any, &Kind::Object(&MEDIA_TYPE));
static EXAMPLES: Kind = Map(Keys::Any, &OrRef(&EXAMPLE, "examples"));
static HEADERS: Kind = Map(Keys::Any, &OrRef(&HEADER, "headers"));
static LINKS: Kind = Map(Keys::Any, &OrRef(&LINK, "links"));
static CALLBACK: Kind = Map(Keys::Any, &Kind::Object(&PATH_ITEM));

/// The document.
pub(super) static ROOT: Object = Object {
    name: "an OpenAPI document",
    keys: &[
        ("openapi", &Text),
        ("info", &Kind::Object(&INFO)),
        ("servers", &SERVERS),
        ("paths", &Map(Keys::Path, &Kind::Object(&PATH_ITEM))),
        ("components", &Kind::Object(&COMPONENTS)),
        ("security", &SECURITY),
        ("tags", &List(&Kind::Object(&TAG))),
        ("externalDocs", &DOCS),
        ("x-ms-paths", &Map(Keys::QueryPath, &Kind::Object(&PATH_ITEM))),
    ],
    required: &["openapi", "info", "paths"],
    ..PLAIN
};

static INFO: Object = Object {
    name: "an info object",
    keys: &[
        ("title", &Text),
        ("version", &Text),
        ("description", &Text),
        ("termsOfService", &Text),
        ("contact", &Kind::Object(&CONTACT)),
        ("license", &Kind::Object(&LICENSE)),
    ],
    required: &["title", "version"],
    ..PLAIN
};

static CONTACT: Object =
    Object { name: "a contact", keys: &[("name", &Text), ("url", &Text), ("email", &Text)], ..PLAIN };

static LICENSE: Object =
    Object { name: "a license", keys: &[("name", &Text), ("url", &Text)], required: &["name"], ..PLAIN };

static TAG: Object = Object {
    name: "a tag",
    keys: &[("name", &Text), ("description", &Text), ("externalDocs", &DOCS)],
    required: &["name"],
    ..PLAIN
};

static SERVER: Object = Object {
    name: "a server",
    keys: &[("url", &Text), ("description", &Text), ("variables", &Map(Keys::Any, &Kind::Object(&SERVER_VARIABLE)))],
    required: &["url"],
    ..PLAIN
};

static SERVER_VARIABLE: Object = Object {
    name: "a server variable",
    keys: &[("enum", &TEXTS), ("default", &Text), ("description", &Text)],
    required: &["default"],
    ..PLAIN
};

static COMPONENTS: Object = Object {
    name: "a components object",
    keys: &[
        ("schemas", &Map(Keys::Name, &SCHEMA_OR_REF)),
        ("responses", &Map(Keys::Name, &OrRef(&RESPONSE, "responses"))),
        ("parameters", &Map(Keys::Name, &OrRef(&PARAMETER, "parameters"))),
        ("examples", &Map(Keys::Name, &OrRef(&EXAMPLE, "examples"))),
        ("requestBodies", &Map(Keys::Name, &OrRef(&REQUEST_BODY, "requestBodies"))),
        ("headers", &Map(Keys::Name, &OrRef(&HEADER, "headers"))),
        ("securitySchemes", &Map(Keys::Name, &OrRef(&SECURITY_SCHEME, "securitySchemes"))),
        ("links", &Map(Keys::Name, &OrRef(&LINK, "links"))),
        ("callbacks", &Map(Keys::Name, &CALLBACK)),
    ],
    ..PLAIN
};

static PATH_ITEM: Object = Object {
    name: "a path item",
    keys: &[
        ("summary", &Text),
        ("description", &Text),
        ("get", &Kind::Object(&OPERATION)),
        ("put", &Kind::Object(&OPERATION)),
        ("post", &Kind::Object(&OPERATION)),
        ("delete", &Kind::Object(&OPERATION)),
        ("options", &Kind::Object(&OPERATION)),
        ("head", &Kind::Object(&OPERATION)),
        ("patch", &Kind::Object(&OPERATION)),
        ("trace", &Kind::Object(&OPERATION)),
        ("servers", &SERVERS),
        ("parameters", &PARAMETERS),
    ],
    ..PLAIN
};

static OPERATION: Object = Object {
    name: "an operation",
    keys: &[
        ("tags", &TEXTS),
        ("summary", &Text),
        ("description", &Text),
        ("externalDocs", &DOCS),
        ("operationId", &Text),
        ("parameters", &PARAMETERS),
        ("requestBody", &OrRef(&REQUEST_BODY, "requestBodies")),
        ("responses", &Map(Keys::Status, &OrRef(&RESPONSE, "responses"))),
        ("callbacks", &Map(Keys::Any, &CALLBACK)),
        ("deprecated", &Flag),
        ("security", &SECURITY),
        ("servers", &SERVERS),
        ("x-ms-pageable", &Kind::Object(&PAGEABLE)),
        ("x-ms-odata", &Kind::Pointer("schemas")),
        ("x-ms-long-running-operation", &Flag),
        ("x-ms-long-running-operation-options", &Kind::Object(&LRO_OPTIONS)),
    ],
    required: &["operationId", "responses"],
    ..PLAIN
};

static PAGEABLE: Object = Object {
    name: "x-ms-pageable",
    keys: &[("nextLinkName", &OrNull(&Text)), ("itemName", &Text), ("operationName", &Text)],
    required: &["nextLinkName"],
    ..PLAIN
};

static LRO_OPTIONS: Object = Object {
    name: "x-ms-long-running-operation-options",
    keys: &[
        ("final-state-via", &Word(&["azure-async-operation", "location", "original-uri", "operation-location"])),
        ("final-state-schema", &Kind::Pointer("schemas")),
    ],
    ..PLAIN
};

static PARAMETER: Object = Object {
    name: "a parameter",
    keys: &[
        ("name", &Text),
        ("in", &Word(&["path", "query", "header", "cookie"])),
        ("description", &Text),
        ("required", &Flag),
        ("deprecated", &Flag),
        ("explode", &Flag),
        ("schema", &SCHEMA_OR_REF),
        ("content", &CONTENT),
        ("example", &Data),
        ("examples", &EXAMPLES),
        ("x-ms-client-name", &Text),
        ("x-ms-parameter-location", &Word(&["method", "client"])),
        ("x-ms-skip-url-encoding", &Flag),
        ("x-ms-collection-format", &Word(&["ssv", "tsv", "pipes"])),
        ("x-filter-fields", &FILTER_FIELDS),
    ],
    required: &["name", "in"],
    one_of: &["schema", "content"],
    cases: Some((
        "in",
        &[
            Case { value: "path", keys: &[("style", &Word(&["simple", "matrix", "label"]))], required: &[] },
            Case {
                value: "query",
                keys: &[
                    ("style", &Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
                    ("allowEmptyValue", &Flag),
                    ("allowReserved", &Flag),
                ],
                required: &[],
            },
            Case { value: "header", keys: &[("style", &Word(&["simple"]))], required: &[] },
            Case { value: "cookie", keys: &[("style", &Word(&["form"]))], required: &[] },
        ],
    )),
};

/// What an OData `$filter` may ask: rows of a table.
pub(super) static FILTER_FIELDS: Kind = List(&Kind::Object(&FILTER_ROW));

static FILTER_ROW: Object = Object {
    name: "a row of x-filter-fields",
    keys: &[("fields", &TEXTS), ("operators", &TEXTS), ("functions", &TEXTS)],
    required: &["fields", "operators"],
    ..PLAIN
};

static REQUEST_BODY: Object = Object {
    name: "a request body",
    keys: &[
        ("description", &Text),
        ("required", &Flag),
        ("content", &CONTENT),
        ("x-ms-requestBody-name", &Text),
        ("x-ms-requestBody-index", &Count),
    ],
    required: &["content"],
    ..PLAIN
};

static MEDIA_TYPE: Object = Object {
    name: "a media type object",
    keys: &[
        ("schema", &SCHEMA_OR_REF),
        ("example", &Data),
        ("examples", &EXAMPLES),
        ("encoding", &Map(Keys::Any, &Kind::Object(&ENCODING))),
    ],
    ..PLAIN
};

static ENCODING: Object = Object {
    name: "an encoding",
    keys: &[
        ("contentType", &Text),
        ("headers", &HEADERS),
        ("style", &Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        ("explode", &Flag),
        ("allowReserved", &Flag),
    ],
    ..PLAIN
};

static RESPONSE: Object = Object {
    name: "a response",
    keys: &[("description", &Text), ("headers", &HEADERS), ("content", &CONTENT), ("links", &LINKS)],
    required: &["description"],
    ..PLAIN
};

static HEADER: Object = Object {
    name: "a header",
    keys: &[
        ("description", &Text),
        ("required", &Flag),
        ("deprecated", &Flag),
        ("style", &Word(&["simple"])),
        ("explode", &Flag),
        ("schema", &SCHEMA_OR_REF),
        ("content", &CONTENT),
        ("example", &Data),
        ("examples", &EXAMPLES),
    ],
    one_of: &["schema", "content"],
    ..PLAIN
};

static EXAMPLE: Object = Object {
    name: "an example",
    keys: &[("summary", &Text), ("description", &Text), ("value", &Data), ("externalValue", &Text)],
    ..PLAIN
};

static LINK: Object = Object {
    name: "a link",
    keys: &[
        ("operationRef", &Text),
        ("operationId", &Text),
        ("parameters", &Map(Keys::Any, &Data)),
        ("requestBody", &Data),
        ("description", &Text),
        ("server", &Kind::Object(&SERVER)),
    ],
    one_of: &["operationRef", "operationId"],
    ..PLAIN
};
