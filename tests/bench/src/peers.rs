//! Crates that others' generators write from the same descriptions, and one that was published.

use std::{fs, path::PathBuf};

use anyhow::Context;
use kit::repo;
use serde_json::{Map, Value};

use super::{
    measured,
    workshop::{Package, Workshop},
};
use crate::twin;

/// The version of openapi-to-rust.
const OPENAPI_TO_RUST: &str = "0.23.0";

/// The version of progenitor, whose command is a package of its own.
const PROGENITOR: &str = "0.15.1";

/// The dependency on what the Azure SDK's first generation published, with the newest api-version that it has.
const AZURE_MGMT: &str = r#"[dependencies]
azure_mgmt_apimanagement = { version = "=0.21.0", default-features = false, features = ["package-preview-2023-09", "enable_reqwest_rustls"] }
"#;

/// The description of an api-version as JSON, as the generator has it: with our words, so that documentation costs all alike.
pub(super) fn description(version: &str) -> anyhow::Result<Value> {
    let text = measured::text(super::regen::xtask()?.args(["dump", "raw", version]))?;
    let mut document: Value = serde_json::from_str(&text).context("reading what xtask dump writes")?;
    // What `dump` says of the document beside it.
    document.as_object_mut().context("a description is an object")?.remove("x-corrections");
    Ok(document)
}

fn json(workshop: &Workshop, version: &str) -> anyhow::Result<PathBuf> {
    workshop.file(&format!("{version}.json"), &description(version)?.to_string())
}

/// A crate by openapi-to-rust, of the description as it is.
pub(super) fn openapi_to_rust(workshop: &Workshop, version: &str) -> anyhow::Result<Package> {
    let name = format!("openapi-to-rust-{version}");
    let out = workshop.folder().join(&name).join("src/generated");
    let mut command = workshop.tool("openapi-to-rust", OPENAPI_TO_RUST, "openapi-to-rust")?;
    measured::run(command.arg("generate").arg(json(workshop, version)?).arg("--output-dir").arg(&out))?;
    let path = out.join("REQUIRED_DEPS.toml");
    let dependencies = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    workshop.package(&name, &dependencies, &[("src/lib.rs", "pub mod generated;\n")])
}

/// A crate by progenitor, which stops at an operation with two kinds of success or of failure: of each only one is left, and since
/// it takes `default` for both, that one is called `4XX`.
pub(super) fn progenitor(workshop: &Workshop, version: &str) -> anyhow::Result<Package> {
    let name = format!("progenitor-{version}");
    let folder = workshop.folder().join(&name);
    let mut document = description(version)?;
    one_response_each(&mut document);
    let input = workshop.file(&format!("{name}.json"), &document.to_string())?;
    let mut command = workshop.tool("cargo-progenitor", PROGENITOR, "cargo-progenitor")?;
    command.args(["progenitor", "--name", &name, "--version", "0.0.0"]);
    measured::run(command.arg("--input").arg(input).arg("--output").arg(&folder))?;
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (_, dependencies) = manifest.split_once("[dependencies]").context("a manifest with dependencies")?;
    workshop.package(&name, &format!("[dependencies]{dependencies}"), &[])
}

/// Leaves the first success that has a body, or the first one, and `default`, as `4XX`, or else the first failure.
fn one_response_each(document: &mut Value) {
    let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = items.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    for responses in operations.filter_map(|operation| operation.get_mut("responses")?.as_object_mut()) {
        let successes = responses.iter().filter(|(status, _)| status.starts_with('2'));
        let success = successes.min_by_key(|(_, response)| response.get("content").is_none());
        let failure = responses.iter().filter(|(status, _)| !status.starts_with('2')).max_by_key(|(status, _)| *status);
        let kept = [success, failure].map(|response| response.map(|(status, _)| status.clone()));
        responses.retain(|status, _| kept.iter().flatten().any(|kept| kept == status));
        if let Some(failure) = responses.remove("default") {
            responses.insert("4XX".to_owned(), failure);
        }
    }
}

/// A package that depends on the published crate.
pub(super) fn azure_mgmt(workshop: &Workshop) -> anyhow::Result<Package> {
    workshop.package("azure-mgmt", AZURE_MGMT, &[("src/lib.rs", "")])
}

/// The crate's models once more, with serde derive.
pub(super) fn serde_twin(workshop: &Workshop) -> anyhow::Result<Package> {
    let manifest = r#"[dependencies]
azure_core = { version = "1.1", default-features = false }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;
    workshop.package("serde-twin", manifest, &[("src/lib.rs", &twin::source())])
}

/// A package that depends on our client with these features, and on nothing else.
pub(super) fn ours(workshop: &Workshop, name: &str, features: &[&str]) -> anyhow::Result<Package> {
    workshop.package(name, &client(features)?, &[("src/lib.rs", "")])
}

/// The dependency on our client.
pub(super) fn client(features: &[&str]) -> anyhow::Result<String> {
    let path = repo::root().join("generated");
    let path = fs::canonicalize(&path).with_context(|| path.display().to_string())?;
    let mut dependency = toml::Table::new();
    dependency.insert("path".to_owned(), path.display().to_string().into());
    dependency.insert("default-features".to_owned(), false.into());
    dependency.insert("features".to_owned(), features.to_vec().into());
    let dependencies = toml::Table::from_iter([("arm-apimanagement".to_owned(), dependency.into())]);
    let manifest = toml::Table::from_iter([("dependencies".to_owned(), dependencies.into())]);
    toml::to_string(&manifest).context("writing a manifest")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::one_response_each;

    #[test]
    fn one_success_and_one_failure_are_left() {
        let left = |responses: serde_json::Value| {
            let mut document = json!({ "paths": { "/a": { "get": { "responses": responses }, "parameters": [] } } });
            one_response_each(&mut document);
            document["paths"]["/a"]["get"]["responses"].take()
        };
        let body = json!({ "content": {} });
        assert_eq!(
            left(json!({ "200": body, "201": body, "404": {}, "default": {} })),
            json!({ "200": body, "4XX": {} })
        );
        assert_eq!(left(json!({ "202": {}, "204": body })), json!({ "204": body }));
        assert_eq!(left(json!({ "202": {}, "204": {}, "404": {} })), json!({ "202": {}, "404": {} }));
    }
}
