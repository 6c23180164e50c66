//! What an application learns of a failure: what the service said, of which operation, and where.

use arm_apimanagement::{
    ArmError, Extra, List, Poller, Response,
    rt::{self, Constraints, Method, Operation, Param},
};
use azure_core::error::{Error, ErrorKind};
use futures::TryStreamExt as _;
use kit::{
    client::{self, ORIGIN},
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::{Value, json};

/// An operation with a secret in its constant query, as links have them.
static GET: Operation = Operation { name: "Thing_Get", path: "/thing?sig=s3cret", ..Operation::DEFAULT };

/// What an error of it says at the beginning and at the end of its message.
const ASKED: &str = "Thing_Get (GET /thing): ";
const IDS: &str = " (request id: r-1; client request id: mine)";

fn says_where(error: &Error) -> bool {
    let text = error.to_string();
    text.starts_with(ASKED) && text.ends_with(IDS)
}

/// A page as generated code has them.
struct Things {
    value: Option<Vec<String>>,
    next_link: Option<String>,
    extra: Extra,
}
rt::model!(Things, None { "value" => value, "nextLink" => next_link });
rt::page!(Things { items: value, next_link: next_link } => String);

fn core(replies: impl IntoIterator<Item = Reply>) -> rt::ClientCore {
    let mut options = Memory::script(replies).options();
    options.retry = arm_apimanagement::RetryOptions::none();
    client::core(FakeCredential::new(Manner::Fresh), options)
}

async fn get<T: rt::Payload>(reply: Reply) -> azure_core::Result<Response<T>> {
    core([reply]).request(GET).call::<T>().with_client_request_id("mine").await
}

fn list<P: rt::Page>(replies: impl IntoIterator<Item = Reply>) -> List<P> {
    core(replies).request(GET).list().with_client_request_id("mine")
}

async fn items(body: &str) -> azure_core::Result<Vec<String>> {
    list::<Things>([Reply::text(200, body).with("x-ms-request-id", "r-1")]).try_collect().await
}

async fn pages(body: &str) -> azure_core::Result<Vec<Response<Things>>> {
    list::<Things>([Reply::text(200, body).with("x-ms-request-id", "r-1")]).into_pages().try_collect().await
}

#[tokio::test]
async fn what_the_service_says_is_read_in_every_shape_it_has() {
    for (body, code, message) in [
        (r#"[{"code":"A","message":"first"}]"#, Some("A"), "first"),
        (r#"{"error":[{"code":"A","message":"first"}]}"#, Some("A"), "first"),
        (r#"{"Error":{"Code":"A","Message":"first"}}"#, Some("A"), "first"),
        (r#"{"error":"The name is taken."}"#, None, "The name is taken."),
        (r#"{"Message":"The request is invalid."}"#, None, "The request is invalid."),
        (r#"{"title":"Invalid.","status":400,"detail":"d","errors":{"Name":["required"]}}"#, None, "Invalid.: d"),
        (r#"<?xml version="1.0"?><Error><Code>A</Code><Message>first</Message></Error>"#, Some("A"), "first"),
        ("The name has to follow the convention.", None, "The name has to follow the convention."),
        ("\"The name is taken.\"", None, "The name is taken."),
    ] {
        let error = get::<()>(Reply::text(400, body)).await.unwrap_err();
        let arm = ArmError::from_error(&error).unwrap();
        assert_eq!((arm.code(), arm.message(), arm.body()), (code, Some(message), Some(body)), "{body}");
    }
}

#[tokio::test]
async fn every_error_says_which_operation_failed_and_where() {
    let answer = |status, body: &'static str| Reply::text(status, body).with("x-ms-request-id", "r-1");
    let refused = get::<()>(answer(404, client::FAILURE)).await.unwrap_err();
    assert_eq!(refused.to_string(), format!("{ASKED}404 Not Found, Broken: It is broken.{IDS}"));
    let lost = get::<()>(Reply::Lost(ErrorKind::Io)).await.unwrap_err();
    assert_eq!(lost.to_string(), "Thing_Get (GET /thing): connection lost (client request id: mine)");
    assert_eq!(lost.kind(), &ErrorKind::Io);
    let unread = get::<Vec<String>>(answer(200, "{\"a\"")).await.unwrap().into_model().unwrap_err();
    let (begin, end) = (format!("{ASKED}the body of the response is not JSON: "), " (request id: r-1)");
    assert!(unread.to_string().starts_with(&begin) && unread.to_string().ends_with(end), "{unread}");
    assert_eq!(unread.kind(), &ErrorKind::DataConversion);
    let foreign = list::<Things>([answer(200, r#"{"value":[],"nextLink":"https://evil.example/?sig=s3cret"}"#)]);
    let foreign = foreign.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(foreign.to_string().starts_with(&format!("{ASKED}nextLink was refused")), "{foreign}");
    let mismatch = items(r#"{"value": 1}"#).await.unwrap_err();
    assert!(says_where(&mismatch), "{mismatch}");
    for error in [refused, lost, unread, foreign, mismatch] {
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}

#[tokio::test]
async fn an_argument_that_is_refused_says_of_which_operation() {
    static NAME: Param =
        Param { name: "name", argument: "name", constraints: Constraints { max_length: Some(1), ..Constraints::NONE } };
    static PUT: Operation =
        Operation { name: "Thing_Put", method: Method::Put, path: "/things/{name}?sig=s3cret", ..Operation::DEFAULT };
    let refused = core([]).request(PUT).path(&NAME, "ab").call::<()>().await.unwrap_err();
    let expected = "Thing_Put (PUT /things/{name}): argument name must have at most 1 characters, not 2: \"ab\"";
    assert_eq!(refused.to_string(), expected);
    assert!(refused.downcast_ref::<arm_apimanagement::InvalidArgument>().is_some());
    let header = core([]).request(GET).call::<()>().with_header("a b", "c").await.unwrap_err();
    assert!(header.to_string().starts_with(&format!("{ASKED}argument header must")), "{header}");
}

#[tokio::test]
async fn an_operation_that_failed_says_who_told() {
    let begun = Reply::status(202).with("azure-asyncoperation", format!("{ORIGIN}/operations/1?sig=s3cret"));
    let failed = json!({"status": "Failed", "Error": {"Code": "A", "Message": "why"}}).to_string();
    let failed = Reply::text(200, failed).with("x-ms-request-id", "r-2");
    let core = core([begun, failed]);
    let poller: Poller<()> = client::request(&core, Method::Put).begin(None);
    let error = poller.with_interval(std::time::Duration::ZERO).await.unwrap_err();
    assert_eq!(error.to_string(), "Thing_Do (GET /operations/1) ended as Failed: A: why (request id: r-2)");
    let arm = ArmError::from_error(&error).unwrap();
    assert_eq!((arm.code(), arm.message(), arm.operation()), (Some("A"), Some("why"), "Thing_Do"));
    assert!(!format!("{error:?}").contains("s3cret"));
}

/// Checks what a page becomes, read by items and by pages.
async fn check_page(body: &str, check: impl Fn(Error)) {
    check(items(body).await.expect_err(body));
    check(pages(body).await.expect_err(body));
}

#[tokio::test]
async fn a_page_with_an_error_on_it_is_an_error() {
    for body in [
        r#"{"error":{"code":"A","message":"try later"}}"#,
        r#"{"Error":{"Code":"A","Message":"try later"}}"#,
        r#"{"value":["a"],"error":{"code":"A","message":"try later"}}"#,
        r#"{"error":[{"code":"A","message":"try later"}]}"#,
        r#"{"code":"A","message":"try later"}"#,
        r#"{"errors":[{"code":"A","message":"try later"}]}"#,
    ] {
        check_page(body, |error| {
            let arm = ArmError::from_error(&error).unwrap_or_else(|| panic!("{body}: {error}"));
            assert_eq!((arm.code(), arm.message(), arm.request_id()), (Some("A"), Some("try later"), Some("r-1")));
            assert!(says_where(&error), "{error}");
        })
        .await;
    }
    let bare = list::<Vec<String>>([Reply::text(200, r#"{"error":{"code":"A"}}"#)]);
    let error = bare.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(ArmError::from_error(&error).unwrap().code(), Some("A"));
}

#[tokio::test]
async fn a_page_of_something_else_is_an_error_that_names_it() {
    for (body, named) in [
        (r#"{"items":["s3cret"]}"#, "\"items\""),
        (r#"{"id":1,"name":"s3cret"}"#, "\"id\", \"name\""),
        (r#"{"count":0,"nextLink":"/2"}"#, "\"count\""),
        (r#"{"a\u202eb":"s3cret"}"#, "\"a b\""),
    ] {
        check_page(body, |error| {
            let text = error.to_string();
            assert!(text.contains("\"value\" is missing") && text.contains(named), "{text}");
            assert!(says_where(&error) && !format!("{error:?}").contains("s3cret"), "{text}");
            assert_eq!(error.kind(), &ErrorKind::DataConversion);
        })
        .await;
    }
    let many = Value::Object((0..10_000).map(|number| (format!("member{number}"), Value::from(1))).collect());
    check_page(&many.to_string(), |error| assert!(error.to_string().len() < 600, "{error}")).await;
}

#[tokio::test]
async fn a_page_with_nothing_on_it_is_empty() {
    for body in
        ["{}", r#"{"value":null}"#, r#"{"value":null,"count":0}"#, r#"{"value":[],"count":0}"#, r#"{"error":null}"#]
    {
        assert_eq!(items(body).await.unwrap(), [""; 0], "{body}");
        assert_eq!(pages(body).await.unwrap().len(), 1, "{body}");
    }
    assert_eq!(list::<Things>([Reply::status(204)]).try_collect::<Vec<_>>().await.unwrap(), [""; 0]);
    assert_eq!(list::<Vec<String>>([Reply::status(204)]).try_collect::<Vec<_>>().await.unwrap(), [""; 0]);
    let refused = list::<Things>([Reply::text(204, client::FAILURE)]).try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(ArmError::from_error(&refused).unwrap().code(), Some("Broken"));
    let mut pages = list::<Things>([Reply::status(204)]).into_pages();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(u16::from(page.status()), 204);
    assert!(page.into_model().unwrap().value.is_none_or(|items| items.is_empty()));
    assert!(pages.next().await.is_none());
}
