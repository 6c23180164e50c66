//! A version comes with its description and goes with it, and what a run changes is told.

use std::fs;

use super::{Project, description, exists};

const TABLE: &str = "<!-- api-versions: written by cargo xtask regen -->\n<!-- end of api-versions -->\n";

fn project() -> Project {
    let project = Project::new();
    project.put("README.md", &format!("# By hand\n\n{TABLE}\nMore.\n"));
    project.put(
        "generated/Cargo.toml",
        "[features]\n# By hand.\ndefault = [\"v2024_01_01\", \"v2025_01_01\"]\nall-versions = []\n",
    );
    project.succeeds(&["regen"]);
    project
}

#[test]
fn nothing_but_the_description_makes_a_version() {
    let project = project();
    let before = project.tree();
    assert!(exists(&project.path("generated/CHANGES-2024-01-01-to-2025-01-01.md")));

    // Between the two, so that they are no longer neighbours.
    project.put("specs/apimanagement/ab.yaml", &description("2024-06-01", "Widget_Get"));
    assert_eq!(project.command(&["regen", "--check"]).output().unwrap().status.code(), Some(1));
    let told = project.succeeds(&["regen"]);
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
    let new = told.split("2024-06-01: 1 operations").nth(1).unwrap();
    let new: Vec<&str> = new.lines().skip(1).take(3).collect();
    assert_eq!(
        new,
        [
            "  new: a module behind the feature v2024_06_01",
            "  from 2024-01-01 to 2024-06-01: 0 changes, 0 breaking; generated/CHANGES-2024-01-01-to-2024-06-01.md",
            "  from 2024-06-01 to 2025-01-01: 0 changes, 0 breaking; generated/CHANGES-2024-06-01-to-2025-01-01.md",
        ]
    );
    let list = project.text("generated/src/versions.rs");
    assert!(list.contains("#[cfg(feature = \"v2024_06_01\")]\n#[path = \"v2024_06_01/mod.rs\"]"), "{list}");
    let manifest = project.text("generated/Cargo.toml");
    assert!(
        manifest.contains("\nv2024_06_01 = []\n")
            && manifest.contains("# By hand.\ndefault = [\"v2024_01_01\", \"v2025_01_01\"]\n")
    );
    assert!(manifest.contains("all-versions = [\"v2024_01_01\", \"v2024_06_01\", \"v2025_01_01\"]\n"), "{manifest}");
    let readme = project.text("README.md");
    let rows = [
        "| 2024-01-01 | 1 | `v2024_01_01` | yes |  |",
        "| 2024-06-01 | 1 | `v2024_06_01` | no | [since 2024-01-01](generated/CHANGES-2024-01-01-to-2024-06-01.md) |",
        "| 2025-01-01 | 1 | `v2025_01_01` | yes | [since 2024-01-01](generated/CHANGES-2024-01-01-to-2025-01-01.md), \
         [since 2024-06-01](generated/CHANGES-2024-06-01-to-2025-01-01.md) |",
    ];
    assert!(readme.contains(&rows.join("\n")) && readme.ends_with("-->\n\nMore.\n"), "{readme}");

    fs::remove_file(project.path("specs/apimanagement/ab.yaml")).unwrap();
    let told = project.succeeds(&["regen"]);
    assert!(told.ends_with("generated/src/v2024_06_01: removed, as its description is\n"), "{told}");
    assert_eq!(project.tree(), before, "nothing stays behind");
}

#[test]
fn what_an_update_changes_is_told_on_one_screen() {
    let project = project();
    let unchanged = project.succeeds(&["regen"]);
    assert_eq!(unchanged.lines().count(), 2, "{unchanged}");
    let mut update = description("2025-01-01", "Widget_Get");
    for n in 0..9 {
        let one = format!("  /widgets/{n}:\n    get:\n      operationId: Widget_Get{n}\n");
        update.extend([&one, "      responses:\n        '200': {description: OK}\n"]);
    }
    project.put("specs/apimanagement/b.yaml", &update);
    let told = project.succeeds(&["regen"]);
    let changed = told.split("2025-01-01: 10 operations").nth(1).unwrap();
    let changed: Vec<&str> = changed.lines().skip(1).collect();
    assert_eq!(
        changed,
        [
            "  changed: 1 files",
            "  9 operations added: Widget_Get0, Widget_Get1, Widget_Get2, Widget_Get3 and 5 more",
            "  breaks no code",
            "  from 2024-01-01 to 2025-01-01: 9 changes, 0 breaking; generated/CHANGES-2024-01-01-to-2025-01-01.md",
            "  more: git diff generated/src/v2025_01_01",
            "        git show HEAD:specs/apimanagement/b.yaml > old.yaml && cargo xtask diff old.yaml specs/apimanagement/b.yaml",
        ]
    );
    project.put("specs/apimanagement/b.yaml", &description("2025-01-01", "Widget_Read"));
    let told = project.succeeds(&["regen"]);
    for line in [
        "  10 operations removed: Widget_Get, Widget_Get0, Widget_Get1, Widget_Get2 and 6 more\n",
        "  1 operations added: Widget_Read\n",
        "  BREAKS code that mentions 10 items: widget::Client::get, widget::Client::get0, widget::Client::get1, widget::Client::get2 and 6 more\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
}

#[test]
fn what_the_crate_has_beside_its_versions_is_checked_too() {
    let project = project();
    for (path, edit) in [
        ("generated/src/versions.rs", "// edited\n"),
        ("generated/Cargo.toml", "[features]\n"),
        ("README.md", TABLE),
        ("generated/CHANGES-2024-01-01-to-2025-01-01.md", ""),
    ] {
        let before = project.text(path);
        project.put(path, edit);
        let output = project.command(&["regen", "--check"]).output().unwrap();
        let expected = (Some(1), format!("changed: {path}\n"));
        let expected = if path.ends_with("Cargo.toml") {
            // No version is on by default then, which the table says too.
            (Some(1), format!("changed: README.md\n{}", expected.1))
        } else {
            expected
        };
        assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap()), expected);
        project.put(path, &before);
    }
    project.put("README.md", "# By hand\n");
    let refusal = project.refuses(&["regen"]);
    assert!(
        refusal.starts_with("README.md: unreadable: has no place for the table of api-versions; add the two lines"),
        "{refusal}"
    );
    project.put("generated/Cargo.toml", "[features\n");
    assert!(project.refuses(&["regen"]).starts_with("generated/Cargo.toml:1:10: syntax: "));
}
