//! The quick start of the README from nothing: each program is built into an empty folder, with all that it depends on.

use std::{collections::BTreeSet, fs};

use anyhow::Context;
use kit::repo;

use super::{
    binary, measured, peers,
    stats::{Runs, Table},
    workshop::{Mode, Package, Workshop, cargo},
};

/// What a program has besides us.
pub(super) const REST: &str = r#"azure_identity = "1"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#;

/// A credential, and nothing to use it for.
const CREDENTIAL: &str = r#"//! What every program with a credential of azure_identity pays.
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{:?}", azure_identity::DeveloperToolsCredential::new(None)?);
    Ok(())
}
"#;

/// The first block of Rust in the README is a whole program.
fn program() -> anyhow::Result<String> {
    let path = repo::root().join("README.md");
    let readme = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (_, block) = readme.split_once("\n```rust").context("README.md has no block of Rust")?;
    let (_, block) = block.split_once('\n').context("README.md ends in a block")?;
    let (program, _) = block.split_once("\n```").context("README.md ends in a block")?;
    Ok(format!("{program}\n"))
}

struct Subject {
    title: &'static str,
    package: Package,
    name: &'static str,
    cpu: Runs,
    wall: Runs,
    peak: Runs,
}

/// The table.
pub(super) fn measure(workshop: &Workshop) -> anyhow::Result<String> {
    let client = peers::client(&["reqwest", "v2021_08_01", "v2024_05_01"])?;
    // `[dependencies.arm-apimanagement]` comes last, or the others would become keys of it.
    let quickstart = format!("[dependencies]\n{REST}\n{client}");
    let subject = |title, name, manifest: &str, main: &str| {
        let package = workshop.package(name, manifest, &[("src/main.rs", main)])?;
        anyhow::Ok(Subject { title, package, name, cpu: Runs::default(), wall: Runs::default(), peak: Runs::default() })
    };
    let mut subjects = [
        subject("the quick start", "quickstart", &quickstart, &program()?)?,
        subject("azure_identity and tokio alone", "credential-alone", &format!("[dependencies]\n{REST}"), CREDENTIAL)?,
        subject("two calls by hand, on reqwest", "by-hand", binary::BY_HAND_MANIFEST, binary::BY_HAND)?,
    ];
    let target = workshop.folder().join("cold");
    for _ in 0..workshop.runs {
        for subject in &mut subjects {
            if target.exists() {
                fs::remove_dir_all(&target).with_context(|| target.display().to_string())?;
            }
            let cost = workshop.build_in(&subject.package, Mode::Debug, subject.name, &target)?;
            subject.cpu.push(cost.cpu);
            subject.wall.push(cost.wall);
            subject.peak.push(cost.peak);
        }
    }
    fs::remove_dir_all(&target).with_context(|| target.display().to_string())?;
    let mut table = Table::new(&[
        "debug build from nothing",
        "packages",
        "processor seconds",
        "seconds",
        "memory of the largest process, MiB",
    ]);
    for subject in &subjects {
        let cells = [subject.cpu.cell(1), subject.wall.cell(1), subject.peak.cell(0)];
        let packages = packages(&subject.package)?.to_string();
        table.row(&[vec![subject.title.to_owned(), packages], cells.to_vec()].concat());
    }
    Ok(table.text())
}

/// How many packages are compiled for a program on this system, its own among them.
fn packages(package: &Package) -> anyhow::Result<usize> {
    let mut tree = cargo("tree");
    tree.args(["--offline", "--prefix", "none", "--format", "{p}", "--edges", "normal,build", "--manifest-path"]);
    let text = measured::text(tree.arg(package.manifest()))?;
    let names = text.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty());
    Ok(names.collect::<BTreeSet<_>>().len())
}
