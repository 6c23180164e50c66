//! What our crates cost the compiler, beside the peers: what they depend on is compiled before, and only they are measured.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{
    peers,
    stats::{Runs, Table},
    workshop::{Mode, Package, Workshop},
};

/// What is measured.
struct Subject {
    title: &'static str,
    package: Package,
    /// The package to compile, and those that are forgotten before.
    compiled: &'static str,
    forgotten: &'static [&'static str],
    results: Vec<Result>,
}

/// What one mode cost a subject.
#[derive(Default)]
struct Result {
    cpu: Runs,
    peak: Runs,
    /// Bytes of the library, if there is one.
    library: Option<u64>,
}

/// A ratio that we want: this subject to that one, at most so much for check, debug and release.
struct Aim {
    of: &'static str,
    to: &'static str,
    most: [Option<f64>; 3],
}

const OURS_OLD: &str = "arm-apimanagement, 2021-08-01 (344 operations)";
const OURS_NEW: &str = "arm-apimanagement, 2024-05-01 (613 operations)";
const OURS: &str = "arm-apimanagement, both";
const OPENAPI_TO_RUST: &str = "openapi-to-rust 0.23, 2021-08-01";
const PROGENITOR: &str = "progenitor 0.15, 2021-08-01, changed";
const AZURE_MGMT: &str = "azure_mgmt_apimanagement 0.21 (613 operations)";
const TWIN: &str = "models of both with serde derive, no operations";

const AIMS: [Aim; 4] = [
    Aim { of: OURS_OLD, to: OPENAPI_TO_RUST, most: [Some(1.0 / 5.0), Some(1.0 / 4.0), None] },
    Aim { of: OURS_OLD, to: PROGENITOR, most: [None; 3] },
    Aim { of: OURS_NEW, to: AZURE_MGMT, most: [Some(1.0 / 7.0), Some(1.0 / 9.0), Some(1.0 / 11.0)] },
    Aim { of: OURS, to: TWIN, most: [None; 3] },
];

/// Ours: both are compiled anew, since a user compiles both.
const BOTH: &[&str] = &["arm-runtime", "arm-apimanagement"];

fn subjects(workshop: &Workshop) -> anyhow::Result<Vec<Subject>> {
    let subject =
        |title, package, compiled, forgotten| Subject { title, package, compiled, forgotten, results: Vec::new() };
    let ours = |name, features: &[&str]| peers::ours(workshop, name, features);
    Ok(vec![
        subject("arm-runtime alone", ours("runtime-alone", &["reqwest"])?, "arm-runtime", &["arm-runtime"]),
        subject("arm-apimanagement, no api-version", ours("no-version", &["reqwest"])?, "arm-apimanagement", BOTH),
        subject(OURS_OLD, ours("old-version", &["reqwest", "v2021_08_01"])?, "arm-apimanagement", BOTH),
        subject(OURS_NEW, ours("new-version", &["reqwest", "v2024_05_01"])?, "arm-apimanagement", BOTH),
        subject(OURS, ours("both-versions", &["reqwest", "v2021_08_01", "v2024_05_01"])?, "arm-apimanagement", BOTH),
        subject(TWIN, peers::serde_twin(workshop)?, "serde-twin", &["serde-twin"]),
        subject(
            OPENAPI_TO_RUST,
            peers::openapi_to_rust(workshop, "2021-08-01")?,
            "openapi-to-rust-2021-08-01",
            &["openapi-to-rust-2021-08-01"],
        ),
        subject(
            PROGENITOR,
            peers::progenitor(workshop, "2021-08-01")?,
            "progenitor-2021-08-01",
            &["progenitor-2021-08-01"],
        ),
        subject(AZURE_MGMT, peers::azure_mgmt(workshop)?, "azure_mgmt_apimanagement", &["azure_mgmt_apimanagement"]),
    ])
}

/// The tables.
pub(super) fn measure(workshop: &Workshop) -> anyhow::Result<String> {
    let mut subjects = subjects(workshop)?;
    for mode in Mode::ALL {
        for subject in &mut subjects {
            // With all that it depends on; what it cost is not wanted.
            workshop.build(&subject.package, mode, subject.compiled)?;
            subject.results.push(Result::default());
        }
        for _ in 0..workshop.runs {
            for subject in &mut subjects {
                workshop.forget(&subject.package, mode, subject.forgotten)?;
                let cost = workshop.build(&subject.package, mode, subject.compiled)?;
                let result = subject.results.last_mut().expect("it was pushed above");
                result.cpu.push(cost.cpu);
                result.peak.push(cost.peak);
                result.library = library(&workshop.target().join(mode.folder()).join("deps"), subject.compiled)?;
            }
        }
    }
    Ok(format!("{}\n{}\n{}", times(&subjects), sizes(&subjects), aims(&subjects)))
}

fn times(subjects: &[Subject]) -> String {
    let mut table = Table::new(&["processor seconds", "check", "debug build", "release build"]);
    for subject in subjects {
        let cells = subject.results.iter().map(|result| result.cpu.cell(1));
        table.row(&std::iter::once(subject.title.to_owned()).chain(cells).collect::<Vec<_>>());
    }
    table.text()
}

fn sizes(subjects: &[Subject]) -> String {
    let mut table = Table::new(&["MiB", "memory of rustc, check", "debug", "release", "library, debug", "release"]);
    for subject in subjects {
        let peaks = subject.results.iter().map(|result| result.peak.cell(0));
        let libraries = subject.results.iter().skip(1).map(|result| result.library.map_or("-".to_owned(), mebibytes));
        table.row(&std::iter::once(subject.title.to_owned()).chain(peaks).chain(libraries).collect::<Vec<_>>());
    }
    table.text()
}

/// The ratios, and what becomes of each aim.
fn aims(subjects: &[Subject]) -> String {
    let named = |title| subjects.iter().find(|subject| subject.title == title).expect("an aim names subjects");
    let mut table = Table::new(&["ratio of processor seconds", "check", "debug build", "release build"]);
    for aim in &AIMS {
        let pairs = named(aim.of).results.iter().zip(&named(aim.to).results);
        let cells = pairs.zip(aim.most).map(|((ours, theirs), most)| {
            let ratio = ours.cpu.ratio_to(&theirs.cpu);
            let verdict = most.map_or(String::new(), |most| verdict(ratio.median(), most));
            format!("{}{verdict}", ratio.cell(3))
        });
        table.row(&std::iter::once(format!("{} to {}", aim.of, aim.to)).chain(cells).collect::<Vec<_>>());
    }
    table.text()
}

fn verdict(ratio: f64, most: f64) -> String {
    let over = (ratio / most - 1.0) * 100.0;
    if over > 0.0 { format!("; aim {most:.3}: missed by {over:.0} %") } else { format!("; aim {most:.3}: held") }
}

#[expect(clippy::cast_precision_loss, reason = "no library has 2^52 bytes")]
fn mebibytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1024.0 / 1024.0)
}

/// The size of a package's library in a folder of what was compiled: the newest, since others may have been built with other features.
fn library(folder: &Path, package: &str) -> anyhow::Result<Option<u64>> {
    let start = format!("lib{}-", package.replace('-', "_"));
    let files = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && path.extension().is_some_and(|extension| extension == "rlib")
    };
    let files = paths.filter(is_it).filter_map(|path| fs::metadata(path).ok());
    let newest = files.max_by_key(|file| file.modified().ok());
    Ok(newest.map(|file| file.len()))
}

#[cfg(test)]
mod tests {
    use super::verdict;

    #[test]
    fn an_aim_is_held_or_missed_by_so_much() {
        assert_eq!(verdict(0.2, 0.25), "; aim 0.250: held");
        assert_eq!(verdict(0.25, 0.25), "; aim 0.250: held");
        assert_eq!(verdict(0.3, 0.25), "; aim 0.250: missed by 20 %");
    }
}
