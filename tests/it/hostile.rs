//! The fuzz targets on every seed: what a fuzzer found once is gone through here each time, and the seeds keep their use.

use std::{collections::BTreeSet, fs, time::Instant};

use expect_test::expect_file;
use kit::repo;
use tests::hostile::{TARGETS, seeds, words};

/// A seed that takes this long in a build without optimisation would be a hang to a fuzzer.
const LONGEST: u128 = 20_000;

fn run(target: &str) {
    let (_, entrance) = TARGETS.into_iter().find(|(name, _)| *name == target).expect("a target");
    let seeds = seeds(target);
    assert!(seeds.len() > 10, "{target} has {} seeds", seeds.len());
    for (name, bytes) in seeds {
        // The test harness prints this when the seed panics.
        println!("{target}/{name}");
        let start = Instant::now();
        entrance(&bytes);
        let time = start.elapsed().as_millis();
        assert!(time < LONGEST, "{target}/{name} took {time} ms");
    }
}

#[test]
fn every_seed_imports_or_is_refused() {
    run("import");
}

#[test]
fn every_seed_renders_or_is_refused() {
    run("lower");
}

#[test]
fn every_seed_is_an_answer_or_an_error() {
    run("response");
}

#[test]
fn every_seed_is_compared_or_refused() {
    run("diff");
}

#[test]
fn every_seed_leads_home_or_nowhere() {
    run("saved");
}

#[test]
fn every_target_is_a_fuzzer_with_a_dictionary() {
    let fuzz = repo::root().join("tests/fuzz");
    let manifest: toml::Table = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap().parse().unwrap();
    let bins = manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap());
    assert_eq!(bins.collect::<BTreeSet<_>>(), TARGETS.map(|(name, _)| name).into());
    for (name, _) in TARGETS {
        let target = fs::read_to_string(fuzz.join(format!("targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("tests::hostile::{name}(data)")), "{target}");
        expect_file![fuzz.join(format!("dict/{name}.dict"))].assert_eq(&words::dictionary(name));
    }
}
