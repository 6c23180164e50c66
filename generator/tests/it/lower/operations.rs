//! Operations, parameters, bodies, responses, paging and long-running operations.

use expect_test::expect;

use super::{HEAD, check_paths, check_refused};

pub(super) const OK: &str = "responses: {'200': {description: OK}}";

#[test]
fn an_operation_with_everything() {
    check_paths(
        "
paths:
  /things/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}, {name: x, in: query, schema: {type: string}}]
    post:
      operationId: Things_Do_It
      tags: [B, A]
      summary: Does it.
      description: All of it.
      deprecated: true
      security: [{key: []}]
      parameters: [{name: x, in: query, required: true, schema: {type: boolean}}, {name: If-Match, in: header, schema: {type: string}, description: E.}]
      requestBody:
        x-ms-requestBody-name: parameters
        x-ms-requestBody-index: 1
        description: B.
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/In'}}}
      responses:
        '204': {description: Nothing.}
        '201':
          description: Made.
          headers: {location: {schema: {type: string}}, ETag: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Out'}}}
        '409': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
        default: {description: Error., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
      x-ms-odata: '#/components/schemas/Filter'
components:
  securitySchemes: {key: {type: apiKey, in: header, name: k}}
  schemas:
    In: {properties: {a: {type: string}}}
    Out: {properties: {a: {type: string}}}
    Failure: {properties: {code: {type: string}}}
    Filter: {properties: {a: {type: string}}}
    Unused: {properties: {a: {type: string}}}
",
        expect![[r#"
            Things_Do_It POST /things/{name}, deprecated, tags B A, odata Filter, security [{"scheme":"key","kind":"apiKey","scopes":[]}], "Does it. / All of it."
              path name string, required
              query x boolean, required
              header If-Match string, "E."
              body parameters #1 [application/json] In, required, "B."
              201 [application/json] Out, ETag: string, location: string, "Made."
              204, "Nothing."
              failure 409 [application/json] Failure, "No."
              default Failure
            struct Failure, error of Things
              code: string
            struct Filter,  of Things
              a: string
            struct In, request of Things
              a: string
            struct Out, response of Things
              a: string
        "#]],
    );
}

#[test]
fn shared_parameters_belong_to_the_client_unless_they_say_otherwise() {
    check_paths(
        &format!(
            "
paths:
  /a/{{subscriptionId}}/{{name}}:
    get:
      operationId: A_Get
      parameters: [{{$ref: '#/components/parameters/Name'}}, {{$ref: '#/components/parameters/Sub'}}, {{$ref: '#/components/parameters/Version'}}, {{$ref: '#/components/parameters/Alias'}}]
      {OK}
components:
  parameters:
    Sub: {{name: subscriptionId, in: path, required: true, schema: {{type: string, format: uuid}}}}
    Version: {{name: api-version, in: query, required: true, schema: {{type: string, minLength: 1}}}}
    Name: {{name: name, in: path, required: true, x-ms-parameter-location: method, x-ms-skip-url-encoding: true, x-ms-client-name: thing, schema: {{type: string}}}}
    Alias: {{$ref: '#/components/parameters/Kind'}}
    Kind: {{name: kind, in: query, x-ms-parameter-location: method, deprecated: true, schema: {{type: string, enum: [x], default: x}}}}
    Unused: {{name: unused, in: query, schema: {{type: string}}}}
"
        ),
        expect![[r#"
            A_Get GET /a/{subscriptionId}/{name}
              path name string, shared, required, called thing, not encoded
              path subscriptionId uuid, shared, required, client
              query api-version string {"min_length":1}, shared, required, client
              query kind Kind.kind = "x", shared, deprecated
              200, "OK"
            enum Kind.kind, request of A
              string
              "x"
        "#]],
    );
}

#[test]
fn lists_in_parameters_say_how_they_are_written() {
    let list = "schema: {type: array, items: {type: string}}";
    check_paths(
        &format!(
            "
paths:
  /a/{{p}}:
    get:
      operationId: A_Get
      parameters:
      - {{name: p, in: path, required: true, style: simple, explode: false, {list}}}
      - {{name: h, in: header, {list}}}
      - {{name: a, in: query, style: form, explode: false, {list}}}
      - {{name: b, in: query, style: form, explode: true, {list}}}
      - {{name: c, in: query, {list}}}
      - {{name: d, in: query, style: spaceDelimited, explode: false, {list}}}
      - {{name: e, in: query, style: pipeDelimited, {list}}}
      - {{name: f, in: query, schema: {{type: array, items: {{type: string, enum: [x]}}}}}}
      - {{name: g, in: query, schema: {{$ref: '#/components/schemas/List'}}}}
      {OK}
components: {{schemas: {{List: {{type: array, items: {{type: integer}}}}}}}}
"
        ),
        expect![[r#"
            A_Get GET /a/{p}
              path p [string], required, "csv"
              header h [string], "csv"
              query a [string], "csv"
              query b [string], "multi"
              query c [string], "multi"
              query d [string], "ssv"
              query e [string], "pipes"
              query f [A_Get.f], "multi"
              query g List, "multi"
              200, "OK"
            enum A_Get.f, request of A
              string
              "x"
            alias List = [int64], request of A
        "#]],
    );
}

#[test]
fn operations_told_apart_by_a_query_are_sorted_among_the_others() {
    check_paths(
        &format!(
            "
paths:
  /b: {{get: {{operationId: B_Get, {OK}}}}}
  /a: {{put: {{operationId: A_Put, {OK}}}, get: {{operationId: A_Get, {OK}}}}}
x-ms-paths:
  /a?export=true&x=1: {{get: {{operationId: A_Export, parameters: [{{name: export, in: query, required: true, schema: {{type: string, enum: ['true']}}}}], {OK}}}}}
"
        ),
        expect![[r#"
            A_Get GET /a
              200, "OK"
            A_Put PUT /a
              200, "OK"
            A_Export GET /a?export=true&x=1
              query export A_Export.export, required
              200, "OK"
            B_Get GET /b
              200, "OK"
            enum A_Export.export, request of A
              string
              "true"
        "#]],
    );
}

#[test]
fn a_head_that_declares_404_asks_whether_a_thing_exists() {
    check_paths(
        "
paths:
  /a: {head: {operationId: A_Exists, responses: {'404': {description: No}, '204': {description: Yes}}}}
  /b: {get: {operationId: B_Get, responses: {'404': {description: No}, '302': {description: There}, '200': {description: Yes}}}}
",
        expect![[r#"
            A_Exists HEAD /a
              204, "Yes"
              404, "No"
            B_Get GET /b
              200, "Yes"
              failure 302, "There"
              failure 404, "No"
        "#]],
    );
}

#[test]
fn one_body_in_several_media_types_with_json_first() {
    check_paths(
        "
paths:
  /a:
    get:
      operationId: A_Get
      responses:
        '200':
          description: OK
          content:
            application/vnd.policy+xml: {schema: {$ref: '#/components/schemas/A'}}
            application/json: {schema: {$ref: '#/components/schemas/A'}}
    put:
      operationId: A_Put
      requestBody: {content: {text/plain: {schema: {type: string}}}}
      responses: {'200': {description: OK, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
components: {schemas: {A: {properties: {a: {type: string}}}}}
",
        expect![[r#"
            A_Get GET /a
              200 [application/json application/vnd.policy+xml] A, "OK"
            A_Put PUT /a
              body body #0 [text/plain] string
              200 [application/octet-stream] binary, "OK"
            struct A, response of A
              a: string
        "#]],
    );
}

#[test]
fn shared_and_inline_bodies_get_names() {
    check_paths(
        "
paths:
  /a:
    get: {operationId: A_Get, responses: {'200': {$ref: '#/components/responses/Also'}, default: {$ref: '#/components/responses/R'}}}
    put:
      operationId: A_Put
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses:
        '200': {description: OK, content: {application/json: {schema: {type: array, items: {properties: {x: {type: string}}}}}}}
        '201': {description: OK, headers: {Kind: {$ref: '#/components/headers/H'}}, content: {application/json: {schema: {properties: {x: {type: string}}}}}}
        default: {description: E, content: {application/json: {schema: {properties: {x: {type: string}}}}}}
components:
  responses:
    R: {description: OK, content: {application/json: {schema: {properties: {x: {type: string}}}}}}
    Also: {$ref: '#/components/responses/R'}
  requestBodies:
    B: {x-ms-requestBody-name: thing, content: {application/json: {schema: {properties: {x: {type: string}}}}}}
  headers:
    H: {schema: {type: string, enum: [x]}}
",
        expect![[r#"
            A_Get GET /a
              200 [application/json] R.body, "OK"
              default R.body
            A_Put PUT /a
              body thing #0 [application/json] B.thing
              200 [application/json] [A_Put.200], "OK"
              201 [application/json] A_Put.201, Kind: A_Put.201.Kind, "OK"
              default A_Put.default
            struct A_Put.200, response of A
              x: string
            struct A_Put.201, response of A
              x: string
            enum A_Put.201.Kind, response of A
              string
              "x"
            struct A_Put.default, error of A
              x: string
            struct B.thing, request of A
              x: string
            struct R.body, response+error of A
              x: string
        "#]],
    );
}

#[test]
fn paging_names_members_of_the_answer() {
    let page = |paging: &str, id: &str, schema: &str| {
        format!(
            "{{get: {{operationId: {id}, x-ms-pageable: {paging}, responses: {{'200': {{description: OK, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}"
        )
    };
    let list = "{$ref: '#/components/schemas/List'}";
    let components = "components: {schemas: {List: {properties: {value: {type: array, items: {type: string}}, items: {$ref: '#/components/schemas/Items'}, nextLink: {type: string}}}, Items: {type: array, items: {type: string}}}}";
    let good = format!(
        "paths:\n  /a: {}\n  /b: {}\n  /c: {}\n  /d: {}\n{components}\n",
        page("{nextLinkName: nextLink}", "A_List", list),
        page("{nextLinkName: null}", "B_List", list),
        page("{nextLinkName: nextLink, itemName: items, operationName: A_List}", "C_List", list),
        page("{nextLinkName: null}", "D_List", "{type: array, items: {type: string}}"),
    );
    check_paths(
        &good,
        expect![[r#"
            A_List GET /a, paging {"items":"value","next_link":"nextLink"}
              200 [application/json] List, "OK"
            B_List GET /b, paging {"items":"value"}
              200 [application/json] List, "OK"
            C_List GET /c, paging {"items":"items","next_link":"nextLink","operation":"A_List"}
              200 [application/json] List, "OK"
            D_List GET /d, paging {}
              200 [application/json] [string], "OK"
            alias Items = [string], response of A B C
            struct List, response of A B C
              items: Items
              nextLink: string
              value: [string]
        "#]],
    );
    let bad = format!(
        "{HEAD}paths:\n  /a: {}\n  /b: {}\n  /c: {}\n{components}\n",
        page("{nextLinkName: next}", "A_List", list),
        page("{nextLinkName: null, itemName: nextLink}", "B_List", list),
        page("{nextLinkName: nextLink, operationName: Z_List}", "C_List", list),
    );
    check_refused(
        &bad,
        expect![[r#"
        a.yaml:5:51: conflict: the answer has no member "next"; name a member of the answer, or null for nextLinkName
        a.yaml:6:71: conflict: the answer has no list "nextLink"; name a member of the answer, or null for nextLinkName
        a.yaml:7:75: unresolved-ref: there is no operation "Z_List"; declare it, or correct the spelling
    "#]],
    );
}

#[test]
fn long_running_operations_say_where_they_end() {
    let post = |id: &str, more: &str| {
        format!("{{post: {{operationId: {id}, {more}, responses: {{'202': {{description: OK}}}}}}}}")
    };
    let good = format!(
        "paths:\n  /a: {}\n  /b: {}\n  /c: {}\ncomponents: {{schemas: {{F: {{properties: {{x: {{type: string}}}}}}}}}}\n",
        post("A_Do", "x-ms-long-running-operation: true"),
        post(
            "B_Do",
            "x-ms-long-running-operation: true, x-ms-long-running-operation-options: {final-state-via: location, final-state-schema: '#/components/schemas/F'}"
        ),
        post("C_Do", "x-ms-long-running-operation: false"),
    );
    check_paths(
        &good,
        expect![[r#"
            A_Do POST /a, lro {}
              202, "OK"
            B_Do POST /b, lro {"final_state":"location","final_schema":"F"}
              202, "OK"
            C_Do POST /c
              202, "OK"
            struct F, response of B
              x: string
        "#]],
    );
    let bad = format!(
        "{HEAD}paths:\n  /a: {}\n",
        post("A_Do", "x-ms-long-running-operation-options: {final-state-via: location}")
    );
    check_refused(
        &bad,
        expect![[r"
        a.yaml:5:34: conflict: options of a long-running operation on one that is none; add x-ms-long-running-operation: true
    "]],
    );
}
