//! Who may know whom: the arrows between packages and between the modules of the generator.

use std::collections::BTreeSet;

use kit::repo;

use super::{none, sources::is_test, toolchain::run, uses::sources};

/// A word of the generator's sources, and the only places that may mention it.
const CONFINED: [(&[&str], &[&str]); 4] = [
    (&["openapiv3"], &["spec/", "spec.rs", "lower/", "import/"]),
    (&["quote", "syn", "proc_macro2", "prettyplease"], &["rust/", "compat/"]),
    (&["serde_yaml"], &["spec/yaml.rs", "spec/yaml/"]),
    (&["heck"], &["rust/ident.rs", "rust/ident/"]),
];

/// A module of the generator, and the other ones it may not see.
const BLIND: [(&str, &[&str]); 7] = [
    ("model/", &["compat", "diag", "diff", "import", "lower", "overrides", "rust", "service", "spec"]),
    ("overrides/", &["compat", "import", "lower", "service", "spec"]),
    ("spec/", &["compat", "diff", "import", "lower", "model", "overrides", "rust", "service"]),
    ("lower/", &["compat", "diff", "import", "rust"]),
    ("import/", &["compat", "diff", "rust"]),
    ("diff/", &["compat", "import", "lower", "rust", "spec", "overrides", "service"]),
    ("rust/", &["compat", "diff", "import", "lower"]),
];

/// Parts of the standard library through which something other than the input could shape the output.
const IMPURE: [&str; 6] = ["std::env", "std::fs", "std::net", "std::process", "std::thread", "std::time"];

#[test]
fn packages_depend_in_one_direction() {
    let ours = [
        "arm-apimanagement",
        "arm-runtime",
        "bench",
        "conformance",
        "dispatch",
        "arm-generator",
        "kit",
        "prism",
        "replay",
        "services",
        "simulator",
        "soak",
        "tests",
        "xtask",
    ];
    let sides = ["arm-apimanagement", "arm-generator", "kit"];
    let simulator = [&sides[..], &["dispatch"]].concat();
    let program = [&simulator[..], &["simulator"]].concat();
    let allowed: [(&str, &[&str]); 13] = [
        ("generated", &["arm-runtime", "kit"]),
        ("generated/runtime", &[]),
        ("generator", &["kit"]),
        ("xtask", &["arm-generator"]),
        ("tests/bench", &["arm-generator", "kit"]),
        ("tests/conformance", &["arm-generator", "arm-runtime", "kit"]),
        ("tests/kit", &["arm-apimanagement", "arm-generator"]),
        ("tests/dispatch", &sides),
        ("tests/simulator", &simulator),
        ("tests/replay", &program),
        ("tests/services", &["arm-generator", "arm-runtime", "kit", "replay"]),
        ("tests/soak", &program),
        ("tests/prism", &program),
    ];
    let mut offences = Vec::new();
    for (package, allowed) in allowed {
        let path = format!("{package}/Cargo.toml");
        let text = std::fs::read_to_string(repo::root().join(&path)).expect("every member has a manifest");
        let manifest: toml::Table = text.parse().expect("cargo read it before us");
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names = manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
            // In a unit test the crate under test would exist twice, so what ships knows the kit from its `tests/` folder alone.
            let may =
                |name: &str| allowed.contains(&name) && (name != "kit" || table != "dependencies" || is_test(&path));
            let wrong = names.filter(|name| ours.contains(&name.as_str()) && !may(name));
            offences.extend(wrong.map(|name| format!("{path}: may not depend on {name}")));
        }
    }
    none(&offences);
}

#[test]
fn tests_of_one_side_compile_nothing_of_the_other() {
    let mut offences = Vec::new();
    for (package, other) in [("arm-apimanagement", "arm-generator"), ("arm-generator", "arm-apimanagement")] {
        let flags = ["tree", "--package", package, "--edges", "normal,dev,build", "--prefix", "none"];
        let tree = run(env!("CARGO"), &[&flags[..], &["--locked", "--offline"]].concat());
        let found = tree.lines().any(|line| line.split(' ').next() == Some(other));
        offences.extend(found.then(|| format!("the tests of {package} compile {other}")));
    }
    none(&offences);
}

#[test]
fn libraries_stay_where_they_belong() {
    let mut offences = Vec::new();
    for (path, mentions) in generator() {
        for (words, places) in CONFINED {
            let at_home = places.iter().any(|place| path.starts_with(place));
            let found = words.iter().filter(|word| mentions.iter().any(|mention| first(mention) == **word));
            offences.extend(found.filter(|_| !at_home).map(|word| format!("{path}: {word} belongs to {places:?}")));
        }
    }
    none(&offences);
}

#[test]
fn generator_is_pure() {
    let mut offences = Vec::new();
    for (path, mentions) in generator() {
        let found = IMPURE.iter().filter(|impure| mentions.iter().any(|mention| is_below(mention, impure)));
        offences.extend(found.map(|impure| format!("{path}: {impure} is for xtask")));
    }
    none(&offences);
}

#[test]
fn modules_see_only_what_they_should() {
    let mut offences = Vec::new();
    for (path, mentions) in generator() {
        for (module, others) in BLIND.iter().filter(|(module, _)| path.starts_with(module)) {
            let sees = |other: &&&str| mentions.iter().any(|mention| is_below(mention, &format!("crate::{other}")));
            offences.extend(others.iter().filter(sees).map(|other| format!("{path}: {module} may not know {other}")));
        }
    }
    none(&offences);
}

/// The generator's files, by path below `src`, with every path their code mentions. Tests are left out.
fn generator() -> Vec<(String, BTreeSet<String>)> {
    sources("generator/src").into_iter().map(|source| (source.path, source.mentions)).collect()
}

fn first(path: &str) -> &str {
    path.trim_start_matches("::").split("::").next().unwrap_or_default()
}

fn is_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
