//! What is committed is what the descriptions give, and they give it again.

use std::{collections::BTreeMap, fs};

use generator::rust::{dispatch, prepare, version_module};
use kit::{
    pipeline::{Lowered, VERSIONS, by_path, lines, published},
    random::Random,
    repo,
};
use serde_json::{Map, Value};

/// The text of every file below a version's folder by path.
fn committed(out: &str, version: &str) -> BTreeMap<String, String> {
    let folder = repo::root().join(out).join(version_module(version));
    let mut paths = Vec::new();
    repo::walk(&folder, &mut paths);
    let read = |path: std::path::PathBuf| {
        let parts: Vec<_> = path.strip_prefix(&folder).unwrap().iter().map(|part| part.to_string_lossy()).collect();
        (parts.join("/"), fs::read_to_string(&path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

fn rendered(lowered: &Lowered) -> BTreeMap<String, String> {
    by_path(lowered.render().unwrap_or_else(|problems| panic!("{}", lines(&problems))))
}

/// How the committed files of each version differ from the rendered ones.
fn differing(out: &str, render: impl Fn(&Lowered) -> BTreeMap<String, String>) -> Vec<String> {
    let mut differing = Vec::new();
    for version in VERSIONS {
        let (committed, rendered) = (committed(out, version), render(&published(version)));
        for (path, text) in &rendered {
            match committed.get(path) {
                Some(old) if old == text => {}
                Some(_) => differing.push(format!("{version}: {path} is out of date")),
                None => differing.push(format!("{version}: {path} is missing")),
            }
        }
        let strays = committed.keys().filter(|path| !rendered.contains_key(*path));
        differing.extend(strays.map(|path| format!("{version}: nothing renders {path}")));
    }
    differing
}

#[test]
fn what_is_committed_is_what_is_rendered() {
    let differing = differing("generated/src", rendered);
    assert!(differing.is_empty(), "\n{}\nrun `cargo xtask regen` and commit what it writes\n", differing.join("\n"));
}

#[test]
fn the_dispatcher_is_what_is_rendered() {
    let differing = differing("tests/src/dispatch", |Lowered { api, source, overrides }| {
        let names = prepare(api, overrides, source).unwrap();
        let files = dispatch(api, &names, "arm_apimanagement");
        files.into_iter().map(|file| (file.path, file.text)).collect()
    });
    assert!(differing.is_empty(), "\n{}\nrun `cargo xtask regen` and commit what it writes\n", differing.join("\n"));
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    let lowered = published("2021-08-01");
    assert!(rendered(&lowered) == rendered(&published("2021-08-01")));
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let folder = repo::root().join("specs/apimanagement");
    let text = fs::read_to_string(folder.join("2021-08-01.yaml")).unwrap();
    let mut document = generator::spec::yaml::parse("2021-08-01.yaml", &text).unwrap();
    let in_order = rendered(&published("2021-08-01"));
    shuffle(&mut document, &mut Random::new(7));
    let shuffled = generator::spec::yaml::write(&document);
    assert!(shuffled != text, "the keys were shuffled");
    let lowered =
        Lowered::of(&folder, "2021-08-01.yaml", &shuffled).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    for (path, text) in rendered(&lowered) {
        assert!(in_order.get(&path) == Some(&text), "{path} depends on the order of keys");
    }
}

/// Shuffles the members of every object; the elements of arrays have an order that counts.
fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) => {
            let mut list: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            for end in (1..list.len()).rev() {
                list.swap(end, random.below(end + 1));
            }
            for (_, member) in &mut list {
                shuffle(member, random);
            }
            *members = Map::from_iter(list);
        }
        Value::Array(elements) => {
            for element in elements {
                shuffle(element, random);
            }
        }
        _ => {}
    }
}
