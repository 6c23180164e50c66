//! The copy of a description that Prism is given: it says in plain OpenAPI what else it would not see.

use generator::{model::PathTemplate, spec::yaml};
use serde_json::{Value as Json, json};

/// The description with `api-version` as an enumeration of one value, and with the operations of `x-ms-paths` in `paths`, as
/// JSON text.
///
/// # Panics
/// If the text is no description of ours.
#[must_use]
pub fn copy(version: &str, description: &str) -> String {
    let mut document = yaml::parse(&format!("{version}.yaml"), description).expect("the description is YAML");
    let parameters = document["components"]["parameters"].as_object_mut().expect("operations share parameters");
    let mut versions = parameters.values_mut().filter(|parameter| parameter["name"] == "api-version");
    let parameter = versions.next().expect("there is an api-version");
    parameter["schema"]["enum"] = json!([version]);
    assert!(versions.next().is_none(), "a version has one api-version");
    let special = document.as_object_mut().expect("a description is an object").shift_remove("x-ms-paths");
    let paths = document["paths"].as_object_mut().expect("there are paths");
    for (key, item) in special.iter().filter_map(Json::as_object).flatten() {
        let template: PathTemplate = key.parse().expect("lower takes the same paths");
        let replaced = paths.insert(plain(&template), item.clone());
        assert!(replaced.is_none(), "{key} needs another name in the copy");
    }
    document.to_string()
}

/// The path under which an operation stands in the copy: its constant query becomes a segment.
fn plain(template: &PathTemplate) -> String {
    let path = PathTemplate { query: Vec::new(), ..template.clone() };
    format!("{path}{}", segment(&template.query))
}

/// What is added to a path for a constant query.
pub(super) fn segment(query: &[(String, String)]) -> String {
    query.iter().map(|(name, value)| format!("/{name}-{value}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::{repo, specs};

    #[test]
    fn the_copy_has_every_operation_and_one_version() {
        for api in specs::all() {
            let version = &api.api_version;
            let file = repo::root().join(format!("specs/apimanagement/{version}.yaml"));
            let copy: Json = serde_json::from_str(&copy(version, &std::fs::read_to_string(file).unwrap())).unwrap();
            let paths = copy["paths"].as_object().unwrap();
            for op in &api.operations {
                let item = &paths[&plain(&op.path)];
                assert_eq!(item[op.method.as_str().to_lowercase()]["operationId"], op.id.as_str());
            }
            let methods = paths.values().flat_map(|item| item.as_object().unwrap().keys());
            assert_eq!(methods.filter(|key| *key != "parameters").count(), api.operations.len());
            assert!(copy.get("x-ms-paths").is_none() && api.operations.iter().any(|op| !op.path.query.is_empty()));
            assert_eq!(copy["components"]["parameters"]["ApiVersionParameter"]["schema"]["enum"], json!([version]));
        }
    }
}
