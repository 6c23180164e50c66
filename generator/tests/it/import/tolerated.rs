//! What an import lets pass, because the wire does not care: one folder a case in `generator/tests/fixtures/import/tolerated`, with
//! what it gives and what it warns of.

use std::fs;

use expect_test::expect_file;
use generator::{
    diag::any_error,
    import::{Prose, import},
};
use kit::{pipeline::Lowered, repo};

use super::{Folder, lines};

#[test]
fn every_case_is_let_pass_with_a_word() {
    let cases = fs::read_dir(repo::root().join("generator/tests/fixtures/import/tolerated")).expect("a folder");
    let mut cases: Vec<_> = cases.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    assert!(cases.len() > 4);
    for case in cases {
        let mut folder = Folder(case.clone());
        let entries = folder.entries("svc");
        let imported = import(&entries, &mut folder, Prose::Drop)
            .unwrap_or_else(|refused| panic!("{}:\n{}", case.display(), lines(&refused)));
        expect_file![case.join("expected.yaml")].assert_eq(&imported.text);
        let lowered = Lowered::of(&case.join("none"), "expected.yaml", &imported.text)
            .unwrap_or_else(|refused| panic!("{}:\n{}", case.display(), lines(&refused)));
        lowered.render().unwrap_or_else(|refused| panic!("{}:\n{}", case.display(), lines(&refused)));
        assert!(!any_error(&imported.warnings));
        expect_file![case.join("expected.warnings")].assert_eq(&lines(&imported.warnings));
    }
}
