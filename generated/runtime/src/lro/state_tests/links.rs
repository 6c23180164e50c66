//! Links: the newest one that may be followed counts.

use azure_core::http::Method::{self, Delete, Patch, Post, Put};

use crate::lro::{
    operation::Lro,
    state_tests::{ENDED, GOING, ORIGIN, RESOURCE, VIA_LOCATION, VIA_MONITOR, VIA_RESOURCE, check, play, play_on},
};

#[test]
fn the_newest_links_win() {
    let told = [
        (202, "/m1", "/l1", ""),
        (200, "/m2", "", GOING.3),
        (200, "", "/l2", GOING.3),
        (200, "", "/l3", ENDED.3),
        RESOURCE,
    ];
    check(
        Post,
        None,
        &told,
        &["wait /m1 InProgress", "wait /m2 InProgress", "wait /m2 InProgress", "fetch /l3", "done"],
    );
    // Relative ones start from the URL they came from.
    check(
        Post,
        None,
        &[(202, "/a/b/m1", "", ""), (200, "m2?x=1", "", GOING.3)],
        &["wait /a/b/m1 InProgress", "wait /a/b/m2?x=1 InProgress"],
    );
}

const EVIL: &str = "https://evil.example/x";

#[test]
fn a_location_elsewhere_is_dropped_unless_the_result_is_there() {
    for via in [VIA_LOCATION, VIA_MONITOR, VIA_RESOURCE, None] {
        for method in [Put, Patch] {
            check(method, via, &[(202, "/m", EVIL, ""), ENDED, RESOURCE], &["wait /m InProgress", "fetch /r", "done"]);
            check(method, via, &[(202, "", EVIL, ""), RESOURCE], &["wait /r InProgress", "done"]);
        }
        check(Delete, via, &[(202, "/m", EVIL, ""), ENDED], &["wait /m InProgress", "done"]);
    }
    check(Post, VIA_MONITOR, &[(202, "/m", EVIL, ""), ENDED], &["wait /m InProgress", "done"]);
    check(Post, VIA_RESOURCE, &[(202, "/m", EVIL, ""), ENDED], &["wait /m InProgress", "fetch /r"]);
    for via in [VIA_LOCATION, None] {
        for told in [[(202, "/m", EVIL, ""), ENDED], [(202, "/m", "", ""), (200, "", EVIL, ENDED.3)]] {
            let lines = play(Post, via, &told);
            assert!(lines[1].starts_with("error the operation succeeded, but its result is out of reach"), "{lines:?}");
            let resource = format!("{ORIGIN}/r").parse().unwrap();
            let lines = play_on(&mut Lro::new(Post, resource, via, true), &told, false);
            assert_eq!(lines, ["wait /m InProgress", "done"], "nothing is to be read there");
        }
        let told = [(202, "/m", EVIL, ""), (200, "", "/l", ENDED.3)];
        check(Post, via, &told, &["wait /m InProgress", "fetch /l"]);
    }
}

#[test]
fn where_all_links_lead_elsewhere_there_is_nothing_to_follow() {
    for (monitor, location, header) in [
        (EVIL, "", "Azure-AsyncOperation"),
        ("http://management.azure.com/m", "", "Azure-AsyncOperation"),
        (EVIL, EVIL, "Azure-AsyncOperation"),
        ("", "//evil.example", "Location"),
    ] {
        let methods: &[Method] = if monitor.is_empty() { &[Post, Delete] } else { &[Put, Patch, Post, Delete] };
        for &method in methods {
            let line = play(method, None, &[(202, monitor, location, "")]).remove(0);
            assert!(line.starts_with("error the operation was accepted and goes on, but cannot be followed"), "{line}");
            assert!(line.contains(header) && line.contains("was refused"), "{line}");
        }
    }
    // What can be followed is.
    check(Post, None, &[(202, EVIL, "/l", "")], &["wait /l InProgress"]);
    for (monitor, location) in [(EVIL, ""), ("", EVIL), (EVIL, EVIL)] {
        let told = [(202, "/m", "", ""), (200, monitor, location, GOING.3), ENDED, RESOURCE];
        check(Put, None, &told, &["wait /m InProgress", "wait /m InProgress", "fetch /r", "done"]);
    }
}
