//! What operations reach, in which way, and the facts that are added from outside.

use expect_test::expect;
use generator::{lower::lower, overrides::Overrides, spec::load};
use kit::show;

use super::{HEAD, check_paths, lines, schemas};

fn op(id: &str, body: Option<&str>, response: Option<&str>) -> String {
    let content =
        |name: &str| format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}");
    let body = body.map_or_else(String::new, |name| format!("requestBody: {{{}}}, ", content(name)));
    let response = response.map_or_else(String::new, |name| format!(", {}", content(name)));
    format!(
        "{{operationId: {id}, {body}responses: {{'200': {{description: OK{response}}}, default: {{description: E, {}}}}}}}",
        content("Failure")
    )
}

#[test]
fn usage_follows_members_parents_and_subtypes() {
    check_paths(
        &format!(
            "
paths:
  /a: {{get: {}, patch: {}}}
  /b: {{patch: {}, put: {}}}
components:
  schemas:
    Out: {{properties: {{shared: {{$ref: '#/components/schemas/Shared'}}, kind: {{type: string, enum: [x]}}}}}}
    Update: {{allOf: [{{$ref: '#/components/schemas/Base'}}], properties: {{only: {{type: array, items: {{$ref: '#/components/schemas/Only'}}}}, shared: {{$ref: '#/components/schemas/Shared'}}}}}}
    Base: {{properties: {{x: {{type: string}}}}}}
    Only: {{properties: {{x: {{type: string}}}}}}
    Shared: {{properties: {{x: {{type: string}}}}}}
    Both: {{properties: {{only: {{$ref: '#/components/schemas/Only2'}}}}}}
    Only2: {{properties: {{x: {{type: string}}}}}}
    Failure: {{properties: {{details: {{type: array, items: {{$ref: '#/components/schemas/Failure'}}}}}}}}
    Unused: {{properties: {{x: {{type: string}}}}}}
",
            op("A_Get", None, Some("Out")),
            op("A_Update", Some("Update"), Some("Out")),
            op("B_Update", Some("Both"), None),
            op("B_Put", Some("Both"), None),
        ),
        expect![[r#"
            A_Get GET /a
              200 [application/json] Out, "OK"
              default Failure
            A_Update PATCH /a
              body body #0 [application/json] Update
              200 [application/json] Out, "OK"
              default Failure
            B_Update PATCH /b
              body body #0 [application/json] Both
              200, "OK"
              default Failure
            B_Put PUT /b
              body body #0 [application/json] Both
              200, "OK"
              default Failure
            struct Base, request+patch-only of A
              x: string
            struct Both, request of B
              only: Only2
            struct Failure, error of A B
              details: [Failure]
            struct Only, request+patch-only of A
              x: string
            struct Only2, request of B
              x: string
            struct Out, response of A
              kind: Out.kind
              shared: Shared
            enum Out.kind, response of A
              string
              "x"
            struct Shared, request+response of A
              x: string
            struct Update, request+patch-only of A
              extends Base
              only: [Only]
              shared: Shared
              x: string, from Base
        "#]],
    );
}

#[test]
fn facts_are_added_where_they_are_new() {
    let text = schemas(
        "
A:
  allOf: [{$ref: '#/components/schemas/Base'}]
  properties: {known: {type: string, x-ms-secret: true}, inline: {properties: {token: {type: string}}}}
Base: {properties: {key: {type: string}}}
Kind: {type: string}
",
    ) + "x-ms-paths: {'/a?x=1': {post: {operationId: Things_List, responses: {'200': {description: OK}}}}}\n";
    let secrets: String = [("Base", "key"), ("A.inline", "token"), ("A", "known"), ("A", "missing"), ("Z", "z")]
        .map(|(ty, member)| format!("[[secret]]\ntype = \"{ty}\"\nmember = \"{member}\"\nreason = \"a key\"\n"))
        .concat();
    let posts = ["Things_List", "Things_Put", "Things_Gone"]
        .map(|id| format!("[[operation]]\nid = \"{id}\"\nreason = \"reads\"\n"))
        .concat();
    let overrides = Overrides::parse(&[("s.toml", &secrets), ("p.toml", &posts)]).unwrap();
    let (api, diagnostics) = lower(&load("a.yaml", &text, None).unwrap(), &overrides);
    expect![[r#"
        p.toml:4:1: unused-override: there is no POST "Things_Put"; correct the entry or remove it
        p.toml:7:1: unused-override: there is no POST "Things_Gone"; correct the entry or remove it
        s.toml:9:1: unused-override: no type "A" has a member "known" that is not marked secret already; correct the entry or remove it
        s.toml:13:1: unused-override: no type "A" has a member "missing" that is not marked secret already; correct the entry or remove it
        s.toml:17:1: unused-override: no type "Z" has a member "z" that is not marked secret already; correct the entry or remove it
    "#]]
    .assert_eq(&lines(&diagnostics));
    expect![[r#"
        Things_Put PUT /a
          body body #0 [application/json] A
          200 [application/json] A
        Things_List POST /a?x=1, only reads
          200, "OK"
        struct A, request+response of Things
          extends Base
          inline: A.inline
          key: string, secret, from Base
          known: string, secret
        struct A.inline, request+response of Things
          token: string, secret
        struct Base, request+response of Things
          key: string, secret
    "#]]
    .assert_eq(&show::api(&api));
}

#[test]
fn what_serves_several_versions_is_unused_when_none_needs_it() {
    let unused = |document: &str| {
        let secrets = "[[secret]]\ntype = \"A\"\nmember = \"x\"\nreason = \"r\"\n[[secret]]\ntype = \"B\"\nmember = \"x\"\nreason = \"r\"\n";
        let overrides = Overrides::parse(&[("s.toml", secrets)]).unwrap();
        lower(&load("a.yaml", document, None).unwrap(), &overrides).1
    };
    let one = unused(&schemas("A: {properties: {x: {type: string}}}"));
    let other = unused(&schemas("A: {properties: {y: {type: string}}}"));
    assert_eq!((one.len(), other.len()), (1, 2));
    assert_eq!(generator::diag::in_all(&[one.clone(), other]), one);
}

#[test]
fn the_head_of_a_document_is_kept() {
    let text = format!(
        "{HEAD}security: [{{auth: [user_impersonation]}}]\npaths: {{}}\ncomponents: {{securitySchemes: {{auth: {{type: oauth2, flows: {{implicit: {{authorizationUrl: 'https://login', scopes: {{user_impersonation: ''}}}}}}}}}}}}\n"
    );
    let api = super::lowered(&text);
    expect![[r#"{"title":"T","api_version":"1","endpoint":"https://management.azure.com","docs":{},"security":[{"scheme":"auth","kind":"oauth2","scopes":["user_impersonation"]}],"types":{},"parameters":{},"operations":[]}"#]].assert_eq(&serde_json::to_string(&api).unwrap());
}
