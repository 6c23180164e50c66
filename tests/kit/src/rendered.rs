//! Clients that a build script renders into cargo's output folder, with the calls of their operations. What the package that includes
//! them calls is `kit::calls`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use generator::{
    diag::Diagnostic,
    model::Api,
    rust::{Names, render, signature::takes_subscription},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{dispatcher, pipeline::lines};

/// A client on disk.
#[derive(Debug)]
pub struct Client<'a> {
    api: &'a Api,
    names: &'a Names,
    module: Ident,
    root: PathBuf,
}

impl<'a> Client<'a> {
    /// Renders a client into a folder of its own in `out`.
    ///
    /// # Panics
    /// If the folder cannot be written.
    #[must_use]
    pub fn write(name: &str, api: &'a Api, names: &'a Names, out: &Path) -> Self {
        let module = format_ident!("{}", name.replace(['.', '-'], "_").to_lowercase());
        let root = out.join(module.to_string());
        for file in render(api, names) {
            let target = root.join(&file.path);
            fs::create_dir_all(target.parent().expect("it is below the folder"))
                .expect("cargo's own folder can be written");
            fs::write(target, file.text).expect("cargo's own folder can be written");
        }
        Self { api, names, module, root }
    }

    /// The path of its module.
    #[must_use]
    pub fn module(&self) -> TokenStream {
        let module = &self.module;
        quote!(crate::rendered::#module)
    }

    /// Its module, which is to stand in `crate::rendered`: the client, `calls::OPERATIONS`, and `calls::MODELS` if asked for.
    #[must_use]
    pub fn items(&self, with_models: bool) -> TokenStream {
        let (module, path, root) = (&self.module, self.module(), self.root.join("mod.rs").display().to_string());
        let calls = dispatcher::operations(self.api, self.names, &quote!(#path::client));
        let models = with_models.then(|| dispatcher::models(self.api, self.names, &quote!(#path::client)));
        quote! {
            #[allow(
                dead_code,
                missing_docs,
                unused_imports,
                unused_qualifications,
                clippy::all,
                clippy::pedantic,
                reason = "what renders is judged elsewhere"
            )]
            pub(crate) mod #module {
                #[path = #root]
                pub mod client;
                pub(super) mod calls {
                    #calls
                    #models
                }
            }
        }
    }

    /// What makes it, as a `kit::calls::Connect`.
    #[must_use]
    pub fn connect(&self) -> TokenStream {
        let path = self.module();
        let (subscription, unused) = if takes_subscription(self.api, self.names) {
            (Some(quote!(subscription,)), None)
        } else {
            (None, Some(quote!(let _ = subscription;)))
        };
        quote! {
            |subscription, credential, options| {
                #unused
                let client = #path::client::Client::new(#subscription credential, Some(options))?;
                Ok(kit::calls::by_id(&#path::calls::OPERATIONS, client))
            }
        }
    }
}

/// Renders one client after the other, and writes the file that a package includes as `rendered`: the module of each, `CLIENTS` with
/// the entry of each, and `REFUSED` with the problems of every other one. `render` gives module and entry of the client that it
/// writes into the given folder; `entry` is the type of an entry.
///
/// # Panics
/// If what it writes is no Rust, or cannot be written.
pub fn write_all(
    names: impl IntoIterator<Item = String>,
    entry: &TokenStream,
    render: impl Fn(&str, &Path) -> Result<(TokenStream, TokenStream), Vec<Diagnostic>>,
) {
    let folder = output().join("rendered");
    // What an earlier run left there is of no use.
    let _ = fs::remove_dir_all(&folder);
    let (mut modules, mut clients, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        match render(&name, &folder) {
            Ok((module, client)) => {
                modules.push(module);
                clients.push(client);
            }
            Err(problems) => {
                let problems = lines(&problems);
                refused.push(quote!((#name, #problems)));
            }
        }
    }
    include(quote! {
        #(#modules)*
        /// Every one that has a client.
        #[allow(unused_qualifications, reason = "modules are named from the root, so that an entry can stand anywhere")]
        pub(crate) static CLIENTS: &[#entry] = &[#(#clients),*];
        /// Every other one, and why it has none.
        pub(crate) static REFUSED: &[(&str, &str)] = &[#(#refused),*];
    });
}

/// Writes the file that a package includes as `rendered`.
///
/// # Panics
/// If it is no Rust, or cannot be written.
pub fn include(file: TokenStream) {
    // As a person would write it, for messages that point there.
    let file = syn::parse2(file).expect("the calls are Rust");
    fs::write(output().join("rendered.rs"), prettyplease::unparse(&file)).expect("cargo's own folder can be written");
}

fn output() -> PathBuf {
    PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"))
}
