//! What each shape of an error becomes, and which documents are none.

use serde_json::{Value, json};

use crate::error::shape::{ArmErrorDetail, error_in, failure_in, failure_of_operation, is_error_member};

/// `code: message (target) [details]`, with `-` for what is not there.
fn line(error: &ArmErrorDetail) -> String {
    let target = error.target().map(|target| format!(" ({target})")).unwrap_or_default();
    let details: Vec<_> = error.details().iter().map(line).collect();
    let details = if details.is_empty() { String::new() } else { format!(" [{}]", details.join(", ")) };
    format!("{}: {}{target}{details}", error.code().unwrap_or("-"), error.message().unwrap_or("-"))
}

#[test]
fn shapes_of_errors_give_code_and_message() {
    for (json, expected) in [
        (json!({"error": {"code": "A", "message": "why", "target": "t"}}), "A: why (t)"),
        (json!({"Error": {"Code": "A", "Message": "why", "Target": "t"}}), "A: why (t)"),
        (json!({"ERROR": {"CODE": "A", "MESSAGE": "why"}}), "A: why"),
        (json!({"code": "A", "message": "why"}), "A: why"),
        (json!({"Code": "A", "Message": "why"}), "A: why"),
        (json!([{"code": "A", "message": "first"}]), "A: first"),
        (json!([{"code": "A", "message": "first"}, {"code": "B", "message": "second"}]), "A: first [B: second]"),
        (json!([{"error": {"code": "A", "message": "first"}}, "second"]), "A: first [-: second]"),
        (json!({"error": [{"code": "A", "message": "first"}, {"message": "second"}]}), "A: first [-: second]"),
        (json!({"errors": [{"code": "A", "message": "first"}, {"code": "B"}]}), "A: first [B: -]"),
        (json!({"errors": ["first", "second"]}), "-: first [-: second]"),
        (json!({"error": "The name is taken."}), "-: The name is taken."),
        (json!({"error": "invalid_grant"}), "invalid_grant: -"),
        (json!({"error": "invalid_grant", "error_description": "expired"}), "invalid_grant: expired"),
        (json!({"error": "Not Found", "message": "no route", "status": 404}), "-: Not Found: no route"),
        (json!({"error": "text", "code": "A"}), "A: text"),
        (json!({"error": true, "message": "why"}), "-: why"),
        (json!({"error": {}, "code": "A", "message": "why"}), "A: why"),
        (json!({"error": {"code": 409, "message": "why"}}), "409: why"),
        (json!({"statusCode": 401, "message": "Access denied"}), "401: Access denied"),
        (json!({"Message": "why"}), "-: why"),
        (json!({"Message": "No such route.", "MessageDetail": "No controller."}), "-: No such route.: No controller."),
        (
            json!({"Message": "Sorry.", "ExceptionMessage": "null", "ExceptionType": "System.X"}),
            "-: Sorry. [System.X: null]",
        ),
        (
            json!({"Message": "Invalid.", "ModelState": {"name": ["required", "short"], "x": "y"}}),
            "-: Invalid. [-: required (name), -: short (name), -: y (x)]",
        ),
        (
            json!({"type": "about:blank", "title": "Invalid.", "status": 400, "detail": "d", "errors": {"Name": ["required"]}}),
            "-: Invalid.: d [-: required (Name)]",
        ),
        (
            json!({"title": "Invalid.", "errors": [{"detail": "must be positive", "pointer": "#/age"}]}),
            "-: Invalid. [-: must be positive (#/age)]",
        ),
        (json!({"errors": {"Code": ["required"]}}), "-: required (Code)"),
        (json!({"detail": "Not Found"}), "-: Not Found"),
        (json!({"detail": [{"loc": ["body"], "msg": "required"}]}), "-: required"),
        (json!({"code": "A", "message": "why", "details": ["one", "two"]}), "A: why [-: one, -: two]"),
        (json!({"code": "A", "message": "why", "details": "one"}), "A: why [-: one]"),
        (json!({"code": "A", "message": "why", "details": {"code": "B", "message": "one"}}), "A: why [B: one]"),
        (
            json!({"code": "A", "details": [{"code": "B", "details": [{"message": "deep", "target": "t"}]}]}),
            "A: - [B: - [-: deep (t)]]",
        ),
        (
            json!({"error": {"code": "A", "message": "why", "innererror": {"code": "B", "innererror": {"code": "C"}}}}),
            "A: why [B: - [C: -]]",
        ),
        (
            json!({"code": "A", "extendedCode": "1", "messageTemplate": "{0} of {1}", "parameters": ["x", 2], "message": null,
                "innerErrors": [{"code": "B", "message": "inner"}]}),
            "A: x of 2 [B: inner]",
        ),
        (json!({"odata.error": {"code": "A", "message": {"lang": "en", "value": "why"}}}), "A: why"),
        (json!("{\"error\": {\"code\": \"A\", \"message\": \"why\"}}"), "A: why"),
        (json!("\"quoted twice\""), "-: quoted twice"),
        (json!({"error": "{\"code\": \"A\", \"message\": \"why\"}"}), "A: why"),
        (json!({"statusMessage": "{\"error\": {\"code\": \"A\", \"message\": \"why\"}}"}), "A: why"),
        (json!({"statusMessage": {"error": {"code": "A", "message": "why"}}}), "A: why"),
        (json!({"statusMessage": "why"}), "-: why"),
        (json!({"message": " ", "code": ""}), "-: -"),
        (json!({"value": []}), "-: -"),
        (json!(17), "-: -"),
        (json!(null), "-: -"),
        (json!([]), "-: -"),
    ] {
        assert_eq!(line(&failure_in(&json)), expected, "{json}");
    }
}

#[test]
fn shapes_that_were_lost_once_give_code_and_message() {
    for (json, expected) in [
        (json!({"ErrorEntity": {"Code": "A", "Message": "why"}}), "A: why"),
        (json!({"@odata.error": {"code": "A", "message": {"Lang": "en", "Value": "why"}}}), "A: why"),
        (
            json!({"Code": "A", "Message": "why", "Details": [{"Message": "why"}, {"Code": "A"},
                {"ErrorEntity": {"ExtendedCode": "1", "Code": "B", "Message": "inner"}}]}),
            "A: why [-: why, A: -, B: inner]",
        ),
        (json!({"errors": "The name is taken."}), "-: The name is taken."),
        (json!({"error": {"errors": "why"}}), "-: why"),
        (json!({"error": {"code": "A", "innererror": "why"}}), "A: - [-: why]"),
        (json!({"error": {"code": "A", "innerErrors": ["one", "two"]}}), "A: - [-: one, -: two]"),
        (json!({"ModelState": "bad"}), "-: bad"),
        (
            // In the order of the alphabet, which is that of a map without `preserve_order` too.
            json!({"title": "t", "errors": {"Details": ["z"], "Error": ["bad"], "Name": ["required"]}}),
            "-: t [-: z (Details), -: bad (Error), -: required (Name)]",
        ),
        (json!({"errors": {"code": "A", "details": ["one"]}}), "A: - [-: one]"),
        (json!({"error": {"code": "A", "message": ["a ", "", "b"]}}), "A: a; b"),
        (json!({"error": {"code": "A", "message": ["a", {}]}}), "A: -"),
        (json!({"code": "A", "detail": ["a", "b"]}), "A: a; b"),
    ] {
        assert_eq!(line(&failure_in(&json)), expected, "{json}");
    }
}

#[test]
fn an_error_is_told_from_what_a_success_may_hold() {
    for json in [
        json!({"error": {"code": "A"}}),
        json!({"value": [], "Error": {"Message": "why"}}),
        json!({"error": [{"code": "A"}]}),
        json!({"error": "why"}),
        json!({"errors": [{"code": "A", "message": "why"}]}),
        json!({"code": "A", "message": "why"}),
        json!({"code": "A", "message": "why", "region": "westeurope"}),
        json!({"Message": "why"}),
        json!({"message": "why", "traceId": "1", "@odata.context": "x"}),
        json!({"statusCode": 401, "message": "why"}),
        json!({"title": "Invalid.", "status": 400}),
        json!({"title": "Invalid.", "errors": {"name": ["required"]}}),
        json!([{"code": "A", "message": "why"}]),
        json!("{\"error\": {\"code\": \"A\"}}"),
    ] {
        assert!(error_in(&json).is_some(), "{json}");
    }
    for json in [
        json!({}),
        json!({"error": null}),
        json!({"error": {}}),
        json!({"error": []}),
        json!({"error": ""}),
        json!({"error": {"code": null, "message": ""}}),
        json!({"id": "/s", "name": "n", "properties": {"code": "A", "message": "why", "error": {"code": "A"}}}),
        json!({"nameAvailable": false, "message": "taken", "reason": "AlreadyExists"}),
        json!({"status": "Succeeded", "message": "done"}),
        json!({"statusCode": 200, "message": "done"}),
        json!({"code": 0, "message": "done"}),
        json!({"title": "A title", "description": "of a thing"}),
        json!({"title": "A title"}),
        json!({"value": [{"code": "A", "message": "why"}]}),
        json!([]),
        json!([{"code": "A", "message": "why"}, {"name": "n"}]),
        json!("why"),
        json!(true),
        json!(null),
    ] {
        assert!(error_in(&json).is_none(), "{json}");
    }
}

#[test]
fn an_operation_tells_its_failure_at_the_top_or_in_its_properties() {
    for (json, expected) in [
        (json!({"status": "Failed", "Error": {"Code": "A", "Message": "why"}}), "A: why"),
        (json!({"status": "Failed", "properties": {"Error": [{"code": "A", "message": "why"}]}}), "A: why"),
        (json!({"status": "Failed", "properties": {"statusMessage": "why"}}), "-: why"),
        (json!({"status": "Failed", "statusMessage": "why"}), "-: why"),
        (json!({"status": "Failed", "message": "why"}), "-: why"),
        (json!({"properties": {"provisioningState": "Failed", "title": "mine", "message": "mine"}}), "-: -"),
    ] {
        assert_eq!(line(&failure_of_operation(&json)), expected, "{json}");
    }
}

#[test]
fn neither_depth_nor_breadth_is_without_bound() {
    let mut deep = json!({"message": "bottom"});
    for _ in 0..100 {
        deep = json!({"message": "m", "details": [deep], "innererror": {"error": {"errors": {"a": "b"}}}});
    }
    assert_eq!(failure_in(&deep).message(), Some("m"));
    let mut wrapped = "bottom".to_owned();
    for _ in 0..12 {
        wrapped = Value::String(wrapped).to_string();
    }
    failure_in(&Value::String(wrapped));
    let mut both = "bottom".to_owned();
    for _ in 0..6 {
        let nested = format!("{}{}{}", "[".repeat(120), Value::String(both), "]".repeat(120));
        both = format!("{{\"error\": {nested}}}");
    }
    failure_in(&Value::String(both));
    let broad = json!({"code": "A", "details": vec![json!({"code": "B"}); 5000]});
    assert_eq!(failure_in(&broad).details().len(), super::MAX_DETAILS);
}

#[test]
fn an_error_that_says_nothing_is_one_where_it_has_no_place() {
    for (name, value, expected) in [
        ("error", json!({"foo": "bar"}), true),
        ("Error", json!({"code": 0}), true),
        ("errorEntity", json!({"code": "A"}), true),
        ("error", json!("why"), true),
        ("error", json!({"code": null, "message": " ", "details": [], "innererror": {}}), false),
        ("error", json!({}), false),
        ("error", json!([]), false),
        ("error", json!(false), false),
        ("errors", json!({"foo": "bar"}), false),
    ] {
        assert_eq!(is_error_member(name, &value), expected, "{name} {value}");
    }
}
