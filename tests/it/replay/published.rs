//! The published examples, where `ARM_SPECS_DIR` says where they are.

use std::path::PathBuf;

use serde_json::json;
use tests::{
    call::SUBSCRIPTION,
    replay::{Folder, Outcome, Report, known, replay},
    repo, specs,
};

/// The folder of an api-version.
fn stable(version: &str) -> Option<PathBuf> {
    let folder = "specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable";
    Some(repo::published()?.join(folder).join(version))
}

fn failed(report: &Report) -> String {
    let failed = report.verdicts.iter().filter(|verdict| verdict.outcome() == Outcome::Failed);
    failed.map(ToString::to_string).collect()
}

#[test]
fn every_example_of_2021_08_01_passes_or_is_listed() {
    let Some(folder) = stable("2021-08-01") else { return };
    let report = replay(&Folder::read(&folder).unwrap());
    assert_eq!(failed(&report), "");
    let known = known::Known::of("2021-08-01").unwrap();
    assert_eq!(known::compare(&known, &report), Vec::<String>::new());
    assert_eq!(report.unused, Vec::<String>::new());
    let counts = [Outcome::Passed, Outcome::Contradicted, Outcome::Failed].map(|outcome| report.count(outcome));
    assert_eq!((counts, report.files().len(), report.verdicts.len()), ([355, 29, 0], 384, 387));
}

/// A checkout may have examples of other versions too; no list says how they contradict.
#[test]
fn no_example_of_another_version_fails() {
    for version in specs::VERSIONS.into_iter().filter(|version| *version != "2021-08-01") {
        let Some(folder) = stable(version) else { return };
        if folder.join("examples").is_dir() {
            assert_eq!(failed(&replay(&Folder::read(&folder).unwrap())), "");
        } else {
            eprintln!("skipped: {version} is published there without examples");
        }
    }
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
    let report = replay(&folder);
    assert_eq!(failed(&report), "");
    // Where less is declared now, such as a 202, the example says more than the description; the client bears that.
    assert!(report.count(Outcome::Passed) > 300, "{report}");
}
