//! What the client switches on in a user's tree: a feature of a shared package changes every program that has the client in it.

use std::collections::BTreeSet;

use super::toolchain::run;

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
