//! One small description a construct, with the model and the Rust it becomes. `UPDATE_EXPECT=1` writes the goldens anew.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use expect_test::expect_file;
use kit::{
    pipeline::{Lowered, by_path, good, lines},
    repo,
};

macro_rules! fixtures {
    ($($name:ident)*) => {
        $(#[test] fn $name() { check(stringify!($name)); })*
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

fixtures! {
    accepted additional alias api_versions basic by_status client_header client_parameter compose elsewhere enums
    families formats head integer_enum lists lro media_types names next_page null_elements paged_lro paging parameters
    patch prose query_paths recursion required scalars scopes shared single_page spelling statuses std_names texts ungrouped
}

#[test]
fn every_fixture_is_tested_and_compiled() {
    let folders = subfolders(&repo::root().join("generator/tests/fixtures/emit"));
    assert_eq!(folders, NAMES.iter().map(|name| (*name).to_owned()).collect());
    let goldens = fs::read_to_string(repo::root().join("tests/src/goldens.rs")).unwrap();
    for name in NAMES {
        assert!(goldens.contains(&format!("pub mod {name};")), "tests/src/goldens.rs does not compile {name}");
    }
}

fn check(name: &str) {
    let folder = repo::root().join("generator/tests/fixtures/emit").join(name);
    let lowered = good(Lowered::read(&folder, "input.yaml"));
    let model = serde_json::to_string_pretty(&lowered.api).unwrap() + "\n";
    expect_file![folder.join("api.json")].assert_eq(&model);
    let rendered = good(lowered.render());
    assert_eq!(lines(&rendered.unused), "");
    let files = by_path(rendered);
    let expected = folder.join("expected");
    for (path, text) in &files {
        expect_file![expected.join(path)].assert_eq(text);
    }
    for stray in below(&expected).into_iter().filter(|path| !files.keys().any(|file| expected.join(file) == *path)) {
        assert!(std::env::var_os("UPDATE_EXPECT").is_some(), "nothing renders {}", stray.display());
        fs::remove_file(stray).unwrap();
    }
}

fn subfolders(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    repo::walk(folder, &mut paths);
    paths
}
