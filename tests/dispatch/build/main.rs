//! Writes the dispatcher from the descriptions: one file for all api-versions, which `src/lib.rs` includes.

use generator::{
    model::Api,
    rust::{Names, version_module},
};
use kit::{
    dispatcher,
    pipeline::{good, published},
    rendered, repo, specs,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

fn main() {
    println!("cargo::rerun-if-changed={}", repo::root().join("specs/apimanagement").display());
    let version = |version| {
        let lowered = published(version);
        dispatch(&lowered.api, &good(lowered.names()))
    };
    let modules = specs::versions().map(|version| format_ident!("{}", version_module(version)));
    let tables: TokenStream = specs::versions().map(version).collect();
    let versions = quote! {
        #tables
        /// Calls a macro with the modules of all versions.
        macro_rules! all {
            ($clients:ident) => { $clients! { #(#modules)* } };
        }
        pub(crate) use all;
    };
    rendered::include(versions);
}

/// The module of an api-version: the tables of its operations and of its models, and a module of calls a group.
fn dispatch(api: &Api, names: &Names) -> TokenStream {
    let version = format_ident!("{}", version_module(&api.api_version));
    let client = quote!(arm_apimanagement::#version);
    let (operations, models) = (dispatcher::operations(api, names, &client), dispatcher::models(api, names, &client));
    quote! {
        pub(crate) mod #version {
            #operations
            #models
        }
    }
}
