//! The hostile description: Swagger 2.0, imported as `cargo xtask import` does.

use generator::{
    import::{Prose, import},
    model::Docs,
};
use serde_json::{Value, json};

use crate::{
    pipeline::{self, Lowered, Single},
    repo,
};

/// The text that a doctest, if one were made of it, would leave behind.
pub const CODE: &str = "std::fs::write(\"EXECUTED\", \"by a doctest\").unwrap();";

/// Where a text stands, in the text: each of these must be found in some documentation.
pub const PLACES: [&str; 14] = [
    "INFO",
    "TAG",
    "SUMMARY",
    "OPERATION",
    "QUERY",
    "DEFAULT",
    "PATTERN",
    "VALUE",
    "BARE",
    "VARIANT",
    "MODEL",
    "MEMBER",
    "PATH",
    "GROUP",
];

/// A text that tries every way out: fences, indented code, lists and quotes of them, HTML, links, escapes, hidden characters.
fn hostile(place: &str) -> String {
    [
        format!("{place} x`\n\n```\n{CODE}\n```\n"),
        format!("\n~~~rust\n{CODE}\n~~~\n\n````\n{CODE}\n```\n````\n"),
        format!("\n    {CODE}\n\n\t{CODE}\n\n-     {CODE}\n\n1.      {CODE}\n"),
        format!("\n- ```\n  {CODE}\n  ```\n\n> ```\n> {CODE}\n\n>     {CODE}\n"),
        format!("\u{200b}```\n{CODE}\n```\n\r```\r{CODE}\r```\r\u{2028}```\u{2028}{CODE}\u{2028}```\n"),
        "\n# Errors\n\nHeading\n===\n\na | b\n- | -\n1 | 2\n".to_owned(),
        "\n<script>alert(1)</script> <img src=x onerror=alert(1)> <!-- </script>\n".to_owned(),
        "\n[a](javascript:alert(1)) [`Vec`] [Nope] [b][c] ![i](https://example.com/i.png) \\[x](javascript:alert(1))\n"
            .to_owned(),
        "\n[c]: javascript:alert(1)\n[^1]: note\n[<b>label</b>](https://example.com) https://example.com/\\`\n"
            .to_owned(),
        "\u{202e}\u{2066}\u{feff}\u{3164}\u{1b}[31m\u{7} */ \\".to_owned(),
        "\n```rust\nstd::process::abort();".to_owned(),
    ]
    .concat()
}

/// The same for what becomes a name, which may not be long.
fn short(place: &str) -> String {
    format!("{place}`\n\n```\nabort();\n```\n~~~\u{202e}\u{3164}<script>[b](javascript:x)\\")
}

/// Where it stands; `version` makes another description of it.
fn swagger(version: &str) -> Value {
    let said = |place: &str| hostile(&format!("{place}{version}"));
    let named = |place: &str| short(&format!("{place}{version}"));
    let value = said("VALUE");
    let path = format!("/things/{}/{{name}}", said("PATH").replace(['{', '}', '/', '?'], "_"));
    let query = format!("$query{}", named("PARAMETER"));
    json!({
        "swagger": "2.0",
        "info": {"title": format!("Thing{}", said("TITLE")), "version": "2024-01-01"},
        "host": "management.azure.com",
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "paths": {
            path: {"get": {
                "operationId": format!("Group{}_Get", named("GROUP")),
                "summary": said("SUMMARY"),
                "description": said("OPERATION"),
                "parameters": [
                    {"name": "name", "in": "path", "required": true, "type": "string", "pattern": said("PATTERN"), "maxLength": 9},
                    {"name": query, "in": "query", "type": "string", "description": said("QUERY"), "default": said("QUERYDEFAULT")},
                    {"name": "choosy", "in": "query", "required": true, "type": "string", "enum": [value, "other"],
                        "x-ms-enum": {"name": "Choosy", "modelAsString": false, "values": [
                            {"value": value, "name": "Plain"}, {"value": "other"},
                        ]}},
                    {"name": "plain", "in": "query", "type": "string", "default": said("DEFAULT")},
                ],
                "responses": {"200": {"description": said("RESPONSE"), "schema": {"$ref": "#/definitions/Thing"}}},
            }},
            "/tagged": {"get": {
                "operationId": "Tagged_Get",
                "responses": {"204": {"description": said("RESPONSE")}},
            }},
        },
        "definitions": {
            "Thing": {
                "type": "object",
                "title": said("MODELTITLE"),
                "description": said("MODEL"),
                "properties": {
                    format!("member{}", named("NAME")): {
                        "type": "string", "description": said("MEMBER"), "default": said("DEFAULT"), "pattern": said("PATTERN"),
                    },
                    "choice": {
                        "type": "string",
                        "enum": [format!("plain{value}"), "other"],
                        "x-ms-enum": {"name": "Choice", "modelAsString": false, "values": [
                            {"value": format!("plain{value}"), "name": "Plain", "description": said("VARIANT")}, {"value": "other"},
                        ]},
                    },
                    "bare": {"type": "string", "enum": [named("BARE")]},
                },
            },
        },
    })
}

/// The description, imported and lowered; `version` makes another one of it.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn lowered(prose: Prose, version: &str) -> Lowered {
    let mut reader = Single(swagger(version).to_string());
    let imported = import(&["a.json".to_owned()], &mut reader, prose);
    let imported = imported.unwrap_or_else(|problems| panic!("{}", pipeline::lines(&problems)));
    let nowhere = repo::root().join("tests/kit/src");
    let lowered = Lowered::of(&nowhere, "a\u{202e}.yaml", &imported.text);
    let mut lowered = lowered.unwrap_or_else(|problems| panic!("{}", pipeline::lines(&problems)));
    if prose == Prose::Keep {
        // Import takes over neither: a bundle of several files is none of them. An overlay may say both.
        let docs = |place: &str| Docs { summary: None, description: Some(hostile(place)) };
        lowered.api.docs = docs("INFO");
        lowered.api.groups.insert("Tagged".to_owned(), docs("TAG"));
    }
    lowered
}
