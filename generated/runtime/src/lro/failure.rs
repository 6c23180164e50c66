//! The error of an operation that ended badly, or whose end could not be learned.

use azure_core::{
    error::Error,
    http::{RawResponse, poller::PollerStatus},
};

use crate::{
    error::{self, Asked, arm_error::ArmError},
    lro::answer::Answer,
};

/// The error of an operation that failed or was canceled: ARM's code, message and details, from wherever they stand.
pub(crate) fn failed(asked: Asked, state: &PollerStatus, answer: &Answer<'_>) -> Error {
    let word = if *state == PollerStatus::Canceled { "Canceled" } else { "Failed" };
    let ended = format!("{asked} ended as {word}");
    let error = error::of_operation(answer.response, answer.json(), asked, word);
    let message = ArmError::from_error(&error).map(|told| format!("{ended}: {}", told.said()));
    error.with_context(message.unwrap_or(ended))
}

/// The error of a poll that was refused. The operation itself may well go on.
pub(crate) fn refused(asked: Asked, response: &RawResponse) -> Error {
    let operation = asked.operation().to_owned();
    let error = error::from_response(response, asked);
    let message = format!("{operation} was accepted, but how it ends cannot be asked: {error}");
    error.with_context(message)
}

#[cfg(test)]
mod tests {
    use azure_core::http::{Method, StatusCode, Url, headers::Headers};

    use super::*;

    fn check(body: &str, state: &PollerStatus, code: &str, message: &str) {
        let url = Url::parse("https://management.azure.com/operations/1?sig=s3cret").unwrap();
        let mut headers = Headers::new();
        headers.insert("x-ms-request-id", "r-1");
        let response = RawResponse::from_bytes(StatusCode::Ok, headers, body.to_owned());
        let asked = Asked::new("Thing_Do", Method::Get, &url);
        let error = failed(asked, state, &Answer::new(&url, &response));
        let arm = ArmError::from_error(&error).expect("it is what the service said");
        assert_eq!((arm.code(), arm.message()), (Some(code), Some(message)), "{body}");
        let text = format!("Thing_Do (GET /operations/1) ended as {state:?}: {code}: {message} (request id: r-1)");
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn a_failure_is_read_in_each_shape_that_a_failed_request_has() {
        for body in [
            r#"{"status": "Failed", "error": {"code": "A", "message": "why"}}"#,
            r#"{"status": "Failed", "Error": {"Code": "A", "Message": "why"}}"#,
            r#"{"status": "Failed", "error": [{"code": "A", "message": "why"}]}"#,
            r#"{"status": "Failed", "errors": [{"code": "A", "message": "why"}]}"#,
            r#"{"status": "Failed", "code": "A", "message": "why"}"#,
            r#"{"status": "Failed", "statusMessage": "{\"error\": {\"code\": \"A\", \"message\": \"why\"}}"}"#,
            r#"{"status": "Failed", "properties": {"error": {"code": "A", "message": "why"}}}"#,
            r#"{"status": "Failed", "properties": {"statusMessage": {"code": "A", "message": "why"}}}"#,
            r#"{"status": "Failed", "ErrorEntity": {"Code": "A", "Message": "why"}}"#,
            "<Error><Code>A</Code><Message>why</Message></Error>",
        ] {
            check(body, &PollerStatus::Failed, "A", "why");
        }
        check(r#"{"error": {"code": 409, "message": "why"}}"#, &PollerStatus::Failed, "409", "why");
        for body in [r#"{"error": "why it is"}"#, r#"{"message": "why it is"}"#, r#"{"statusMessage": "why it is"}"#] {
            check(body, &PollerStatus::Canceled, "Canceled", "why it is");
        }
    }

    #[test]
    fn a_failure_without_a_reason_says_so() {
        let silent = "the operation ended as Failed; the service gives no reason";
        for body in ["", "{}", "null", "half a", r#"{"properties": {"title": "mine", "message": "mine"}}"#] {
            check(body, &PollerStatus::Failed, "Failed", silent);
        }
    }
}
