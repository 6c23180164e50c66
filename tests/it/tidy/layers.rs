//! Who may know whom: the arrows between packages and between the modules of the generator.

use kit::repo;

use super::{none, sources::is_test, toolchain::run};

/// A word of the generator's sources, and the only places that may mention it.
const CONFINED: [(&[&str], &[&str]); 4] = [
    (&["openapiv3"], &["spec/", "spec.rs", "lower/", "import/"]),
    (&["quote", "syn", "proc_macro2", "prettyplease"], &["rust/", "compat/"]),
    (&["serde_yaml"], &["spec/yaml.rs", "spec/yaml/"]),
    (&["heck"], &["rust/ident.rs", "rust/ident/"]),
];

/// A module of the generator, and the other ones it may not see.
const BLIND: [(&str, &[&str]); 6] = [
    ("model/", &["compat", "diag", "diff", "import", "lower", "rust", "spec"]),
    ("spec/", &["compat", "diff", "import", "lower", "model", "rust"]),
    ("lower/", &["compat", "diff", "import", "rust"]),
    ("import/", &["compat", "diff", "rust"]),
    ("diff/", &["compat", "import", "lower", "rust", "spec"]),
    ("rust/", &["compat", "diff", "import", "lower"]),
];

/// Parts of the standard library through which something other than the input could shape the output.
const IMPURE: [&str; 6] = ["std::env", "std::fs", "std::net", "std::process", "std::thread", "std::time"];

#[test]
fn packages_depend_in_one_direction() {
    let ours =
        ["arm-apimanagement", "dispatch", "generator", "kit", "prism", "replay", "simulator", "soak", "tests", "xtask"];
    let sides = ["arm-apimanagement", "generator", "kit"];
    let simulator = [&sides[..], &["dispatch"]].concat();
    let program = [&simulator[..], &["simulator"]].concat();
    let allowed: [(&str, &[&str]); 9] = [
        ("generated", &["kit"]),
        ("generator", &["kit"]),
        ("xtask", &["generator"]),
        ("tests/kit", &["arm-apimanagement", "generator"]),
        ("tests/dispatch", &sides),
        ("tests/simulator", &simulator),
        ("tests/replay", &program),
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
    for (package, other) in [("arm-apimanagement", "generator"), ("generator", "arm-apimanagement")] {
        let flags = ["tree", "--package", package, "--edges", "normal,dev,build", "--prefix", "none"];
        let tree = run(env!("CARGO"), &[&flags[..], &["--locked", "--offline"]].concat());
        let found = tree.lines().any(|line| line.split(' ').next() == Some(other));
        offences.extend(found.then(|| format!("the tests of {package} compile {other}")));
    }
    none(&offences);
}

#[test]
fn the_engine_of_the_simulator_knows_no_description() {
    let engine = "tests/simulator/src/engine/";
    let files: Vec<_> = repo::rust_files().into_iter().filter(|file| file.path.starts_with(engine)).collect();
    assert!(files.len() > 5, "the engine is not where this test looks for it");
    let offences: Vec<_> = files
        .iter()
        .flat_map(|file| mentions(&file.text).into_iter().map(|mention| (&file.path, mention)))
        .filter(|(_, mention)| {
            ["generator", "crate::arm", "crate::call", "crate::json"].iter().any(|other| is_below(mention, other))
        })
        .map(|(path, mention)| format!("{path}: {mention} is for `arm`"))
        .collect();
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
fn generator() -> Vec<(String, Vec<String>)> {
    let below = |path: &str| path.strip_prefix("generator/src/").map(str::to_owned);
    let files: Vec<_> = repo::rust_files()
        .into_iter()
        .filter_map(|file| Some((below(&file.path)?, mentions(super::sources::without_tests(&file)))))
        .collect();
    assert!(files.len() > 10, "the generator's sources are not where this test looks for them");
    files
}

/// The paths in a source: of `use` trees, written out, and in code.
fn mentions(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut paths = Vec::new();
    let mut rest = code.as_str();
    while let Some((before, tree)) = rest.split_once("use ") {
        let Some((tree, after)) = tree.split_once(';') else { break };
        if before.is_empty() || before.ends_with(['\n', ' ']) {
            expand("", tree, &mut paths);
        }
        rest = after;
    }
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    paths.extend(code.split(|c| !is_path(c)).filter(|word| word.contains("::")).map(str::to_owned));
    // `quote! { .. }` is a mention of its crate like `quote::quote! { .. }`.
    paths.extend(
        ["quote", "parse_quote"].iter().filter(|name| code.contains(&format!("{name}! "))).map(|_| "quote".to_owned()),
    );
    paths
}

/// Writes a `use` tree out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split_once(" as ").map_or(tree, |(path, _)| path);
        return paths.push(format!("{prefix}{path}"));
    };
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !group[start..at].trim().is_empty() {
                    expand(&format!("{prefix}{head}"), &group[start..at], paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

fn first(path: &str) -> &str {
    path.trim_start_matches("::").split("::").next().unwrap_or_default()
}

fn is_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn use_trees_are_written_out() {
    let text = "use a::{b::{c, d as e}, f};\npub(crate) use ::g::h;\nfn i() { crate::j::k(); }\n// std::fs::read\n";
    assert_eq!(mentions(text), ["a::b::c", "a::b::d", "a::f", "::g::h", "a::", "b::", "::g::h", "crate::j::k"]);
}
