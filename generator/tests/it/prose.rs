//! The overlay of our own words, against the specs it describes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use generator::{
    diag,
    lower::lower,
    model::{FilterRow, Operation},
    overrides::Overrides,
    spec::{self, Document},
};
use kit::{repo, specs};
use serde_json::Value;

/// Every version with the overlay applied.
fn documents(versions: impl IntoIterator<Item = &'static str>) -> Vec<Document> {
    let folder = repo::root().join("specs/apimanagement");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("the specs stand there");
    let (overlay, name) = (read("prose.overlay.yaml"), "prose.overlay.yaml");
    let load = |file: &str| spec::load(file, &read(file), Some((name, &overlay)));
    let load = |file: String| load(&file).unwrap_or_else(|problems| panic!("{problems:#?}"));
    versions.into_iter().map(|version| load(format!("{version}.yaml"))).collect()
}

#[test]
fn every_action_describes_something_in_some_version() {
    let unused: Vec<_> = documents(specs::versions()).into_iter().map(|document| document.unused).collect();
    let unused = diag::in_all(&unused);
    assert!(unused.is_empty(), "{}", unused.iter().map(|problem| format!("\n{problem}")).collect::<String>());
}

/// A version that is new need not have words of ours; these have.
#[test]
fn every_operation_has_a_summary() {
    let mut without = Vec::new();
    for document in documents(specs::NAMED) {
        for paths in ["/paths", "/x-ms-paths"] {
            let items = document.raw.pointer(paths).and_then(Value::as_object).into_iter().flatten();
            let operations = items.filter_map(|(_, item)| item.as_object()).flatten();
            let silent = operations.filter(|(_, operation)| operation.get("summary").is_none());
            without.extend(silent.filter_map(|(_, operation)| Some(operation.get("operationId")?.to_string())));
        }
    }
    assert!(without.is_empty(), "without a summary in prose.overlay.yaml: {without:?}");
}

#[test]
fn every_group_has_a_sentence_and_every_sentence_a_group() {
    let mut used = BTreeSet::new();
    let mut written = BTreeSet::new();
    for document in documents(specs::NAMED) {
        let (api, _) = lower(&document, &Overrides::default());
        let groups: BTreeSet<_> =
            api.operations.iter().map(Operation::group).filter(|group| !group.is_empty()).collect();
        let without: Vec<_> = groups.iter().filter(|group| !api.groups.contains_key(**group)).collect();
        assert!(without.is_empty(), "groups without a tag in prose.overlay.yaml: {without:?}");
        used.extend(groups.into_iter().map(str::to_owned));
        written.extend(document.api.tags.iter().map(|tag| tag.name.clone()));
    }
    assert_eq!(written, used);
}

#[test]
fn most_schemas_and_members_are_described() {
    for document in documents(specs::NAMED) {
        let schemas =
            document.raw.pointer("/components/schemas").and_then(Value::as_object).expect("there are schemas");
        let members =
            schemas.values().filter_map(|schema| schema.get("properties")?.as_object()).flat_map(|m| m.values());
        let (schemas, members) = (share(schemas.values()), share(members));
        assert!(schemas > 98, "{schemas} of 100 schemas have a description");
        assert!(members > 85, "{members} of 100 members have a description");
    }
}

/// How many of a hundred have a description.
fn share<'a>(values: impl Iterator<Item = &'a Value> + Clone) -> usize {
    let described = values.clone().filter(|value| value.get("description").is_some()).count();
    described * 100 / values.count().max(1)
}

/// The rows of one operation's filter: each field with its operators and functions.
type FilterFacts = BTreeMap<String, (Vec<String>, Vec<String>)>;

#[test]
fn filters_say_what_the_published_tables_say() {
    let Some(specification) = specs::published_with("2021-08-01") else { return };
    let folder = specification.join(repo::stable("2021-08-01"));
    let mut tables: BTreeMap<String, FilterFacts> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the descriptions stand there") {
        let path = entry.expect("a folder can be read").path();
        let Some(text) =
            path.extension().is_some_and(|extension| extension == "json").then(|| fs::read_to_string(&path))
        else {
            continue;
        };
        let document: Value = serde_json::from_str(&text.expect("a file can be read")).expect("it is JSON");
        let items = document["paths"].as_object().into_iter().flatten();
        for operation in items.filter_map(|(_, item)| item.as_object()).flatten().map(|(_, operation)| operation) {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            for filter in parameters.filter(|parameter| parameter["name"] == "$filter") {
                let facts = published_table(filter["description"].as_str().unwrap_or_default());
                tables.insert(id.to_owned(), facts);
            }
        }
    }
    assert!(tables.len() > 50, "only {} filters are published", tables.len());

    let (api, _) = lower(&documents(["2021-08-01"])[0], &Overrides::default());
    for operation in &api.operations {
        let mut params = operation.params.iter().map(|param| api.param(param));
        let Some(filter) = params.find(|param| param.name == "$filter") else { continue };
        let row = |row: &FilterRow| {
            let facts = (row.operators.clone(), row.functions.clone());
            row.fields.iter().map(|field| (field.clone(), facts.clone())).collect::<Vec<_>>()
        };
        let ours: FilterFacts = filter.filter.iter().flat_map(row).collect();
        assert_eq!(ours, tables[&operation.id], "{}", operation.id);
    }
}

/// Reads a table of bars, whose lines end in some form of a break. Rows that say what can be selected or expanded are left out.
fn published_table(text: &str) -> FilterFacts {
    let words = |cell: &str| -> Vec<String> {
        cell.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let insert = |facts: &mut FilterFacts, field: &str, operators: &str, functions: &[&str]| {
        let functions = functions.first().map(|cell| words(cell)).unwrap_or_default();
        facts.insert(field.to_owned(), (words(operators), functions));
    };
    let mut has_usage = true;
    let mut facts = FilterFacts::new();
    for line in text.replace("</br>", "\n").lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            ["Field", head @ ..] => has_usage = head.first() == Some(&"Usage"),
            [field, ..] if field.starts_with('-') => {}
            [field, usage, operators, functions @ ..] if has_usage && usage.contains("filter") => {
                insert(&mut facts, field, operators, functions);
            }
            [field, operators, functions @ ..] if !has_usage => insert(&mut facts, field, operators, functions),
            _ => {}
        }
    }
    facts
}
