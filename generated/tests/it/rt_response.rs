//! What a response gives.

use arm_apimanagement::{
    Etag, Exists, Response,
    rt::{self, Method, Operation, PageBody, PageParts, Payload},
};
use azure_core::{
    error::ErrorKind,
    http::{RawResponse, StatusCode},
};
use kit::{
    client,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::{Value, json};

/// A model, written as the generator writes them.
#[expect(unreachable_pub, reason = "the macro makes its methods public, as those of a published model are")]
pub struct Thing {
    /// Its name.
    pub name: Option<String>,
    /// Its key.
    pub key: Option<String>,
    /// Whatever else it has.
    pub extra: rt::Extra,
}
rt::model!(Thing, None { "name" => name, "key" => key, secret });

async fn get<T: Payload>(reply: Reply) -> azure_core::Result<Response<T>> {
    let service = Memory::script([reply]);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    core.request(Operation { success: &[200, 204, 404], method: Method::Get, ..Operation::DEFAULT }).call::<T>().await
}

async fn read<T: Payload<Model = T>>(body: &str) -> azure_core::Result<T> {
    get::<T>(Reply::text(200, body).with("content-type", "application/json; charset=utf-8")).await?.into_model()
}

#[tokio::test]
async fn headers_are_typed() {
    let reply = Reply::text(200, r#"{"name": "n"}"#)
        .with("etag", "W/\"1\"")
        .with("x-ms-request-id", "r")
        .with("x-ms-correlation-request-id", "c");
    let response = get::<Thing>(reply).await.unwrap();
    assert_eq!(response.status(), StatusCode::Ok);
    assert_eq!(response.etag(), Some(Etag::from("W/\"1\"")));
    assert_eq!((response.request_id(), response.correlation_id()), (Some("r"), Some("c")));
    assert_eq!(response.headers().get_optional_str(&"etag".into()), Some("W/\"1\""));
    assert_eq!(&response.body()[..], br#"{"name": "n"}"#);
    assert_eq!(response.into_model().unwrap().name.as_deref(), Some("n"));
    let bare = get::<()>(Reply::status(204)).await.unwrap();
    assert_eq!((bare.etag(), bare.request_id(), bare.correlation_id()), (None, None, None));
}

#[tokio::test]
async fn it_is_azure_cores_response_and_back() {
    let response = get::<Thing>(Reply::text(200, r#"{"name": "n"}"#).with("etag", "1")).await.unwrap();
    let theirs: azure_core::http::Response<Thing> = response.into();
    assert_eq!(theirs.status(), StatusCode::Ok);
    let ours = Response::from(theirs);
    assert_eq!(ours.etag(), Some("1".into()));
    let raw: RawResponse = ours.clone().into();
    assert_eq!(raw.body(), &ours.into_body());
    let theirs: azure_core::http::Response<Thing> = raw.into();
    assert_eq!(theirs.into_model().unwrap().name.as_deref(), Some("n"));
}

#[tokio::test]
async fn its_body_is_not_printed() {
    let response = get::<Thing>(Reply::text(200, r#"{"key": "s3cret"}"#).with("x-ms-request-id", "r")).await.unwrap();
    assert_eq!(format!("{response:?}"), "Response { status: Ok, request_id: Some(\"r\"), .. }");
    assert_eq!(format!("{:?}", response.into_model().unwrap()), "Thing { key: *** }");
}

#[tokio::test]
async fn a_body_is_read_as_what_is_asked_for() {
    assert_eq!(read::<Value>(r#"{"a": [1, null]}"#).await.unwrap(), json!({"a": [1, null]}));
    assert_eq!(read::<Value>("").await.unwrap(), Value::Null);
    assert_eq!(read::<String>("\"a\\nb\"").await.unwrap(), "a\nb");
    assert_eq!(read::<Vec<Thing>>(r#"[{"name": "n"}, null]"#).await.unwrap().len(), 1);
    assert_eq!(read::<Option<Thing>>("").await.unwrap(), None);
    assert!(read::<Option<Thing>>("{}").await.unwrap().is_some());
    assert_eq!(read::<Thing>("\u{FEFF}{\"name\": \"n\"}").await.unwrap().name.as_deref(), Some("n"));
    assert_eq!(read::<Thing>("null").await.unwrap_err().kind(), &ErrorKind::DataConversion);
    read::<()>("anything").await.unwrap();
}

#[tokio::test]
async fn text_that_is_no_json_is_text() {
    let reply = Reply::text(200, "<policies/>").with("content-type", "application/vnd.ms-azure-apim.policy+xml");
    assert_eq!(get::<String>(reply).await.unwrap().into_model().unwrap(), "<policies/>");
    let reply = Reply::text(200, vec![0xFF]).with("content-type", "text/plain");
    assert!(get::<String>(reply).await.unwrap().into_model().is_err());
}

#[tokio::test]
async fn existence_is_the_status() {
    for (status, exists) in [(200, true), (204, true), (404, false)] {
        assert_eq!(get::<Exists>(Reply::status(status)).await.unwrap().into_model().unwrap(), exists);
    }
    assert!(get::<Exists>(Reply::status(403)).await.is_err());
}

#[tokio::test]
async fn a_boolean_is_the_body() {
    for (body, expected) in [("true", true), ("false", false), ("\"False\"", false)] {
        assert_eq!(read::<bool>(body).await.unwrap(), expected, "{body}");
    }
    for body in ["", "null", "1", "{}", "yes"] {
        assert_eq!(read::<bool>(body).await.unwrap_err().kind(), &ErrorKind::DataConversion, "{body}");
    }
}

#[tokio::test]
async fn what_is_something_else_altogether_is_an_error_without_the_text() {
    for (body, message) in [
        ("", "the response has no body (status 200)"),
        ("[1]", "the body of the response is an array, which is not what the operation answers with"),
        ("\"s3cret\"", "the body of the response is a string, which is not what the operation answers with"),
        ("s3cret", "the body of the response is not JSON: expected value at line 1 column 1"),
        ("{\"a\"", "the body of the response is not JSON: EOF while parsing an object at line 1 column 4"),
    ] {
        let error = read::<Thing>(body).await.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(" (GET /): ") && text.contains(message), "{text}");
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn a_body_nested_too_deeply_is_an_error() {
    let deep = "[".repeat(100_000);
    assert!(read::<Value>(&deep).await.is_err());
}

#[tokio::test]
async fn a_bare_array_is_a_page() {
    let mut page = read::<Vec<Thing>>("[{}, {}]").await.unwrap();
    let PageParts { items, link, fault } = page.parts();
    assert_eq!((items.map(|items| items.len()), link), (Some(2), None));
    assert!(fault.is_none(), "{fault:?}");
}
