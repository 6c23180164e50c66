//! What a user of each version can name, one line an item, so that a review shows what a change does to the crate's users.
//! `UPDATE_EXPECT=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;
use kit::{
    pipeline::{VERSIONS, by_path, published},
    repo,
};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

#[test]
fn each_version_offers_what_is_written_down() {
    for version in VERSIONS {
        let api = public_api(&by_path(published(version).render().unwrap()));
        let golden = repo::root().join(format!("generator/tests/fixtures/public-api/{version}.txt"));
        expect_file![golden].assert_eq(&(api.into_iter().collect::<Vec<_>>().join("\n") + "\n"));
    }
}

/// The public items of all files. Models are named by the one path they are exported under.
fn public_api(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut api = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| *path != "params.rs" && *path != "models/mod.rs") {
        let module = match path.strip_suffix(".rs").unwrap() {
            "mod" => String::new(),
            path if path.starts_with("models/") => "models::".to_owned(),
            group => format!("{group}::"),
        };
        for item in syn::parse_file(text).unwrap().items {
            add_item(&mut api, &module, &item);
        }
    }
    api
}

fn add_item(api: &mut BTreeSet<String>, module: &str, item: &Item) {
    match item {
        Item::Const(item) if is_public(&item.vis) => {
            api.insert(format!("{module}{}: {}", item.ident, code(&item.ty)));
        }
        Item::Struct(item) if is_public(&item.vis) => {
            api.insert(format!("{module}{}", item.ident));
            let Fields::Named(fields) = &item.fields else { panic!("every structure has named fields") };
            for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
                let name = field.ident.as_ref().unwrap();
                api.insert(format!("{module}{}.{name}: {}", item.ident, code(&field.ty)));
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            for variant in &item.variants {
                api.insert(format!("{module}{}::{}", item.ident, code(&variant.ident)));
            }
        }
        Item::Use(item) if is_public(&item.vis) => {
            api.insert(format!("{module}use {}", code(&item.tree)));
        }
        Item::Impl(item) if item.trait_.is_some() => {
            let (path, _) = item.trait_.as_ref().unwrap();
            if path.segments.last().unwrap().ident == "From" {
                api.insert(format!("{module}{}: {}", code(&item.self_ty), code(path)));
            }
        }
        Item::Impl(item) => {
            for method in &item.items {
                if let ImplItem::Fn(method) = method
                    && is_public(&method.vis)
                {
                    api.insert(format!("{module}{}: {}", code(&item.self_ty), code(&method.sig)));
                }
            }
        }
        // What the tables give every model is the runtime's business; what differs between models is not.
        Item::Macro(item) if item.mac.path.segments.last().unwrap().ident == "page" => {
            api.insert(format!("{module}page {}", code(&item.mac.tokens)));
        }
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens with the spaces Rust is written with.
fn code(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (loose, tight) in [
        (" ::", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" :", ":"),
        ("& ", "&"),
        (" (", "("),
        (",)", ")"),
        ("->::", "-> ::"),
    ] {
        text = text.replace(loose, tight);
    }
    text
}
