//! The oldest compiler that the workspace promises is the one its dependencies need, no older and no newer.

use std::process::Command;

use kit::repo;
use serde_json::Value;

/// The compiler version in `package.rust_version`, as numbers.
fn version(text: &str) -> [u32; 3] {
    let mut parts = text.split('.').map(|part| part.parse().expect("a version consists of numbers"));
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

#[test]
fn rust_version_is_the_highest_that_dependencies_ask_for() {
    let host = run("rustc", &["-vV"]);
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let flags = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&run(env!("CARGO"), &flags)).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("metadata lists packages");
    let asks = |ours: bool| {
        packages
            .iter()
            .filter(move |package| package["source"].is_null() == ours)
            .filter_map(|package| Some((version(package["rust_version"].as_str()?), package["name"].as_str()?)))
    };
    let needed = asks(false).max().expect("some dependency says what it needs");
    let promised: Vec<_> = asks(true).collect();
    assert_eq!(promised.len(), 10, "every member inherits rust-version");
    for (promise, member) in promised {
        assert_eq!(promise, needed.0, "rust-version of {member}: {} asks for {:?}", needed.1, needed.0);
    }
}

pub(super) fn run(program: &str, flags: &[&str]) -> String {
    let output = Command::new(program).args(flags).current_dir(repo::root()).output().expect("the toolchain is there");
    assert!(output.status.success(), "{program} {flags:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the toolchain prints UTF-8")
}
