//! Imports and renders each description of the test server, and writes the calls of its operations: a module a description, which
//! `src/rendered.rs` includes.
//!
//! Nothing of them is part of this repository: `AUTOREST_SWAGGER` names the folder that has them. Without it there are none.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use generator::{
    diag::{At, Code, Diagnostic},
    import::{self, Prose, Reader},
    rust,
    service::{Service, Text},
};
use kit::rendered;
use proc_macro2::TokenStream;
use quote::quote;

/// Names the folder of the descriptions.
const FOLDER: &str = "AUTOREST_SWAGGER";

fn main() {
    println!("cargo::rerun-if-env-changed={FOLDER}");
    for folder in ["build", "names"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let names = folder.as_deref().map(names).unwrap_or_default();
    let folder = folder.unwrap_or_default();
    rendered::write_all(names, &quote!(crate::clients::Rendered), |name, out| render(&folder, name, out));
}

/// The descriptions of a folder, by file name without its end, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{FOLDER}: {}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder that opens can be listed").path());
    let mut names: Vec<String> = paths
        .filter(|path| path.is_file())
        .filter_map(|path| Some(path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    names
}

/// Renders a description; its module, and its entry in the table of clients.
fn render(folder: &Path, name: &str, out: &Path) -> Result<(TokenStream, TokenStream), Vec<Diagnostic>> {
    let file = format!("{name}.json");
    let imported = import::import(&[file], &mut Folder(folder), Prose::Drop)?;
    let service = service(name)?;
    let version = service.version(&format!("{name}.yaml"), &imported.text)?;
    // The server is none of Resource Manager's, and says so.
    let overrides = service.overrides.with_endpoint(&version.api.endpoint);
    let names = rust::prepare(&version.api, &overrides, &version.source)?;
    let unused = overrides.unused(names.used_overrides());
    if !unused.is_empty() {
        return Err(unused);
    }
    let client = rendered::Client::write(name, &version.api, &names, out);
    let (module, connect) = (client.module(), client.connect());
    let entry = quote! {
        crate::clients::Rendered {
            name: #name,
            operations: || #module::calls::OPERATIONS.iter().map(|(id, _)| *id).collect(),
            connect: #connect,
        }
    };
    Ok((client.items(false), entry))
}

/// What belongs to a description: its `names.toml`, if it needs one, from a file of its own name.
fn service(name: &str) -> Result<Service, Vec<Diagnostic>> {
    let read = |file: &str| {
        let text = (file == "names.toml").then(|| fs::read_to_string(format!("names/{name}.toml")).ok()).flatten();
        Ok(text.map(|text| Text { name: format!("{name}.toml"), text }))
    };
    Service::open::<Vec<Diagnostic>>(read)
}

/// The folder as a checkout.
struct Folder<'a>(&'a Path);

impl Reader for Folder<'_> {
    fn read(&mut self, path: &str) -> Result<String, Diagnostic> {
        let read = fs::read_to_string(self.0.join(path));
        read.map_err(|error| Diagnostic::error(At::file(path), Code::Unreadable, error.to_string()))
    }
}
