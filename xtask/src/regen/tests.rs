//! What a run finds, mends and refuses, in a folder of its own.

use std::fs;

use generator::rust::HEADER;
use tempfile::TempDir;

use super::{
    plan::{Others, Plan},
    *,
};

/// A folder of descriptions and one for what they give.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        site.write("specs/a.yaml", &description("2024-01-01", "Widget_Get"));
        site.write("specs/b.yaml", &description("2025-01-01", "Widget_Get"));
        fs::create_dir(site.folder.path().join("out")).unwrap();
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn exists(&self, path: &str) -> bool {
        self.folder.path().join(path).exists()
    }

    fn plan(&self) -> Result<Plan, String> {
        self.plan_with(Others::Delete)
    }

    fn plan_with(&self, others: Others) -> Result<Plan, String> {
        let out = self.folder.path().join("out");
        let versions = Service::open(&self.folder.path().join("specs")).and_then(|service| render_all(&service));
        let plan = versions.and_then(|versions| Plan::new(&out, &versions, others));
        plan.map_err(|refused| self.short(&refused.to_string()))
    }

    fn differing(&self) -> Vec<String> {
        self.plan().unwrap().differing().iter().map(|line| self.short(line)).collect()
    }

    fn regen(&self) {
        self.plan().unwrap().carry_out().unwrap();
    }

    /// A message without the folder that differs from run to run.
    fn short(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().to_string_lossy()), "")
    }
}

fn description(version: &str, operation: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: WidgetClient, version: '{version}'}}\nservers: [{{url: https://management.azure.com}}]\n\
         paths:\n  /widgets:\n    get:\n      operationId: {operation}\n      responses:\n        '200': {{description: OK}}\n"
    )
}

#[test]
fn what_is_committed_is_what_is_rendered() {
    let check = flags::Regen { check: true, service: None, specs: None, out: None, endpoint: None };
    let differing = check.differing().unwrap();
    assert!(differing.is_empty(), "\n{}\nrun `cargo xtask regen` and commit what it writes\n", differing.join("\n"));
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let site = Site::new();
    assert_eq!(site.differing().len(), 8, "two versions of four files");
    site.regen();
    assert!(site.exists("out/v2024_01_01/widget.rs"));
    assert_eq!(site.differing(), <[String; 0]>::default());
}

#[test]
fn what_differs_is_listed_and_mended() {
    let site = Site::new();
    site.regen();
    site.write("out/v2024_01_01/widget.rs", "// edited");
    fs::remove_file(site.folder.path().join("out/v2024_01_01/params.rs")).unwrap();
    site.write("out/v2025_01_01/models/old.rs", &format!("{HEADER}\n"));
    site.write("out/v2023_01_01/mod.rs", &format!("{HEADER}\n"));
    let expected = [
        "missing: out/v2024_01_01/params.rs",
        "changed: out/v2024_01_01/widget.rs",
        "stray: out/v2023_01_01/mod.rs",
        "stray: out/v2025_01_01/models/old.rs",
    ];
    assert_eq!(site.differing(), expected);
    site.regen();
    assert_eq!(site.differing(), <[String; 0]>::default());
    assert!(!site.exists("out/v2023_01_01"), "a version without a description goes, with its folder");
}

#[test]
fn versions_of_other_descriptions_stay() {
    let site = Site::new();
    site.write("out/v2023_01_01/mod.rs", &format!("{HEADER}\n"));
    site.plan_with(Others::Keep).unwrap().carry_out().unwrap();
    assert!(site.exists("out/v2024_01_01/mod.rs") && site.exists("out/v2023_01_01/mod.rs"));
}

#[cfg(unix)]
#[test]
fn only_files_are_read_and_nothing_is_written_through_a_link() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let site = Site::new();
    site.regen();
    let inside = |path: &str| site.folder.path().join(path);
    let text = fs::read_to_string(inside("out/v2024_01_01/params.rs")).unwrap();
    site.write("elsewhere/params.rs", &text);
    let refusal = |path: &str, what: &str| {
        let refusal = format!("{path}: unreadable: {what}; move it elsewhere, or delete it");
        assert_eq!(site.plan().err(), Some(refusal));
        fs::remove_file(inside(path)).unwrap();
    };
    let not_ours = "was not written by `cargo xtask regen`, which owns this folder";
    // In the place of a file, beside the files, in the place of a folder inside, in that of the version.
    fs::remove_file(inside("out/v2024_01_01/params.rs")).unwrap();
    symlink(inside("elsewhere/params.rs"), inside("out/v2024_01_01/params.rs")).unwrap();
    refusal("out/v2024_01_01/params.rs", not_ours);
    symlink(inside("elsewhere/params.rs"), inside("out/v2024_01_01/other.rs")).unwrap();
    refusal("out/v2024_01_01/other.rs", not_ours);
    UnixListener::bind(inside("out/v2024_01_01/params.rs")).unwrap();
    refusal("out/v2024_01_01/params.rs", not_ours);
    fs::remove_dir_all(inside("out/v2024_01_01/models")).unwrap();
    symlink(inside("elsewhere"), inside("out/v2024_01_01/models")).unwrap();
    refusal("out/v2024_01_01/models", not_ours);
    fs::remove_dir_all(inside("out/v2024_01_01")).unwrap();
    symlink(inside("elsewhere"), inside("out/v2024_01_01")).unwrap();
    refusal("out/v2024_01_01", "is a link, and the command owns its folders");
    assert_eq!(fs::read_to_string(inside("elsewhere/params.rs")).unwrap(), text);
}

#[test]
fn what_others_wrote_is_never_deleted() {
    let site = Site::new();
    site.write("out/v8/engine.cc", "// not ours");
    site.write("out/lib.rs", "// by hand");
    site.regen();
    assert!(site.exists("out/v8/engine.cc") && site.exists("out/lib.rs"));
    site.write("out/v2024_01_01/notes.txt", "by hand");
    let refusal = "out/v2024_01_01/notes.txt: unreadable: was not written by `cargo xtask regen`, which owns this \
        folder; move it elsewhere, or delete it";
    assert_eq!(site.plan().err().as_deref(), Some(refusal));
}

#[test]
fn one_bad_description_stops_all() {
    let site = Site::new();
    site.write("specs/b.yaml", "openapi: 3.0.3\n");
    let problems = site.plan().err().unwrap();
    assert!(problems.lines().all(|line| line.starts_with("specs/b.yaml:")), "{problems}");
    assert!(!site.exists("out/v2024_01_01"));
}

#[test]
fn two_descriptions_of_one_version_are_refused() {
    let site = Site::new();
    site.write("specs/c.yaml", &description("2024-01-01", "Widget_List"));
    let refusal = "specs/c.yaml: conflict: another file of the folder describes the same api-version, v2024_01_01; \
        keep one of them";
    assert_eq!(site.plan().err().as_deref(), Some(refusal));
}

#[test]
fn a_rename_without_use_is_refused() {
    let site = Site::new();
    site.write(
        "specs/names.toml",
        "[[rename]]\nkind = \"group\"\nfrom = \"Widgit\"\nto = \"w\"\nreason = \"a typo\"\n",
    );
    let refusal =
        "specs/names.toml:1:1: unused-override: no group is called \"Widgit\"; correct the entry or remove it";
    assert_eq!(site.plan().err().as_deref(), Some(refusal));
}
