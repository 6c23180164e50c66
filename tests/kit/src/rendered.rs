//! Clients that a build script renders into cargo's output folder, with the calls of their operations. What the package that includes
//! them calls is `kit::calls`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use generator::{
    model::Api,
    rust::{Names, render},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::dispatcher;

/// A client on disk.
#[derive(Debug)]
pub struct Client<'a> {
    api: &'a Api,
    names: &'a Names,
    module: Ident,
    root: PathBuf,
    has_subscription: bool,
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
        let mut has_subscription = false;
        for file in render(api, names) {
            let target = root.join(&file.path);
            fs::create_dir_all(target.parent().expect("it is below the folder"))
                .expect("cargo's own folder can be written");
            has_subscription |= file.path == "mod.rs" && file.text.contains("subscription_id: impl Into<String>");
            fs::write(target, file.text).expect("cargo's own folder can be written");
        }
        Self { api, names, module, root, has_subscription }
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
        let subscription = self.has_subscription.then(|| quote!(subscription,));
        let unused = (!self.has_subscription).then(|| quote!(let _ = subscription;));
        quote! {
            |subscription, credential, options| {
                #unused
                let client = #path::client::Client::new(#subscription credential, Some(options))?;
                Ok(kit::calls::by_id(&#path::calls::OPERATIONS, client))
            }
        }
    }
}

/// Writes the file that a package includes as `rendered`.
///
/// # Panics
/// If it is no Rust, or cannot be written.
pub fn include(out: &Path, file: TokenStream) {
    let file = syn::parse2(file).expect("the calls are Rust");
    fs::write(out.join("rendered.rs"), prettyplease::unparse(&file)).expect("cargo's own folder can be written");
}
