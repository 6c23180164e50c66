//! Writes the dispatcher from the descriptions: one file for all api-versions, which `src/lib.rs` includes.

mod dispatch;

use std::{env, fs, path::PathBuf};

use generator::rust::prepare;
use kit::{
    pipeline::{VERSIONS, lines, published},
    repo,
};
use proc_macro2::TokenStream;

fn main() {
    println!("cargo::rerun-if-changed={}", repo::root().join("specs/apimanagement").display());
    let version = |version| {
        let lowered = published(version);
        let names = prepare(&lowered.api, &lowered.overrides, &lowered.source);
        let names = names.unwrap_or_else(|problems| panic!("{}", lines(&problems)));
        dispatch::dispatch(&lowered.api, &names)
    };
    let versions: TokenStream = VERSIONS.into_iter().map(version).collect();
    // As a person would write it, for messages that point there.
    let file = syn::parse2(versions).expect("the dispatcher is Rust");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    fs::write(out.join("dispatch.rs"), prettyplease::unparse(&file)).expect("cargo's own folder can be written");
}
