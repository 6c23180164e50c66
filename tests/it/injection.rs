//! A description whose every text is hostile becomes a crate that runs none of it. That it stays data in files and reports is
//! tested in the generator.

use std::collections::BTreeSet;

use generator::import::Prose;
use kit::{injection::lowered, pipeline::Lowered};

use crate::crates::Crate;

/// Every file that is rendered, with its path.
fn rendered(lowered: &Lowered) -> Vec<(String, String)> {
    let rendered = lowered.render().unwrap_or_else(|problems| panic!("{problems:#?}"));
    rendered.files.into_iter().map(|file| (file.path, file.text)).collect()
}

#[test]
fn nothing_of_it_is_run_or_breaks_the_documentation() {
    for (name, prose) in [("facts", Prose::Drop), ("prose", Prose::Keep)] {
        let head = "//! What a hostile description becomes.\n#![deny(warnings)]\n\npub use arm_apimanagement::rt;\n\npub mod client;\n";
        let files = rendered(&lowered(prose, "")).into_iter().map(|(path, text)| (format!("client/{path}"), text));
        let lib = ("lib.rs".to_owned(), head.to_owned());
        let krate = Crate::write(&format!("injection-{name}"), &[], &files.chain([lib]).collect::<Vec<_>>());
        let tested = krate.cargo(&["test", "--doc"]);
        // The one example of each group is ours, and is compiled without being run.
        let tests: Vec<&str> = tested.lines().filter(|line| line.starts_with("test src/")).collect();
        let files: BTreeSet<&str> = tests.iter().map(|test| test.split(" - ").next().unwrap()).collect();
        assert_eq!(tests.len(), files.len(), "{tested}");
        assert!(tests.iter().all(|test| test.ends_with(" - compile ... ok")), "{tested}");
        krate.cargo(&["doc", "--no-deps"]);
        krate.check_pages();
    }
}
