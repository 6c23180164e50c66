//! `spec::load`: what is accepted, what is refused and where, and what an overlay may do.

use expect_test::{Expect, expect};
use generator::{
    diag::Diagnostic,
    spec::{Document, load},
};
use kit::pipeline::good;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

#[track_caller]
fn refuses(text: &str, expected: Expect) {
    match load("a.yaml", text, None) {
        Ok(_) => panic!("it was accepted"),
        Err(diagnostics) => expected.assert_eq(&lines(&diagnostics)),
    }
}

#[track_caller]
fn accepts(text: &str) -> Document {
    good(load("a.yaml", text, None))
}

#[test]
fn the_least_document_loads() {
    let document = accepts(&format!("{HEAD}paths: {{}}\n"));
    assert_eq!(document.api.info.version, "1");
    assert!(document.query_paths.paths.is_empty());
}

#[test]
fn json_loads_too() {
    let text = r#"{"openapi": "3.0.0", "info": {"title": "T", "version": "1"}, "paths": {}}"#;
    assert_eq!(load("a.json", text, None).unwrap().api.openapi, "3.0.0");
}

#[test]
fn wrong_types_nulls_and_missing_keys_are_found_where_they_stand() {
    refuses(
        "openapi: 3.0.3\ninfo: {title: 5, version: ~}\npaths:\n  /a: []\n  b: {}\n  /c:\n    get:\n      responses:\n        '999': {description: x}\n        2xx: {}\n        default: {}\n",
        expect![[r#"
            a.yaml:2:8: shape: "title" is a number; write a string
            a.yaml:2:18: shape: "version" is null; write a string
            a.yaml:4:3: shape: "/a" is an array; write a path item
            a.yaml:5:3: shape: "b" is not a path; start it with "/"; one with a query belongs into x-ms-paths
            a.yaml:7:5: shape: an operation without "operationId"; add it
            a.yaml:9:9: shape: "999" is not a status code; write a code such as 200, a range such as 4XX, or "default"
            a.yaml:10:9: shape: "2xx" is not a status code; write a code such as 200, a range such as 4XX, or "default"
            a.yaml:11:9: shape: a response without "description"; add it
        "#]],
    );
    refuses(
        "[]\n",
        expect![[r#"
        a.yaml:1:1: not-openapi: this is no OpenAPI document: it has no "openapi" key; check that it is the right file
    "#]],
    );
    refuses(
        "just words\n",
        expect![[r#"
        a.yaml:1:1: not-openapi: this is no OpenAPI document: it has no "openapi" key; check that it is the right file
    "#]],
    );
}

#[test]
fn keys_that_the_typed_reader_drops_are_found() {
    refuses(
        &format!(
            "{HEAD}paths: {{}}\ncolour: red\ncomponents:\n  schemas:\n    A: {{type: string, xml: {{name: a}}, maxLenght: 5}}\n"
        ),
        expect![[r#"
            a.yaml:4:1: lost-key: "colour" is not a key of an OpenAPI document and would be lost; remove it, or correct its spelling
            a.yaml:7:23: lost-key: "xml" is not a key of a schema and would be lost; remove it, or correct its spelling
            a.yaml:7:39: lost-key: "maxLenght" is not a key of a schema and would be lost; remove it, or correct its spelling
        "#]],
    );
}

#[test]
fn values_that_the_typed_reader_bends_are_found() {
    refuses(
        &format!(
            "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A: {{type: number, maximum: 9007199254740993}}\n    B: {{type: string, default: ~}}\n    C: {{type: number, maximum: 5, minimum: 1.5, exclusiveMinimum: false}}\n    D: {{type: integer, maximum: 9223372036854775808}}\n"
        ),
        expect![[r#"
            a.yaml:6:23: lost-key: "maximum" would be lost: the typed reader does not keep 9007199254740993; remove it, or write it in a form that OpenAPI 3.0 has
        "#]],
    );
}

#[test]
fn data_and_member_names_are_not_mistaken_for_keys() {
    accepts(&format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      default: {{x-unknown: 1, $ref: nowhere}}\n      properties:\n        x-unknown: {{type: string}}\n        $ref: {{type: string}}\n        allOf: {{type: string}}\n"
    ));
}

#[test]
fn hostile_depth_is_refused_in_no_time() {
    let deep = "{items: ".repeat(56) + "{}" + &"}".repeat(56);
    accepts(&format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {deep}}}}}\n"));
    let too_deep = "{items: ".repeat(70) + "{}" + &"}".repeat(70);
    let refused = load("a.yaml", &format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {too_deep}}}}}\n"), None);
    assert!(lines(&refused.unwrap_err()).contains("shape: nested deeper than 64 levels"));
    let wrong_inside = "{items: ".repeat(56) + "{type: 5}" + &"}".repeat(56);
    let refused = load("a.yaml", &format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {wrong_inside}}}}}\n"), None);
    assert!(lines(&refused.unwrap_err()).contains("\"type\" is a number; write a string"));
}

mod overlay {
    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {operationId: A_Get, responses: {'200': {description: OK}}}
components:
  schemas:
    A:
      properties:
        b: {$ref: '#/components/schemas/B'}
        description: {type: string}
    B: {type: string}
";

    fn overlaid(actions: &str) -> Result<Document, Vec<Diagnostic>> {
        let overlay = format!("overlay: 1.0.0\ninfo: {{title: P, version: '1'}}\nactions:\n{actions}");
        load("a.yaml", DOCUMENT, Some(("o.yaml", &overlay)))
    }

    #[test]
    fn prose_is_added_and_a_plain_reference_is_wrapped_for_it() {
        let document = overlaid(
            "- target: $.paths.*[?@.operationId == 'A_Get']\n  update: {summary: Gets it.}\n- target: $.components.schemas.A\n  update: {description: An A., properties: {b: {description: Its B.}, description: {description: D.}}}\n",
        )
        .unwrap();
        assert!(document.unused.is_empty());
        assert_eq!(document.raw["paths"]["/a"]["get"]["summary"], "Gets it.");
        expect![[r##"{"properties":{"b":{"allOf":[{"$ref":"#/components/schemas/B"}],"description":"Its B."},"description":{"type":"string","description":"D."}},"description":"An A."}"##]]
            .assert_eq(&document.raw["components"]["schemas"]["A"].to_string());
    }

    #[test]
    fn tags_are_added_to_those_that_stand_there() {
        let tag = "- target: $\n  update: {tags: [{name: A, description: About A.}]}\n";
        let tags = overlaid(&tag.repeat(2)).unwrap().raw["tags"].to_string();
        assert_eq!(tags, r#"[{"name":"A","description":"About A."},{"name":"A","description":"About A."}]"#);
        let refused = overlaid("- target: $\n  update: {tags: [{name: A, externalDocs: {url: u}}]}\n").unwrap_err();
        expect![[r#"
            o.yaml:5:12: unsupported: an overlay of prose may not set "tags"; it adds what people read: "summary", "description", "example", "x-enumDescriptions", "x-filter-fields"; facts are corrected in corrections.overlay.yaml
        "#]]
        .assert_eq(&lines(&refused));
    }

    const ENUMERATIONS: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {operationId: A_Get, parameters: [{name: $filter, in: query, schema: {type: string}}], responses: {'200': {description: OK}}}
components:
  schemas:
    A: {type: string, enum: [a, b], x-ms-enum: {name: E}}
    B: {type: string, enum: [b, 'true'], x-ms-enum: {name: E}}
";

    fn describe(action: &str) -> Result<Document, Vec<Diagnostic>> {
        let overlay = format!("overlay: 1.0.0\ninfo: {{title: P, version: '1'}}\nactions:\n{action}");
        load("a.yaml", ENUMERATIONS, Some(("o.yaml", &overlay)))
    }

    #[test]
    fn values_are_described_where_they_stand() {
        let target = "- target: $..*[?@['x-ms-enum'].name == 'E']\n  update:\n    x-enumDescriptions:\n";
        let document =
            describe(&format!("{target}      a: An A.\n      b: A B.\n      'true': True.\n      c: A C.\n")).unwrap();
        let described = |name: &str| document.raw["components"]["schemas"][name]["x-enumDescriptions"].to_string();
        assert_eq!(described("A"), r#"{"a":"An A.","b":"A B."}"#);
        assert_eq!(described("B"), r#"{"b":"A B.","true":"True."}"#);
        expect![[r#"
            o.yaml:10:7: unused-override: the enumeration has no such value; remove it, or correct its spelling
        "#]]
        .assert_eq(&lines(&document.unused));
        expect![[r#"
            o.yaml:7:7: shape: "a" is a number; write a string
        "#]]
        .assert_eq(&lines(&describe(&format!("{target}      a: 1\n")).unwrap_err()));
    }

    #[test]
    fn what_a_filter_may_ask_is_added_whole() {
        let target = "- target: $.paths.*.*.parameters[?@.name == '$filter']\n  update:\n    x-filter-fields:\n";
        let document = describe(&format!("{target}      - {{fields: [name], operators: [eq]}}\n")).unwrap();
        let parameter = &document.raw["paths"]["/a"]["get"]["parameters"][0];
        assert_eq!(parameter["x-filter-fields"].to_string(), r#"[{"fields":["name"],"operators":["eq"]}]"#);
        expect![[r#"
            o.yaml:7:9: shape: a row of x-filter-fields without "operators"; add it
            o.yaml:7:10: lost-key: "field" is not a key of a row of x-filter-fields and would be lost; remove it, or correct its spelling
        "#]]
        .assert_eq(&lines(&describe(&format!("{target}      - {{field: a, fields: [b]}}\n")).unwrap_err()));
    }

    #[test]
    fn what_matches_nothing_is_reported_apart() {
        let document = overlaid(
            "- target: $.components.schemas.Z\n  update: {description: Z}\n- target: $.components.schemas.A\n  update: {properties: {z: {description: Z}}}\n",
        )
        .unwrap();
        expect![[r#"
            o.yaml:4:3: unused-override: nothing matches "$.components.schemas.Z"; remove it, or correct its spelling
            o.yaml:7:25: unused-override: there is no "z" to describe; remove it, or correct its spelling
        "#]]
        .assert_eq(&lines(&document.unused));
    }

    #[test]
    fn anything_but_prose_is_refused() {
        let refused = overlaid(
            "- target: $.info\n  update: {version: '2'}\n- target: $.info\n  update: {description: [a]}\n- target: $.paths['/a']\n  update: {}\n  remove: true\n- target: $[\n  update: {summary: x}\n- target: $.openapi\n  update: {summary: x}\n- target: $.components.schemas.A.properties\n  update: {description: x}\n- target: $.info\n  update: x\n",
        );
        expect![[r#"
            o.yaml:5:12: unsupported: an overlay of prose may not set "version"; it adds what people read: "summary", "description", "example", "x-enumDescriptions", "x-filter-fields"; facts are corrected in corrections.overlay.yaml
            o.yaml:7:12: unsupported: an overlay of prose may not set "description"; it adds what people read: "summary", "description", "example", "x-enumDescriptions", "x-filter-fields"; facts are corrected in corrections.overlay.yaml
            o.yaml:10:3: unsupported: an overlay of prose may not remove anything; correct facts in corrections.overlay.yaml
            o.yaml:11:3: syntax: "$[" is no JSONPath: at position 1, parser error; write it as RFC 9535 has it
            o.yaml:14:3: shape: what an overlay describes is an object, and this is none; correct the action's target
            o.yaml:16:12: conflict: "description" is a member here, not prose; go one level deeper
            o.yaml:18:3: shape: what an overlay adds is an object; give it a "summary" or a "description"
        "#]]
        .assert_eq(&lines(&refused.unwrap_err()));
    }

    #[test]
    fn a_target_that_is_nested_too_deep_is_refused() {
        let target = format!("${}.a{}", "[?@".repeat(500), "]".repeat(500));
        let action = format!("- target: '{target}'\n  update: {{summary: x}}\n");
        let overlay = format!("overlay: 1.0.0\ninfo: {{title: P, version: '1'}}\nactions:\n{action}");
        let refused = load("a.yaml", DOCUMENT, Some(("o.yaml", &overlay))).unwrap_err();
        expect![[r#"
            o.yaml:4:3: syntax: "$[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@…" is no JSONPath: it is nested more than 16 levels deep; write it as RFC 9535 has it
        "#]].assert_eq(&lines(&refused));
    }

    #[test]
    fn it_must_be_an_overlay() {
        let refused = |text| lines(&load("a.yaml", DOCUMENT, Some(("o.yaml", text))).unwrap_err());
        expect![[r#"
            o.yaml:1:1: not-openapi: overlay version "2.0" is not 1.0; write `overlay: 1.0.0` if the document is that
        "#]]
        .assert_eq(&refused("overlay: '2.0'\n"));
        expect![[r#"
            o.yaml:1:1: shape: an overlay without "info"; add it
            o.yaml:2:1: lost-key: "colour" is not a key of an overlay and would be lost; remove it, or correct its spelling
        "#]]
        .assert_eq(&refused("overlay: 1.0.0\ncolour: red\nactions: [{target: $.a}]\n"));
    }
}

mod facts {
    use super::*;
    use generator::overrides::Overrides;

    #[test]
    fn entries_keep_their_places() {
        let secrets = "# Why.\n\n[[secret]]\ntype = \"A\"\nmember = \"b\"\nreason = \"a key\"\n";
        let posts = "[[operation]]\nid = \"A_List\"\nreason = \"reads\"\n";
        let facts = Overrides::parse(&[("s.toml", secrets), ("p.toml", posts)]).unwrap();
        assert_eq!((facts.secrets[0].subject.ty.as_str(), facts.secrets[0].subject.member.as_str()), ("A", "b"));
        assert_eq!((facts.secrets[0].at.line, facts.secrets[0].at.column), (3, 1));
        assert_eq!(facts.read_only_posts[0].subject.id, "A_List");
    }

    #[test]
    fn an_entry_needs_a_reason_and_stands_once() {
        let secrets = "[[secret]]\ntype = \"A\"\nmember = \"b\"\nreason = \"a key\"\n[[secret]]\ntype = \"A\"\nmember = \"b\"\nreason = \" \"\n";
        let posts = "[[operation]]\nid = \"A_List\"\n";
        expect![[r#"
            p.toml:1:1: shape: the operation "A_List" has no reason; say why in `reason`
            s.toml:5:1: shape: the secret "b" of "A" has no reason; say why in `reason`
            s.toml:5:1: conflict: the secret "b" of "A" stands twice; keep one entry
        "#]]
        .assert_eq(&lines(&Overrides::parse(&[("s.toml", secrets), ("p.toml", posts)]).unwrap_err()));
    }
}

mod corrections {
    use generator::spec::{Document, Overlays, load_with};

    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {operationId: A_Get, tags: [a], responses: {'200': {description: OK}, '404': {description: None}}}
components:
  schemas:
    A:
      required: [b]
      properties:
        b: {$ref: '#/components/schemas/B'}
        c: {type: string}
    B: {type: string}
";

    fn corrected(actions: &str) -> Result<Document, Vec<Diagnostic>> {
        let overlay = format!("overlay: 1.0.0\ninfo: {{title: C, version: '1'}}\nactions:\n{actions}");
        load_with("a.yaml", DOCUMENT, Overlays { corrections: Some(("c.yaml", &overlay)), prose: None })
    }

    /// An action with a reason.
    fn action(target: &str, change: &str) -> String {
        format!("- target: {target}\n  description: it is so\n  {change}\n")
    }

    #[test]
    fn facts_are_added_replaced_and_removed_and_every_place_is_known() {
        let actions = [
            action(
                "$.components.schemas.A",
                "update: {required: [c], properties: {c: {type: integer}, d: {type: boolean}}}",
            ),
            action("$.paths['/a'].get.tags", "update: z"),
            action("$.paths['/a'].get.responses['404']", "remove: true"),
            action("$.components.schemas.A.properties.b", "update: {$ref: '#/components/schemas/C'}"),
            action("$.components.schemas", "update: {C: {type: number}}"),
            // What an action before has made can be corrected again.
            action("$.components.schemas.C", "update: {format: double}"),
        ];
        let document = good(corrected(&actions.concat()));
        assert_eq!(lines(&document.unused), "");
        let places: Vec<&str> = document.corrections.iter().map(|correction| correction.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "/components/schemas/A/properties/b/$ref",
                "/components/schemas/A/properties/c/type",
                "/components/schemas/A/properties/d",
                "/components/schemas/A/required/1",
                "/components/schemas/C",
                "/components/schemas/C/format",
                "/paths/~1a/get/responses/404",
                "/paths/~1a/get/tags/1",
            ]
        );
        assert!(document.corrections.iter().all(|correction| correction.reason == "it is so"));
        assert_eq!(document.corrections[0].at.to_string(), "c.yaml:13:3");
        assert_eq!(
            document.raw["components"]["schemas"]["A"].to_string(),
            r##"{"required":["b","c"],"properties":{"b":{"$ref":"#/components/schemas/C"},"c":{"type":"integer"},"d":{"type":"boolean"}}}"##
        );
        assert_eq!(document.raw["paths"]["/a"]["get"]["tags"].to_string(), r#"["a","z"]"#);
        assert!(document.raw["paths"]["/a"]["get"]["responses"].get("404").is_none());
    }

    #[test]
    fn what_changes_nothing_is_reported_apart() {
        let actions = [
            action("$.components.schemas.Z", "remove: true"),
            action("$.components.schemas.B", "update: {type: string}"),
            action("$.paths['/a'].get", "update: {tags: [a]}"),
        ];
        let document = corrected(&actions.concat()).unwrap();
        assert_eq!(document.corrections, []);
        expect![[r#"
            c.yaml:4:3: unused-override: there is nothing to correct at "$.components.schemas.Z"; remove the action if the description is right by now, or correct the target
            c.yaml:7:3: unused-override: there is nothing to correct at "$.components.schemas.B"; remove the action if the description is right by now, or correct the target
            c.yaml:10:3: unused-override: there is nothing to correct at "$.paths['/a'].get"; remove the action if the description is right by now, or correct the target
        "#]]
        .assert_eq(&lines(&document.unused));
    }

    #[test]
    fn what_is_no_correction_is_refused() {
        let actions = [
            "- target: $.components.schemas.B\n  update: {type: integer}\n".to_owned(),
            action("$.components.schemas.B", "remove: false"),
            action("$.components.schemas.B", "update: {}\n  remove: true"),
            action("'$['", "remove: true"),
            action("$.components.schemas.A.properties.b", "update: {nullable: true}"),
            action("$.info.title", "update: T2"),
        ];
        expect![[r#"
            c.yaml:4:3: shape: the correction has no reason; say why the description is wrong, in "description"
            c.yaml:6:3: shape: a correction either updates or removes; give it "update", or "remove: true"
            c.yaml:9:3: shape: a correction either updates or removes; give it "update", or "remove: true"
            c.yaml:13:3: syntax: "$[" is no JSONPath: at position 1, parser error; write it as RFC 9535 has it
            c.yaml:18:3: ref-sibling: what stands beside a $ref is ignored; target the component that it refers to, or update the "$ref"
            c.yaml:21:3: shape: an update is laid over an object or a list, and the target is neither; target the object around it
        "#]]
        .assert_eq(&lines(&corrected(&actions.concat()).unwrap_err()));
    }

    /// A correction makes no document right that is wrong then.
    #[test]
    fn what_is_corrected_is_checked_like_the_rest() {
        let refused = corrected(&action("$.components.schemas.B", "update: {$ref: '#/components/schemas/Z'}"));
        assert!(!refused.unwrap_err().is_empty());
    }
}
