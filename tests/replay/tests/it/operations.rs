//! Examples of long-running operations, with links of every kind, and of bodies and limits that need care.
//!
//! The examples are of operations of the crate whose description is changed where none is of the kind in question.

use generator::{
    model::{Api, FinalState},
    spec::Source,
};
use kit::specs;
use replay::{Example, Folder, Kind, Report, replay_by};
use serde_json::{Value, json};
use simulator::json::check::Rule;

const VERSION: &str = "2024-05-01";
const SERVICE: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/\
    Microsoft.ApiManagement/service/svc";

/// A link to a part of the service.
fn link(rest: &str) -> String {
    format!("https://management.azure.com{SERVICE}/{rest}")
}

/// Replays one example, by a description that may have been changed.
fn replayed(operation: &str, own: &Value, responses: Value, change: impl FnOnce(&mut Api)) -> Report {
    let mut parameters = json!({ "subscriptionId": "00000000-0000-0000-0000-000000000000", "resourceGroupName": "rg",
                                 "serviceName": "svc", "api-version": VERSION });
    parameters.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    let json = json!({ "parameters": parameters, "responses": responses });
    let source = Source::new("example.json", json.to_string());
    let example = Example::read("example.json", operation, &source, &json).unwrap();
    let mut api: Api = specs::api(VERSION).clone();
    change(&mut api);
    let folder = Folder { version: VERSION.to_owned(), examples: vec![example], unused: vec![], problems: vec![] };
    replay_by(&api, &folder, &|| {})
}

/// It passes, or it contradicts in these places alone.
#[track_caller]
fn passes(report: &Report, contradictions: &[(&str, Kind)]) {
    let verdict = &report.verdicts[0];
    let found: Vec<_> = verdict.contradictions.iter().map(|(_, c)| (c.at.as_str(), c.kind)).collect();
    assert_eq!((verdict.failures.as_slice(), found.as_slice()), (&[] as &[String], contradictions), "{report}");
}

fn put_api(headers: &Value, change: impl FnOnce(&mut Api)) -> Report {
    let parameters = json!({ "apiId": "a", "parameters": { "properties": { "path": "p", "displayName": "n" } } });
    let body = json!({ "id": format!("{SERVICE}/apis/a"), "name": "a", "type": "Microsoft.ApiManagement/service/apis",
                       "properties": { "path": "p", "displayName": "n", "isCurrent": true } });
    let answer = json!({ "headers": headers, "body": body });
    let responses = json!({ "200": answer, "201": answer, "202": { "headers": headers } });
    replayed("Api_CreateOrUpdate", &parameters, responses, change)
}

fn via(state: Option<FinalState>) -> impl FnOnce(&mut Api) {
    move |api| {
        for lro in api.operations.iter_mut().filter_map(|op| op.lro.as_mut()) {
            lro.final_state = state;
        }
    }
}

const UNDECLARED_202: (&str, Kind) = ("/responses/202", Kind::UndeclaredStatus);

#[test]
fn links_lead_where_they_please() {
    let (other, monitor) = (link("apis/other?api-version=2024-05-01&asyncId=1"), link("operationResults/1"));
    for headers in [
        json!({}),
        json!({ "location": other }),
        json!({ "azure-AsyncOperation": monitor }),
        json!({ "Location": other, "Azure-AsyncOperation": monitor }),
        json!({ "Location": other, "Operation-Location": monitor }),
        // One URL for both, the resource for one of them, a link without a host.
        json!({ "Location": monitor, "Azure-AsyncOperation": monitor }),
        json!({ "Location": other, "Azure-AsyncOperation": link("apis/a?api-version=2024-05-01") }),
        json!({ "Location": link("apis/a?api-version=2024-05-01") }),
        json!({ "azure-asyncoperation": format!("{SERVICE}/operationResults/1#there") }),
    ] {
        for state in
            [None, Some(FinalState::Location), Some(FinalState::AzureAsyncOperation), Some(FinalState::OriginalUri)]
        {
            passes(&put_api(&headers, via(state)), &[UNDECLARED_202]);
        }
    }
}

#[test]
fn a_link_to_another_host_is_a_fault_of_the_example() {
    let headers = json!({ "Azure-AsyncOperation": "https://elsewhere.example/status" });
    let foreign = ["200", "201", "202"].map(|key| format!("/responses/{key}/headers/Azure-AsyncOperation"));
    let [ok, created, accepted] = foreign.each_ref().map(|at| (at.as_str(), Kind::ForeignLink));
    passes(&put_api(&headers, |_| {}), &[ok, created, accepted, UNDECLARED_202]);
}

/// The status monitor of such an operation has its result.
#[test]
fn a_result_in_the_answer_of_the_monitor_is_read_there() {
    let body = json!({ "id": SERVICE, "name": "svc", "type": "Microsoft.ApiManagement/service", "etag": "AAA",
                       "location": "West US", "sku": { "name": "Developer", "capacity": 1 },
                       "properties": { "publisherEmail": "a@example.com", "publisherName": "a" } });
    let parameters = json!({ "parameters": { "storageAccount": "s", "containerName": "c", "backupName": "b" } });
    let monitor = link("operationResults/1");
    for headers in [
        json!({ "Azure-AsyncOperation": monitor }),
        json!({ "Azure-AsyncOperation": monitor, "Location": link("other") }),
        json!({ "Location": link("other") }),
    ] {
        let responses = json!({ "200": { "body": body }, "202": { "headers": headers } });
        for state in [Some(FinalState::AzureAsyncOperation), Some(FinalState::Location), None] {
            passes(&replayed("ApiManagementService_Backup", &parameters, responses.clone(), via(state)), &[]);
        }
    }
}

#[test]
fn a_body_without_structures_has_no_members_to_look_for() {
    let parameters = json!({ "gatewayId": "g", "parameters": { "traceId": "t" } });
    let responses =
        json!({ "200": { "body": { "serviceName": "svc", "traceEntries": { "inbound": [{ "a": null }] } } } });
    passes(&replayed("Gateway_ListTrace", &parameters, responses, |_| {}), &[]);
}

/// The client leaves such a pattern to the service; the example is held against it all the same, and what it leaves out is made
/// up so that it matches.
#[test]
fn a_pattern_that_looks_around_is_checked() {
    let body = json!({ "id": format!("{SERVICE}/groups/g"), "name": "g", "properties": { "displayName": "g" } });
    let tell = |own: Value| {
        let change = |api: &mut Api| {
            let group = api.parameters.values_mut().find(|param| param.name == "groupId").unwrap();
            group.value.constraints.pattern = Some("^(?!-)[a-z-]{1,9}$".to_owned());
        };
        replayed("Group_Get", &own, json!({ "200": { "body": body } }), change)
    };
    passes(&tell(json!({ "groupId": "ab-" })), &[]);
    passes(&tell(json!({ "groupId": "-ab" })), &[("/parameters/groupId", Kind::Value(Rule::Pattern))]);
    passes(&tell(json!({})), &[("/parameters/groupId", Kind::MissingParameter)]);
}
