//! Keys may stand in any order, and the real descriptions give the numbers they should.

use std::fs;

use generator::{
    diag::in_all,
    lower::lower,
    model::{Api, Operation},
    overrides::Overrides,
    spec::load,
};
use kit::{
    pipeline::{Lowered, lines},
    repo, shuffle, specs,
};

use super::violations::violations;

fn text(name: &str) -> String {
    let path = repo::root().join("specs/apimanagement").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let folder = repo::root().join("specs/apimanagement");
    for version in specs::versions() {
        let name = format!("{version}.yaml");
        let in_order = text(&name);
        for seed in 0..2 {
            let shuffled = shuffle::yaml(&in_order, seed);
            assert_ne!(shuffled, in_order);
            let lowered = Lowered::of(&folder, &name, &shuffled).unwrap_or_else(|found| panic!("{}", lines(&found)));
            assert!(lowered.api == *specs::api(version), "seed {seed} of {version}");
        }
    }
}

#[test]
fn the_models_of_the_real_descriptions_are_sound() {
    for version in specs::versions() {
        let api = specs::api(version);
        assert_eq!(violations(api), [""; 0], "{version}");
        assert_eq!(api.api_version, version);
        let json = serde_json::to_string(api).unwrap();
        assert!(serde_json::from_str::<Api>(&json).unwrap() == *api, "{version} does not survive JSON");
    }
}

#[test]
fn the_models_have_as_many_operations_as_their_descriptions() {
    for version in specs::versions() {
        let api = specs::api(version);
        let with = |test: fn(&Operation) -> bool| api.operations.iter().filter(|op| test(op)).count();
        assert_eq!(with(|_| true), specs::count(version, "operationId"), "{version}");
        assert_eq!(with(|op| op.paging.is_some()), specs::count(version, "x-ms-pageable"), "{version}");
        assert_eq!(with(|op| op.lro.is_some()), specs::count(version, "x-ms-long-running-operation"), "{version}");
    }
}

#[test]
fn every_fact_is_of_use_in_some_version() {
    let (secrets, posts) = (text("secrets.toml"), text("read-only-posts.toml"));
    let overrides = Overrides::parse(&[("secrets.toml", &secrets), ("read-only-posts.toml", &posts)]).unwrap();
    let unused = specs::versions().map(|version| {
        let name = format!("{version}.yaml");
        lower(&load(&name, &text(&name), None).unwrap(), &overrides).1
    });
    let unused: Vec<_> = unused.collect();
    assert_eq!(lines(&in_all(&unused)), "");
}
