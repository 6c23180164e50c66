//! The features of the crate: one per api-version, kept in its manifest.
//!
//! Invariant: everything else in the manifest stays as it was written, comments included. Which versions are on by default is
//! decided by hand; only one that is gone is taken out.

use std::{collections::BTreeSet, path::Path};

use generator::diag::{At, Code, Diagnostic};
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use crate::disk;

/// The feature that has all of them.
pub(crate) const ALL: &str = "all-versions";

/// A manifest with a feature for each version.
#[derive(Debug)]
pub(super) struct Manifest {
    /// Its text.
    pub(super) text: String,
    /// The modules of the versions that are on by default.
    pub(super) defaults: BTreeSet<String>,
}

impl Manifest {
    /// The manifest at `path`, with this text and the features of these modules and of no other version.
    pub(super) fn new(path: &Path, text: &str, modules: &[&str]) -> Result<Self, Diagnostic> {
        let mut manifest: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let start = error.span().map_or(0, |span| span.start);
            Diagnostic::error(At::byte(disk::shown(path), text, start), Code::Syntax, error.message().trim())
        })?;
        let Some(features) = manifest.get_mut("features").and_then(Item::as_table_mut) else {
            let refusal = disk::unreadable(path, "has no [features], where each api-version has one");
            return Err(refusal.help("add the table"));
        };
        keep(features, modules);
        let on_by_default = features.get("default").and_then(Item::as_array).into_iter().flatten();
        let on_by_default: BTreeSet<&str> = on_by_default.filter_map(Value::as_str).collect();
        let defaults =
            modules.iter().filter(|module| on_by_default.contains(**module)).map(|&module| module.to_owned());
        Ok(Self { defaults: defaults.collect(), text: manifest.to_string() })
    }
}

fn keep(features: &mut Table, modules: &[&str]) {
    let is_gone = |name: &str| is_version(name) && !modules.contains(&name);
    let gone: Vec<String> = features.iter().map(|(name, _)| name.to_owned()).filter(|name| is_gone(name)).collect();
    for name in gone {
        features.remove(&name);
    }
    for (_, list) in features.iter_mut().filter(|(feature, _)| feature != ALL) {
        let Some(list) = list.as_array_mut() else { continue };
        let before = list.len();
        list.retain(|name| !name.as_str().is_some_and(is_gone));
        if list.len() < before {
            list.fmt();
        }
    }
    let all: Vec<&str> =
        features.get(ALL).and_then(Item::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if all != modules {
        features[ALL] = value(modules.iter().copied().collect::<Array>());
    }
    for module in modules {
        if !features.contains_key(module) {
            features.insert(module, value(Array::new()));
        }
    }
}

/// Whether a feature is called as a version's module: `v` and a year.
fn is_version(name: &str) -> bool {
    let digits = name.strip_prefix('v').unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "[package]\nname = \"x\" # kept\n\n[features]\ndefault = [\"v2021_08_01\", \"reqwest\"]\n\
        # By hand.\nreqwest = []\nverbose = []\n# One per version.\nall-versions = [\"v2021_08_01\"]\nv2021_08_01 = []\n\n[dependencies]\n";

    fn read(text: &str, modules: &[&str]) -> Result<Manifest, Diagnostic> {
        Manifest::new(Path::new("Cargo.toml"), text, modules)
    }

    #[test]
    fn a_version_comes_and_goes_and_nothing_else_does() {
        let same = read(BEFORE, &["v2021_08_01"]).unwrap();
        assert_eq!((same.text.as_str(), same.defaults.len()), (BEFORE, 1));
        let more = read(BEFORE, &["v2020_12_01", "v2021_08_01"]).unwrap();
        let expected = BEFORE
            .replace("all-versions = [", "all-versions = [\"v2020_12_01\", ")
            .replace("v2021_08_01 = []\n", "v2021_08_01 = []\nv2020_12_01 = []\n");
        assert_eq!(
            (more.text.as_str(), more.defaults),
            (expected.as_str(), BTreeSet::from(["v2021_08_01".to_owned()]))
        );
        assert_eq!(read(&more.text, &["v2021_08_01"]).unwrap().text, BEFORE);
        let none = read(BEFORE, &[]).unwrap();
        assert!(!none.text.contains("2021") && none.text.contains("\nverbose = []\n"), "{}", none.text);
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_its_place() {
        let refused = |text: &str| read(text, &["v2021_08_01"]).unwrap_err();
        assert!(refused("[package]\n").message.starts_with("has no [features]"));
        let syntax = refused("[features]\ndefault = [\n");
        assert_eq!((syntax.code, syntax.at.line > 1), (Code::Syntax, true), "{syntax}");
    }
}
