//! A fixed part of the random fault scenarios; `cargo xtask soak` plays more of them.

use soak::{Kind, play, play_all};

const KINDS: [Kind; 4] = [Kind::List, Kind::Operation, Kind::Accepted, Kind::Condition];

#[test]
fn random_scenarios_end_well() {
    let figures = play_all(2024, 1500, 2, &|| {});
    assert!(figures.bad.is_empty(), "{figures}");
    // Weather that never changes proves nothing.
    for kind in KINDS {
        let [scenarios, requests, faults, succeeded] = figures.kinds[&kind];
        assert!(requests > scenarios && faults > scenarios / 2, "{figures}");
        assert!(succeeded > scenarios / 4 && succeeded < scenarios * 19 / 20 || kind == Kind::Condition, "{figures}");
    }
    assert_eq!(figures.faults.len(), FAULTS, "{figures}");
    for (fault, kinds) in &figures.faults {
        assert_eq!(kinds.len(), KINDS.len(), "{fault}: {figures}");
    }
    for (kind, what) in WAYS {
        assert!(figures.counts.get(&(kind, what.to_owned())).is_some_and(|count| *count > 1), "{what}: {figures}");
    }
}

/// Every kind of fault: four plain statuses, 429 and 503 in three forms each, and fourteen others.
const FAULTS: usize = 4 + 2 * 3 + 14;

/// What scenarios must not miss.
const WAYS: [(Kind, &str); 32] = [
    (Kind::List, "Items"),
    (Kind::List, "Pages"),
    (Kind::List, "ItemsResumed"),
    (Kind::List, "PagesResumed"),
    (Kind::List, "ItemsThenPages"),
    (Kind::List, "bent nextLink"),
    (Kind::Operation, "awaited"),
    (Kind::Operation, "streamed"),
    (Kind::Operation, "resumed"),
    (Kind::Operation, "with a deadline"),
    (Kind::Operation, "beyond its deadline"),
    (Kind::Operation, "Sync"),
    (Kind::Operation, "AsyncOperation"),
    (Kind::Operation, "Location"),
    (Kind::Operation, "ProvisioningState"),
    (Kind::Operation, "Failed"),
    (Kind::Operation, "Canceled(\"Cancelled\")"),
    (Kind::Operation, "links missing at first"),
    (Kind::Operation, "monitor without a status"),
    (Kind::Operation, "asks for no wait"),
    (Kind::Operation, "followed by its resource"),
    (Kind::Accepted, "AsyncOperation"),
    (Kind::Accepted, "Location"),
    (Kind::Accepted, "links missing at first"),
    (Kind::Accepted, "monitor without a status"),
    (Kind::Condition, "beyond its deadline"),
    (Kind::Condition, "GET Missing"),
    (Kind::Condition, "PUT Current"),
    (Kind::Condition, "PUT Stale"),
    (Kind::Condition, "PATCH Current"),
    (Kind::Condition, "DELETE Current"),
    (Kind::Condition, "HEAD Missing"),
];

#[test]
fn a_seed_replays_its_scenario() {
    for seed in 0..20 {
        assert_eq!(play(seed), play(seed));
    }
}
