//! What schemas and operations say and the model cannot hold, or what contradicts itself: refused by name, at its place.

use expect_test::expect;

use super::{HEAD, check_refused, operations::OK, schemas};

#[test]
fn a_name_for_lists_of_itself_is_refused() {
    check_refused(
        &schemas(
            "
A: {type: array, items: {$ref: '#/components/schemas/A'}}
B: {additionalProperties: {$ref: '#/components/schemas/C'}}
C: {type: array, items: {$ref: '#/components/schemas/B'}}
",
        ),
        expect![[r#"
            a.yaml:8:5: ref-cycle: "A" is a name for lists or maps of itself; put an object with a member in between
            a.yaml:9:5: ref-cycle: "B" is a name for lists or maps of itself; put an object with a member in between
            a.yaml:10:5: ref-cycle: "C" is a name for lists or maps of itself; put an object with a member in between
        "#]],
    );
}

#[test]
fn a_long_line_of_names_is_refused_once() {
    let line = |names: usize| {
        let name = |index| format!("A{index:02}: {{$ref: '#/components/schemas/A{:02}'}}\n", index + 1);
        let names: String = (0..names).map(name).collect::<String>() + &format!("A{names:02}: {{type: string}}\n");
        schemas(&format!("A: {{$ref: '#/components/schemas/A00'}}\n{names}"))
    };
    check_refused(&line(31), expect![""]);
    check_refused(
        &line(40),
        expect![[r#"
        a.yaml:16:5: unsupported: more than 32 names for one type in a row; use fewer
    "#]],
    );
}

#[test]
fn what_the_model_cannot_hold_is_refused_by_name() {
    check_refused(
        &schemas(
            "
A:
  properties:
    a: {oneOf: [{type: string}]}
    b: {anyOf: [{type: string}], type: object}
    c: {not: {type: string}}
    d: {type: string, writeOnly: true}
    e: {type: object, minProperties: 1, maxProperties: 2}
    f: {type: integer, format: unixtime}
    g: {type: string, format: time}
    h: {type: array}
    i: {maxLength: 5}
    j: {type: array, items: {type: string, readOnly: true}}
    k: {type: boolean, enum: [true]}
    l: {allOf: [{type: string}]}
    m: {type: string, allOf: [{$ref: '#/components/schemas/B'}]}
    n: {type: string, x-ms-identifiers: [id]}
    o: {type: object, x-ms-enum: {name: X}}
    p: {type: array, items: {type: string, x-ms-client-name: x}}
    q: {type: string, properties: {x: {type: string}}}
    r: {type: array, minLength: 5, items: {}}
B: {nullable: true, properties: {x: {type: string}}}
C: {type: string, enum: [x], default: x}
",
        ),
        expect![[r#"
            a.yaml:10:13: unsupported: oneOf is not supported; describe the value without it
            a.yaml:11:13: unsupported: anyOf is not supported; describe the value without it
            a.yaml:12:13: unsupported: not is not supported; describe the value without it
            a.yaml:13:27: unsupported: writeOnly is not supported; describe the value without it
            a.yaml:14:27: unsupported: minProperties is not supported; describe the value without it
            a.yaml:14:45: unsupported: maxProperties is not supported; describe the value without it
            a.yaml:17:9: shape: an array without "items"; say what its elements are; `{}` when they are anything
            a.yaml:18:9: warning: shape: the schema has constraints or a format, and no type; it is read as string; give it a "type"
            a.yaml:19:48: warning: conflict: readOnly means nothing here: it belongs on a member of an object, and is left out; move it to the members that use this schema
            a.yaml:21:21: unsupported: a part of allOf that is no object; write the schema out
            a.yaml:22:9: warning: conflict: a type, format or items beside a reference to #/components/schemas/B means nothing, and is left out; remove it: the component says what it is
            a.yaml:23:27: warning: conflict: x-ms-identifiers means nothing on this kind of schema, and is left out; remove it
            a.yaml:24:27: warning: conflict: x-ms-enum means nothing on this kind of schema, and is left out; remove it
            a.yaml:25:48: warning: conflict: x-ms-client-name names nothing here, and is left out; move it to a component or a member
            a.yaml:26:27: conflict: properties means nothing for this kind of schema; remove it, or correct the type
            a.yaml:27:26: warning: conflict: minLength means nothing for this kind of schema, and is left out; remove it, or correct the type
            a.yaml:28:5: unsupported: nullable on a component with members or values; move it to where the component is used
            a.yaml:29:5: warning: conflict: default means nothing on a component with members or values, and is left out; move it to where the component is used
        "#]],
    );
}

#[test]
fn enumerations_that_contradict_themselves_are_refused() {
    check_refused(
        &schemas(
            "
A:
  properties:
    a: {type: string, enum: [a, a]}
    b: {type: string, enum: [a, ~]}
    c: {type: string, enum: [a, 5]}
    d: {type: string, enum: [a, b], x-ms-enum: {name: D, values: [{value: a}, {value: c}]}}
",
        ),
        expect![[r#"
            a.yaml:10:37: warning: conflict: "a" stands twice in the enumeration, and is left out; remove one
            a.yaml:11:37: warning: conflict: null in an enumeration that is not nullable, and is left out; remove it, or say `nullable: true`
            a.yaml:12:37: warning: conflict: that 5 is no string, which the enumeration is of,, and is left out; quote it
            a.yaml:13:27: warning: conflict: enum and x-ms-enum.values do not agree on "b", "c", and is left out; list the same values in both
        "#]],
    );
}

#[test]
fn an_inline_type_must_not_take_a_components_name() {
    check_refused(
        &schemas("A: {properties: {b: {properties: {x: {type: string}}}}}\nA.b: {properties: {y: {type: string}}}"),
        expect![[r#"
            a.yaml:9:5: name-collision: what stands here is called "A.b", and so is what stands at /components/schemas/A/properties/b; rename the component or the member
        "#]],
    );
}

#[test]
fn what_operations_cannot_hold_is_refused_by_name() {
    let text = format!(
        "
{HEAD}security: [{{a: [], b: []}}, {{nobody: []}}]
paths:
  /a/{{x}}y: {{get: {{operationId: A_Get, {OK}}}}}
  /b:
    servers: [{{url: https://example.com}}]
    trace: {{operationId: B_Trace, {OK}}}
    get:
      operationId: B_Get
      servers: [{{url: https://example.com}}]
      callbacks: {{x: {{}}}}
      parameters:
      - {{name: c, in: cookie, schema: {{type: string}}}}
      - {{name: d, in: query, allowReserved: true, allowEmptyValue: true, schema: {{type: string}}}}
      - {{name: e, in: query, content: {{application/json: {{schema: {{}}}}}}}}
      - {{name: f, in: query, style: deepObject, schema: {{type: array, items: {{type: string}}}}}}
      - {{name: g, in: query, schema: {{type: object}}}}
      - {{name: h, in: header, schema: {{type: array, items: {{type: array, items: {{type: string}}}}}}}}
      - {{name: d, in: query, schema: {{type: string}}}}
      requestBody: {{content: {{}}}}
      responses: {{4XX: {{description: x}}, default: {{description: x, headers: {{X: {{schema: {{type: string}}}}}}}}}}
    put:
      operationId: B_Put
      requestBody: {{content: {{application/xml: {{schema: {{type: object}}}}}}}}
      responses:
        '200':
          description: x
          links: {{x: {{operationId: B_Get}}}}
          headers: {{X: {{required: true, deprecated: true, schema: {{type: string}}}}, x: {{content: {{text/plain: {{}}}}}}}}
          content: {{application/json: {{schema: {{type: string}}}}, text/json: {{schema: {{type: integer}}}}}}
    patch:
      operationId: B_Patch
      requestBody: {{content: {{multipart/form-data: {{schema: {{type: string}}, encoding: {{a: {{}}}}}}}}}}
      {OK}
components: {{securitySchemes: {{a: {{type: http, scheme: basic}}, b: {{type: http, scheme: basic}}}}}}
"
    );
    check_refused(
        text.trim_start(),
        expect![[r#"
            a.yaml:4:12: unsupported: a requirement of no scheme or several; require one scheme
            a.yaml:4:29: unresolved-ref: there is no security scheme "nobody"; declare it, or correct the spelling
            a.yaml:6:3: unsupported: segment "{x}y" of path "/a/{x}y" is neither plain text nor one parameter; give each parameter a segment of its own, and write the rest as it is sent
            a.yaml:8:5: unsupported: servers of one path; declare them for the whole document
            a.yaml:9:5: warning: conflict: method trace is none that Resource Manager has, and is left out; remove it
            a.yaml:12:7: unsupported: servers of one operation; declare them for the whole document
            a.yaml:13:7: unsupported: callbacks are not supported; remove them
            a.yaml:15:19: unsupported: parameters in cookies are not supported; send it as a header
            a.yaml:16:30: unsupported: allowReserved is not supported; remove it
            a.yaml:17:9: unsupported: parameter "e" is neither a scalar nor a list of scalars; send it in the body
            a.yaml:17:30: unsupported: "e" is written in a media type; describe it with "schema"
            a.yaml:18:30: unsupported: the style of "f" is not supported; use form, spaceDelimited or pipeDelimited in a query, simple elsewhere
            a.yaml:19:30: unsupported: parameter "g" is neither a scalar nor a list of scalars; send it in the body
            a.yaml:20:31: unsupported: parameter "h" is neither a scalar nor a list of scalars; send it in the body
            a.yaml:21:9: conflict: parameter "d" is declared twice; remove one
            a.yaml:22:21: unsupported: a request body without a schema; give it one, or remove the body
            a.yaml:23:7: warning: shape: no 2xx response is declared, so that of a success nothing is known; declare what success looks like
            a.yaml:23:19: unsupported: a range of status codes; list the codes
            a.yaml:23:68: unsupported: headers of the default response; declare them for a status code
            a.yaml:26:31: warning: shape: a body in "application/xml" of which nothing is said; it is read as text; declare a string; of bytes with format "binary"
            a.yaml:30:11: unsupported: links are not supported; remove them
            a.yaml:31:25: unsupported: required on a response header; remove it
            a.yaml:31:41: unsupported: deprecated on a response header; remove it
            a.yaml:31:84: conflict: header "x" is declared twice; remove one
            a.yaml:31:88: unsupported: a header in a media type; describe it with "schema"
            a.yaml:32:65: unsupported: "text/json" and "application/json" describe different bodies; describe one body in all media types
            a.yaml:35:77: unsupported: encoding is not supported; send JSON
        "#]],
    );
}

#[test]
fn paths_and_their_parameters_must_agree() {
    check_refused(
        &format!(
            "{HEAD}
paths:
  /a/{{x}}/{{y}}/{{y}}:
    get:
      operationId: A_Get
      parameters: [{{$ref: '#/components/parameters/Z'}}, {{name: y, in: path, required: true, schema: {{type: string}}}}, {{name: w, in: path, schema: {{type: string}}}}]
      {OK}
  /b/{{p}}: {{get: {{operationId: B_Get, parameters: [{{name: p, in: path, required: true, schema: {{type: string}}}}], {OK}}}}}
  /b/{{q}}: {{get: {{operationId: A_Get, parameters: [{{name: q, in: path, required: true, schema: {{type: string}}}}], {OK}}}}}
components: {{parameters: {{Z: {{name: z, in: path, required: true, schema: {{type: string}}}}}}}}
"
        ),
        expect![[r#"
            a.yaml:6:3: path-parameter: "{y}" stands twice in the path; rename one
            a.yaml:7:5: path-parameter: "{x}" of the path is not declared; declare a path parameter of that name
            a.yaml:9:20: path-parameter: path parameter "z" is not in the path; put it there, or remove it
            a.yaml:9:118: path-parameter: path parameter "w" is not in the path; put it there, or remove it
            a.yaml:9:118: path-parameter: path parameter "w" must be required; add `required: true`
            a.yaml:12:12: warning: duplicate-operation: GET /b/{q} differs from the path of B_Get in nothing but names; remove one of them
            a.yaml:12:18: duplicate-operation: operationId "A_Get" is that of GET /a/{x}/{y}/{y} too; rename one of them
        "#]],
    );
}

#[test]
fn a_service_has_one_plain_url() {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
    check_refused(
        head,
        expect![[r"
        a.yaml:1:1: unsupported: a document without a server; add `servers: [{url: https://management.azure.com}]`
    "]],
    );
    check_refused(
        &format!("{head}servers: [{{url: 'https://{{x}}', variables: {{x: {{default: y}}}}}}, {{url: https://b}}]\n"),
        expect![[r"
            a.yaml:4:32: unsupported: variables in a server's URL; write the URL out
            a.yaml:4:63: unsupported: more than one server; name one; clients choose another by their options
        "]],
    );
}

/// It names modules, folders and files, and is printed.
#[test]
fn an_api_version_is_letters_digits_dots_and_hyphens() {
    use generator::model::is_api_version;
    for good in ["2024-05-01", "2024-05-01-preview", "1", "v1.0", "2021.8"] {
        assert!(is_api_version(good), "{good}");
    }
    for bad in ["", "-1", ".", "..", "../x", "a/b", "a b", "1_0", "2024-05-01\n", "\u{202e}1", "1\u{200b}", "é", "١"]
    {
        assert!(!is_api_version(bad), "{bad:?}");
    }
    let paths = "paths: {}\n";
    check_refused(
        &format!("{}{paths}", HEAD.replace("'1'", "\"../../a\\u202e\"")),
        expect![[r#"
            a.yaml:2:18: unsupported: the api-version "../../a\u{202e}": it names folders and files; begin it with a letter or digit, use these, `.` and `-` only, and at most 200 of them
        "#]],
    );
}
