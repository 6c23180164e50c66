//! A fixed part of the random fault scenarios; `cargo xtask soak` plays more of them.

use tests::soak::{Kind, play, play_all};

#[test]
fn six_hundred_scenarios_end_well() {
    let figures = play_all(2024, 600, 2);
    assert!(figures.bad.is_empty(), "{figures}");
    // Weather that never changes proves nothing.
    for kind in [Kind::List, Kind::Operation, Kind::Condition] {
        let [scenarios, requests, faults, succeeded] = figures.kinds[&kind];
        assert!(requests > scenarios && faults > scenarios / 2, "{figures}");
        assert!(succeeded > scenarios / 4 && succeeded < scenarios * 19 / 20 || kind == Kind::Condition, "{figures}");
    }
}

#[test]
fn a_seed_replays_its_scenario() {
    for seed in 0..20 {
        assert_eq!(play(seed), play(seed));
    }
}
