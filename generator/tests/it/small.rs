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
    check_refused(&described(&paths, schemas), expect![[r#"
        a.yaml:7:34: unsupported: a secret as the optional body of G_Put is not supported; describe an object with a member for it, which is not printed
        a.yaml:13:9: unsupported: a secret as one of several answers (201 of G_Many) is not supported; describe an object with a member for it, which is not printed
        a.yaml:17:5: unsupported: additionalProperties of secrets on A is not supported; describe an object with a member for it, which is not printed
    "#]]);
}
