//! What the generator refuses to render: each fixture's message, its place and its remedy. `UPDATE_EXPECT=1` writes them anew.

use std::{collections::BTreeSet, fs};

use expect_test::expect_file;
use generator::diag::any_error;
use kit::{
    pipeline::{Lowered, lines},
    repo,
};

#[test]
fn each_fixture_is_refused_where_it_is_wrong() {
    let folder = repo::root().join("generator/tests/fixtures/refused");
    let cases: BTreeSet<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut accepted = Vec::new();
    for case in cases {
        let problems = match Lowered::read(&case, "input.yaml").and_then(|lowered| lowered.render()) {
            Ok(rendered) => rendered.unused,
            Err(problems) => problems,
        };
        if !any_error(&problems) {
            accepted.push(case);
            continue;
        }
        expect_file![case.join("expected.err")].assert_eq(&lines(&problems));
    }
    assert!(accepted.is_empty(), "not refused: {accepted:?}");
}
