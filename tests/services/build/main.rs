//! Imports and renders the services that are published with examples, and writes the calls of their operations: a module a service,
//! which `src/lib.rs` includes.
//!
//! Nothing of them is part of this repository: `ARM_SERVICES_DIR` names the folder that has them. Without it there are none.

use kit::{checkout::Checkout, rendered, repo};
use quote::quote;

fn main() {
    println!("cargo::rerun-if-env-changed={}", repo::SERVICES);
    let root = repo::services_to_build();
    if let Some(root) = &root {
        println!("cargo::rerun-if-changed={}", root.display());
    }
    let folders = root.as_deref().map(repo::with_examples).unwrap_or_default();
    let root = root.unwrap_or_default();
    rendered::write_all(folders, &quote!(crate::Service), |folder, out| {
        let lowered = Checkout::new(&root, folder).lowered()?;
        let (names, name) = (lowered.names()?, name(folder));
        let client = rendered::Client::write(&name, &lowered.api, &names, out);
        let (module, connect) = (client.module(), client.connect());
        let entry = quote! {
            crate::Service { name: #name, folder: #folder, models: &#module::calls::MODELS, connect: #connect }
        };
        Ok((client.items(true), entry))
    });
}

/// What a service is called here: by its folder below `specification`, and by its api-version.
fn name(folder: &str) -> String {
    let service = folder.strip_prefix("specification/").unwrap_or(folder);
    let (service, rest) = service.split_once('/').unwrap_or((service, ""));
    format!("{service}-{}", rest.rsplit('/').next().unwrap_or_default())
}
