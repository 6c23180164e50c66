//! When an operation has ended, and where its result is.

use azure_core::http::{
    Method::{Delete, Patch, Post, Put},
    Url,
};

use crate::lro::{
    operation::{FinalState, Lro},
    state_tests::{
        ENDED, GOING, NOTHING, ORIGIN, RESOURCE, VIA_LOCATION, VIA_MONITOR, VIA_RESOURCE, check, play, play_on,
    },
};

#[test]
fn a_first_answer_that_is_complete_is_the_result() {
    for method in [Put, Patch, Post, Delete] {
        for told in [NOTHING, RESOURCE, (201, "", "", RESOURCE.3), (204, "/m", "/l", "")] {
            check(method, VIA_LOCATION, &[told], &["done"]);
        }
    }
    for method in [Post, Delete] {
        check(method, VIA_LOCATION, &[(200, "", "", "")], &["done"]);
    }
    // The restore of a deleted service is answered so, although the service is still to be activated.
    for (method, first) in [(Put, 200), (Patch, 200), (Put, 201), (Patch, 201)] {
        for blank in ["", " \n"] {
            let told = [
                (first, "", "", blank),
                (200, "", "", r#"{"properties":{"provisioningState":"Activating"}}"#),
                RESOURCE,
            ];
            let word = r#"wait /r UnknownValue("Activating")"#;
            check(method, None, &told, &["look /r InProgress", word, "done"]);
        }
    }
    check(Put, None, &[(200, "", "/l", ""), RESOURCE], &["look /r InProgress", "done"]);
    let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
    let mut gives_nothing = Lro::new(Put, resource, None, true);
    assert_eq!(play_on(&mut gives_nothing, &[(200, "", "", "")], false), ["done"]);
    // A result that says where it is, and links that need not be followed.
    for told in
        [(200, "", "/l", r#"{"id":"/r"}"#), (201, "", "/l", RESOURCE.3), (200, "", "https://evil.example/", RESOURCE.3)]
    {
        check(Put, VIA_LOCATION, &[told], &["done"]);
    }
    check(Post, None, &[(201, "", "", "{}")], &["done"]);
}

#[test]
fn the_status_monitor_is_asked_before_location() {
    let begun = (202, "/m", "/l", "");
    for method in [Put, Patch] {
        check(
            method,
            None,
            &[begun, GOING, ENDED, RESOURCE],
            &["wait /m InProgress", "wait /m InProgress", "fetch /r", "done"],
        );
    }
    for (status, location) in [(200, ""), (201, ""), (202, ""), (200, "/l"), (201, "/l")] {
        check(Put, None, &[(status, "/m", location, RESOURCE.3), ENDED], &["wait /m InProgress", "fetch /r"]);
    }
    check(Delete, None, &[begun, GOING, ENDED], &["wait /m InProgress", "wait /m InProgress", "done"]);
    check(Delete, VIA_LOCATION, &[begun, ENDED], &["wait /m InProgress", "done"]);
    check(Delete, None, &[begun, NOTHING], &["wait /m InProgress", "done"]);
}

#[test]
fn the_result_is_where_final_state_via_says() {
    for (method, via, expected) in [
        (Put, VIA_LOCATION, "fetch /l"),
        (Put, VIA_RESOURCE, "fetch /r"),
        (Put, VIA_MONITOR, "fetch /r"),
        (Put, None, "fetch /r"),
        (Patch, VIA_LOCATION, "fetch /l"),
        (Patch, VIA_RESOURCE, "fetch /r"),
        (Patch, None, "fetch /r"),
        (Post, VIA_LOCATION, "fetch /l"),
        (Post, VIA_RESOURCE, "fetch /r"),
        (Post, VIA_MONITOR, "done"),
        (Post, Some(FinalState::OperationLocation), "done"),
        (Post, None, "fetch /l"),
        (Delete, VIA_LOCATION, "done"),
        (Delete, VIA_RESOURCE, "done"),
        (Delete, None, "done"),
    ] {
        check(method, via, &[(202, "/m", "/l", ""), ENDED], &["wait /m InProgress", expected]);
    }
    // Without Location.
    for (method, via, expected) in [
        (Put, VIA_LOCATION, "fetch /r"),
        (Post, VIA_LOCATION, "done"),
        (Post, None, "done"),
        (Post, VIA_RESOURCE, "fetch /r"),
    ] {
        check(method, via, &[(202, "/m", "", ""), ENDED], &["wait /m InProgress", expected]);
    }
    // Followed by Location alone.
    for (method, via, expected) in [
        (Put, VIA_LOCATION, "done"),
        (Put, VIA_RESOURCE, "fetch /r"),
        (Put, VIA_MONITOR, "done"),
        (Put, None, "done"),
        (Patch, VIA_RESOURCE, "fetch /r"),
        (Post, VIA_RESOURCE, "fetch /r"),
        (Post, VIA_LOCATION, "done"),
        (Delete, VIA_RESOURCE, "done"),
    ] {
        check(method, via, &[(202, "", "/l", ""), RESOURCE], &["wait /l InProgress", expected]);
    }
}

#[test]
fn location_is_followed_until_it_no_longer_says_202() {
    let begun = (202, "", "/l", "");
    for method in [Put, Patch, Post, Delete] {
        let told = [begun, (202, "", "", ""), (202, "", "/l2", ""), (202, "", "", "<html>"), (200, "", "", "{}")];
        let waits = ["wait /l InProgress", "wait /l InProgress", "wait /l2 InProgress", "wait /l2 InProgress", "done"];
        check(method, VIA_LOCATION, &told, &waits);
    }
    check(Delete, None, &[begun, NOTHING], &["wait /l InProgress", "done"]);
    check(Post, None, &[begun, NOTHING], &["wait /l InProgress", "done"]);
    // An empty end of what makes a resource.
    for empty in [NOTHING, (200, "", "", ""), (200, "", "", " \n")] {
        for method in [Put, Patch] {
            check(method, VIA_LOCATION, &[begun, empty, RESOURCE], &["wait /l InProgress", "fetch /r", "done"]);
        }
    }
    // 201 with Location, as for a resource that is being created.
    check(Put, VIA_LOCATION, &[(201, "", "/l", "{}"), RESOURCE], &["wait /l InProgress", "done"]);
    // The result is a resource that is not ready.
    let updating = (200, "", "", r#"{"properties":{"provisioningState":"Updating"}}"#);
    check(
        Put,
        VIA_LOCATION,
        &[begun, updating, RESOURCE],
        &["wait /l InProgress", r#"wait /l UnknownValue("Updating")"#, "done"],
    );
}

#[test]
fn without_links_the_resource_tells() {
    let creating = (201, "", "", r#"{"properties":{"provisioningState":"Creating"}}"#);
    let word = r#"wait /r UnknownValue("Creating")"#;
    for method in [Put, Patch] {
        check(method, None, &[creating, (200, "", "", creating.3), RESOURCE], &[word, word, "done"]);
        check(method, VIA_LOCATION, &[(200, "", "", creating.3), (200, "", "", r#"{"id":"/r"}"#)], &[word, "done"]);
        check(
            method,
            None,
            &[(202, "", "", ""), (202, "", "", ""), NOTHING],
            &["wait /r InProgress", "wait /r InProgress", "done"],
        );
    }
    // 201 alone: begun, and perhaps done.
    check(
        Put,
        None,
        &[(201, "", "", r#"{"id":"/r"}"#), (200, "", "", r#"{"id":"/r"}"#)],
        &["look /r InProgress", "done"],
    );
    // A resource that is still to appear.
    check(Put, None, &[(202, "", "", ""), (404, "", "", ""), RESOURCE], &["wait /r InProgress", "not yet", "done"]);
    // A link that comes later wins.
    check(
        Put,
        None,
        &[creating, (200, "/m", "", creating.3), ENDED],
        &[word, r#"wait /m UnknownValue("Creating")"#, "fetch /r"],
    );
}

#[test]
fn an_action_that_cannot_be_followed_is_an_error() {
    for method in [Post, Delete] {
        let lines = play(method, VIA_LOCATION, &[(202, "", "", "")]);
        assert!(lines[0].starts_with("error") && lines[0].contains("its end cannot be learned"), "{lines:?}");
    }
}

#[test]
fn the_words_are_read_in_any_case() {
    let begun = (202, "/m", "", "");
    for (word, expected) in [
        ("succeeded", "done"),
        ("Completed", "done"),
        ("COMPLETED", "done"),
        ("SUCCEEDED", "done"),
        ("Failed", "failed Failed"),
        ("fAILED", "failed Failed"),
        ("Canceled", "failed Canceled"),
        ("cancelled", "failed Canceled"),
        ("Accepted", r#"wait /m UnknownValue("Accepted")"#),
        ("Deleted", r#"wait /m UnknownValue("Deleted")"#),
        ("inprogress", "wait /m InProgress"),
    ] {
        let body: &'static str = format!(r#"{{"status":"{word}"}}"#).leak();
        check(Delete, None, &[begun, (200, "", "", body)], &["wait /m InProgress", expected]);
        let body: &'static str = format!(r#"{{"properties":{{"provisioningState":"{word}"}}}}"#).leak();
        let by_resource = expected.replace("/m", "/r");
        check(Put, None, &[(200, "", "", body)], &[by_resource.as_str()]);
    }
}

#[test]
fn an_end_that_is_told_by_the_result_is_not_overlooked() {
    let begun = (202, "", "/l", "");
    let failed = (200, "", "", r#"{"properties":{"provisioningState":"Failed"}}"#);
    for method in [Put, Patch, Post, Delete] {
        check(method, None, &[begun, failed], &["wait /l InProgress", "failed Failed"]);
    }
    check(Put, None, &[failed], &["failed Failed"]);
    check(Put, None, &[(201, "", "", failed.3)], &["failed Failed"]);
    for record in
        [r#"{"status":"Failed","error":{"code":"A"}}"#, r#"{"properties":{"status":"Cancelled","error":{"code":"A"}}}"#]
    {
        let state = if record.contains("Failed") { "failed Failed" } else { "failed Canceled" };
        check(Post, VIA_LOCATION, &[begun, (200, "", "", record)], &["wait /l InProgress", state]);
        check(Post, VIA_LOCATION, &[(200, "", "", record)], &[state]);
        check(
            Post,
            VIA_LOCATION,
            &[(202, "/m", "/l", ""), ENDED, (200, "", "", record)],
            &["wait /m InProgress", "fetch /l", state],
        );
    }
    // A property of that name proves nothing.
    check(Post, None, &[begun, (200, "", "", r#"{"status":"Failed"}"#)], &["wait /l InProgress", "done"]);
    check(
        Put,
        None,
        &[begun, (200, "", "", r#"{"properties":{"status":"Failed","error":{}}}"#)],
        &["wait /l InProgress", "done"],
    );
}

#[test]
fn an_answer_that_tells_nothing_decides_nothing() {
    let begun = (202, "/m", "", "");
    for body in ["", "<html>", r#"{"status":"Succ"#, r#"{"status":7}"#, r#"{"status":""}"#, r#"{"status":null}"#] {
        check(Post, None, &[begun, (200, "", "", body), ENDED], &["wait /m InProgress", "unclear", "done"]);
    }
    for body in ["<html>", r#"{"status":"Succ"#, r#"{"Status":7}"#] {
        for method in [Put, Patch, Delete] {
            let lines = play(method, None, &[begun, (200, "", "", body)]);
            assert_eq!(lines, ["wait /m InProgress", "unclear"], "{method} {body}");
        }
    }
    check(
        Post,
        None,
        &[begun, (200, "", "", r#"{"properties":{"provisioningState":"Succeeded"}}"#)],
        &["wait /m InProgress", "done"],
    );
    check(
        Put,
        None,
        &[(202, "", "/l", ""), (200, "", "", "<html>"), RESOURCE],
        &["wait /l InProgress", "unclear", "done"],
    );
    check(
        Put,
        None,
        &[begun, ENDED, (200, "", "", "<html>"), RESOURCE],
        &["wait /m InProgress", "fetch /r", "unclear", "done"],
    );
}

#[test]
fn a_result_that_is_late_or_gone_is_found() {
    let begun = (202, "/m", "/l", "");
    check(
        Put,
        VIA_LOCATION,
        &[begun, ENDED, (404, "", "", r#"{"error":{}}"#), RESOURCE],
        &["wait /m InProgress", "fetch /l", "fetch /r", "done"],
    );
    check(
        Put,
        VIA_LOCATION,
        &[begun, ENDED, NOTHING, RESOURCE],
        &["wait /m InProgress", "fetch /l", "fetch /r", "done"],
    );
    check(
        Put,
        None,
        &[begun, ENDED, (404, "", "", ""), RESOURCE],
        &["wait /m InProgress", "fetch /r", "not yet", "done"],
    );
    // A resource that is still being changed is not the result yet.
    let updating = (200, "", "", r#"{"properties":{"provisioningState":"Updating"}}"#);
    for method in [Put, Patch] {
        check(
            method,
            None,
            &[begun, ENDED, updating, RESOURCE],
            &["wait /m InProgress", "fetch /r", "not yet", "done"],
        );
        let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
        let lines = play_on(&mut Lro::new(method, resource, None, false), &[begun, ENDED, updating], true);
        assert_eq!(lines[2], "done", "{method}: it never says anything else");
    }
    check(Post, VIA_LOCATION, &[begun, ENDED, updating], &["wait /m InProgress", "fetch /l", "done"]);
    let late = ["wait /m InProgress", "fetch /l", "wait /l2 InProgress", "done"];
    check(Post, VIA_LOCATION, &[begun, ENDED, (202, "", "/l2", ""), RESOURCE], &late);
    check(Post, VIA_LOCATION, &[begun, ENDED, NOTHING], &["wait /m InProgress", "fetch /l", "done"]);
}

#[test]
fn a_status_monitor_that_succeeds_without_a_word_ends_the_operation() {
    let begun = (202, "/m", "", "");
    let updating = (200, "", "", r#"{"properties":{"ProvisioningState":"Updating"}}"#);
    for body in ["", " ", "{}", r#"{"id":"/r","name":"r"}"#, r#"{"id":"/r","properties":{"displayName":"r"}}"#, "[]"] {
        let silent = (200, "", "", body);
        for method in [Put, Patch] {
            let word = r#"wait /r UnknownValue("Updating")"#;
            let told = [begun, silent, updating, RESOURCE];
            check(method, VIA_LOCATION, &told, &["wait /m InProgress", "look /r InProgress", word, "done"]);
            let failed = (200, "", "", r#"{"Properties":{"provisioningstate":"failed"}}"#);
            check(
                method,
                None,
                &[begun, silent, failed],
                &["wait /m InProgress", "look /r InProgress", "failed Failed"],
            );
        }
        check(Delete, None, &[begun, silent], &["wait /m InProgress", "done"]);
        check(
            Post,
            VIA_MONITOR,
            &[(202, "/m", "/l", ""), silent, RESOURCE],
            &["wait /m InProgress", "fetch /l", "done"],
        );
        let expected = if body.trim().is_empty() { "unclear" } else { "done" };
        check(Post, None, &[begun, silent], &["wait /m InProgress", expected]);
        let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
        let mut gives_nothing = Lro::new(Post, resource, None, true);
        assert_eq!(play_on(&mut gives_nothing, &[begun, silent], false), ["wait /m InProgress", "done"]);
    }
    for body in [r#"{"error":{"code":"A","message":"why"}}"#, r#"{"Error":{"Code":"A","Message":"why"}}"#] {
        for method in [Put, Patch, Post, Delete] {
            check(method, None, &[begun, (200, "", "", body)], &["wait /m InProgress", "failed Failed"]);
        }
    }
    // A monitor that is the resource itself.
    for (body, expected) in [
        (r#"{"properties":{"ProvisioningState":"Succeeded"}}"#, "fetch /r"),
        (r#"{"Properties":{"provisioningState":"Updating"}}"#, r#"wait /m UnknownValue("Updating")"#),
        (r#"{"Status":"Succeeded"}"#, "fetch /r"),
        (r#"{"STATUS":"Failed","Error":{"Code":"A"}}"#, "failed Failed"),
    ] {
        check(Put, None, &[begun, (200, "", "", body)], &["wait /m InProgress", expected]);
    }
}
