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

/// A list at `/a` with pages of schema `A`.
fn list(pageable: &str) -> String {
    format!(
        "/a: {{get: {{operationId: G_List, x-ms-pageable: {pageable}, responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}\n"
    )
}

#[test]
fn a_link_is_text() {
    for link in [
        "next: {type: integer}",
        "next: {type: string, enum: [a]}",
        "next: {type: object}",
        "next: {type: string, format: date-time}",
        "next: {type: array, items: {type: string}}",
    ] {
        let schema = format!("A: {{properties: {{value: {{type: array, items: {{type: string}}}}, {link}}}}}");
        let text = described(&list("{nextLinkName: next}"), &schema);
        let problems = Lowered::of(Path::new("nowhere"), "a.yaml", &text).and_then(|lowered| lowered.render());
        assert!(lines(&problems.unwrap_err()).contains("a page whose link \"next\" is no text (G_List)"), "{link}");
    }
    let itself = "A: {properties: {value: {type: array, items: {type: string}}}}";
    check_refused(
        &described(&list("{nextLinkName: value}"), itself),
        expect![[r#"
        a.yaml:5:8: unsupported: a page whose link "value" is no text (G_List) is not supported; correct `x-ms-pageable` or the response
    "#]],
    );
    let uri = "A: {properties: {value: {type: array, items: {type: string}}, next: {type: string, format: uri}}}";
    check_refused(&described(&list("{nextLinkName: next}"), uri), expect![[""]]);
}

#[test]
fn a_page_is_no_family() {
    let family = |tag: &str| {
        format!(
            "
A:
  type: object
  discriminator: {{propertyName: {tag}, mapping: {{a: '#/components/schemas/A', b: '#/components/schemas/B'}}}}
  required: [{tag}]
  properties:
    value: {{type: array, items: {{type: string}}}}
    nextLink: {{type: string}}
    kind: {{type: string}}
B: {{allOf: [{{$ref: '#/components/schemas/A'}}], properties: {{b: {{type: string}}}}}}
"
        )
    };
    check_refused(
        &described(&list("{nextLinkName: nextLink}"), &family("kind")),
        expect![[r#"
        a.yaml:5:8: unsupported: a page of several kinds, A (G_List) is not supported; describe the page without a discriminator; its items may have one
    "#]],
    );
    let of_kind = list("{nextLinkName: nextLink}").replace("schemas/A", "schemas/B");
    check_refused(
        &described(&of_kind, &family("nextLink")),
        expect![[r#"
        a.yaml:5:8: unsupported: a page whose link tells the kind of B (G_List) is not supported; name another member in nextLinkName, or in the discriminator
    "#]],
    );
    check_refused(&described(&of_kind, &family("kind")), expect![[""]]);
}

#[test]
fn items_may_be_null() {
    let schema = "A: {properties: {value: {type: array, items: {type: string, x-nullable: true}}}}";
    let page = file(&described(&list("{nextLinkName: null}"), schema), "models/a.rs");
    assert!(page.contains("rt::page!(A { items: value } => Option<String>);"), "{page}");
}

#[test]
fn a_link_leads_to_the_lists_own_path() {
    let schema = "A: {properties: {value: {type: array, items: {type: string}}, nextLink: {type: string}}}";
    let next = "{get: {operationId: G_Next, responses: {'200': {description: ''}}}}";
    let paths = list("{nextLinkName: nextLink, operationName: G_Next}");
    check_refused(
        &described(&format!("{paths}/other: {next}"), schema),
        expect![[r#"
        a.yaml:5:75: unsupported: next pages that another operation fetches (G_Next for G_List) is not supported; let it be a GET whose path has the link and else only parameters of the list
    "#]],
    );
}

#[test]
fn types_beside_methods_have_names_of_their_own() {
    let answers = "{'200': {description: '', content: {application/json: {schema: {type: string}}}}, '201': {description: '', content: {application/json: {schema: {type: boolean}}}}}";
    let put = |path: &str, id: &str, parameters: &str, responses: &str| {
        format!("{path}: {{put: {{operationId: {id}, parameters: {parameters}, responses: {responses}}}}}\n")
    };
    let (option, nothing) = ("[{name: x, in: query, schema: {type: string}}]", "{'200': {description: ''}}");
    let options = put("/a", "G_A1", option, nothing) + &put("/b", "G_A_1", option, nothing);
    check_refused(
        &described(&options, ""),
        expect![[r#"
        a.yaml:6:8: name-collision: method "G_A_1" and "G_A1" both become `GA1Options` of the file of group G; add a rename to names.toml
    "#]],
    );
    let responses = put("/a", "G_A1", "[]", answers) + &put("/b", "G_A_1", "[]", answers);
    check_refused(
        &described(&responses, ""),
        expect![[r#"
        a.yaml:6:8: name-collision: method "G_A_1" and "G_A1" both become `GA1Response` of the file of group G; add a rename to names.toml
    "#]],
    );
    let long =
        put("/a", "G_Foo", option, nothing) + &put("/b", "G_Foo2", option, nothing).replace("G_Foo2", "G_BeginFoo");
    check_refused(
        &described(&long, ""),
        expect![[r#"
        a.yaml:6:8: name-collision: method "G_BeginFoo" and "G_Foo" both become `GFooOptions` of the file of group G; add a rename to names.toml
    "#]],
    );
    // What is not rendered takes no name.
    check_refused(
        &described(&(put("/a", "G_A1", option, nothing) + &put("/b", "G_A_1", "[]", nothing)), ""),
        expect![[""]],
    );
}

#[test]
fn a_kind_is_not_called_like_the_unknown_one() {
    let schemas = "
A:
  type: object
  discriminator: {propertyName: kind, mapping: {u: '#/components/schemas/UnknownKind'}}
  required: [kind]
  properties: {kind: {type: string}}
UnknownKind: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {type: string}}}
";
    check_refused(
        &described(&gets(&[("/a", "{$ref: '#/components/schemas/A'}")]), schemas),
        expect![[r#"
        a.yaml:13:5: name-collision: type "UnknownKind" becomes `UnknownKind` of A, a name that the generated code uses itself; add a rename to names.toml
    "#]],
    );
}

#[test]
fn each_parameter_is_checked_by_its_own_pattern() {
    let param = |name: &str, pattern: &str| {
        format!("{{name: {name}, in: query, required: true, schema: {{type: string, pattern: '{pattern}'}}}}")
    };
    let (one, other) = (param("a", "^v858208$"), param("b", "^v1023300$"));
    let paths = format!(
        "/a: {{get: {{operationId: G_Get, parameters: [{one}, {other}], responses: {{'200': {{description: ''}}}}}}}}"
    );
    let params = file(&described(&paths, ""), "params.rs");
    assert_eq!(params.matches(": rt::Pattern = ").count(), 2, "{params}");
}

#[test]
fn limits_that_no_value_keeps_are_refused() {
    let schemas = "
A:
  properties:
    a: {type: string, minLength: 5, maxLength: 2}
    b: {type: integer, minimum: 5, maximum: 2}
    c: {type: number, minimum: 5, maximum: 5, exclusiveMaximum: true}
    d: {type: integer, multipleOf: 0}
    e: {type: number, multipleOf: -1.5}
    f: {type: array, items: {type: string}, minItems: 2, maxItems: 1}
    g: {type: integer, minimum: 5, maximum: 5, multipleOf: 5}
    h: {type: string, minLength: 2, maxLength: 2}
";
    check_refused(
        &described(&gets(&[("/a", "{$ref: '#/components/schemas/A'}")]), schemas),
        expect![[r#"
        a.yaml:10:27: conflict: no value keeps both minLength and maxLength; correct one of them
        a.yaml:11:28: conflict: no value keeps both minimum and maximum; correct one of them
        a.yaml:12:27: conflict: no value keeps both minimum and maximum; correct one of them
        a.yaml:13:28: conflict: multipleOf is not above zero; correct it, or remove it
        a.yaml:14:27: conflict: multipleOf is not above zero; correct it, or remove it
        a.yaml:15:49: conflict: no value keeps both minItems and maxItems; correct one of them
    "#]],
    );
}

#[test]
fn an_api_version_is_one_that_it_allows() {
    let paths = |default: &str| {
        let schema = format!("{{type: string, enum: ['2018-10-01'], default: '{default}'}}");
        format!(
            "/a: {{get: {{operationId: G_Get, parameters: [{{name: api-version, in: query, required: true, schema: {schema}}}], responses: {{'200': {{description: ''}}}}}}}}"
        )
    };
    check_refused(&described(&paths("2018-10-01"), ""), expect![[""]]);
    check_refused(
        &described(&paths("2017-01-01"), ""),
        expect![[r#"
        a.yaml:5:47: conflict: parameter "api-version" is 2017-01-01 by default, which it does not allow; correct its default or its values
    "#]],
    );
    let long = described(&paths("2018-10-01"), "").replace("2024-01-01", &"1".repeat(300));
    let problems = Lowered::of(Path::new("nowhere"), "a.yaml", &long).map(|_| ()).unwrap_err();
    assert!(lines(&problems).starts_with("a.yaml:2:18: unsupported: the api-version"), "{problems:?}");
}

#[test]
fn what_files_are_called_by_is_ascii() {
    let get = "{get: {operationId: Größe_Get, responses: {'200': {description: ''}}}}";
    let schemas = "
A: {properties: {größe: {$ref: '#/components/schemas/B'}, Länge: {properties: {a: {type: string}}}}}
B: {type: string, enum: [a], x-ms-enum: {name: 中文}}
";
    let paths = format!("{}/b: {get}", gets(&[("/a", "{$ref: '#/components/schemas/A'}")]));
    check_refused(
        &described(&paths, schemas),
        expect![[r#"
        a.yaml:6:8: name-collision: group "Größe" becomes `größe`, which is not ASCII; add a rename to names.toml
        a.yaml:9:63: name-collision: type "A.Länge" becomes `ALänge`, which is not ASCII; add a rename to names.toml
        a.yaml:10:5: name-collision: type "B" becomes `中文`, which is not ASCII; add a rename to names.toml
    "#]],
    );
}

#[test]
fn an_example_shows_bodies_that_it_can_make() {
    let has_example = |group: &str, schema: &str| {
        let body = format!("{{required: true, content: {{application/json: {{schema: {schema}}}}}}}");
        let paths = format!(
            "/a: {{put: {{operationId: {group}_Put, requestBody: {body}, responses: {{'200': {{description: ''}}}}}}}}"
        );
        let schemas = "A: {properties: {a: {type: string}}}\nE: {type: string, enum: [a]}";
        file(&described(&paths, schemas), &format!("{}.rs", group.to_lowercase())).contains("```no_run")
    };
    let list = |items: &str| format!("{{type: array, items: {items}}}");
    let structure = "{$ref: '#/components/schemas/A'}";
    assert!(has_example("G", structure) && has_example("G", &list(structure)));
    for scalar in ["format: binary", "format: date-time", "format: duration"] {
        let scalar = format!("{{type: string, {scalar}}}");
        assert!(!has_example("G", &scalar), "{scalar}");
    }
    assert!(!has_example("G", "{$ref: '#/components/schemas/E'}"));
    assert!(!has_example("G", &list("{type: string, format: date-time}")) && !has_example("G", &list("{}")));
    assert!(!has_example("Body", structure));
}
