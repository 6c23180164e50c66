//! The published examples, where `ARM_SPECS_DIR` says where they are.

use std::path::PathBuf;

use kit::{repo, specs};
use replay::{Folder, Outcome, Report, known, replay};
use serde_json::json;
use simulator::call::SUBSCRIPTION;

/// The folder of an api-version.
fn stable(version: &str) -> Option<PathBuf> {
    Some(specs::published_with(version)?.join(repo::stable(version)))
}

fn failed(report: &Report) -> String {
    let failed = report.verdicts.iter().filter(|verdict| verdict.outcome() == Outcome::Failed);
    failed.map(ToString::to_string).collect()
}

/// Nothing fails, and what contradicts is what the list says.
fn check(version: &str, counts: [usize; 3], calls: usize) {
    let Some(folder) = stable(version) else { return };
    let report = replay(&Folder::read(&folder).unwrap(), &|| {});
    assert_eq!(failed(&report), "");
    assert_eq!((&report.unused, &report.problems), (&Vec::new(), &Vec::new()));
    let known = known::Known::of(version).unwrap();
    assert_eq!(known::compare(&known, &report), Vec::<String>::new());
    let found = [Outcome::Passed, Outcome::Contradicted, Outcome::Failed].map(|outcome| report.count(outcome));
    assert_eq!((found, report.verdicts.len()), (counts, calls));
    assert!(report.is_good());
}

#[test]
fn every_example_of_2021_08_01_passes_or_is_listed() {
    check("2021-08-01", [355, 29, 0], 387);
}

#[test]
fn every_example_of_2024_05_01_passes_or_is_listed() {
    check("2024-05-01", [86, 4, 0], 90);
}

/// Newer versions have the operations of older ones, and so their examples as well, up to what has changed since.
#[test]
fn the_examples_of_2021_08_01_are_none_too_many_for_2024_05_01() {
    let Some(folder) = stable("2021-08-01") else { return };
    let mut folder = Folder::read(&folder).unwrap();
    "2024-05-01".clone_into(&mut folder.version);
    for example in &mut folder.examples {
        example.parameters.insert("api-version".to_owned(), json!(folder.version));
        // A subscription has become a UUID since; what the examples call it is none.
        example.parameters.insert("subscriptionId".to_owned(), json!(SUBSCRIPTION));
    }
    let report = replay(&folder, &|| {});
    assert_eq!(failed(&report), "");
    // Where less is declared now, such as a 202, the example says more than the description; the client bears that.
    assert!(report.count(Outcome::Passed) > 300, "{report}");
}
