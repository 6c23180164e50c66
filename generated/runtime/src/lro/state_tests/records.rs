//! Records of operations, and errors, where the result or a status should be.

use azure_core::http::{
    Method::{Delete, Patch, Post, Put},
    Url,
};

use crate::lro::{
    operation::Lro,
    state_tests::{ENDED, ORIGIN, RESOURCE, Told, VIA_LOCATION, check, play_on},
};

const FAILED: Told = (200, "", "", r#"{"status":"Failed","error":{"code":"ValidationError","message":"why"}}"#);
const ERROR: Told = (200, "", "", r#"{"error":{"code":"A","message":"why"}}"#);
const UPDATING: Told = (200, "", "", r#"{"properties":{"provisioningState":"Updating"}}"#);

fn record(status: &str) -> Told {
    let ty = "Microsoft.ApiManagement/service/tenant/operationResults";
    let error = r#"{"code":"A","message":"why"}"#;
    let body = format!(r#"{{"id":"/o/1","type":"{ty}","properties":{{"status":"{status}","error":{error}}}}}"#);
    (200, "", "", body.leak())
}

#[test]
fn a_record_of_a_failure_is_no_resource() {
    for told in [FAILED, ERROR] {
        for method in [Put, Patch, Delete, Post] {
            check(method, None, &[(202, "", "/l", ""), told], &["wait /l InProgress", "failed Failed"]);
        }
        for method in [Put, Patch] {
            check(method, None, &[(202, "", "", ""), told], &["wait /r InProgress", "failed Failed"]);
            check(method, None, &[(200, "", "", ""), told], &["look /r InProgress", "failed Failed"]);
            let told = [(202, "/m", "/l", ""), ENDED, told];
            check(method, VIA_LOCATION, &told, &["wait /m InProgress", "fetch /l", "failed Failed"]);
        }
    }
    // A resource may have members of these names.
    for body in [
        r#"{"id":"/r","error":{"code":"A","message":"why"}}"#,
        r#"{"error":{"code":"A","message":"why"},"properties":{}}"#,
        r#"{"status":"Succeeded","error":{"code":"A","message":"why"}}"#,
    ] {
        check(Put, None, &[(202, "", "/l", ""), (200, "", "", body)], &["wait /l InProgress", "done"]);
    }
}

#[test]
fn an_error_in_any_shape_is_a_failure() {
    for body in [
        r#"{"title":"Conflict","detail":"it is locked","status":409}"#,
        r#"{"status":409,"error":{"code":"A","message":"why"}}"#,
        r#"{"status":null,"error":{"code":"A","message":"why"}}"#,
        r#"{"status":"","error":{"code":"A","message":"why"}}"#,
        r#"{"ErrorEntity":{"Code":"A","Message":"why"}}"#,
        "<Error><Code>A</Code><Message>why</Message></Error>",
    ] {
        for method in [Put, Patch, Delete, Post] {
            let told = [(202, "/m", "", ""), (200, "", "", body)];
            check(method, None, &told, &["wait /m InProgress", "failed Failed"]);
        }
    }
}

#[test]
fn a_record_says_how_it_stands_below_properties() {
    let begun = (202, "/m", "", "");
    for (method, end) in [(Put, "fetch /r"), (Patch, "fetch /r"), (Delete, "done"), (Post, "done")] {
        let told = [begun, record("InProgress"), record("Succeeded")];
        check(method, None, &told, &["wait /m InProgress", "wait /m InProgress", end]);
        check(method, None, &[begun, record("Failed")], &["wait /m InProgress", "failed Failed"]);
        let told = [(202, "", "/l", ""), record("Started"), record("Failed")];
        let lines = ["wait /l InProgress", r#"wait /l UnknownValue("Started")"#, "failed Failed"];
        check(method, None, &told, &lines);
    }
    // Without a type the URL tells. A resource proves nothing, wherever it is read.
    let untyped = (200, "", "", r#"{"properties":{"status":"InProgress"}}"#);
    let at_record = "/tenant/operationResults/1";
    let wait = format!("wait {at_record} InProgress");
    check(Delete, None, &[(202, at_record, "", ""), untyped], &[&wait, &wait]);
    check(Delete, None, &[begun, untyped], &["wait /m InProgress", "done"]);
    let resource = (200, "", "", r#"{"type":"Microsoft.X/things","properties":{"status":"Active"}}"#);
    check(Put, None, &[(202, "", at_record, ""), resource], &[&wait, "done"]);
}

#[test]
fn a_resource_that_was_seen_changing_can_still_fail() {
    let failed = (200, "", "", r#"{"properties":{"provisioningState":"Failed"}}"#);
    let begun = (202, "/m", "", "");
    for method in [Put, Patch] {
        let told = [begun, ENDED, UPDATING, failed];
        check(method, None, &told, &["wait /m InProgress", "fetch /r", "not yet", "failed Failed"]);
        // The monitor has said that this one succeeded.
        check(method, None, &[begun, ENDED, failed], &["wait /m InProgress", "fetch /r", "done"]);
    }
}

#[test]
fn what_gives_nothing_ends_with_the_word_of_its_monitor() {
    for location in ["/l", "https://elsewhere.example/l"] {
        let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
        let mut lro = Lro::new(Post, resource, VIA_LOCATION, true);
        let lines = play_on(&mut lro, &[(202, "/m", location, ""), ENDED], false);
        assert_eq!(lines, ["wait /m InProgress", "done"], "{location}");
    }
}

#[test]
fn a_later_link_elsewhere_does_not_replace_a_good_one() {
    let later = (200, "", "https://elsewhere.example/l", r#"{"status":"InProgress"}"#);
    let told = [(202, "/m", "/l", ""), later, ENDED, RESOURCE];
    check(Post, None, &told, &["wait /m InProgress", "wait /m InProgress", "fetch /l", "done"]);
}

#[test]
fn null_is_no_body() {
    let null = (200, "", "", "null");
    for method in [Put, Patch] {
        check(method, None, &[null, RESOURCE], &["look /r InProgress", "done"]);
        let told = [(202, "/m", "/l", ""), ENDED, null, RESOURCE];
        check(method, VIA_LOCATION, &told, &["wait /m InProgress", "fetch /l", "fetch /r", "done"]);
    }
    check(Post, None, &[(202, "/m", "", ""), null], &["wait /m InProgress", "unclear"]);
}
