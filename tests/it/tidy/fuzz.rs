//! The fuzzers' lock file agrees with the workspace's: a fuzzer of other versions would find other faults.

use std::{collections::BTreeSet, fs};

use kit::repo;

/// The packages of a lock file as name and version.
fn packages(path: &str) -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(repo::root().join(path)).expect("a lock file");
    let lock: toml::Table = text.parse().expect("a lock file is TOML");
    let packages = lock["package"].as_array().expect("a list of packages").iter();
    let text = |package: &toml::Value, key: &str| package[key].as_str().expect("a text").to_owned();
    packages.map(|package| (text(package, "name"), text(package, "version"))).collect()
}

#[test]
fn fuzzers_are_built_from_the_same_packages() {
    let (ours, fuzz) = (packages("Cargo.lock"), packages("tests/fuzz/Cargo.lock"));
    let own = ["fuzz", "libfuzzer-sys", "arbitrary"];
    let other: Vec<_> = fuzz.difference(&ours).filter(|(name, _)| !own.contains(&name.as_str())).collect();
    let help = "copy Cargo.lock to tests/fuzz and run `cargo metadata` there";
    assert!(other.is_empty(), "only the fuzzers have {other:?}: {help}");
    for package in ["tests", "tests/dispatch", "tests/kit", "tests/simulator"] {
        let path = repo::root().join(package).join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        for (name, dependency) in manifest["dependencies"].as_table().unwrap() {
            // What a feature of the package brings that the fuzzers do not use is not in their lock file.
            let optional = dependency.get("optional").and_then(toml::Value::as_bool).unwrap_or_default();
            assert!(optional || fuzz.iter().any(|(known, _)| known == name), "the fuzzers lack {name}: {help}");
        }
    }
}
