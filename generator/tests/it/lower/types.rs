//! Schemas and the types they become.

use expect_test::expect;

use super::check_schemas;

#[test]
fn scalars_by_type_and_format() {
    check_schemas(
        "
A:
  type: object
  properties:
    a: {type: boolean}
    b: {type: integer, format: int32, minimum: 0, maximum: 100, exclusiveMaximum: true}
    c: {type: integer}
    d: {type: number, format: float, minimum: 0.5, multipleOf: 0.25}
    e: {type: number, minimum: 1}
    f: {type: string, minLength: 1, maxLength: 80, pattern: '^[a-z]+$', default: x}
    g: {type: string, format: date-time}
    h: {type: string, format: date}
    i: {type: string, format: duration}
    j: {type: string, format: uuid}
    k: {type: string, format: arm-id, x-ms-arm-id-details: {allowedResources: [{type: N/a}, {type: N/b}]}}
    l: {type: string, format: uri}
    m: {type: string, format: byte}
    n: {type: string, format: password, nullable: true}
    o: {type: string, format: email, x-nullable: true}
    p: {}
    q: {nullable: true}
",
        expect![[r#"
            struct A, request+response of Things
              a: boolean
              b: int32 {"minimum":0,"maximum":100,"exclusive_maximum":true}
              c: int64
              d: float {"minimum":0.5,"multiple_of":0.25}
              e: double {"minimum":1}
              f: string = "x" {"min_length":1,"max_length":80,"pattern":"^[a-z]+$"}
              g: date-time
              h: date
              i: duration
              j: uuid
              k: arm-id arm ids ["N/a","N/b"]
              l: uri
              m: base64
              n: password?
              o: string?
              p: any
              q: any?
        "#]],
    );
}

#[test]
fn an_object_needs_no_type() {
    check_schemas(
        "
A:
  required: [b]
  properties:
    b: {$ref: '#/components/schemas/B'}
    c: {properties: {d: {type: string}}}
    e: {additionalProperties: {type: string}}
    f: {additionalProperties: true}
    g: {items: {type: string}}
B:
  properties:
    type: {type: string}
",
        expect![[r"
            struct A, request+response of Things
              b: B, required
              c: A.c
              e: {string}
              f: object
              g: [string]
            struct A.c, request+response of Things
              d: string
            struct B, request+response of Things
              type: string
        "]],
    );
}

#[test]
fn what_a_member_is_apart_from_its_type() {
    check_schemas(
        "
A:
  title: An A
  description: All of it.
  deprecated: true
  x-ms-azure-resource: true
  x-ms-client-name: Alpha
  properties:
    a: {type: string, readOnly: true, deprecated: true, title: T, description: D}
    b: {type: string, x-ms-secret: true, x-ms-client-name: bee}
    c: {type: string, x-ms-mutability: [read, create]}
    d: {type: array, minItems: 1, maxItems: 3, uniqueItems: true, x-ms-identifiers: [id, /properties/id], items: {type: string, maxLength: 5}}
    e: {x-ms-client-flatten: true, properties: {x: {type: string}}}
",
        expect![[r#"
            struct A, called Alpha, deprecated, resource, request+response of Things, "An A / All of it."
              a: string, read-only, deprecated, "T / D"
              b: string, secret, called bee
              c: string, mutability ["read","create"]
              d: [string {"max_length":5}] {"min_items":1,"max_items":3,"unique_items":true} identifiers ["id","/properties/id"]
              e: A.e, flatten
            struct A.e, request+response of Things
              x: string
        "#]],
    );
}

#[test]
fn siblings_of_a_reference_are_facts_of_the_place() {
    check_schemas(
        "
A:
  properties:
    a: {$ref: '#/components/schemas/B'}
    b: {allOf: [{$ref: '#/components/schemas/B'}], readOnly: true, nullable: true, description: D, x-ms-client-flatten: true}
    c: {allOf: [{$ref: '#/components/schemas/B'}], type: object}
    d: {allOf: [{$ref: '#/components/schemas/C'}], maxLength: 5, default: x, x-ms-secret: true}
B: {properties: {x: {type: string}}}
C: {type: string}
",
        expect![[r#"
            struct A, request+response of Things
              a: B
              b: B?, read-only, flatten, "D"
              c: B
              d: C = "x" {"max_length":5}, secret
            struct B, request+response of Things
              x: string
            alias C = string, request+response of Things
        "#]],
    );
}

#[test]
fn what_stands_inline_is_called_after_its_owner_and_member() {
    check_schemas(
        "
A:
  properties:
    one: {type: object, description: D, properties: {two: {properties: {three: {type: string}}}}}
    list: {type: array, items: {properties: {x: {type: string}}}}
    lists: {type: array, items: {type: array, items: {properties: {x: {type: string}}}}}
    map: {additionalProperties: {properties: {x: {type: string}}}}
    kinds: {type: array, items: {type: string, enum: [a]}}
    empty: {type: object, additionalProperties: false}
    both: {properties: {x: {type: string}}, additionalProperties: {properties: {y: {type: string}}}}
    extended: {allOf: [{$ref: '#/components/schemas/B'}], properties: {x: {type: string}}}
B: {properties: {b: {type: string}}}
",
        expect![[r#"
            struct A, request+response of Things
              both: A.both
              empty: A.empty
              extended: A.extended
              kinds: [A.kinds]
              list: [A.list]
              lists: [[A.lists]]
              map: {A.map}
              one: A.one, "D"
            struct A.both, request+response of Things
              other members: A.both.additionalProperties
              x: string
            struct A.both.additionalProperties, request+response of Things
              y: string
            struct A.empty, request+response of Things
              no other members
            struct A.extended, request+response of Things
              extends B
              b: string, from B
              x: string
            enum A.kinds, request+response of Things
              string
              "a"
            struct A.list, request+response of Things
              x: string
            struct A.lists, request+response of Things
              x: string
            struct A.map, request+response of Things
              x: string
            struct A.one, request+response of Things, "D"
              two: A.one.two
            struct A.one.two, request+response of Things
              three: string
            struct B, request+response of Things
              b: string
        "#]],
    );
}

#[test]
fn enumerations_keep_values_and_names_and_stay_apart() {
    check_schemas(
        "
A:
  properties:
    a: {type: string, enum: [x, 'SystemAssigned, UserAssigned', openapi+json]}
    b: {type: string, enum: [b, a], x-ms-enum: {name: Kind, modelAsString: true, values: [{value: a, name: Ay, description: D}, {value: b}]}}
    c: {type: string, enum: [b, a], x-ms-enum: {name: Kind, modelAsString: true, values: [{value: a, name: Ay, description: D}, {value: b}]}}
    d: {type: integer, format: int32, enum: [1, 2], x-ms-enum: {name: Level, modelAsString: false}}
    e: {type: string, nullable: true, enum: [x, ~], default: x, x-ms-client-name: eee}
    f: {enum: [x]}
    g: {$ref: '#/components/schemas/E'}
E: {type: string, enum: [x], x-ms-enum: {name: Called}}
",
        expect![[r#"
            struct A, request+response of Things
              a: A.a
              b: A.b
              c: A.c
              d: A.d
              e: A.e? = "x", called eee
              f: A.f
              g: E
            enum A.a, request+response of Things
              string
              "x"
              "SystemAssigned, UserAssigned"
              "openapi+json"
            enum A.b, called Kind, request+response of Things
              string, extensible
              "b"
              "a", called Ay, "D"
            enum A.c, called Kind, request+response of Things
              string, extensible
              "b"
              "a", called Ay, "D"
            enum A.d, called Level, request+response of Things
              int32, closed
              1
              2
            enum A.e, request+response of Things
              string
              "x"
            enum A.f, request+response of Things
              string
              "x"
            enum E, called Called, request+response of Things
              string, closed
              "x"
        "#]],
    );
}

#[test]
fn a_component_may_be_a_name_for_something_else() {
    check_schemas(
        "
A:
  properties:
    a: {$ref: '#/components/schemas/List'}
    b: {$ref: '#/components/schemas/Map'}
    c: {$ref: '#/components/schemas/Text'}
    d: {$ref: '#/components/schemas/Other'}
    e: {$ref: '#/components/schemas/Object'}
    f: {$ref: '#/components/schemas/Any'}
    g: {$ref: '#/components/schemas/Also'}
List: {type: array, items: {properties: {x: {type: string}}}}
Map: {type: object, additionalProperties: {type: string, enum: [x]}}
Text: {type: string, maxLength: 5, description: D}
Other: {$ref: '#/components/schemas/Text'}
Object: {type: object}
Any: {}
Also: {allOf: [{$ref: '#/components/schemas/Text'}], nullable: true}
",
        expect![[r#"
            struct A, request+response of Things
              a: List
              b: Map
              c: Text
              d: Other
              e: Object
              f: Any
              g: Also
            alias Also = Text?, request+response of Things
            alias Any = any, request+response of Things
            alias List = [List.item], request+response of Things
            struct List.item, request+response of Things
              x: string
            alias Map = {Map.value}, request+response of Things
            enum Map.value, request+response of Things
              string
              "x"
            alias Object = object, request+response of Things
            alias Other = Text, request+response of Things
            alias Text = string {"max_length":5}, request+response of Things, "D"
        "#]],
    );
}

#[test]
fn other_members() {
    check_schemas(
        "
A:
  properties:
    a: {properties: {x: {type: string}}, additionalProperties: false}
    b: {properties: {x: {type: string}}, additionalProperties: true}
    c: {properties: {x: {type: string}}, additionalProperties: {}}
    d: {properties: {x: {type: string}}, additionalProperties: {type: integer, format: int32}}
    e: {type: object, additionalProperties: {}}
    f: {type: object, additionalProperties: {type: array, items: {type: string}}}
    g: {type: object, additionalProperties: {$ref: '#/components/schemas/B'}}
B: {properties: {x: {type: string}}}
",
        expect![[r"
            struct A, request+response of Things
              a: A.a
              b: A.b
              c: A.c
              d: A.d
              e: object
              f: {[string]}
              g: {B}
            struct A.a, request+response of Things
              no other members
              x: string
            struct A.b, request+response of Things
              any other members
              x: string
            struct A.c, request+response of Things
              any other members
              x: string
            struct A.d, request+response of Things
              other members: int32
              x: string
            struct B, request+response of Things
              x: string
        "]],
    );
}

#[test]
fn a_component_speaks_for_the_members_that_use_it() {
    check_schemas(
        "
A:
  properties:
    a: {$ref: '#/components/schemas/State'}
    b: {type: array, items: {$ref: '#/components/schemas/State'}}
    c: {$ref: '#/components/schemas/Key'}
    d: {type: array, items: {$ref: '#/components/schemas/Key'}}
    e: {$ref: '#/components/schemas/Data'}
    f: {$ref: '#/components/schemas/AlsoState'}
State: {type: string, readOnly: true, enum: [x]}
AlsoState: {$ref: '#/components/schemas/State'}
Key: {type: string, x-ms-secret: true}
Data: {readOnly: true, x-ms-mutability: [read], properties: {x: {type: string}}}
",
        expect![[r#"
            struct A, request+response of Things
              a: State, read-only
              b: [State]
              c: Key, secret
              d: [Key], secret
              e: Data, read-only, mutability ["read"]
              f: AlsoState, read-only
            alias AlsoState = State, request+response of Things
            struct Data, request+response of Things
              x: string
            alias Key = string, request+response of Things
            enum State, request+response of Things
              string
              "x"
        "#]],
    );
}

#[test]
fn members_that_need_indirection_are_as_few_as_can_be() {
    check_schemas(
        "
A:
  properties:
    self: {$ref: '#/components/schemas/A'}
    list: {type: array, items: {$ref: '#/components/schemas/A'}}
    map: {additionalProperties: {$ref: '#/components/schemas/A'}}
    b: {$ref: '#/components/schemas/B'}
B: {properties: {c: {$ref: '#/components/schemas/AlsoC'}, d: {$ref: '#/components/schemas/D'}}}
C: {properties: {b: {$ref: '#/components/schemas/B'}, d: {$ref: '#/components/schemas/D'}}}
AlsoC: {$ref: '#/components/schemas/C'}
D: {properties: {x: {type: string}}}
",
        expect![[r"
            struct A, request+response of Things
              b: B
              list: [A]
              map: {A}
              self: A, recursive
            alias AlsoC = C, request+response of Things
            struct B, request+response of Things
              c: AlsoC
              d: D
            struct C, request+response of Things
              b: B, recursive
              d: D
            struct D, request+response of Things
              x: string
        "]],
    );
}
