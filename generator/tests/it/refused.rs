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
    for case in cases {
        let problems = match Lowered::read(&case, "input.yaml").and_then(|lowered| lowered.render()) {
            Ok(rendered) => rendered.unused,
            Err(problems) => problems,
        };
        assert!(any_error(&problems), "{} is not refused", case.display());
        expect_file![case.join("expected.err")].assert_eq(&lines(&problems));
    }
}
