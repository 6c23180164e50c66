//! What 404 and 410 mean.

use azure_core::http::{
    Method::{Delete, Patch, Post, Put},
    Url,
};

use crate::lro::{
    operation::Lro,
    state_tests::{ENDED, ORIGIN, RESOURCE, Told, check, play_on},
};

const GONE: [Told; 2] = [(404, "", "", ""), (410, "", "", "")];

#[test]
fn what_a_delete_no_longer_finds_is_deleted() {
    for gone in GONE {
        for again in GONE {
            let told = [(202, "/m", "", ""), gone, RESOURCE, gone, again];
            let lines = ["wait /m InProgress", "confirm /r", "wait /m InProgress", "confirm /r", "done"];
            check(Delete, None, &told, &lines);
        }
        check(Delete, None, &[(202, "", "/l", ""), gone], &["wait /l InProgress", "done"]);
        check(Delete, None, &[(202, "/R?asyncId=1", "", ""), gone], &["wait /R?asyncId=1 InProgress", "done"]);
        let failed = (200, "", "", r#"{"properties":{"provisioningState":"Failed"}}"#);
        let told = [(202, "/m", "", ""), gone, failed];
        // That is the state it had before: what has failed can be deleted.
        check(Delete, None, &told, &["wait /m InProgress", "confirm /r", "wait /m InProgress"]);
        let told = [(202, "/m", "", ""), gone, (403, "", "", "")];
        check(Delete, None, &told, &["wait /m InProgress", "confirm /r", "error refused"]);
    }
}

#[test]
fn what_others_do_not_find_is_still_to_appear_for_a_while() {
    let [missing, gone] = GONE;
    for method in [Put, Patch, Post] {
        for (begun, url) in [((202, "/m", "", ""), "/m"), ((202, "", "/l", ""), "/l")] {
            let wait = format!("wait {url} InProgress");
            check(method, None, &[begun, missing, missing], &[&wait, "not yet", "not yet"]);
            check(method, None, &[begun, gone], &[&wait, "error refused"]);
            let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
            let mut lro = Lro::new(method, resource, None, false);
            assert_eq!(play_on(&mut lro, &[begun, missing], true), [&wait, "error refused"]);
        }
    }
    check(Post, None, &[(202, "/m", "/l", ""), ENDED, missing], &["wait /m InProgress", "fetch /l", "not yet"]);
    check(Post, None, &[(202, "/m", "/l", ""), ENDED, gone], &["wait /m InProgress", "fetch /l", "error refused"]);
}

#[test]
fn a_result_in_hand_is_not_lost_with_the_monitor() {
    let begun = (200, "/m", "", RESOURCE.3);
    let resource = || format!("{ORIGIN}/r").parse().unwrap();
    for method in [Put, Patch] {
        for missing in GONE {
            let told = [begun, missing];
            check(method, None, &told, &["wait /m InProgress", "not yet"]);
            let lines = play_on(&mut Lro::new(method, resource(), None, false), &told, true);
            assert_eq!(lines, ["wait /m InProgress", "done before"]);
        }
        check(method, None, &[(200, "https://evil.example/m", "", RESOURCE.3)], &["done"]);
        check(
            method,
            None,
            &[begun, (200, "", "", r#"{"status":"Failed"}"#)],
            &["wait /m InProgress", "failed Failed"],
        );
    }
}
