//! `allOf` and discriminators.

use expect_test::expect;

use super::{check_refused, check_schemas, schemas};

#[test]
fn members_come_from_parents_and_inline_parts() {
    check_schemas(
        "
A:
  description: Own words.
  allOf:
  - $ref: '#/components/schemas/B'
  - description: Other words.
    required: [y]
    properties: {y: {type: string}}
    additionalProperties: {type: string}
  - allOf: [{$ref: '#/components/schemas/C'}, {properties: {z: {type: string}}}]
  required: [b, x]
  properties:
    x: {type: string}
B:
  allOf: [{$ref: '#/components/schemas/Base'}]
  properties: {b: {type: string}}
C: {properties: {c: {type: string, readOnly: true}}}
Base: {required: [id], properties: {id: {type: string}, tags: {additionalProperties: {type: string}}}}
",
        expect![[r#"
            struct A, request+response of Things, "Own words."
              extends B, C
              other members: string
              b: string, required, from B
              c: string, read-only, from C
              id: string, required, from Base
              tags: {string}, from Base
              x: string, required
              y: string, required
              z: string
            struct B, request+response of Things
              extends Base
              b: string
              id: string, required, from Base
              tags: {string}, from Base
            struct Base, request+response of Things
              id: string, required
              tags: {string}
            struct C, request+response of Things
              c: string, read-only
        "#]],
    );
}

#[test]
fn a_component_that_only_extends_is_a_structure() {
    check_schemas(
        "
A: {allOf: [{$ref: '#/components/schemas/B'}], description: D}
B: {allOf: [{$ref: '#/components/schemas/AlsoC'}, {$ref: '#/components/schemas/C'}]}
AlsoC: {$ref: '#/components/schemas/C'}
C: {properties: {x: {type: string}}, additionalProperties: {type: string}}
",
        expect![[r#"
            struct A, request+response of Things, "D"
              extends B
              other members: string
              x: string, from C
            struct B, request+response of Things
              extends C
              other members: string
              x: string, from C
            struct C, request+response of Things
              other members: string
              x: string
        "#]],
    );
}

#[test]
fn parts_without_a_reference_are_one_structure() {
    check_schemas(
        "A: {allOf: [{properties: {x: {type: string}}, title: T}, {properties: {y: {type: string}}}]}",
        expect![[r#"
            struct A, request+response of Things, "T"
              x: string
              y: string
        "#]],
    );
}

#[test]
fn a_member_may_be_declared_again_the_same_or_narrower() {
    check_schemas(
        "
A:
  allOf: [{$ref: '#/components/schemas/B'}]
  required: [a]
  properties:
    a: {type: string}
    b: {type: string, enum: [x]}
    c: {type: string, format: uuid}
    d: {$ref: '#/components/schemas/D2'}
    e: {type: string, maxLength: 5, minLength: 2}
    f: {type: integer, format: int32, nullable: false, description: Own.}
    g: {$ref: '#/components/schemas/D'}
    h: {type: array, items: {$ref: '#/components/schemas/D2'}}
B:
  properties:
    a: {type: string, description: Its., readOnly: true}
    b: {type: string}
    c: {type: string}
    d: {$ref: '#/components/schemas/D'}
    e: {type: string, maxLength: 10}
    f: {type: integer, nullable: true, description: Its.}
    g: {type: object}
    h: {type: array, items: {$ref: '#/components/schemas/D'}}
D: {properties: {x: {type: string}}}
D2: {allOf: [{$ref: '#/components/schemas/D'}], properties: {y: {type: string}}}
",
        expect![[r#"
            struct A, request+response of Things
              extends B
              a: string, required, read-only, "Its."
              b: A.b
              c: uuid
              d: D2
              e: string {"min_length":2,"max_length":5}
              f: int32, "Own."
              g: D
              h: [D2]
            enum A.b, request+response of Things
              string
              "x"
            struct B, request+response of Things
              a: string, read-only, "Its."
              b: string
              c: string
              d: D
              e: string {"max_length":10}
              f: int64?, "Its."
              g: object
              h: [D]
            struct D, request+response of Things
              x: string
            struct D2, request+response of Things
              extends D
              x: string, from D
              y: string
        "#]],
    );
}

#[test]
fn two_parents_may_share_a_member() {
    check_schemas(
        "
A: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
B: {properties: {x: {type: string}, y: {type: string, format: uuid}}}
C: {properties: {x: {type: string}, y: {type: string}, z: {type: string}}}
",
        expect![[r"
            struct A, request+response of Things
              extends B, C
              x: string, from B
              y: uuid, from B
              z: string, from C
            struct B, request+response of Things
              x: string
              y: uuid
            struct C, request+response of Things
              x: string
              y: string
              z: string
        "]],
    );
}

#[test]
fn parts_that_contradict_one_another_are_refused() {
    check_refused(
        &schemas(
            "
A:
  allOf: [{$ref: '#/components/schemas/B'}, {properties: {own: {type: string}}}]
  required: [missing]
  properties:
    own: {type: string}
    a: {type: integer}
    b: {type: string, nullable: true}
    c: {type: string, maxLength: 20}
    d: {type: string, enum: [x, z]}
B:
  properties:
    a: {type: string}
    b: {type: string}
    c: {type: string, maxLength: 10}
    d: {type: string, enum: [x, y]}
C: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/D'}]}
D: {properties: {a: {type: integer}}}
E: {allOf: [{$ref: '#/components/schemas/Text'}], properties: {x: {type: string}}}
Text: {type: string}
F: {allOf: [{$ref: '#/components/schemas/Closed'}], properties: {y: {type: string}}}
Closed: {properties: {x: {type: string}}, additionalProperties: false}
G: {allOf: [{$ref: '#/components/schemas/Open'}], additionalProperties: {type: string}}
Open: {additionalProperties: {type: integer}, properties: {x: {type: string}}}
",
        ),
        expect![[r#"
            a.yaml:10:18: warning: conflict: "missing" is required, and "A" has no such member; that means nothing, and is left out; declare it in properties, or remove it from required
            a.yaml:12:9: conflict: "own" is declared twice in "A"; keep one of the declarations
            a.yaml:13:9: conflict: "a" of "A" contradicts what it inherits from B; declare it as the parent does, or narrower
            a.yaml:14:9: conflict: "b" of "A" contradicts what it inherits from B; declare it as the parent does, or narrower
            a.yaml:15:9: conflict: "c" of "A" contradicts what it inherits from B; declare it as the parent does, or narrower
            a.yaml:16:9: conflict: "d" of "A" contradicts what it inherits from B; declare it as the parent does, or narrower
            a.yaml:23:9: conflict: "a" comes from B and D, which disagree on it; extend one of them only
            a.yaml:25:9: conflict: "Text" is no object, so nothing can extend it; refer to an object
            a.yaml:27:9: conflict: "F" adds members to a parent that allows no other; drop additionalProperties: false from the parent
            a.yaml:29:55: conflict: additionalProperties contradicts what is inherited; say it in one place
        "#]],
    );
}

#[test]
fn extending_oneself_is_refused_and_told_once() {
    check_refused(
        &schemas(
            "
A: {allOf: [{$ref: '#/components/schemas/C'}], properties: {x: {type: string}}}
C: {allOf: [{$ref: '#/components/schemas/B'}], properties: {y: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/C'}], properties: {z: {type: string}}}
Z: {allOf: [{$ref: '#/components/schemas/Z'}], properties: {z: {type: string}}}
",
        ),
        expect![[r#"
            a.yaml:10:5: ref-cycle: "B" extends only itself: B -> C -> B; remove one of them from allOf
            a.yaml:11:5: ref-cycle: "Z" extends only itself: Z -> Z; remove one of them from allOf
        "#]],
    );
}

#[test]
fn a_long_line_of_parents_is_refused_before_the_stack_ends() {
    let line: String = (0..5_000)
        .map(|n| {
            format!(
                "A{n}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}], properties: {{p{n}: {{type: string}}}}}}\n",
                n + 1
            )
        })
        .collect();
    let text = schemas(&format!("A: {{allOf: [{{$ref: '#/components/schemas/A0'}}]}}\n{line}A5000: {{type: object}}"));
    let document = generator::spec::load("a.yaml", &text, None).unwrap();
    let (_, diagnostics) = generator::lower::lower(&document, &generator::overrides::Overrides::default());
    assert!(diagnostics.iter().any(|d| d.message.contains("more than 64 parents in a row")));
}

#[test]
fn discriminators_know_their_subtypes() {
    check_schemas(
        "
A:
  discriminator: {propertyName: kind, mapping: {bee: '#/components/schemas/B', sea: C}}
  required: [kind]
  properties: {kind: {type: string}}
B: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {type: string}}}
C: {allOf: [{$ref: '#/components/schemas/B'}], properties: {c: {type: string}}}
D: {allOf: [{$ref: '#/components/schemas/A'}], properties: {d: {type: string}}}
",
        expect![[r#"
            struct A, request+response of Things
              told apart by {"property":"kind","mapping":{"D":"D","bee":"B","sea":"C"}}
              kind: string, required
            struct B, request+response of Things
              extends A
              b: string
              kind: string, required, from A
            struct C, request+response of Things
              extends B
              b: string, from B
              c: string
              kind: string, required, from A
            struct D, request+response of Things
              extends A
              d: string
              kind: string, required, from A
        "#]],
    );
    check_refused(
        &schemas(
            "A: {discriminator: {propertyName: kind, mapping: {b: B, z: Z}}, properties: {x: {type: string}}}\nB: {type: string}",
        ),
        expect![[r#"
            a.yaml:8:25: conflict: "A" has no member "kind" to tell its subtypes by; declare it in properties
            a.yaml:8:45: conflict: "B" is no type that extends "A"; correct the mapping, or extend it with allOf
            a.yaml:8:45: conflict: "Z" is no type that extends "A"; correct the mapping, or extend it with allOf
        "#]],
    );
}
