//! A client that does not do what the description says is found out. Here it is the description that changes: the crate is
//! what it is.

use generator::model::{Api, Operation, Scalar, Segment, TypeId, TypeKind, TypeRef};
use kit::specs;
use replay::{Folder, Outcome, Verdict, replay_by};
use serde_json::{Value, json};

use super::small;

/// What becomes of the example that puts a tag, by a description that was changed.
fn verdict(change: impl FnOnce(&mut Api), edit: impl FnOnce(&mut Folder)) -> Verdict {
    let mut api = specs::api("2021-08-01").clone();
    change(&mut api);
    let mut folder = small();
    folder.examples.retain(|example| example.file == "examples/put-tag.json" && example.operation != "Teapot_Brew");
    edit(&mut folder);
    replay_by(&api, &folder, &|| {}).verdicts.remove(0)
}

fn check(change: impl FnOnce(&mut Api), edit: impl FnOnce(&mut Folder), expected: &[&str]) {
    let verdict = verdict(change, edit);
    assert_eq!(verdict.failures, expected);
    assert_eq!(verdict.outcome() == Outcome::Failed, !expected.is_empty());
}

fn put(api: &mut Api) -> &mut Operation {
    api.operations.iter_mut().find(|op| op.id == "Tag_CreateOrUpdate").unwrap()
}

/// Puts a member into the body that is sent and into those of both answers.
fn member(folder: &mut Folder, name: &str, value: &Value) {
    let example = &mut folder.examples[0];
    example.parameters["parameters"]["properties"][name] = value.clone();
    for answered in example.answers.values_mut() {
        answered.body.as_mut().unwrap()["properties"][name] = value.clone();
    }
}

fn properties(api: &mut Api) -> &mut generator::model::Struct {
    match &mut api.types.get_mut(&TypeId("TagContractProperties".to_owned())).unwrap().kind {
        TypeKind::Struct(structure) => structure,
        _ => unreachable!(),
    }
}

#[test]
fn nothing_is_wrong_to_begin_with() {
    check(|_| {}, |_| {}, &[]);
}

#[test]
fn another_path_or_method_is_noticed() {
    let change = |api: &mut Api| {
        let op = put(api);
        *op.path.segments.iter_mut().find(|s| **s == Segment::Literal("tags".to_owned())).unwrap() =
            Segment::Literal("labels".to_owned());
        op.method = generator::model::Method::Patch;
    };
    let path = "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.ApiManagement/service/svc";
    let difference = |key: &str| {
        [
            format!("{key}: request: method: sent PUT, the example says PATCH"),
            format!("{key}: request: path: sent {path}/tags/red%20one, the example says {path}/labels/red%20one"),
        ]
    };
    let expected: Vec<String> = ["200", "201"].into_iter().flat_map(difference).collect();
    check(change, |_| {}, &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_query_or_a_header_that_is_not_sent_is_noticed() {
    let change = |api: &mut Api| {
        put(api).path.query.push(("export".to_owned(), "true".to_owned()));
        for param in api.parameters.values_mut().filter(|param| param.name == "If-Match") {
            "If-Unmodified".clone_into(&mut param.name);
        }
    };
    let edit = |folder: &mut Folder| {
        let parameters = &mut folder.examples[0].parameters;
        let tag = parameters.remove("If-Match").unwrap();
        parameters.insert("If-Unmodified".to_owned(), tag);
        folder.examples[0].answers.remove("201");
    };
    let sent = r#"[("api-version", "2021-08-01")]"#;
    let asked = r#"[("api-version", "2021-08-01"), ("export", "true")]"#;
    let query = format!("200: request: query: sent {sent}, the example says {asked}");
    check(change, edit, &[&query, r#"200: request: If-Unmodified: sent None, the example says Some("*")"#]);
}

#[test]
fn a_member_without_a_field_is_noticed() {
    let change = |api: &mut Api| {
        let fields = &mut properties(api).fields;
        let mut flavour = fields[0].clone();
        "flavour".clone_into(&mut flavour.name);
        fields.push(flavour);
    };
    check(
        change,
        |folder| member(folder, "flavour", &json!("sweet")),
        &[
            "/parameters/parameters/properties/flavour is not reachable from the model",
            "200: /responses/200/body/properties/flavour is not reachable from the model",
            "201: /responses/201/body/properties/flavour is not reachable from the model",
        ],
    );
}

#[test]
fn a_field_of_another_type_is_noticed() {
    check(
        |api| properties(api).fields[0].value.ty = TypeRef::Scalar(Scalar::Int64),
        |folder| member(folder, "displayName", &json!(5)),
        &[
            "/parameters/parameters/properties/displayName is not reachable from the model",
            "200: /responses/200/body/properties/displayName is not reachable from the model",
            "201: /responses/201/body/properties/displayName is not reachable from the model",
        ],
    );
}

/// What the client does not know is written back all the same, so that only the missing field tells.
#[test]
fn a_method_that_takes_or_gives_another_type_is_noticed() {
    let change = |api: &mut Api| {
        let group = TypeRef::Named(TypeId("GroupContract".to_owned()));
        let op = put(api);
        op.body.as_mut().unwrap().value.ty = group.clone();
        op.responses.iter_mut().for_each(|response| response.body.as_mut().unwrap().ty = group.clone());
    };
    check(
        change,
        |folder| member(folder, "description", &json!("Those who like it")),
        &[
            "/parameters/parameters/properties/description is not reachable from the model",
            "200: /responses/200/body/properties/description is not reachable from the model",
            "201: /responses/201/body/properties/description is not reachable from the model",
        ],
    );
}

#[test]
fn a_success_that_the_client_does_not_know_is_noticed() {
    let change = |api: &mut Api| {
        let mut response = put(api).responses[0].clone();
        response.status = 203;
        put(api).responses.push(response);
    };
    let edit = |folder: &mut Folder| {
        let answers = &mut folder.examples[0].answers;
        let mut answered = answers.remove("200").unwrap();
        answered.status = 203;
        answers.clear();
        answers.insert("203".to_owned(), answered);
    };
    let verdict = verdict(change, edit);
    assert_eq!(verdict.contradictions.len(), 0);
    assert!(matches!(verdict.failures.as_slice(), [one] if one.starts_with("203: the answer became an error")));
}
