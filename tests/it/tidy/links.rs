//! The pages for people lead somewhere: their links, and in ARCHITECTURE.md the files that it names.

use std::path::Path;

use kit::repo;
use regex_lite::Regex;

use super::none;

const PAGES: [&str; 19] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "generated/PERFORMANCE.md",
    "generated/README.md",
    "generated/guide/authentication.md",
    "generated/guide/errors.md",
    "generated/guide/lists.md",
    "generated/guide/long-operations.md",
    "generated/guide/migrating.md",
    "generated/guide/models.md",
    "generated/guide/options.md",
    "generated/guide/testing.md",
    "generated/guide/versions.md",
    "generated/runtime/README.md",
    "specs/apimanagement/README.md",
    "tests/validators/README.md",
];

/// Folders that ARCHITECTURE.md names files below without saying so each time.
const IN_SHORT: [(&str, &str); 5] = [
    ("lower/", "generator/src/"),
    ("rust/", "generator/src/"),
    ("spec/", "generator/src/"),
    ("import/", "generator/src/"),
    ("compat/", "generator/src/"),
];

#[test]
fn links_lead_to_files() {
    let link = Regex::new(r"\]\(([^)#\s]+)(#[^)\s]*)?\)").expect("a pattern");
    let mut offences = Vec::new();
    for page in PAGES.iter().filter(|page| repo::root().join(page).exists()) {
        let text = read(page);
        let folder = Path::new(page).parent().expect("a page stands in a folder");
        let targets = link.captures_iter(&text).map(|found| found[1].to_owned());
        for target in targets.filter(|target| !target.contains("://")) {
            if !repo::root().join(folder).join(&target).exists() {
                offences.push(format!("{page}: {target} does not exist"));
            }
        }
    }
    none(&offences);
}

#[test]
fn headings_that_links_name_are_there() {
    let link = Regex::new(r"\]\(#([^)\s]+)\)").expect("a pattern");
    let mut offences = Vec::new();
    for page in PAGES.iter().filter(|page| repo::root().join(page).exists()) {
        let text = read(page);
        let headings: Vec<String> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
        let missing =
            link.captures_iter(&text).map(|found| found[1].to_owned()).filter(|name| !headings.contains(name));
        offences.extend(missing.map(|name| format!("{page}: there is no heading #{name}")));
    }
    none(&offences);
}

#[test]
fn files_that_the_architecture_names_exist() {
    let path = Regex::new(r"`([a-z_./-]+(?:\.rs|\.toml|\.md|/))`").expect("a pattern");
    let text = read("ARCHITECTURE.md");
    let named: Vec<String> = path.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    assert!(named.len() > 20, "the pattern finds the paths");
    let exists = |name: &String| {
        let full =
            IN_SHORT.iter().find(|(short, _)| name.starts_with(short)).map(|(_, above)| format!("{above}{name}"));
        let candidates = [full.as_deref().unwrap_or(name), name];
        candidates.iter().any(|name| repo::root().join(name).exists())
            // A file that the sentence before has named the folder of.
            || !name.trim_end_matches('/').contains('/') && text.contains(&format!("/{name}"))
            || repo::rust_files().iter().any(|file| file.path.ends_with(&format!("/{name}")))
            || repo::root().join("specs/apimanagement").join(name).exists()
    };
    let offences: Vec<String> =
        named.iter().filter(|name| !exists(name)).map(|name| format!("ARCHITECTURE.md: there is no {name}")).collect();
    none(&offences);
}

/// What a heading is called in a link.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn read(page: &str) -> String {
    std::fs::read_to_string(repo::root().join(page)).expect("the page is there")
}
