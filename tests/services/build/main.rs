//! Imports and renders the services that are published with examples, and writes the calls of their operations: a module a service,
//! which `src/lib.rs` includes.
//!
//! Nothing of them is part of this repository: `ARM_SERVICES_DIR` names the folder that has them. Without it there are none.

use std::{env, fs, path::PathBuf};

use generator::diag::Diagnostic;
use kit::{
    checkout::Checkout,
    pipeline::lines,
    rendered::{Client, include},
    repo,
};
use proc_macro2::TokenStream;
use quote::quote;

fn main() {
    println!("cargo::rerun-if-env-changed={}", repo::SERVICES);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let clients = out.join("rendered");
    // What an earlier run left there is of no use.
    let _ = fs::remove_dir_all(&clients);
    let (mut modules, mut entries, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(root) = repo::services_to_build() {
        println!("cargo::rerun-if-changed={}", root.display());
        let render = |folder: &str| -> Result<(TokenStream, TokenStream), Vec<Diagnostic>> {
            let lowered = Checkout::new(&root, folder).lowered()?;
            let names = lowered.names()?;
            let name = name(folder);
            let client = Client::write(&name, &lowered.api, &names, &clients);
            let (module, connect) = (client.module(), client.connect());
            let entry = quote! {
                crate::Service { name: #name, folder: #folder, models: &#module::calls::MODELS, connect: #connect }
            };
            Ok((client.items(true), entry))
        };
        for folder in repo::with_examples(&root) {
            match render(&folder) {
                Ok((module, entry)) => {
                    modules.push(module);
                    entries.push(entry);
                }
                Err(problems) => {
                    let problems = lines(&problems);
                    refused.push(quote!((#folder, #problems)));
                }
            }
        }
    }
    let file = quote! {
        #(#modules)*
        /// Every service that has a client.
        pub(crate) static SERVICES: &[crate::Service] = &[#(#entries),*];
        /// Every other one, and why it has none.
        pub(crate) static REFUSED: &[(&str, &str)] = &[#(#refused),*];
    };
    include(&out, file);
}

/// What a service is called here: by its folder below `specification`, and by its api-version.
fn name(folder: &str) -> String {
    let service = folder.strip_prefix("specification/").unwrap_or(folder);
    let (service, rest) = service.split_once('/').unwrap_or((service, ""));
    format!("{service}-{}", rest.rsplit('/').next().unwrap_or_default())
}
