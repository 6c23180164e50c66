//! What the client switches on in a user's tree: a feature of a shared package changes every program that has the client in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{none, toolchain::run};

/// The features of serde_json when the client is built alone, with these flags.
fn serde_json(flags: &[&str]) -> BTreeSet<String> {
    let tree = ["tree", "--package", "arm-apimanagement", "--edges", "features,normal", "--invert", "serde_json"];
    let tree = [&tree[..], &["--prefix", "none", "--locked", "--offline"], flags].concat();
    let lines = run(env!("CARGO"), &tree);
    let features = lines.lines().filter_map(|line| line.strip_prefix("serde_json feature \"")?.split('"').next());
    features.map(str::to_owned).collect()
}

#[test]
fn the_client_changes_nothing_about_json_but_that_doubles_are_exact() {
    // `arbitrary_precision` makes objects of numbers, `preserve_order` makes maps slower, `unbounded_depth` lets a document
    // overflow the stack.
    let expected = BTreeSet::from(["default", "float_roundtrip", "std"].map(str::to_owned));
    for flags in [&[][..], &["--all-features"], &["--no-default-features"]] {
        assert_eq!(serde_json(flags), expected, "{flags:?}");
    }
}

/// Packages and their features in the tree of the client alone, built with these flags.
fn tree(flags: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let tree = ["tree", "--package", "arm-apimanagement", "--edges", "normal,build", "--format", "{p} [{f}]"];
    let lines = run(env!("CARGO"), &[&tree[..], &["--prefix", "none", "--locked", "--offline"], flags].concat());
    let package = |line: &str| {
        let (name, features) = (line.split(' ').next()?, line.rsplit_once('[')?.1.split_once(']')?.0);
        Some((name.to_owned(), features.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()))
    };
    lines.lines().filter_map(package).collect()
}

#[test]
fn there_is_one_provider_of_tls() {
    let providers = ["aws-lc-rs", "ring", "openssl", "native-tls", "schannel", "security-framework"];
    let found = |flags: &[&str]| -> Vec<String> {
        tree(flags).into_keys().filter(|name| providers.contains(&name.as_str())).collect()
    };
    assert_eq!(found(&[]), ["aws-lc-rs"]);
    assert_eq!(found(&["--all-features"]), ["aws-lc-rs"]);
    assert_eq!(found(&["--no-default-features"]), [""; 0]);
}

#[test]
fn nothing_is_switched_on_that_the_client_does_not_use() {
    // azure_core's transport and its sleep are not used; a macro or a scheduler of tokio is for a program to choose.
    let unused = [
        ("azure_core", &["debug", "reqwest", "tokio", "xml"][..]),
        (
            "reqwest",
            &["charset", "cookies", "default", "default-tls", "deflate", "form", "json", "native-tls", "query"],
        ),
        ("tokio", &["full", "macros", "process", "rt-multi-thread", "signal"]),
    ];
    let tree = tree(&[]);
    let mut offences = Vec::new();
    for (package, features) in unused {
        let on = &tree[package];
        let found = features.iter().filter(|feature| on.contains(**feature));
        offences.extend(found.map(|feature| format!("feature {feature} of {package} is on")));
    }
    none(&offences);
}

#[test]
fn without_a_transport_the_client_brings_none() {
    let found: Vec<_> = tree(&["--no-default-features", "--features", "v2024_05_01"])
        .into_keys()
        .filter(|name| ["hyper", "reqwest", "rustls", "tokio"].contains(&name.as_str()))
        .collect();
    assert_eq!(found, [""; 0]);
}
