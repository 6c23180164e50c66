//! The list of a crate's api-versions: the one file beside the versions' folders.
//!
//! Invariant: it knows of a version its name and nothing else, so that it changes when a version comes or goes and never else.

use quote::{format_ident, quote};

use super::{
    file::{File, Item, print},
    ident::version_module,
};

/// The file with the modules of these api-versions, oldest first, each behind a feature of its own name.
///
/// `lib.rs` has it in a private module and re-exports everything, so that a version is a module of the crate itself.
#[must_use]
pub fn versions(api_versions: &[&str]) -> File {
    let modules = api_versions.iter().map(|version| {
        let module = version_module(version);
        let (feature, path, name) = (&module, format!("{module}/mod.rs"), format_ident!("{module}"));
        let docs = format!(" Api-version {version}.");
        Item::Rust(quote! {
            #[doc = #docs]
            #[cfg(feature = #feature)]
            #[path = #path]
            pub mod #name;
        })
    });
    let docs = ["The api-versions, each a module behind a feature of the same name.".to_owned()];
    let (text, _) = print(&docs, None, &modules.collect::<Vec<_>>());
    File { path: "versions.rs".to_owned(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_module_behind_its_feature() {
        let file = versions(&["2021-08-01", "2024-05-01-preview"]);
        let declarations: Vec<&str> = file.text.lines().filter(|line| !line.is_empty()).skip(2).collect();
        assert_eq!(
            declarations,
            [
                "/// Api-version 2021-08-01.",
                "#[cfg(feature = \"v2021_08_01\")]",
                "#[path = \"v2021_08_01/mod.rs\"]",
                "pub mod v2021_08_01;",
                "/// Api-version 2024-05-01-preview.",
                "#[cfg(feature = \"v2024_05_01_preview\")]",
                "#[path = \"v2024_05_01_preview/mod.rs\"]",
                "pub mod v2024_05_01_preview;",
            ]
        );
    }
}
