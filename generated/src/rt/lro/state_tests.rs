//! The rules as tables: a method, a `final-state-via`, the answers, and what must be asked in which order.

use azure_core::{
    Bytes,
    http::{
        Method::{self, Delete, Patch, Post, Put},
        RawResponse, StatusCode, Url,
        headers::{HeaderName, HeaderValue, Headers},
    },
};

use super::{
    super::{FinalState, origin::Origin},
    answer::Answer,
    state::{Lro, Reading, Step},
};

const ORIGIN: &str = "https://management.azure.com";
const VIA_LOCATION: Option<FinalState> = Some(FinalState::Location);
const VIA_MONITOR: Option<FinalState> = Some(FinalState::AzureAsyncOperation);
const VIA_RESOURCE: Option<FinalState> = Some(FinalState::OriginalUri);

/// Status code, `Azure-AsyncOperation`, `Location`, body.
type Told = (u16, &'static str, &'static str, &'static str);

fn response((status, monitor, location, body): Told) -> RawResponse {
    let mut headers = Headers::new();
    for (name, link) in [("azure-asyncoperation", monitor), ("location", location)] {
        if !link.is_empty() {
            headers.insert(HeaderName::from(name), HeaderValue::from(link));
        }
    }
    RawResponse::from_bytes(StatusCode::from(status), headers, Bytes::from(body))
}

/// Plays the answers and writes down what comes of each: `wait /url word`, `fetch /url`, `done`, `failed word`.
fn play(method: Method, via: Option<FinalState>, told: &[Told]) -> Vec<String> {
    let resource: Url = format!("{ORIGIN}/r").parse().unwrap();
    let origin = Origin::of(&resource);
    let mut lines = Vec::new();
    let mut asked = resource;
    let mut lro = None;
    let mut fetching = false;
    for &told in told {
        let response = response(told);
        let answer = Answer::new(&asked, &response);
        let step = match &mut lro {
            None => Lro::begin(method, via, &answer, &origin).map(|(begun, step)| {
                lro = Some(begun);
                Reading::Tells(step)
            }),
            Some(lro) if fetching => lro.fetched(&answer, &origin),
            Some(lro) => lro.polled(&answer, &origin),
        };
        let path = |url: &Url| url.as_str()[ORIGIN.len()..].to_owned();
        lines.push(match step {
            Ok(Reading::Tells(Step::Wait { state, at_once })) => {
                fetching = false;
                asked = lro.as_ref().unwrap().url().clone();
                format!("{} {} {state:?}", if at_once { "look" } else { "wait" }, path(&asked))
            }
            Ok(Reading::Tells(Step::Fetch(url))) => {
                fetching = true;
                asked = url;
                format!("fetch {}", path(&asked))
            }
            Ok(Reading::Tells(Step::Done)) => "done".to_owned(),
            Ok(Reading::Tells(Step::Failed(state))) => format!("failed {state:?}"),
            Ok(Reading::Nothing(_)) => "unclear".to_owned(),
            Err(error) => format!("error {error}"),
        });
    }
    lines
}

#[track_caller]
fn check(method: Method, via: Option<FinalState>, told: &[Told], expected: &[&str]) {
    assert_eq!(play(method, via, told), expected, "{method} {via:?} {told:?}");
}

const GOING: Told = (200, "", "", r#"{"status":"InProgress"}"#);
const ENDED: Told = (200, "", "", r#"{"status":"Succeeded"}"#);
const RESOURCE: Told = (200, "", "", r#"{"id":"/r","properties":{"provisioningState":"Succeeded"}}"#);
const NOTHING: Told = (204, "", "", "");

#[test]
fn a_first_answer_that_is_complete_is_the_result() {
    for method in [Put, Patch, Post, Delete] {
        for told in [NOTHING, (200, "", "", ""), RESOURCE, (201, "", "", RESOURCE.3), (204, "/m", "/l", "")] {
            check(method, VIA_LOCATION, &[told], &["done"]);
        }
    }
    // A result that says where it is, and links that nobody has to follow.
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
    check(Put, None, &[(202, "", "", ""), (404, "", "", ""), RESOURCE], &["wait /r InProgress", "unclear", "done"]);
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

#[test]
fn the_words_are_read_in_any_case() {
    let begun = (202, "/m", "", "");
    for (word, expected) in [
        ("succeeded", "done"),
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
    for body in ["", "{}", "<html>", r#"{"status":"Succ"#, r#"{"status":7}"#, r#"{"status":""}"#, "[]", "null"] {
        check(Post, None, &[begun, (200, "", "", body), ENDED], &["wait /m InProgress", "unclear", "done"]);
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
        &["wait /m InProgress", "fetch /r", "unclear", "done"],
    );
    let late = ["wait /m InProgress", "fetch /l", "wait /l2 InProgress", "done"];
    check(Post, VIA_LOCATION, &[begun, ENDED, (202, "", "/l2", ""), RESOURCE], &late);
    check(Post, VIA_LOCATION, &[begun, ENDED, NOTHING], &["wait /m InProgress", "fetch /l", "done"]);
}

#[test]
fn a_link_to_elsewhere_is_refused() {
    for (monitor, location, header) in [
        ("https://evil.example/m", "", "Azure-AsyncOperation"),
        ("", "http://management.azure.com/l", "Location"),
        ("/m", "//evil.example", "Location"),
    ] {
        for method in [Put, Post] {
            let line = play(method, None, &[(202, monitor, location, "")]).remove(0);
            assert!(line.starts_with(&format!("error {header} was refused")), "{line}");
        }
        let line = play(Post, None, &[(202, "/m", "", ""), (200, monitor, location, GOING.3)]).remove(1);
        assert!(line.starts_with(&format!("error {header} was refused")), "{line}");
    }
}
