//! Small descriptions that once became a client that was wrong or did not compile: what is said of each, or what it becomes.

use std::path::Path;

use expect_test::{Expect, expect};
use generator::rust::File;
use kit::pipeline::{Lowered, lines};

/// A description of these paths and schemas, which are written without indentation. The first path is in line 5.
fn described(paths: &str, schemas: &str) -> String {
    let indented = |text: &str, by: &str| text.trim().lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    let head =
        "openapi: 3.0.3\ninfo: {title: T, version: '2024-01-01'}\nservers: [{url: https://management.azure.com}]\n";
    let schemas = indented(schemas, "    ");
    let components = if schemas.is_empty() { String::new() } else { format!("components:\n  schemas:\n{schemas}") };
    format!("{head}paths:\n{}{components}", indented(paths, "  "))
}

/// The files that a description becomes.
#[track_caller]
fn rendered(text: &str) -> Vec<File> {
    let rendered = Lowered::of(Path::new("nowhere"), "a.yaml", text).and_then(|lowered| lowered.render());
    rendered.unwrap_or_else(|problems| panic!("{}", lines(&problems))).files
}

/// The text of one of its files.
#[track_caller]
fn file(text: &str, path: &str) -> String {
    rendered(text).into_iter().find(|file| file.path == path).expect("it is rendered").text
}

/// What is wrong with a description.
#[track_caller]
fn check_refused(text: &str, expected: Expect) {
    let rendered = Lowered::of(Path::new("nowhere"), "a.yaml", text).and_then(|lowered| lowered.render());
    expected.assert_eq(&lines(&rendered.err().unwrap_or_default()));
}

/// Operations that get a schema: `/a: A`.
fn gets(pairs: &[(&str, &str)]) -> String {
    let get = |(path, schema): &(&str, &str)| {
        let name = path.trim_matches('/').to_uppercase();
        format!(
            "{path}: {{get: {{operationId: G_Get{name}, responses: {{'200': {{description: '', content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
        )
    };
    pairs.iter().map(get).collect()
}

#[test]
fn a_secret_is_hidden_behind_names_lists_and_maps() {
    let text = described(
        &gets(&[("/a", "{$ref: '#/components/schemas/A'}")]),
        "
Pw: {type: string, format: password}
Pws: {type: array, items: {$ref: '#/components/schemas/Pw'}}
A:
  properties:
    plain: {type: string}
    alias: {$ref: '#/components/schemas/Pw'}
    list: {$ref: '#/components/schemas/Pws'}
    map: {type: object, additionalProperties: {$ref: '#/components/schemas/Pws'}}
",
    );
    let model = file(&text, "models/a.rs");
    for name in ["alias", "list", "map"] {
        assert!(model.contains(&format!("\"{name}\" => {name}, secret,")), "{model}");
    }
    assert!(model.contains("\"plain\" => plain,\n"), "{model}");
}

#[test]
fn a_secret_where_values_are_printed_is_refused() {
    let body = "{content: {application/json: {schema: {$ref: '#/components/schemas/Pw'}}}}";
    let paths = format!(
        "{}
/b: {{put: {{operationId: G_Put, requestBody: {body}, responses: {{'200': {{description: ''}}}}}}}}
/c:
  get:
    operationId: G_Many
    responses:
      '200': {{description: '', content: {{application/json: {{schema: {{type: string}}}}}}}}
      '201': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pw'}}}}}}}}",
        gets(&[("/a", "{$ref: '#/components/schemas/A'}")])
    );
    let schemas = "Pw: {type: string, format: password}\nA: {additionalProperties: {$ref: '#/components/schemas/Pw'}, properties: {a: {type: string}}}";
    check_refused(
        &described(&paths, schemas),
        expect![[r#"
        a.yaml:7:34: unsupported: a secret as the optional body of G_Put is not supported; describe an object with a member for it, which is not printed
        a.yaml:13:9: unsupported: a secret as one of several answers (201 of G_Many) is not supported; describe an object with a member for it, which is not printed
        a.yaml:17:5: unsupported: additionalProperties of secrets on A is not supported; describe an object with a member for it, which is not printed
    "#]],
    );
}

#[test]
fn names_of_headers_and_media_types_are_those_of_http() {
    let header = |name: &str| format!("{{name: \"{name}\", in: header, schema: {{type: string}}}}");
    let headers = ["X\\r\\nEvil: 1", "X Y", "a:b", "ä", "X-Good_1"].map(header).join(", ");
    let content = |name: &str| format!("\"{name}\": {{schema: {{type: string}}}}");
    let media_types = [
        "application/json; x=\\r\\nEvil: 1",
        "json",
        "a b/c",
        "application/json; x=ä",
        "application/vnd.a+json; v=\\\"1 2\\\"",
    ];
    let content = media_types.map(content).join(", ");
    let paths = format!(
        "/a: {{put: {{operationId: G_Put, parameters: [{headers}], requestBody: {{required: true, content: {{{content}}}}}, responses: {{'200': {{description: ''}}}}}}}}"
    );
    check_refused(
        &described(&paths, ""),
        expect![[r#"
        a.yaml:5:48: unsupported: "X\r\nEvil: 1" as the name of a header; use letters, digits and `-`, as RFC 9110 has it for a token
        a.yaml:5:108: unsupported: "X Y" as the name of a header; use letters, digits and `-`, as RFC 9110 has it for a token
        a.yaml:5:159: unsupported: "a:b" as the name of a header; use letters, digits and `-`, as RFC 9110 has it for a token
        a.yaml:5:210: unsupported: "ä" as the name of a header; use letters, digits and `-`, as RFC 9110 has it for a token
        a.yaml:5:355: unsupported: "application/json; x=\r\nEvil: 1" as a media type; write `type/subtype`, with nothing but visible ASCII behind a `;`
        a.yaml:5:416: unsupported: "json" as a media type; write `type/subtype`, with nothing but visible ASCII behind a `;`
        a.yaml:5:450: unsupported: "a b/c" as a media type; write `type/subtype`, with nothing but visible ASCII behind a `;`
        a.yaml:5:485: unsupported: "application/json; x=ä" as a media type; write `type/subtype`, with nothing but visible ASCII behind a `;`
    "#]],
    );
}

#[test]
fn headers_that_the_runtime_keeps_are_no_parameters() {
    let source = std::fs::read_to_string(kit::repo::root().join("generated/runtime/src/args/param.rs")).unwrap();
    let list = source.split("fn reserved").nth(1).and_then(|rest| rest.split("_ => return None").next()).unwrap();
    let is_name = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let names: Vec<&str> = list.split('"').skip(1).step_by(2).filter(is_name).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names.into_iter().chain(["Keep-Alive"]) {
        let paths = format!(
            "/a: {{get: {{operationId: G_Get, parameters: [{{name: {name}, in: header, required: true, schema: {{type: string}}}}], responses: {{'200': {{description: ''}}}}}}}}"
        );
        let client = file(&described(&paths, ""), "g.rs");
        assert!(!client.contains(".header("), "{name}: {client}");
    }
}

#[test]
fn paths_are_sent_as_they_stand() {
    let get = |(index, path): (usize, &str)| {
        format!("\"{path}\": {{get: {{operationId: G_Get{index}, responses: {{'200': {{description: ''}}}}}}}}\n")
    };
    let paths = ["/a/../../b", "/c/%2e%2e/%2E%2e/d", "/h\\\\..\\\\..\\\\i", "/j/.\\n.", "/k/...", "/l/%2e%2ek"];
    let paths: String = paths.into_iter().enumerate().map(get).collect();
    check_refused(
        &described(&paths, ""),
        expect![[r#"
            a.yaml:5:3: unsupported: segment ".." of path "/a/../../b" leads to another path; give each parameter a segment of its own, and write the rest as it is sent
            a.yaml:6:3: unsupported: segment "%2e%2e" of path "/c/%2e%2e/%2E%2e/d" leads to another path; give each parameter a segment of its own, and write the rest as it is sent
            a.yaml:7:3: unsupported: segment "h\..\..\i" of path "/h\..\..\i" leads to another path; give each parameter a segment of its own, and write the rest as it is sent
            a.yaml:8:3: unsupported: segment ".\n." of path "/j/.\n." leads to another path; give each parameter a segment of its own, and write the rest as it is sent
        "#]],
    );
}
