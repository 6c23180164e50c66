//! What stands in a crate beside its versions: the manifest, the root, the README.
//!
//! Invariant: a beginning for people, who may change all of it. What follows from the descriptions, the list of versions and the
//! versions' folders, is written again with every run and stands elsewhere.

use std::collections::BTreeMap;

use super::{
    Names,
    docs::{Text, code_span},
    file::File,
    ident::version_module,
    phrase,
    signature::{Gives, Passing, Signature, signatures, takes_subscription},
};
use crate::model::{Api, Method};

/// A crate that is to be.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its newest api-version, which is on by default and which the README is about.
    pub api: &'a Api,
    /// What is called how there.
    pub names: &'a Names,
    /// The lines around the table of versions in the README.
    pub table: (&'a str, &'a str),
    /// What its manifest takes from the workspace that it is written by.
    pub workspace: Workspace<'a>,
}

/// Values of a manifest, as TOML.
#[derive(Clone, Copy, Debug)]
pub struct Workspace<'a> {
    /// `edition`.
    pub edition: &'a str,
    /// `rust-version`.
    pub rust_version: &'a str,
    /// Dependencies by name.
    pub dependencies: &'a BTreeMap<&'static str, String>,
}

impl Workspace<'_> {
    /// The line of a dependency.
    fn line(&self, name: &str) -> String {
        self.dependencies.get(name).map(|value| format!("{name} = {value}\n")).unwrap_or_default()
    }
}

/// The three files. Their paths lead from the crate's folder.
#[must_use]
pub fn package(package: &Package<'_>) -> Vec<File> {
    let file = |path: &str, text: String| File { path: path.to_owned(), text };
    vec![file("Cargo.toml", manifest(package)), file("README.md", readme(package)), file("src/lib.rs", root(package))]
}

/// What the crate is a client of, as words for a sentence.
fn service(api: &Api) -> String {
    phrase::noun(api.title.strip_suffix("Client").unwrap_or(&api.title))
}

fn manifest(Package { name, api, workspace, .. }: &Package<'_>) -> String {
    let (service, feature) = (service(api), version_module(&api.api_version));
    let Workspace { edition, rust_version, .. } = workspace;
    let dependencies = |names: &[&str]| -> String { names.iter().map(|name| workspace.line(name)).collect() };
    let (own, of_tests) = (
        dependencies(&["arm-runtime", "azure_core", "serde_json"]),
        dependencies(&["azure_identity", "futures", "tokio"]),
    );
    format!(
        "\
[package]
name = \"{name}\"
description = \"Client of the Azure Resource Manager API of {service}\"
version = \"0.1.0\"
edition = {edition}
rust-version = {rust_version}
license = \"MIT\"
readme = \"README.md\"
keywords = [\"azure\", \"arm\", \"sdk\"]
categories = [\"api-bindings\"]

# A crate of its own, wherever it stands. Take this out to make it a member of a workspace.
[workspace]

[package.metadata.docs.rs]
all-features = true
rustdoc-args = [\"--cfg\", \"docsrs\"]

[features]
default = [\"reqwest\", \"{feature}\"]
# The transport that is used when `ClientOptions` names none: reqwest on tokio, with rustls.
reqwest = [\"arm-runtime/reqwest\"]
# One feature per api-version, and one for all of them: `cargo xtask crate` keeps these. What is on by default is yours to say.
all-versions = [\"{feature}\"]
{feature} = []

[dependencies]
{own}
# For the example in README.md, which is compiled with the tests.
[dev-dependencies]
{of_tests}"
    )
}

fn root(Package { api, .. }: &Package<'_>) -> String {
    let feature = version_module(&api.api_version);
    format!(
        "\
#![cfg_attr(all(feature = \"reqwest\", feature = \"{feature}\"), doc = include_str!(\"../README.md\"))]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub use arm_runtime::codegen as rt;
pub use arm_runtime::*;
pub use azure_core;

// Machine-written, with all that is in it.
#[rustfmt::skip]
#[allow(clippy::too_many_arguments, reason = \"the API's paths say how many arguments identify a resource\")]
mod versions;

pub use self::versions::*;
"
    )
}

fn readme(package: &Package<'_>) -> String {
    let Package { name, api, names, table: (begin, end), workspace } = package;
    let (service, module, library) = (service(api), version_module(&api.api_version), name.replace('-', "_"));
    let dependencies: String = ["azure_identity", "futures", "tokio"].map(|name| workspace.line(name)).concat();
    let subscription = if takes_subscription(api, names) { "\"00000000-0000-0000-0000-000000000000\", " } else { "" };
    let (import, call) = example(api, names);
    let mut about = Text::of(format!("A client of the Azure Resource Manager API of {service}."));
    if let Some(prose) = &api.docs.description {
        about.push_prose(prose);
    }
    let about = about.into_lines().join("\n");
    let module_code = code_span(&module);
    format!(
        "\
# {name}

{about}

It stands on `arm-runtime`, and with that on Microsoft's `azure_core`: every credential of `azure_identity` works.

## Quick start

```toml
[dependencies]
{name} = \"0.1\"
{dependencies}```

```rust,no_run
use {library}::{module}::Client;
use azure_identity::DeveloperToolsCredential;
{import}
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
    let credential = DeveloperToolsCredential::new(None)?;
    let client = Client::new({subscription}credential, None)?;
{call}    Ok(())
}}
```

{module_code} has a `Client`, `models`, and a module with a `Client` of its own for each group of operations.

| A method gives | which is |
|---|---|
| [`Call`] | one request: await it for a [`Response`] with status, headers, ETag and the body as a model |
| [`List`] | a list in pages: a stream of items, or of pages, resumable by a [`Continuation`] |
| [`Poller`] | a long-running operation: await its end, or watch it; a saved [`PollerToken`] resumes it |

Every failure is an `azure_core::Error`; [`ArmError`]`::from_error` gives the service's code and message. Clouds, retries, deadlines and the
transport are in [`ClientOptions`].

## Api-versions

Each is a module behind a feature of the same name; `all-versions` has all of them.

{begin}{end}"
    )
}

/// An import and a call, of the operation that takes the least to call: something that is read, else a list.
fn example(api: &Api, names: &Names) -> (&'static str, String) {
    let is_simple = |method: &Signature<'_>| {
        let is_text = method.arguments.iter().all(|(_, passing)| *passing == Passing::Text);
        let op = method.op;
        is_text && op.method == Method::Get && op.lro.is_none() && op.body.is_none() && method.gives == Gives::Body
    };
    let methods: Vec<Signature<'_>> = signatures(api, names).into_iter().filter(is_simple).collect();
    let least = methods.iter().min_by_key(|method| (method.op.paging.is_some(), method.arguments.len(), &method.op.id));
    let Some(method) = least else { return ("", String::new()) };
    let mut arguments: Vec<String> = method.arguments.iter().map(|(param, _)| format!("{:?}", param.name)).collect();
    arguments.extend(method.options.as_ref().map(|_| "None".to_owned()));
    let group = names.group(method.op.group()).map(|group| format!(".{group}()")).unwrap_or_default();
    let call = format!("client{group}.{}({})", method.name, arguments.join(", "));
    if method.op.paging.is_none() {
        return ("", format!("    let response = {call}.await?;\n    println!(\"{{:?}}\", response.into_model()?);\n"));
    }
    let list = format!(
        "    let mut items = {call};\n    while let Some(item) = items.next().await {{\n        println!(\"{{:?}}\", item?);\n    }}\n"
    );
    ("use futures::StreamExt as _;\n", list)
}
