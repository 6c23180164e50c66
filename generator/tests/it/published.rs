//! The published Swagger files, read here from scratch, against the model that comes out at the end of import, load and lower.
//!
//! Nothing of the importer is used: what it forgets or bends shows up.

mod schemas;
mod swagger;

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    listing::Listing,
    model::{Api, Collection, FinalState, Location, Operation, Param, TypeId, TypeKind, Usage},
};
use kit::{pipeline::uncorrected, specs};
use serde_json::Value;

use self::{
    schemas::Schemas,
    swagger::{At, Source, Swagger},
};

fn compares(version: &str) {
    let Some(specification) = specs::published_with(version) else { return };
    let swagger = Swagger::read(&specification, version);
    let api = &uncorrected(version);
    let sources = swagger.operations();
    let ours: BTreeMap<(String, String), &Operation> =
        api.operations.iter().map(|op| ((op.path.to_string(), op.method.to_string()), op)).collect();
    assert_eq!(sources.len(), specs::count(version, "operationId"));
    assert_eq!(ours.keys().collect::<BTreeSet<_>>(), sources.keys().collect::<BTreeSet<_>>());
    let mut schemas = Schemas::new(&swagger, api);
    let mut found = Vec::new();
    for (key, source) in &sources {
        compare(&swagger, api, source, ours[key], &mut found);
        schemas.operation(source, ours[key]);
    }
    found.extend(schemas.found);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // Parents are compared through those that extend them; what only `x-ms-odata` mentions is neither sent nor got.
    let uses = |usage: &Usage| usage.request || usage.response || usage.error;
    let left = api.types.values().filter(|ty| uses(&ty.usage) && !matches!(ty.kind, TypeKind::Alias(_)));
    let left: Vec<_> = left
        .filter(|ty| !schemas.compared.contains(&ty.id) && !parents(api).contains(&ty.id))
        .map(|ty| &ty.id)
        .collect();
    assert!(left.is_empty(), "not compared: {left:?}");
}

fn parents(api: &Api) -> BTreeSet<TypeId> {
    let bases = |kind: &TypeKind| match kind {
        TypeKind::Struct(body) => body.bases.clone(),
        _ => Vec::new(),
    };
    api.types.values().flat_map(|ty| bases(&ty.kind)).collect()
}

#[test]
fn every_version_says_what_was_published() {
    specs::versions().for_each(compares);
}

/// `cargo xtask list` has what was published, in the same words.
#[test]
fn the_list_has_every_published_operation() {
    for version in specs::versions() {
        let Some(specification) = specs::published_with(version) else { continue };
        let listing = Listing::new(&uncorrected(version), &[], |op| op.id.clone());
        let listing = serde_json::to_value(&listing).unwrap();
        let ours: BTreeSet<String> = listing["operations"].as_array().unwrap().iter().map(Value::to_string).collect();
        let swagger = Swagger::read(&specification, version);
        let operations = swagger.operations();
        let theirs = operations.iter().map(|((path, method), source)| entry(path, method, &source.operation));
        assert_eq!(ours, theirs.collect::<BTreeSet<String>>());
    }
}

fn entry(path: &str, method: &str, operation: &Value) -> String {
    let id = &operation["operationId"];
    let success: Vec<u16> = codes(operation).into_iter().filter(|code| (200..300).contains(code)).collect();
    serde_json::json!({
        "method": method, "path": path, "operation_id": id, "rust": id, "success": success,
        "paging": operation.get("x-ms-pageable").is_some(),
        "long_running": operation.get("x-ms-long-running-operation") == Some(&Value::Bool(true)),
    })
    .to_string()
}

/// The declared status codes, ascending.
fn codes(operation: &Value) -> Vec<u16> {
    let mut codes: Vec<u16> =
        operation["responses"].as_object().unwrap().keys().filter_map(|c| c.parse().ok()).collect();
    codes.sort_unstable();
    codes
}

fn compare(swagger: &Swagger, api: &Api, source: &Source, op: &Operation, found: &mut Vec<String>) {
    let theirs = &source.operation;
    let text = |key: &str| theirs[key].as_str();
    let mut check = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            found.push(format!("{}: {what}: {ours} here, {theirs} published", op.id));
        }
    };
    check("operationId", op.id.clone(), text("operationId").unwrap().to_owned());
    check("deprecated", op.deprecated.to_string(), (theirs["deprecated"] == true).to_string());
    let all: Vec<u16> = op.responses.iter().chain(&op.failures).map(|r| r.status).collect();
    check("status codes", format!("{all:?}"), format!("{:?}", codes(theirs)));
    let paging = theirs.get("x-ms-pageable").map(|paging| paging["nextLinkName"].as_str().map(str::to_owned));
    check("paging", format!("{:?}", op.paging.as_ref().map(|p| p.next_link.clone())), format!("{paging:?}"));
    let long = theirs["x-ms-long-running-operation"] == true;
    let via = theirs["x-ms-long-running-operation-options"]["final-state-via"].as_str();
    let ours = op.lro.as_ref().map(|lro| match lro.final_state {
        Some(FinalState::Location) => Some("location"),
        Some(FinalState::AzureAsyncOperation) => Some("azure-async-operation"),
        Some(_) => Some("other"),
        None => None,
    });
    check("long-running", format!("{ours:?}"), format!("{:?}", long.then_some(via)));
    let params: Vec<(Value, At)> = swagger.parameters(source);
    let (bodies, others): (Vec<_>, Vec<_>) = params.iter().partition(|(param, _)| param["in"] == "body");
    let described: Vec<String> = others.iter().map(|(param, at)| describe(param, at)).collect();
    let ours: Vec<String> = op.params.iter().map(|param| describe_ours(api.param(param))).collect();
    check("parameters", ours.join("\n  "), described.join("\n  "));
    let index = params.iter().position(|(param, _)| param["in"] == "body");
    let body =
        bodies.first().map(|(body, _)| (body["name"].as_str().unwrap(), index.unwrap(), body["required"] == true));
    let ours = op.body.as_ref().map(|body| (body.name.as_str(), body.index, body.required));
    check("body", format!("{ours:?}"), format!("{body:?}"));
}

/// A parameter in Swagger's words.
fn describe(param: &Value, at: &At) -> String {
    let location = if param["x-ms-parameter-location"] == "method" || !at.shared { "method" } else { "client" };
    let collection = (param["type"] == "array").then(|| param["collectionFormat"].as_str().unwrap_or("csv"));
    format!(
        "{} {} {location} required={} {collection:?} called={:?} raw={}",
        param["in"].as_str().unwrap(),
        param["name"].as_str().unwrap(),
        param["required"] == true,
        param["x-ms-client-name"].as_str(),
        param["x-ms-skip-url-encoding"] == true,
    )
}

/// The same in the model's words.
fn describe_ours(param: &Param) -> String {
    let place = match param.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
    };
    let collection = param.collection.map(|collection| match collection {
        Collection::Csv => "csv",
        Collection::Ssv => "ssv",
        Collection::Tsv => "tsv",
        Collection::Pipes => "pipes",
        Collection::Multi => "multi",
    });
    let location = if param.client { "client" } else { "method" };
    format!(
        "{place} {} {location} required={} {collection:?} called={:?} raw={}",
        param.name,
        param.required,
        param.client_name.as_deref(),
        param.skip_encoding
    )
}
