//! Nothing that shapes the wire is lost: the published files and our document have the same facts, operation by operation.

use std::fs;

use expect_test::{Expect, expect};
use generator::spec::yaml;
use kit::{repo, specs};
use serde_json::Value;

use super::{
    Folder,
    walk::{openapi, swagger},
};

fn ours(version: &str) -> Value {
    let path = format!("specs/apimanagement/{version}.yaml");
    let text = fs::read_to_string(repo::root().join(&path)).expect("a committed file");
    yaml::parse(&path, &text).expect("YAML")
}

/// The totals of our document are committed; those of the published files are compared with them where they are at hand.
fn compares(version: &str, expected: &Expect) {
    let ours = ours(version);
    expected.assert_eq(&openapi::all_facts(&ours).totals());
    let Some(folder) = specs::published_with(version) else { return };
    let entries = Folder(folder.clone()).entries(&repo::stable(version));
    let checkout = swagger::Checkout::new(folder);
    let (theirs, ours_by_operation) = (swagger::by_operation(&checkout, &entries), openapi::by_operation(&ours));
    assert_eq!(theirs.keys().collect::<Vec<_>>(), ours_by_operation.keys().collect::<Vec<_>>());
    for (operation, facts) in &theirs {
        assert_eq!(facts, &ours_by_operation[operation], "{operation}");
    }
    assert_eq!(swagger::all_facts(&checkout, &entries), openapi::all_facts(&ours));
}

#[test]
fn v2021_08_01() {
    compares(
        "2021-08-01",
        &expect![[r"
        body type: 716
        component schema: 344
        header name: 193
        operation operationId: 344
        operation path: 344
        operation tags: 344
        operation x-ms-long-running-operation: 21
        operation x-ms-long-running-operation-options: 16
        operation x-ms-odata: 52
        operation x-ms-pageable: 69
        parameter body: 84
        parameter header: 101
        parameter path: 1399
        parameter query: 549
        parameter required: 2132
        parameter x-ms-parameter-location: 1271
        response status: 804
        schema $ref: 1095
        schema additionalProperties: 11
        schema default: 22
        schema enum: 500
        schema format: 233
        schema maxItems: 4
        schema maxLength: 750
        schema maximum: 2
        schema minLength: 708
        schema minimum: 111
        schema pattern: 501
        schema property: 1013
        schema readOnly: 170
        schema required: 118
        schema type: 3183
        schema x-ms-azure-resource: 2
        schema x-ms-client-flatten: 90
        schema x-ms-client-name: 4
        schema x-ms-enum: 135
        schema x-ms-identifiers: 42
        schema x-ms-mutability: 1
        schema x-ms-secret: 11
    "]],
    );
}

#[test]
fn v2024_05_01() {
    compares(
        "2024-05-01",
        &expect![[r"
        body type: 1288
        component schema: 451
        header name: 430
        operation deprecated: 16
        operation operationId: 613
        operation path: 613
        operation tags: 612
        operation x-ms-long-running-operation: 38
        operation x-ms-long-running-operation-options: 29
        operation x-ms-odata: 88
        operation x-ms-pageable: 122
        parameter body: 155
        parameter header: 188
        parameter path: 2700
        parameter query: 964
        parameter required: 4006
        parameter x-ms-parameter-location: 2483
        response status: 1439
        schema $ref: 1808
        schema additionalProperties: 15
        schema default: 45
        schema enum: 685
        schema format: 960
        schema maxItems: 7
        schema maxLength: 2091
        schema maximum: 7
        schema minItems: 1
        schema minLength: 2643
        schema minimum: 198
        schema pattern: 1119
        schema property: 1268
        schema readOnly: 212
        schema required: 140
        schema type: 5851
        schema x-ms-arm-id-details: 4
        schema x-ms-azure-resource: 2
        schema x-ms-client-flatten: 114
        schema x-ms-client-name: 7
        schema x-ms-enum: 202
        schema x-ms-identifiers: 54
        schema x-ms-mutability: 2
        schema x-ms-secret: 20
    "]],
    );
}
