//! Error bodies as they arrive, and what becomes of them.

use azure_core::{
    error::{Error, ErrorKind},
    http::{RawResponse, StatusCode, headers::Headers},
};

use super::{ArmError, check_status, from_response};

fn response(status: u16, body: &str) -> RawResponse {
    let mut headers = Headers::new();
    headers.insert("x-ms-request-id", "r-1");
    headers.insert("x-ms-correlation-request-id", "c-1");
    RawResponse::from_bytes(status.into(), headers, body.to_owned())
}

fn error(status: u16, body: &str) -> Error {
    check_status(&response(status, body), &[200, 201]).expect_err("the status is not declared")
}

fn arm(error: &Error) -> &ArmError {
    ArmError::from_error(error).expect("the service answered")
}

/// Checks the whole line that a body becomes, and that it is one.
fn check(status: u16, body: &str, expected: &str) {
    let error = error(status, body);
    assert_eq!(error.to_string(), format!("{expected} (request id: r-1)"));
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
        "400 Bad Request, ValidationError: One or more fields contain incorrect values: (target: service); \
         gatewayId: Too long (request id: r-1)"
    );
}

#[test]
fn other_shapes_are_understood() {
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
    assert_eq!(error.to_string(), "400 Bad Request, Bad: first \"quoted\" second (request id: r-1)");
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
    check(503, "<?xml version=\"1.0\"?><a/>", "503 Service Unavailable: the body of the error is XML, 25 bytes");
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
    check(500, "secret", "500 Internal Server Error: the body of the error is no JSON: 6 bytes of something else");
    check(500, "[]", "500 Internal Server Error: the body of the error is JSON, but no object");
    check(
        500,
        r#"{"error": null, "x": 1}"#,
        "500 Internal Server Error: the body of the error has neither code nor message",
    );
    check(599, "\u{0}\u{1}", "HTTP 599: the body of the error is no JSON: 2 bytes of something else");
}

#[test]
fn a_header_can_name_the_code() {
    let mut headers = Headers::new();
    headers.insert("x-ms-error-code", "AuthorizationFailed");
    let error = from_response(&RawResponse::from_bytes(StatusCode::Forbidden, headers, ""));
    assert_eq!(error.to_string(), "403 Forbidden, AuthorizationFailed");
}

#[test]
fn an_undeclared_success_is_an_error() {
    assert!(check_status(&response(201, ""), &[200, 201]).is_ok());
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
