//! What a user of each version can name, one line an item, so that a review shows what a change does to the crate's users.
//! `UPDATE_EXPECT=1` writes it anew. A version that is not on by default is free to have such a file: an empty one is enough.

use expect_test::expect_file;
use generator::compat::{Item, Kind, read_items};
use kit::{
    pipeline::{good, published},
    repo, specs,
};

#[test]
fn each_version_offers_what_is_written_down() {
    for version in specs::versions() {
        let golden = repo::root().join(format!("generator/tests/fixtures/public-api/{version}.txt"));
        if !specs::NAMED.contains(&version) && !golden.exists() {
            continue;
        }
        let lowered = published(version);
        let items = read_items(&lowered.api, &good(lowered.names()));
        let lines: Vec<String> = items.iter().map(|(path, item)| line(path, item)).collect();
        expect_file![golden].assert_eq(&(lines.join("\n") + "\n"));
    }
}

fn line(path: &str, item: &Item) -> String {
    let mark = if item.deprecated { " (deprecated)" } else { "" };
    match item.kind {
        Kind::Function | Kind::Variant => format!("{path}{}{mark}", item.declaration),
        Kind::Field | Kind::Constant => format!("{path}: {}{mark}", item.declaration),
        Kind::Conversion => path.to_owned(),
        Kind::Alias => format!("{path} = {}", item.shape),
        Kind::Page => format!("{path} {}", item.declaration),
        Kind::Struct { .. } | Kind::Enum { .. } => format!("{path}{mark}"),
    }
}
