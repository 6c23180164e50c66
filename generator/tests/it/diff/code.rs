//! The Rust view of the published versions, and that what did not change in the API did not change in the generated text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::LazyLock,
};

use generator::{
    compat::{Compat, Items, Side, Verdict, Version, document, items, read_items, render_items},
    diff::{Change, Diff, Subject, diff, report::RustView},
    model::{Api, TypeId, TypeKind},
    rust::{File, Names},
};
use kit::{
    pipeline::{Lowered, good, published},
    repo, specs,
};
use quote::ToTokens;

/// A published version with all that was made of it.
struct Published {
    lowered: Lowered,
    names: Names,
    items: Items,
    files: Vec<File>,
    file: String,
}

impl Published {
    fn of(version: &str) -> Self {
        let lowered = published(version);
        let names = good(lowered.names());
        let (files, items) = render_items(&lowered.api, &names);
        Self { lowered, names, items, files, file: format!("specs/apimanagement/{version}.yaml") }
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.lowered.api, names: &self.names, items: &self.items }
    }

    fn version(&self) -> Version<'_> {
        Version { side: self.side(), source: &self.lowered.source, file: &self.file }
    }
}

static BOTH: LazyLock<[Published; 2]> = LazyLock::new(|| specs::NAMED.map(Published::of));

static DIFF: LazyLock<Diff> = LazyLock::new(|| {
    let [old, new] = &*BOTH;
    diff(&old.lowered.api, &new.lowered.api)
});

/// The comparison of the published versions, and what becomes of code.
pub(super) fn compared() -> (Diff, RustView) {
    let [old, new] = &*BOTH;
    (DIFF.clone(), Compat::new(old.side(), new.side(), &DIFF).view(&DIFF))
}

#[test]
fn the_files_beside_the_crate_are_what_the_versions_give() {
    let [old, new] = &*BOTH;
    let changes = document(old.version(), new.version());
    for (path, text) in [(&changes.path, &changes.text), (&changes.guide.path, &changes.guide.text)] {
        let committed = fs::read_to_string(repo::root().join("generated").join(path)).unwrap_or_default();
        assert!(committed == *text, "generated/{path} is out of date: run `cargo xtask regen`");
    }
}

#[test]
fn what_is_read_while_it_is_printed_is_what_the_text_says() {
    for version in &*BOTH {
        let parsed: Vec<_> = version.files.iter().map(|file| syn::parse_file(&file.text).unwrap().items).collect();
        let parsed = version.files.iter().zip(&parsed).map(|(file, items)| (file.path.as_str(), items.as_slice()));
        assert!(version.items == items(parsed), "{}", version.file);
        assert!(version.items == read_items(&version.lowered.api, &version.names), "{}", version.file);
    }
}

#[test]
fn code_breaks_where_the_crates_differ() {
    let [old, new] = &*BOTH;
    let compat = Compat::new(old.side(), new.side(), &DIFF);
    let broken: BTreeSet<&str> =
        compat.verdicts.iter().filter(|one| one.verdict == Verdict::Breaks).map(|one| one.path.as_str()).collect();
    for path in ["api::Client::delete", "user::Client::delete", "policy::Client::list_by_service"] {
        assert!(broken.contains(path), "{path} is not among {broken:?}");
    }
    assert!(
        !broken.contains("gateway::Client::regenerate_key") && !broken.contains("certificate::Client::refresh_secret")
    );
    let blamed: Vec<String> = DIFF
        .changes
        .iter()
        .enumerate()
        .filter(|(index, _)| compat.breaks(*index))
        .map(|(_, change)| format!("{} {}", change.kind.id(), change.place))
        .collect();
    expect_test::expect![[r#"
        long-running-added Api_Delete
        paging-added Policy_ListByService
        paging-added ProductPolicy_ListByProduct
        long-running-added User_Delete
        client-name-changed models/ApiVersionSetContractDetails.versioningScheme
        model-added models/ProxyResource
        property-became-required models/SchemaContractProperties.document
    "#]]
    .assert_eq(&(blamed.join("\n") + "\n"));
}

#[test]
fn every_item_that_breaks_has_a_change_to_blame() {
    let [old, new] = &*BOTH;
    for (one, other) in [(old, new), (new, old)] {
        let diff = diff(&one.lowered.api, &other.lowered.api);
        let compat = Compat::new(one.side(), other.side(), &diff);
        assert_eq!(compat.unexplained().map(|item| &item.path).collect::<Vec<_>>(), [""; 0]);
    }
    let compat = Compat::new(old.side(), new.side(), &DIFF);
    let blamed: Vec<&Change> =
        DIFF.changes.iter().enumerate().filter(|(index, _)| compat.breaks(*index)).map(|(_, change)| change).collect();
    for broken in compat.verdicts.iter().filter(|one| one.verdict == Verdict::Breaks) {
        let Some(operation) = &broken.operation else { continue };
        let blames = blamed.iter().any(|change| change.affected.operations().contains(operation.as_str()));
        assert!(blames, "nothing says why {} breaks", broken.path);
    }
}

#[test]
fn what_did_not_change_is_written_the_same() {
    let [old, new] = &*BOTH;
    let subjects: BTreeSet<&Subject> = DIFF.changes.iter().map(|change| &change.place.subject).collect();
    let mut offences = Vec::new();
    let (old_texts, new_texts) = (texts(&old.files), texts(&new.files));
    let (before, after) = (by_operation(&old.items, &old_texts), by_operation(&new.items, &new_texts));
    for (id, text) in &before {
        if !subjects.contains(&Subject::Operation((*id).to_owned())) && after.get(id) != Some(text) {
            offences.push(format!("operation {id}"));
        }
    }
    // An inline type is part of the model that declares it.
    let unchanged = |id: &TypeId| {
        let inside = format!("{id}.");
        let is_it =
            |subject: &&&Subject| matches!(subject, Subject::Model(one) if one == id || one.0.starts_with(&inside));
        !subjects.iter().any(|subject| is_it(&subject))
    };
    for (id, ty) in &old.lowered.api.types {
        let same = unchanged(id) && ancestors(&old.lowered.api, id).iter().all(unchanged);
        let text = |side: &Published, texts: &BTreeMap<String, String>| {
            side.names.ty(id).map(|name| texts[&format!("models::{name}")].clone())
        };
        if same && new.lowered.api.types.contains_key(id) && text(old, &old_texts) != text(new, &new_texts) {
            offences.push(format!("model {id} at {}", ty.at));
        }
    }
    assert!(
        before.len() == 344 && offences.is_empty(),
        "written differently without a change:\n{}",
        offences.join("\n")
    );
}

/// What the README says of `git diff --no-index` on the folders of two versions.
#[test]
fn what_both_versions_say_stands_in_the_same_file() {
    let [old, new] = &*BOTH;
    let pieces = |version: &Published| -> BTreeMap<String, BTreeSet<String>> {
        let mut pieces: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in
            version.files.iter().filter(|file| file.path.starts_with("models/") && !file.path.ends_with("/mod.rs"))
        {
            for piece in
                file.text.split("\n\n").filter(|piece| piece.contains("pub struct ") || piece.contains("pub enum "))
            {
                pieces.entry(piece.to_owned()).or_default().insert(file.path.clone());
            }
        }
        pieces
    };
    let (before, after) = (pieces(old), pieces(new));
    let both: Vec<_> = before.iter().filter_map(|(piece, files)| Some((files, after.get(piece)?))).collect();
    assert!(both.len() > 300 && both.iter().all(|(one, other)| one == other));
    // A model that changed stands there as well.
    let files = |version: &Published| -> BTreeMap<String, String> {
        let modules = version.files.iter().filter(|file| file.path == "models/mod.rs");
        let exports =
            modules.flat_map(|file| file.text.split("pub use self::").skip(1).map(str::to_owned).collect::<Vec<_>>());
        let named = exports.flat_map(|export| {
            let (file, names) =
                export.split_once("::").map(|(file, names)| (file.to_owned(), names.to_owned())).unwrap();
            let names: Vec<String> = names
                .split(|c: char| !c.is_alphanumeric())
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect();
            names.into_iter().map(move |name| (name, file.clone())).collect::<Vec<_>>()
        });
        named.collect()
    };
    let (before, after) = (files(old), files(new));
    let moved: Vec<_> = before.iter().filter(|(name, file)| after.get(*name).is_some_and(|now| now != *file)).collect();
    assert!(before.len() > 300 && moved.is_empty(), "{moved:?}");
}

fn by_operation<'a>(items: &'a Items, texts: &'a BTreeMap<String, String>) -> BTreeMap<&'a str, &'a str> {
    items.iter().filter_map(|(path, item)| Some((item.operation.as_deref()?, texts[path].as_str()))).collect()
}

/// All that is written about each model and method, by its path as in [`Items`]: documentation, attributes and body.
fn texts(files: &[File]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in files {
        let stem = file.path.strip_suffix(".rs").unwrap();
        let module = match stem.split_once('/') {
            Some((folder, _)) => format!("{folder}::"),
            None if stem == "mod" => String::new(),
            None => format!("{stem}::"),
        };
        for item in syn::parse_file(&file.text).unwrap().items {
            let text = item.to_token_stream().to_string();
            match item {
                syn::Item::Struct(item) => drop(texts.insert(format!("{module}{}", item.ident), text)),
                syn::Item::Enum(item) => drop(texts.insert(format!("{module}{}", item.ident), text)),
                syn::Item::Impl(item) => {
                    let owner = item.self_ty.to_token_stream();
                    for member in item.items {
                        let text = member.to_token_stream().to_string();
                        let syn::ImplItem::Fn(method) = member else { continue };
                        texts.insert(format!("{module}{owner}::{}", method.sig.ident), text);
                    }
                }
                _ => {}
            }
        }
    }
    texts
}

fn ancestors(api: &Api, id: &TypeId) -> Vec<TypeId> {
    let TypeKind::Struct(structure) = &api.ty(id).kind else { return Vec::new() };
    structure.bases.iter().flat_map(|base| [vec![base.clone()], ancestors(api, base)].concat()).collect()
}
