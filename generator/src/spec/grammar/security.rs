//! Security schemes: what each type of them needs.

use super::kind::{
    Case, Keys,
    Kind::{self, Map, Text, Word},
    Object, PLAIN,
};

pub(super) static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    keys: &[("type", &Word(&["apiKey", "http", "oauth2", "openIdConnect"])), ("description", &Text)],
    required: &["type"],
    cases: Some((
        "type",
        &[
            Case {
                value: "apiKey",
                keys: &[("name", &Text), ("in", &Word(&["query", "header", "cookie"]))],
                required: &["name", "in"],
            },
            Case { value: "http", keys: &[("scheme", &Text), ("bearerFormat", &Text)], required: &["scheme"] },
            Case { value: "oauth2", keys: &[("flows", &Kind::Object(&FLOWS))], required: &["flows"] },
            Case { value: "openIdConnect", keys: &[("openIdConnectUrl", &Text)], required: &["openIdConnectUrl"] },
        ],
    )),
    ..PLAIN
};

static FLOWS: Object = Object {
    name: "an OAuth flows object",
    keys: &[
        ("implicit", &Kind::Object(&IMPLICIT_FLOW)),
        ("password", &Kind::Object(&TOKEN_FLOW)),
        ("clientCredentials", &Kind::Object(&TOKEN_FLOW)),
        ("authorizationCode", &Kind::Object(&CODE_FLOW)),
    ],
    ..PLAIN
};

static IMPLICIT_FLOW: Object = Object {
    name: "an implicit flow",
    keys: &[("authorizationUrl", &Text), ("refreshUrl", &Text), ("scopes", &Map(Keys::Any, &Text))],
    required: &["authorizationUrl", "scopes"],
    ..PLAIN
};

static TOKEN_FLOW: Object = Object {
    name: "an OAuth flow",
    keys: &[("tokenUrl", &Text), ("refreshUrl", &Text), ("scopes", &Map(Keys::Any, &Text))],
    required: &["tokenUrl", "scopes"],
    ..PLAIN
};

static CODE_FLOW: Object = Object {
    name: "an authorization code flow",
    keys: &[
        ("authorizationUrl", &Text),
        ("tokenUrl", &Text),
        ("refreshUrl", &Text),
        ("scopes", &Map(Keys::Any, &Text)),
    ],
    required: &["authorizationUrl", "tokenUrl", "scopes"],
    ..PLAIN
};
