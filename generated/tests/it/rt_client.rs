//! What all calls of a client have in common: where they go, who they say they are, what they leave behind.

use std::sync::Arc;

use arm_apimanagement::{
    Call, ClientOptions, Cloud, InvalidArgument, Response,
    rt::{ClientCore, Constraints, Operation, Param},
};
use azure_core::{
    Bytes, Result,
    http::{
        AsyncRawResponse, Context, Request,
        policies::{Policy, PolicyResult},
    },
};
use futures::{FutureExt as _, StreamExt as _};
use kit::{
    client,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};

fn try_core(options: ClientOptions) -> Result<ClientCore> {
    ClientCore::new(&client::SERVICE, None, FakeCredential::new(Manner::Fresh), Some(options))
}

fn custom(endpoint: &str) -> Cloud {
    Cloud::Custom { endpoint: endpoint.to_owned(), audience: "https://audience.example/".to_owned() }
}

async fn call(core: &ClientCore) -> Result<Response<()>> {
    core.request(Operation { name: "Thing_Do", ..Operation::DEFAULT }).call().await
}

#[tokio::test]
async fn each_cloud_has_its_endpoint_and_its_scope() {
    for (cloud, origin, scope) in [
        (Cloud::Public, "https://management.azure.com/", "https://management.azure.com/.default"),
        (Cloud::UsGovernment, "https://management.usgovcloudapi.net/", "https://management.usgovcloudapi.net/.default"),
        (Cloud::China, "https://management.chinacloudapi.cn/", "https://management.chinacloudapi.cn/.default"),
        (custom("https://local.example:444"), "https://local.example:444/", "https://audience.example/.default"),
    ] {
        let service = Memory::script([Reply::status(200)]);
        let credential = FakeCredential::new(Manner::Fresh);
        let core = client::core(credential.clone(), ClientOptions { cloud, ..service.options() });
        call(&core).await.unwrap();
        assert_eq!(service.seen()[0].url, origin);
        assert_eq!(credential.asked()[0].scopes, [scope]);
    }
}

#[test]
fn a_client_knows_the_namespaces_of_its_version() {
    assert_eq!(try_core(ClientOptions::default()).unwrap().namespaces(), ["Microsoft.Widgets"]);
}

#[tokio::test]
async fn an_api_elsewhere_has_no_endpoint_of_its_own() {
    let elsewhere =
        |options| ClientCore::elsewhere(&client::SERVICE, None, FakeCredential::new(Manner::Fresh), options);
    let memory = Memory::script([Reply::status(200)]);
    for options in [None, Some(memory.options()), Some(ClientOptions { cloud: Cloud::China, ..memory.options() })] {
        let error = elsewhere(options).expect_err("no endpoint is named").to_string();
        assert!(error.contains("Cloud::Custom"), "{error}");
    }
    let options = ClientOptions { cloud: custom("https://a.example/base"), ..memory.options() };
    call(&elsewhere(Some(options)).unwrap()).await.unwrap();
    assert_eq!(memory.seen()[0].url, "https://a.example/base/");
}

#[test]
fn an_endpoint_that_could_leak_the_token_is_refused() {
    for (endpoint, why) in [
        ("http://management.azure.com", "must be https"),
        ("ftp://a", "must be https"),
        ("management.azure.com", "is not a URL"),
        ("", "is not a URL"),
        ("https://user:pass@a.example", "user or a password"),
        ("https://a.example?b", "query or a fragment"),
        ("https://a.example#b", "query or a fragment"),
    ] {
        let options = ClientOptions { cloud: custom(endpoint), ..Memory::script([]).options() };
        let error = try_core(options).expect_err(endpoint).to_string();
        assert!(error.contains(why), "{endpoint}: {error}");
    }
}

#[tokio::test]
async fn every_request_says_who_sends_it() {
    let service = Memory::new(|_, _| Reply::status(200));
    let core = try_core(service.options()).unwrap();
    call(&core).await.unwrap();
    call(&core).await.unwrap();
    let named = ClientOptions { application_id: Some("my-app/1".replace('/', "-")), ..service.options() };
    call(&try_core(named).unwrap()).await.unwrap();
    let [first, second, third] = service.seen().try_into().expect("three requests were sent");
    assert!(first.header("user-agent").starts_with("azsdk-rust-arm-widgets/1.2.3 ("));
    assert!(third.header("user-agent").starts_with("my-app-1 azsdk-rust-arm-widgets/1.2.3 ("));
    let ids = [first, second, third].map(|seen| seen.header("x-ms-client-request-id").to_owned());
    assert!(ids.iter().all(|id| id.len() == 36), "{ids:?}");
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
}

#[test]
fn an_application_id_that_cannot_be_sent_is_refused() {
    for id in ["", "a b", "é", "a\r\nb", &"x".repeat(25)] {
        let options = ClientOptions { application_id: Some(id.to_owned()), ..Memory::script([]).options() };
        let error = try_core(options).expect_err(id);
        assert_eq!(error.downcast_ref::<InvalidArgument>().map(InvalidArgument::argument), Some("application_id"));
    }
}

#[test]
fn a_subscription_is_checked_when_the_client_is_made() {
    static SUBSCRIPTION: Param = Param {
        name: "subscriptionId",
        argument: "subscription_id",
        constraints: Constraints { uuid: true, ..Constraints::NONE },
    };
    let make = |id: &str, validate_arguments| {
        let options = ClientOptions { validate_arguments, ..Memory::script([]).options() };
        ClientCore::new(
            &client::SERVICE,
            Some((&SUBSCRIPTION, id.to_owned())),
            FakeCredential::new(Manner::Fresh),
            Some(options),
        )
    };
    let id = "00000000-0000-0000-0000-000000000000";
    let core = make(id, true).unwrap();
    assert_eq!((core.subscription_id(), core.api_version()), (id, "2022-01-01"));
    assert!(make("subid", true).unwrap_err().to_string().contains("subscription_id must be a UUID"));
    assert!(make("subid", false).is_ok());
    assert!(make("..", false).is_err());
}

/// A policy that writes its name into a header, as often as it is called.
#[derive(Debug)]
struct Mark(&'static str);

#[async_trait::async_trait]
#[expect(elided_lifetimes_in_paths, reason = "the trait elides the context's lifetime, which makes it another one")]
impl Policy for Mark {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let before = request.headers().get_optional_string(&"x-marks".into()).unwrap_or_default();
        let context_says = context.value::<&'static str>().copied().unwrap_or_default();
        request.insert_header("x-marks", format!("{before}{}{context_says} ", self.0));
        next[0].send(context, request, &next[1..]).await
    }
}

#[tokio::test]
async fn policies_see_each_call_once_or_each_attempt() {
    let service = Memory::script([Reply::status(503).with("retry-after", "0"), Reply::status(200)]);
    let options = ClientOptions {
        per_call_policies: vec![Arc::new(Mark("call"))],
        per_try_policies: vec![Arc::new(Mark("try"))],
        ..service.options()
    };
    let core = try_core(options).unwrap();
    core.request(Operation::DEFAULT).call::<()>().with_context(Context::new().with_value("!")).await.unwrap();
    let seen = service.seen();
    assert_eq!(seen[0].header("x-marks"), "call! try! ");
    assert_eq!(seen[1].header("x-marks"), "call! try! try! ");
    assert_eq!(seen[0].header("x-ms-client-request-id"), seen[1].header("x-ms-client-request-id"));
}

/// A policy that gives a body of its own, in parts.
#[derive(Debug)]
struct Answer(Vec<Bytes>);

#[async_trait::async_trait]
#[expect(elided_lifetimes_in_paths, reason = "the trait elides the context's lifetime, which makes it another one")]
impl Policy for Answer {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let (status, headers, _) = next[0].send(context, request, &next[1..]).await?.deconstruct();
        let parts = self.0.clone().into_iter().map(Ok);
        Ok(AsyncRawResponse::new(status, headers, Box::pin(futures::stream::iter(parts))))
    }
}

#[tokio::test]
async fn a_body_is_put_together_and_one_part_is_not_copied() {
    for parts in [&["one part"][..], &["two ", "parts"], &["", "and", "", " empty ones", ""], &[]] {
        let parts: Vec<_> = parts.iter().map(|part| Bytes::from_static(part.as_bytes())).collect();
        for last in [false, true] {
            let mut options = Memory::new(|_, _| Reply::text(200, "of the service")).options();
            let policies = if last { &mut options.per_try_policies } else { &mut options.per_call_policies };
            policies.push(Arc::new(Answer(parts.clone())));
            let response = try_core(options).unwrap().request(Operation::DEFAULT).call::<()>().await.unwrap();
            assert_eq!(&response.body()[..], parts.concat());
            if let [part] = &parts[..] {
                assert_eq!(response.body().as_ptr(), part.as_ptr());
            }
        }
    }
}

#[test]
fn everything_can_go_to_another_thread() {
    fn check<T: Send + 'static>() {}
    fn check_sync<T: Clone + Send + Sync + 'static>() {}
    check_sync::<ClientCore>();
    check_sync::<ClientOptions>();
    check::<Call<()>>();
    check::<Call<String>>();
    check::<Response<std::rc::Rc<()>>>();
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled() {
    let service = Memory::new(|_, _| Reply::status(503).with("retry-after", "100"));
    let core = try_core(service.options()).unwrap();
    let waited = tokio::time::timeout(std::time::Duration::from_millis(50), call(&core)).await;
    assert!(waited.is_err(), "the call waits for its second attempt");
    assert_eq!(service.seen().len(), 1);
}

/// A call is a future like any other.
#[tokio::test]
async fn calls_stand_wherever_a_future_is_wanted() {
    let service = Memory::new(|_, _| Reply::status(204));
    let core = try_core(service.options()).unwrap();
    let call = || client::request(&core, azure_core::http::Method::Get).call::<()>();
    for result in futures::future::join_all((0..5).map(|_| call())).await {
        assert_eq!(result.unwrap().status(), 204);
    }
    let calls = futures::stream::iter((0..5).map(|_| call().with_header("x-a", "b")));
    let results: Vec<_> = calls.buffer_unordered(2).collect().await;
    assert!(results.iter().all(Result::is_ok));
    tokio::spawn(call()).await.unwrap().unwrap();
    assert_eq!(service.seen().len(), 11);
}

#[tokio::test]
async fn what_is_set_after_a_call_was_polled_fails_it() {
    let service = Memory::new(|_, _| Reply::status(503).with("retry-after", "100"));
    let core = try_core(service.options()).unwrap();
    let mut call = client::request(&core, azure_core::http::Method::Get).call::<()>();
    assert!((&mut call).now_or_never().is_none());
    let error = call.with_header("x-a", "b").await.unwrap_err();
    let invalid = error.downcast_ref::<InvalidArgument>().expect("it is refused");
    assert_eq!((invalid.argument(), invalid.rule()), ("header", "must be set before the call is polled"));
}
