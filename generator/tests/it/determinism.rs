//! The same description gives the same bytes, in whatever order its keys stand.

use std::{collections::BTreeMap, fs};

use kit::{
    pipeline::{Lowered, by_path, good, published},
    repo, shuffle,
};

fn rendered(lowered: &Lowered) -> BTreeMap<String, String> {
    by_path(good(lowered.render()))
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
    let in_order = rendered(&published("2021-08-01"));
    let shuffled = shuffle::yaml(&text, 7);
    assert!(shuffled != text, "the keys were shuffled");
    let lowered = good(Lowered::of(&folder, "2021-08-01.yaml", &shuffled));
    for (path, text) in rendered(&lowered) {
        assert!(in_order.get(&path) == Some(&text), "{path} depends on the order of keys");
    }
}
