//! Error bodies as they arrive, and what becomes of them.

use azure_core::{
    error::{Error, ErrorKind},
    http::{Method, RawResponse, StatusCode, Url, headers::Headers},
};
use serde_json::Value;

use crate::error::{
    Asked,
    arm_error::{ArmError, holds_error},
    check_status, error_in, from_response, line,
    line::CODE,
    of_operation,
};

fn response(status: u16, body: &str) -> RawResponse {
    let mut headers = Headers::new();
    headers.insert("x-ms-request-id", "r-1");
    headers.insert("x-ms-correlation-request-id", "c-1");
    RawResponse::from_bytes(status.into(), headers, body.to_owned())
}

/// The request that all these answer.
fn asked() -> Asked {
    let url = Url::parse("https://management.azure.com/thing?sig=1").unwrap();
    Asked::new("Thing_Do", Method::Get, &url)
}

const ASKED: &str = "Thing_Do (GET /thing): ";

fn error(status: u16, body: &str) -> Error {
    check_status(&response(status, body), &[200, 201], |_| false, asked).expect_err("the status is not declared")
}

fn arm(error: &Error) -> &ArmError {
    ArmError::from_error(error).expect("the service answered")
}

/// Checks the whole line that a body becomes, and that it is one.
fn check(status: u16, body: &str, expected: &str) {
    let error = error(status, body);
    assert_eq!(error.to_string(), format!("{ASKED}{expected} (request id: r-1)"));
    assert_eq!(error.to_string().lines().count(), 1);
}

#[test]
fn every_part_of_arms_body_is_typed() {
    let error = error(
        400,
        r#"{"error": {"code": "ValidationError", "message": "One or more fields contain incorrect values:", "target": "service",
            "details": [{"code": "ValidationError", "target": "gatewayId", "message": "Too long",
                         "details": [{"code": "Inner", "message": "deep"}]}],
            "additionalInfo": [{"type": "PolicyViolation", "info": {"policy": "p"}}]}}"#,
    );
    let ErrorKind::HttpResponse { status, error_code, raw_response } = error.kind() else { panic!("{error:?}") };
    assert_eq!((*status, error_code.as_deref()), (StatusCode::BadRequest, Some("ValidationError")));
    assert!(raw_response.is_none(), "the body may hold secrets");
    let arm = arm(&error);
    assert_eq!((arm.status(), arm.code()), (StatusCode::BadRequest, Some("ValidationError")));
    assert_eq!(arm.message(), Some("One or more fields contain incorrect values:"));
    assert_eq!(arm.target(), Some("service"));
    assert_eq!((arm.request_id(), arm.correlation_id()), (Some("r-1"), Some("c-1")));
    let [detail] = arm.details() else { panic!("{arm:?}") };
    assert_eq!(
        (detail.code(), detail.target(), detail.message()),
        (Some("ValidationError"), Some("gatewayId"), Some("Too long"))
    );
    assert_eq!(detail.details()[0].message(), Some("deep"));
    let [info] = arm.additional_info() else { panic!("{arm:?}") };
    assert_eq!((info.kind(), &info.info()["policy"]), (Some("PolicyViolation"), &"p".into()));
    assert_eq!(
        error.to_string(),
        "Thing_Do (GET /thing): 400 Bad Request, ValidationError: One or more fields contain incorrect values: (target: service); \
         gatewayId: Too long (request id: r-1)"
    );
}

#[test]
fn the_same_error_in_other_spellings() {
    let expected = "404 Not Found, ResourceNotFound: No such thing.";
    check(404, r#"{"code": "ResourceNotFound", "message": "No such thing."}"#, expected);
    check(
        404,
        r#"{"error": {"code": "ResourceNotFound", "message": "No such thing.", "details": null, "target": null}}"#,
        expected,
    );
    check(404, r#"{"Error": {"Code": "ResourceNotFound", "Message": "No such thing.", "Details": {}}}"#, expected);
    check(
        404,
        r#"{"odata.error": {}, "code": "ResourceNotFound", "message": {"lang": "en", "value": "No such thing."}}"#,
        expected,
    );
    check(404, "\u{FEFF}{\"code\": \"ResourceNotFound\", \"message\": \"No such thing.\"}", expected);
    check(404, r#""{\"error\": {\"code\": \"ResourceNotFound\", \"message\": \"No such thing.\"}}""#, expected);
    check(
        401,
        r#"{"error": "invalid_grant", "error_description": "expired"}"#,
        "401 Unauthorized, invalid_grant: expired",
    );
    check(500, r#"{"error": {"code": 17, "message": "m"}}"#, "500 Internal Server Error, 17: m");
}

#[test]
fn quotes_and_newlines_stay_in_the_message_but_not_in_the_line() {
    let error = error(400, r#"{"error": {"code": "Bad", "message": "first \"quoted\"\r\n\tsecond\u0007"}}"#);
    assert_eq!(arm(&error).message(), Some("first \"quoted\"\r\n\tsecond\u{7}"));
    assert_eq!(
        error.to_string(),
        "Thing_Do (GET /thing): 400 Bad Request, Bad: first \"quoted\" second (request id: r-1)"
    );
    let long = format!(r#"{{"code": "Long", "message": "{}"}}"#, "é".repeat(5000));
    assert!(self::error(400, &long).to_string().chars().count() < 1100);
}

#[test]
fn what_is_not_json_is_described_and_not_shown() {
    check(500, "", "500 Internal Server Error");
    check(
        502,
        "<html><head><TITLE>502 Bad\n Gateway</TITLE></head>secret</html>",
        "502 Bad Gateway: the body of the error is HTML titled \"502 Bad Gateway\", 63 bytes",
    );
    check(503, "<?xml version=\"1.0\"?><e/>", "503 Service Unavailable: the body of the error is XML, 25 bytes");
    check(
        500,
        r#"{"error": {"code": "Cut", "mess"#,
        "500 Internal Server Error: the body of the error breaks off: JSON of 31 bytes",
    );
    check(
        500,
        r#"{"error": secret}"#,
        "500 Internal Server Error: the body of the error is malformed: JSON of 17 bytes",
    );
    for silent in ["[]", "7", "null", "[[], 7]", "\"\""] {
        check(500, silent, "500 Internal Server Error: the body of the error is JSON that says nothing");
    }
    check(
        500,
        r#"{"error": null, "x": 1}"#,
        "500 Internal Server Error: the body of the error has neither code nor message",
    );
    check(599, "\u{0}\u{1}", "HTTP 599: the body of the error is no text: 2 bytes of something else");
}

#[test]
fn a_header_can_name_the_code() {
    let mut headers = Headers::new();
    headers.insert("x-ms-error-code", "AuthorizationFailed");
    let error = from_response(&RawResponse::from_bytes(StatusCode::Forbidden, headers, ""), asked());
    assert_eq!(error.to_string(), format!("{ASKED}403 Forbidden, AuthorizationFailed"));
}

#[test]
fn an_undeclared_success_is_an_error() {
    assert!(check_status(&response(201, ""), &[200, 201], |_| false, asked).is_ok());
    check(202, "{}", "202 Accepted where the API declares 200, 201");
    check(206, "", "206 Partial Content where the API declares 200, 201");
    check(307, "", "307 Temporary Redirect");
}

#[test]
fn not_found_and_precondition_failed_are_told_apart() {
    let kinds = |status| {
        let error = error(status, "");
        let arm = arm(&error);
        (arm.is_not_found(), arm.is_precondition_failed(), arm.is_conflict(), arm.is_throttled())
    };
    assert_eq!(kinds(404), (true, false, false, false));
    assert_eq!(kinds(412), (false, true, false, false));
    assert_eq!(kinds(409), (false, false, true, false));
    assert_eq!(kinds(429), (false, false, false, true));
}

#[test]
fn it_is_found_behind_context_and_other_errors_are_not() {
    let wrapped = error(404, "").with_context("listing").with_context("starting");
    assert!(arm(&wrapped).is_not_found());
    let boxed: Box<dyn std::error::Error + Send + Sync> = error(404, "").into();
    assert!(boxed.downcast_ref::<Error>().and_then(ArmError::from_error).is_some());
    assert!(ArmError::from_error(&Error::with_message(ErrorKind::Io, "reset")).is_none());
}

#[test]
fn what_is_added_for_programs_is_not_printed() {
    let error =
        error(400, r#"{"code": "a", "additionalInfo": [{"type": "t", "info": {"password": "s3cret"}}, 1, null]}"#);
    assert!(!format!("{error} {error:?} {:?}", arm(&error)).contains("s3cret"));
    assert_eq!(arm(&error).additional_info().len(), 1);
}

#[test]
fn an_undeclared_success_is_one_if_its_body_is_recognized() {
    const DONE: &[u16] = &[202];
    let named = |body: Option<&Value>| body.is_some_and(|json| json.get("name").is_some());
    for (body, expected) in [
        (r#"{"name":"it"}"#, true),
        ("\u{feff}{\"name\":\"it\"}", true),
        (r#"{"other":1}"#, false),
        (r#"{"name":"it","error":{"code":"A","message":"why"}}"#, false),
        ("<html>", false),
        ("<Error><Code>A</Code><Message>why</Message></Error>", false),
        ("Deleted", false),
        ("", false),
        (" \n", false),
    ] {
        for status in [200, 201, 204] {
            assert_eq!(check_status(&response(status, body), DONE, named, asked).is_ok(), expected, "{status} {body}");
            let anything = check_status(&response(status, body), DONE, |_| true, asked).is_ok();
            // What gives nothing takes any body but a page or an error.
            assert_eq!(anything, !body.contains("error") && !body.contains('<'), "{status} {body}");
        }
        for status in [203, 205, 206, 207, 226] {
            assert!(check_status(&response(status, body), DONE, |_| true, asked).is_err(), "{status}");
        }
    }
    // However long the body is: what is read of a failure is bounded, what may pass for done is not.
    let long = format!(r#"{{"error":{{"code":"A","message":"why"}},"pad":"{}"}}"#, "x".repeat(2 << 20));
    assert!(check_status(&response(200, &long), DONE, |_| true, asked).is_err());
}

#[test]
fn every_shape_that_arrives_says_what_it_says() {
    for (body, expected) in [
        (r#"[{"code": "A", "message": "first"}]"#, "A: first"),
        (r#"[{"Code": "A", "Message": "first"}, {"code": "B", "message": "second"}]"#, "A: first; B: second"),
        (
            r#"{"error": [{"code": "A", "message": "first"}, {"code": "B", "message": "second"}]}"#,
            "A: first; B: second",
        ),
        (r#"{"errors": [{"code": "A", "message": "first"}, "second"]}"#, "A: first; second"),
        (r#"{"error": "It went wrong."}"#, ": It went wrong."),
        (r#"{"error": "invalid_client"}"#, "invalid_client"),
        (r#"{"error": "A", "message": "why"}"#, "A: why"),
        (r#"{"error": "{\"code\": \"A\", \"message\": \"why\"}"}"#, "A: why"),
        (r#"{"Message": "An error has occurred."}"#, ": An error has occurred."),
        (r#"{"errorCode": 17, "errorMessage": "m"}"#, "17: m"),
        (r#"{"statusCode": 404, "message": "Resource not found"}"#, "404: Resource not found"),
        (r#"{"statusMessage": {"error": {"code": "A", "message": "why"}}}"#, "A: why"),
        (r#"{"statusMessage": "{\"error\": {\"code\": \"A\", \"message\": \"why\"}}"}"#, "A: why"),
        (r#"{"odata.error": {"code": "A", "message": {"lang": "en", "value": "why"}}}"#, "A: why"),
        (
            r#"{"title": "Invalid.", "status": 400, "detail": "d", "errors": {"Name": ["required", "short"]}}"#,
            ": Invalid.: d; Name: required; Name: short",
        ),
        (r#"{"title": "Invalid."}"#, ": Invalid."),
        (r#"{"code": "A", "message": "m", "details": ["one", "two"]}"#, "A: m; one; two"),
        (r#"{"code": "A", "message": "m", "details": "one"}"#, "A: m; one"),
        (r#"{"code": "A", "message": "m", "details": {"code": "B", "message": "n"}}"#, "A: m; B: n"),
        (r#"{"code": "A", "message": "m", "details": {"field": "is bad"}}"#, "A: m; field: is bad"),
        (
            r#"{"code": "A", "message": "m", "innererror": {"code": "B", "message": "n", "innererror": {"code": "C"}}}"#,
            "A: m; B: n",
        ),
        (
            r#"{"code": "A", "messageTemplate": "{0} is bad", "parameters": ["x"], "innerErrors": [{"code": "B", "message": "n"}]}"#,
            "A: x is bad; B: n",
        ),
        (
            r#"{"details": [{"code": "A", "message": "m", "target": "t"}, {"code": "B", "message": "n"}]}"#,
            "A: m (target: t); B: n",
        ),
        (r#""Quoted.""#, ": Quoted."),
        ("[ERR-42] The name is taken.", ": [ERR-42] The name is taken."),
        ("[2024-05-01T00:00:00Z] ERROR: taken", ": [2024-05-01T00:00:00Z] ERROR: taken"),
        ("{name} is not a valid name.", ": {name} is not a valid name."),
        ("<name> is bad", ": <name> is bad"),
        ("<unknown>: not found", ": <unknown>: not found"),
        ("<3", ": <3"),
        (r#"{"error": "<name> is bad"}"#, ": <name> is bad"),
        ("{\"code\": \"A\"}\0", "A"),
        (
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>A</Code><Message>m</Message><HeaderName>x</HeaderName></Error>",
            "A: m",
        ),
        ("<Error><Headers/><Code>A</Code><Title>no</Title></Error>", "A: no"),
        ("<Error><Message><![CDATA[<div>bad</div>]]></Message></Error>", ": <div>bad</div>"),
        ("The name has to follow the convention.", ": The name has to follow the convention."),
        ("first\r\nsecond", ": first second"),
        ("<?xml version=\"1.0\"?><Error><Code>A</Code><Message>1 &lt; 2 &amp;amp;</Message></Error>", "A: 1 < 2 &amp;"),
        ("<error><message>m</message></error>", ": m"),
    ] {
        let separator = if expected.starts_with(':') { "" } else { ", " };
        check(400, body, &format!("400 Bad Request{separator}{expected}"));
    }
}

#[test]
fn the_body_is_kept_bounded_and_behind_one_accessor() {
    let secret = error(400, r#"{"code": "A", "value": "s3cret"}"#);
    assert_eq!(arm(&secret).body(), Some(r#"{"code": "A", "value": "s3cret"}"#));
    let mut chain = format!("{secret} {secret:?} {:?} {}", arm(&secret), arm(&secret));
    let mut cause = std::error::Error::source(&secret);
    while let Some(error) = cause {
        chain = format!("{chain} {error} {error:?}");
        cause = error.source();
    }
    assert!(!chain.contains("s3cret"), "{chain}");
    let long = format!(r#"{{"code": "A", "x": "{}"}}"#, "\u{e9}".repeat(10_000));
    let kept = error(400, &long);
    let kept = arm(&kept).body().unwrap();
    assert!(long.starts_with(kept) && (8190..=8192).contains(&kept.len()), "{}", kept.len());
    for (body, expected) in [("", None), ("<html>secret</html>", None), ("\u{0}", None), ("text", Some("text"))] {
        assert_eq!(arm(&error(400, body)).body(), expected);
    }
}

#[test]
fn a_message_is_bounded_and_plain() {
    let detail = format!(r#"{{"code": "B", "message": "{}"}}"#, "x".repeat(5000));
    let body = format!(r#"{{"code": "A", "message": "m", "details": [{}]}}"#, vec![detail; 100].join(","));
    let long = error(400, &body);
    assert!(long.to_string().len() < 8000 && long.to_string().contains("; and 90 more"), "{}", long.to_string().len());
    assert_eq!(arm(&long).details().len(), 100);
    let strange = error(400, "{\"code\": \"A\", \"message\": \"a\u{202e}b\u{200b}c\u{2066}d\u{7f}\\u001b[31me\"}");
    assert!(strange.to_string().contains("A: a b c d [31me"), "{strange}");
}

#[test]
fn words_and_xml_are_the_message() {
    check(404, "404 page not found", "404 Not Found: 404 page not found");
    check(400, "\u{FEFF} \"The name is taken.\"\n", "400 Bad Request: The name is taken.");
    check(400, "<m:error xmlns:m=\"m\"><m:code>A</m:code></m:error>", "400 Bad Request, A");
    let error = error(400, &"é".repeat(100_000));
    assert_eq!(arm(&error).message().map(str::len), Some(8192));
}

#[test]
fn a_page_is_no_message_wherever_it_stands() {
    for body in ["\"<html><body>secret</body></html>\"", r#"{"error": "<!DOCTYPE html><p>secret"}"#, "<h1>secret</h1>"]
    {
        let error = error(502, body);
        assert!(arm(&error).message().is_none() && !error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn the_resource_of_an_undeclared_success_is_in_no_message() {
    for body in
        ["secret", r#"{"id": "/s", "name": "n", "message": "secret"}"#, "<e>secret</e>", r#"{"title": "secret"}"#]
    {
        check(206, body, "206 Partial Content where the API declares 200, 201");
        assert_eq!(arm(&error(206, body)).body(), Some(body));
    }
    check(202, r#"{"error": {"code": "A", "message": "why"}}"#, "202 Accepted where the API declares 200, 201, A: why");
}

#[test]
fn nothing_hidden_or_endless_is_printed() {
    let hidden = "a\u{202e}b\u{200b}c\u{2066}d\u{feff}e\u{e0041}f\u{7}g\u{2028}h\u{1b}[31m";
    assert_eq!(line(hidden, CODE), "a b c d e f g h [31m");
    assert_eq!(line("\u{200b} a\n", CODE), "a");
    assert_eq!(line("abc", 2), "ab...");
    let text = format!("{hidden}{}", "x".repeat(10_000));
    let detail = serde_json::json!({"code": text, "message": text, "target": text, "additionalInfo": [{"type": text}]});
    let mut all = detail.clone();
    let mut details = vec![detail; 20];
    details.resize(500, serde_json::json!({"code": hidden, "message": hidden, "target": hidden}));
    all["details"] = details.into();
    let error = error(400, &all.to_string());
    assert_eq!(arm(&error).details().len(), 500, "they are there for those who ask");
    for shown in [error.to_string(), format!("{:?}", arm(&error)), format!("{:?}", error.kind())] {
        assert!(shown.len() < 30_000, "{}", shown.len());
        assert!(!shown.contains(|c: char| c.is_control() || ('\u{200b}'..='\u{206f}').contains(&c)), "{shown}");
    }
    assert!(error.to_string().contains("; and 490 more ") && error.to_string().len() < 10_000);
}

#[test]
fn nesting_takes_no_more_time_than_reading_it() {
    for (open, close) in [("{\"error\":", "}"), ("{\"details\":[", "]}"), ("{\"innererror\":", "}"), ("[", "]")] {
        let deep = format!("{}{}{}", open.repeat(60), "{}", close.repeat(60));
        error(400, &deep);
        let said = format!("{}{}{}", open.repeat(60), r#"{"code":"A","message":"m"}"#, close.repeat(60));
        assert_eq!(arm(&error(400, &said)).code(), Some("A"), "{open}");
    }
}

#[test]
fn an_error_in_a_success_is_told_from_a_resource() {
    for body in [
        r#"{"error": {"code": "A", "message": "m"}}"#,
        r#"{"Error": {"Code": "A"}, "id": "/x"}"#,
        r#"{"error": "text"}"#,
        r#"{"error": [{"code": "A", "message": "m"}]}"#,
        r#"[{"code": "A", "message": "m"}]"#,
        r#"{"code": "A", "message": "m"}"#,
        r#"{"Message": "m"}"#,
        r#"{"title": "t", "status": 400}"#,
        r#"{"errors": [{"code": "A", "message": "m"}]}"#,
    ] {
        assert!(error_in(&serde_json::from_str(body).unwrap()).is_some(), "{body}");
    }
    for body in [
        "{}",
        "[]",
        "7",
        "\"text\"",
        r#"{"error": null}"#,
        r#"{"error": {}}"#,
        r#"{"status": "Succeeded", "error": null}"#,
        r#"{"id": "/x", "code": "A", "message": "m"}"#,
        r#"{"properties": {"error": {"code": "A"}}}"#,
        r#"{"message": "hello"}"#,
        r#"{"title": "t", "description": "d"}"#,
        r#"[{"name": "a"}]"#,
        r#"{"errors": []}"#,
    ] {
        assert!(error_in(&serde_json::from_str(body).unwrap()).is_none(), "{body}");
    }
}

#[test]
fn a_body_in_utf_16_is_read() {
    let json = r#"{"error": {"code": "A", "message": "é"}}"#;
    for (bom, unit) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)] {
        let mut body = bom.to_vec();
        for code in json.encode_utf16() {
            body.extend(unit(code));
        }
        for status in [StatusCode::BadRequest, StatusCode::Ok] {
            let error = from_response(&RawResponse::from_bytes(status, Headers::new(), body.clone()), asked());
            let arm = arm(&error);
            assert_eq!((arm.code(), arm.message(), arm.body()), (Some("A"), Some("é"), Some(json)), "{bom:?}");
        }
    }
}

#[test]
fn what_is_too_large_for_an_error_is_not_read() {
    let json = |size: usize| format!(r#"{{"error": {{"code": "A", "x": "{}"}}}}"#, "x".repeat(size));
    let large = error(400, &json(1024 * 1024));
    let size = json(1024 * 1024).len();
    assert_eq!(
        large.to_string(),
        format!(
            "{ASKED}400 Bad Request: the body of the error is too large to be read, {size} bytes (request id: r-1)"
        )
    );
    assert_eq!(arm(&large).body().map(str::len), Some(8192));
    assert!(holds_error(&response(200, &json(1000))));
    assert!(!holds_error(&response(200, &json(1024 * 1024))), "it is no record of an error");
    for (body, expected) in [
        (
            format!("<html><title>t</title>{}", "x".repeat(2 << 20)),
            "the body of the error is HTML titled \"t\", 2097174 bytes",
        ),
        (format!("<Error><Code>A</Code>{}", "x".repeat(2 << 20)), "A"),
        (format!("why\n\n{}", " ".repeat(2 << 20)), "why"),
    ] {
        let text = error(400, &body).to_string();
        assert!(text.starts_with(&format!("{ASKED}400 Bad Request")) && text.contains(expected), "{text}");
    }
}

#[test]
fn links_are_shown_without_their_queries() {
    let link = "https://a.example/s.json?sv=2022&sig=s3cret";
    let detail = format!(r#"{{"code": "{link}", "message": "Not at {link}.", "target": "{link}"}}"#);
    let body = detail.replace("\"target\"", &format!("\"details\": [{detail}], \"target\""));
    let title = format!("<html><title>{link}</title></html>");
    for body in [&body, link, &title] {
        let error = error(400, body);
        let shown = format!("{error} {error:?} {:?} {}", arm(&error), arm(&error).said());
        assert!(shown.contains("https://a.example/s.json") && !shown.contains("s3cret"), "{shown}");
    }
    assert_eq!(arm(&error(400, &body)).message(), Some(&*format!("Not at {link}.")), "it is there for those who ask");
}

#[test]
fn an_error_in_xml_is_one_whatever_the_status() {
    let error = "<?xml version=\"1.0\"?><Error><Code>A</Code><Message>why</Message></Error>";
    let resource = "<Thing><Error><Code>A</Code><Message>why</Message></Error></Thing>";
    assert!(holds_error(&response(200, error)) && !holds_error(&response(200, resource)));
    check(202, error, "202 Accepted where the API declares 200, 201, A: why");
    check(202, resource, "202 Accepted where the API declares 200, 201");
    let failed = of_operation(&response(200, error), None, asked(), "Failed");
    assert_eq!((arm(&failed).code(), arm(&failed).message()), (Some("A"), Some("why")));
}
