//! What a request looks like on the wire, and what keeps one from being sent.

use std::sync::Arc;

use arm_apimanagement::{
    ClientOptions, Cloud, Etag, InvalidArgument, IsoDuration, OffsetDateTime,
    rt::{Call, ClientCore, Constraints, Method, Operation, Param, Pattern, Request},
};
use azure_core::error::ErrorKind;
use kit::{
    client,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply, Seen},
};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::json;

static NAME_PATTERN: Pattern = Pattern::new("^[a-z]+$", "^[a-z]+$");
static NAME: Param =
    param("name", "name", Constraints { max_length: Some(5), pattern: Some(&NAME_PATTERN), ..Constraints::NONE });
static ANY: Param = param("any", "any", Constraints::NONE);
static FILTER: Param = param("$filter", "filter", Constraints::NONE);
static TOP: Param = param("$top", "top", Constraints { minimum: Some(1.0), ..Constraints::NONE });
static IF_MATCH: Param = param("If-Match", "if_match", Constraints::NONE);
static TOKEN: Param = param("x-token", "token", Constraints { secret: true, max_length: Some(3), ..Constraints::NONE });

const fn param(name: &'static str, argument: &'static str, constraints: Constraints) -> Param {
    Param { name, argument, constraints }
}

const PUT: Operation =
    Operation { name: "Thing_Put", method: Method::Put, path: "/a/{name}/b/{any}", ..Operation::DEFAULT };

fn setup(options: ClientOptions) -> (Arc<Memory>, ClientCore) {
    let service = Memory::new(|_, _| Reply::text(200, "{}"));
    let options = ClientOptions { transport: service.options().transport, ..options };
    let core = client::core(FakeCredential::new(Manner::Fresh), options);
    (service, core)
}

async fn send(build: impl FnOnce(&ClientCore) -> Request) -> Seen {
    let (service, core) = setup(ClientOptions::default());
    build(&core).call::<()>().await.expect("the request is good");
    let [seen] = service.seen().try_into().expect("one request was sent");
    seen
}

/// Awaits a call that must not be sent, and gives the reason why it was not.
async fn refused(options: ClientOptions, build: impl FnOnce(&ClientCore) -> Call<()>) -> InvalidArgument {
    let (service, core) = setup(options);
    let error = build(&core).await.expect_err("the argument is refused");
    assert_eq!(service.seen().len(), 0, "nothing is sent");
    assert_eq!(*error.kind(), ErrorKind::DataConversion);
    error.into_downcast().expect("the source is an InvalidArgument")
}

#[tokio::test]
async fn every_part_of_a_request_is_where_it_belongs() {
    let seen = send(|core| {
        core.request(PUT)
            .path(&NAME, "abc")
            .path(&ANY, "a/b c")
            .query(&FILTER, "name eq 'x&y'")
            .query_opt(&TOP, Some(10))
            .query_opt(&TOP, None::<i32>)
            .header(&IF_MATCH, &Etag::from("\"1\""))
            .header_opt(&TOKEN, None::<String>)
            .json(&json!({"a": 1}))
    })
    .await;
    assert_eq!(seen.line(), "PUT /a/abc/b/a%2Fb%20c?$filter=name%20eq%20%27x%26y%27&$top=10");
    assert_eq!(seen.url.split_once("/a/").map(|(origin, _)| origin), Some("https://management.azure.com"));
    assert_eq!(seen.body, br#"{"a":1}"#);
    let headers = ["accept", "content-type", "if-match", "authorization", "x-token"].map(|name| seen.header(name));
    assert_eq!(headers, ["application/json", "application/json", "\"1\"", "Bearer token-1", ""]);
}

#[tokio::test]
async fn a_request_without_a_body_has_no_content_type() {
    const OPERATION: Operation = Operation { path: "/a", accept: "application/xml", ..Operation::DEFAULT };
    let seen = send(|core| core.request(OPERATION).json_opt(None::<&String>)).await;
    assert_eq!((seen.line().as_str(), seen.header("accept")), ("GET /a", "application/xml"));
    assert!(!seen.headers.contains_key("content-type") && seen.body.is_empty());
    let seen = send(|core| core.request(Operation { path: "/a", ..PUT }).json_opt(Some(&"x".to_owned()))).await;
    assert_eq!(seen.body, b"\"x\"");
}

#[tokio::test]
async fn a_constant_query_comes_first() {
    const OPERATION: Operation = Operation { path: "/a?export=true", ..Operation::DEFAULT };
    assert_eq!(send(|core| core.request(OPERATION)).await.line(), "GET /a?export=true");
    assert_eq!(send(|core| core.request(OPERATION).query(&ANY, &true)).await.line(), "GET /a?export=true&any=true");
}

#[tokio::test]
async fn the_version_of_the_client_ends_the_query() {
    const PLAIN: Operation = Operation { path: "/a", ..Operation::VERSIONED };
    const EXPORT: Operation = Operation { path: "/a?export=true", ..Operation::VERSIONED };
    assert_eq!(send(|core| core.request(PLAIN)).await.line(), "GET /a?api-version=2022-01-01");
    let seen = send(|core| core.request(EXPORT).query(&ANY, "b")).await;
    assert_eq!(seen.line(), "GET /a?export=true&any=b&api-version=2022-01-01");
}

#[tokio::test]
async fn the_subscription_of_the_client_stands_where_the_path_says() {
    const OPERATION: Operation = Operation { path: "/s/{name}/b/{any}", ..Operation::DEFAULT };
    let service = Memory::new(|_, _| Reply::text(200, "{}"));
    let (credential, subscription) = (FakeCredential::new(Manner::Fresh), Some((&NAME, "a b/c".to_owned())));
    let options = ClientOptions { validate_arguments: false, ..service.options() };
    let core = ClientCore::new(&client::SERVICE, subscription, credential, Some(options)).unwrap();
    core.request(OPERATION).path(&ANY, "x").call::<()>().await.unwrap();
    assert_eq!(service.lines(), ["GET /s/a%20b%2Fc/b/x"]);
}

#[tokio::test]
async fn every_kind_of_value_has_a_text() {
    let date = OffsetDateTime::from_unix_timestamp(0).unwrap();
    let duration = IsoDuration { days: 1, ..IsoDuration::default() };
    const OPERATION: Operation = Operation { path: "/", ..Operation::DEFAULT };
    let seen = send(|core| {
        let request =
            core.request(OPERATION).query(&ANY, "s").query(&ANY, &"t".to_owned()).query(&ANY, &"u".to_owned());
        request
            .query(&ANY, &false)
            .query(&ANY, &1_i32)
            .query(&ANY, &2_i64)
            .query(&ANY, &0.5)
            .query(&ANY, &date)
            .query(&ANY, &duration)
    })
    .await;
    assert_eq!(
        seen.line(),
        "GET /?any=s&any=t&any=u&any=false&any=1&any=2&any=0.5&any=1970-01-01T00%3A00%3A00Z&any=P1D"
    );
}

#[tokio::test]
async fn a_rule_that_is_broken_is_named_and_nothing_is_sent() {
    let path =
        |value: &'static str| move |core: &ClientCore| core.request(PUT).path(&NAME, value).path(&ANY, "x").call();
    for (value, message) in [
        ("abcdef", "argument name must have at most 5 characters, not 6: \"abcdef\""),
        ("ABC", "argument name must match the pattern ^[a-z]+$: \"ABC\""),
        ("", "argument name must match the pattern ^[a-z]+$: \"\""),
    ] {
        assert_eq!(refused(ClientOptions::default(), path(value)).await.to_string(), message);
    }
    let query =
        |core: &ClientCore| core.request(PUT).path(&NAME, "a").path(&ANY, "x").query(&TOP, &0).query(&TOP, &-1).call();
    assert_eq!(refused(ClientOptions::default(), query).await.to_string(), "argument top must be at least 1: \"0\"");
}

#[tokio::test]
async fn a_secret_is_not_in_the_error() {
    let secret = |core: &ClientCore| core.request(PUT).path(&NAME, "a").path(&ANY, "x").header(&TOKEN, "s3cret").call();
    let error = refused(ClientOptions::default(), secret).await;
    assert_eq!(error.to_string(), "argument token must have at most 3 characters, not 6");
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[tokio::test]
async fn checks_can_be_switched_off_but_not_those_of_segments_and_headers() {
    let lax = || ClientOptions { validate_arguments: false, ..ClientOptions::default() };
    let (service, core) = setup(lax());
    core.request(PUT).path(&NAME, "TOO LONG").path(&ANY, "x").query(&TOP, &0).call::<()>().await.unwrap();
    assert_eq!(service.lines(), ["PUT /a/TOO%20LONG/b/x?$top=0"]);
    for value in ["", ".", ".."] {
        let error = refused(lax(), |core| core.request(PUT).path(&NAME, value).path(&ANY, "x").call()).await;
        assert_eq!(error.rule(), "must not be empty, \".\" or \"..\"");
    }
    let split = |core: &ClientCore| {
        core.request(PUT).path(&NAME, "a").path(&ANY, "x").header(&IF_MATCH, "*\r\nx-evil: 1").call()
    };
    assert_eq!(refused(lax(), split).await.argument(), "if_match");
}

#[tokio::test]
async fn the_first_error_stays() {
    let both =
        |core: &ClientCore| core.request(PUT).path(&NAME, "A").path(&ANY, "..").call::<()>().with_header("a b", "");
    assert_eq!(refused(ClientOptions::default(), both).await.argument(), "name");
}

#[tokio::test]
async fn settings_of_a_call_are_checked_too() {
    let call = |core: &ClientCore| core.request(Operation::DEFAULT).call::<()>();
    for (name, value) in [("a b", "x"), ("", "x"), ("中", "x"), ("x-a", "s3cret\n"), ("x-a", "é")] {
        let error = refused(ClientOptions::default(), |core| call(core).with_header(name, value)).await;
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
    refused(ClientOptions::default(), |core| call(core).with_client_request_id("a\r\nb")).await;
    let (service, core) = setup(ClientOptions::default());
    call(&core).with_header("X-Mine", "1").with_client_request_id("id-1").await.unwrap();
    let seen = &service.seen()[0];
    assert_eq!((seen.header("x-mine"), seen.header("x-ms-client-request-id")), ("1", "id-1"));
}

#[tokio::test]
async fn headers_of_the_message_the_connection_and_the_client_are_refused() {
    for name in [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "trailer",
        "Connection",
        "keep-alive",
        "Proxy-Connection",
        "TE",
        "upgrade",
        "AUTHORIZATION",
        "User-Agent",
        "Accept-Encoding",
    ] {
        let call = |core: &ClientCore| core.request(Operation::DEFAULT).call::<()>().with_header(name, "s3cret");
        let error = refused(ClientOptions::default(), call).await;
        assert_eq!((error.argument(), error.value()), (name, None), "{error}");
        let (service, core) = setup(ClientOptions::default());
        let list = core.request(Operation::DEFAULT).list::<Vec<String>>().with_header(name, "s3cret");
        list.into_pages().next().await.unwrap().unwrap_err();
        core.request(Operation::DEFAULT).begin::<()>(None).with_header(name, "s3cret").await.unwrap_err();
        assert!(service.seen().is_empty(), "{name}");
    }
    let (service, core) = setup(ClientOptions::default());
    let call = core.request(Operation::DEFAULT).call::<()>();
    call.with_header("Accept", "text/plain").with_header("X-Ms-Client-Request-Id", "mine").await.unwrap();
    let seen = &service.seen()[0];
    assert_eq!((seen.header("accept"), seen.header("x-ms-client-request-id")), ("text/plain", "mine"));
}

#[tokio::test]
async fn a_path_in_the_endpoint_is_kept() {
    for (endpoint, expected) in [
        ("https://proxy.example/arm/", "https://proxy.example/arm/a/n/b/x"),
        ("https://proxy.example:8443", "https://proxy.example:8443/a/n/b/x"),
    ] {
        let cloud = Cloud::Custom { endpoint: endpoint.to_owned(), audience: "https://audience.example".to_owned() };
        let (service, core) = setup(ClientOptions { cloud, ..ClientOptions::default() });
        core.request(PUT).path(&NAME, "n").path(&ANY, "x").call::<()>().await.unwrap();
        assert_eq!(service.seen()[0].url, expected);
    }
}

#[tokio::test]
async fn nothing_is_sent_before_a_call_is_awaited() {
    let (service, credential) = (Memory::script([]), FakeCredential::new(Manner::Fresh));
    let core = client::core(credential.clone(), service.options());
    drop(core.request(Operation::DEFAULT).call::<()>());
    assert_eq!((service.seen().len(), credential.asked().len()), (0, 0), "no token is asked for either");
}

#[test]
fn arguments_and_bodies_are_not_printed() {
    let (_, core) = setup(ClientOptions::default());
    let request = || core.request(PUT).path(&ANY, "s3cret").header(&TOKEN, "s3c").json(&json!({"password": "s3cret"}));
    let printed = format!("{:?} {:?} {core:?}", request(), request().call::<()>());
    assert_eq!(printed.matches("Thing_Put").count(), 2, "{printed}");
    assert!(!printed.contains("s3c") && !printed.contains("115, 51"), "{printed}");
}

proptest! {
    #[test]
    fn one_argument_is_exactly_one_segment(name in "\\PC*", any in proptest::string::string_regex("([.%/\\\\?#&=a]|\\PC|[\u{0}-\u{1f}]){0,8}").unwrap()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(check_segments(&name, &any))?;
    }
}

/// Both values arrive as they were, each in its own segment, or nothing arrives.
async fn check_segments(name: &str, any: &str) -> Result<(), TestCaseError> {
    let (service, core) = setup(ClientOptions { validate_arguments: false, ..ClientOptions::default() });
    let result = core.request(PUT).path(&NAME, name).path(&ANY, any).query(&FILTER, any).call::<()>().await;
    if [name, any].iter().any(|value| matches!(*value, "" | "." | "..")) {
        prop_assert!(result.is_err() && service.seen().is_empty());
        return Ok(());
    }
    let url = azure_core::http::Url::parse(&service.seen()[0].url).unwrap();
    let segments: Vec<_> =
        url.path_segments().unwrap().map(|text| percent_decode_str(text).decode_utf8().unwrap()).collect();
    prop_assert_eq!(segments, ["a", name, "b", any]);
    prop_assert_eq!(url.query_pairs().collect::<Vec<_>>(), [("$filter".into(), any.into())]);
    prop_assert_eq!((url.host_str(), url.fragment()), (Some("management.azure.com"), None));
    Ok(())
}
