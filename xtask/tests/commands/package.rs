//! A crate of its own for another service. That it builds and documents itself is seen by `.ci/new-crate`.

use std::fs;

#[cfg(unix)]
use super::fifo;
use super::{Project, exists};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/vault/2023-07-01");

/// What the crate's manifest takes from the workspace.
const WORKSPACE: &str = "[workspace]\n[workspace.package]\nedition = \"2024\"\nrust-version = \"1.88\"\n[workspace.dependencies]\n\
    arm-runtime = { path = \"generated/runtime\", version = \"0.1.0\" }\nazure_core = { version = \"1.1\" }\nserde_json = \"1.0\"\n\
    azure_identity = \"1.0\"\nfutures = \"0.3\"\ntokio = { version = \"1.50\" }\n";

const CRATE: [&str; 5] = ["crate", "vault", "arm-vault", "--name", "arm-vault"];

fn project() -> Project {
    let project = Project::new();
    project.put("Cargo.toml", WORKSPACE);
    project.put("generated/runtime/Cargo.toml", "");
    fs::create_dir(project.path("vault")).unwrap();
    project.succeeds(&["import", FIXTURE, "vault/2023-07-01.yaml"]);
    project
}

#[test]
fn a_crate_is_written_and_brought_up_to_date() {
    let project = project();
    let told = project.succeeds(&CRATE);
    assert!(told.starts_with("2023-07-01: 4 operations"), "{told}");
    for path in ["Cargo.toml", "README.md", "src/lib.rs"] {
        assert!(told.contains(&format!("wrote arm-vault/{path}: yours from here on\n")), "{told}");
    }
    let manifest = project.text("arm-vault/Cargo.toml");
    assert!(
        manifest.contains(
            "arm-runtime = { version = \"0.1.0\", default-features = false, path = \"../generated/runtime\" }\n"
        ),
        "{manifest}"
    );
    assert!(manifest.contains("default = [\"reqwest\", \"v2023_07_01\"]\n"), "{manifest}");
    let readme = project.text("arm-vault/README.md");
    assert!(readme.contains("client.vaults().get(\"resourceGroupName\", \"vaultName\").await?;"), "{readme}");
    assert!(readme.contains("| 2023-07-01 | 4 | `v2023_07_01` | yes |\n"), "{readme}");

    // What people change stays, and what follows from the descriptions follows.
    project.put("arm-vault/README.md", &readme.replace("## Quick start", "## Begin here"));
    project.put("arm-vault/src/lib.rs", "//! Mine.\n");
    let newer = project.text("vault/2023-07-01.yaml").replace("2023-07-01", "2024-11-01");
    project.put("vault/2024-11-01.yaml", &newer);
    let told = project.succeeds(&CRATE);
    assert!(told.contains("2024-11-01: 4 operations") && !told.contains("yours"), "{told}");
    let manifest = project.text("arm-vault/Cargo.toml");
    assert!(
        manifest.contains("default = [\"reqwest\", \"v2023_07_01\"]\n"),
        "which is on by default is for people to say"
    );
    assert!(manifest.contains("\nv2024_11_01 = []\n"), "{manifest}");
    let readme = project.text("arm-vault/README.md");
    assert!(
        readme.contains("## Begin here") && readme.contains("| 2024-11-01 | 4 | `v2024_11_01` | no |\n"),
        "{readme}"
    );
    assert_eq!(project.text("arm-vault/src/lib.rs"), "//! Mine.\n");
    assert!(project.text("arm-vault/src/versions.rs").contains("pub mod v2024_11_01;"));

    fs::remove_file(project.path("vault/2023-07-01.yaml")).unwrap();
    project.succeeds(&CRATE);
    assert!(!exists(&project.path("arm-vault/src/v2023_07_01")));
    let manifest = project.text("arm-vault/Cargo.toml");
    assert!(manifest.contains("default = [\"reqwest\"]\n") && !manifest.contains("2023"), "{manifest}");
}

#[test]
fn what_cannot_be_a_crate_is_refused() {
    let project = project();
    let refused = |name: &str| project.refuses(&["crate", "vault", "arm-vault", "--name", name]);
    for name in ["", "1a", "a b", "a/b", "../a", "\"", &"a".repeat(65)] {
        assert!(refused(name).starts_with("error: "), "{name}");
    }
    let refusal = project.refuses(&["crate", "vault", "mistyped/arm-vault", "--name", "a"]);
    assert_eq!(refusal, "mistyped: unreadable: there is no such folder; create it, or correct the path\n");
    assert!(
        project
            .refuses(&["crate", "nowhere", "arm-vault", "--name", "a"])
            .starts_with("nowhere: unreadable: there is no such folder")
    );
    // Somebody else's file where a version would stand.
    project.put("arm-vault/src/v2023_07_01/mine.rs", "mine");
    assert!(project.refuses(&CRATE).contains("was not written by `cargo xtask regen`"));
}

#[test]
fn the_client_of_the_repository_is_no_place_for_a_crate() {
    let project = project();
    project.succeeds(&["regen"]);
    let around = project.path("..");
    let folders = [".", "generated", "generated/src", "generated/new", "vault/../generated", around.to_str().unwrap()];
    for out in folders {
        let refusal = project.refuses(&["crate", "vault", out, "--name", "x"]);
        assert!(refusal.contains("is, holds or lies in ") && refusal.ends_with("; name another folder\n"), "{refusal}");
    }
    assert_eq!(project.succeeds(&["regen", "--check"]), "");
}

#[test]
fn a_crate_of_others_stays_as_it_is() {
    let project = project();
    let refused = |what: &str| {
        let refusal = project.refuses(&CRATE);
        assert!(refusal.contains(what), "{refusal}");
    };
    fs::create_dir(project.path("arm-vault")).unwrap();
    let features = "[features]\nv2019_01_01 = []\n";
    project.put("arm-vault/Cargo.toml", &format!("[package]\nname = \"mine\"\n{features}all-versions = []\n"));
    refused(
        "arm-vault/Cargo.toml: unreadable: is that of \"mine\", and --name says \"arm-vault\"; name another folder",
    );
    project.put("arm-vault/Cargo.toml", "[workspace]\n");
    refused("has no package, and --name says \"arm-vault\"; name another folder");
    project.put("arm-vault/Cargo.toml", "[package\n");
    refused("arm-vault/Cargo.toml: unreadable: ");
    project.put("arm-vault/Cargo.toml", &format!("[package]\nname = \"arm-vault\"\n{features}"));
    refused("was not begun by `cargo xtask crate`: it has no feature all-versions; name another folder");
    fs::remove_file(project.path("arm-vault/Cargo.toml")).unwrap();
    project.put("arm-vault/README.md", "# Mine\n");
    refused("arm-vault/README.md: unreadable: has no place for the table of api-versions; add the two lines");
    fs::remove_file(project.path("arm-vault/README.md")).unwrap();
    project.put("arm-vault/src/versions.rs", "// mine\n");
    refused(
        "arm-vault/src/versions.rs: unreadable: was not written by `cargo xtask crate`, which owns this file; move it",
    );
}

#[test]
fn versions_that_stood_there_before_the_crate_stay() {
    let project = project();
    project.succeeds(&["regen", "--service", "other", "--out", "src"]);
    fs::create_dir(project.path("arm-vault")).unwrap();
    fs::rename(project.path("src"), project.path("arm-vault/src")).unwrap();
    project.succeeds(&CRATE);
    assert!(exists(&project.path("arm-vault/src/v2020_01_01/gadget.rs")), "its description stands elsewhere");
}

/// Links are neither replaced nor written through, and a FIFO is not waited for.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_of_a_crate_stays() {
    use std::os::unix::fs::symlink;
    let project = project();
    let refused = |path: &str, what: &str| {
        let refusal = format!("{path}: unreadable: {what}; move it elsewhere, or delete it\n");
        assert_eq!(project.refuses(&CRATE), refusal);
    };
    let link = "is a link, and the command writes only plain files";
    fs::create_dir(project.path("other")).unwrap();
    for made in [false, true] {
        fs::create_dir_all(project.path("arm-vault/src")).unwrap();
        for path in ["arm-vault/Cargo.toml", "arm-vault/README.md", "arm-vault/src/versions.rs"] {
            let _ = fs::rename(project.path(path), project.path("other/file"));
            for target in ["other/file", "nothing"] {
                symlink(project.path(target), project.path(path)).unwrap();
                refused(path, link);
                fs::remove_file(project.path(path)).unwrap();
            }
            fifo(&project, path);
            refused(path, "is not a plain file");
            fs::remove_file(project.path(path)).unwrap();
            let _ = fs::rename(project.path("other/file"), project.path(path));
        }
        if !made {
            fs::remove_dir(project.path("arm-vault/src")).unwrap();
            symlink("../other", project.path("arm-vault/src")).unwrap();
            refused("arm-vault/src", "is a link, and the command owns its folders");
            fs::remove_file(project.path("arm-vault/src")).unwrap();
            project.succeeds(&CRATE);
        }
    }
    project.succeeds(&CRATE);
    symlink("nothing", project.path("lost")).unwrap();
    let refusal = project.refuses(&["crate", "vault", "lost", "--name", "a"]);
    assert_eq!(refusal, "lost: unreadable: is a link to nothing; correct the link, or delete it\n");
}
