//! Tokens of long-running operations: saved, read again, and refused where they do not belong.

use arm_apimanagement::{
    Poller, PollerToken,
    rt::{self, FinalState, Method},
    v2021_08_01, v2024_05_01,
};
use kit::{
    client::{ORIGIN, PROVIDER},
    credential::{FakeCredential, Manner},
    memory::Reply,
};
use serde_json::{Value, json};

use crate::lro::{World, accepted, monitor, resource};

/// What the operation of [`World::begin`] works on.
const THING: &str = "/providers/Microsoft.Widgets/thing";

#[tokio::test]
async fn a_token_resumes_the_operation_in_another_process() {
    for (method, via, first, rest, lines, waits) in [
        (
            Method::Put,
            Some(FinalState::Location),
            accepted(),
            vec![monitor("InProgress"), monitor("Succeeded"), resource("it")],
            vec!["GET /monitor?t=1", "GET /monitor?t=1", "GET /result"],
            1,
        ),
        (
            Method::Put,
            Some(FinalState::OriginalUri),
            Reply::status(202).with("location", format!("{PROVIDER}/result")),
            vec![Reply::status(202), Reply::status(204), resource("it")],
            vec!["GET /result", "GET /result", "GET /thing"],
            1,
        ),
        (
            Method::Patch,
            None,
            Reply::text(200, r#"{"properties":{"provisioningState":"Updating"}}"#),
            vec![resource("it")],
            vec!["GET /thing"],
            0,
        ),
        (
            Method::Put,
            None,
            Reply::status(202),
            vec![Reply::status(404), resource("it")],
            vec!["GET /thing", "GET /thing"],
            1,
        ),
    ] {
        let world = World::new([first]);
        let mut poller = world.begin(method, via);
        assert!(poller.token().is_none(), "there is nothing to resume yet");
        poller.next().await.unwrap().unwrap();
        let token = poller.token().unwrap();
        let (text, serde) = (token.to_string(), serde_json::to_string(&token).unwrap());
        assert_eq!(text, serde);
        for secret in ["token-1", "Bearer", "body"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(!format!("{token:?}").contains("t=1"));
        let world = World::new(rest);
        let token: PollerToken = text.parse().unwrap();
        assert_eq!(token.operation(), "Thing_Do");
        let result = Poller::<Value>::resume(&world.core, token).await.unwrap();
        assert_eq!(result.into_model().unwrap()["name"], "it");
        assert_eq!(world.service.lines(), lines);
        assert_eq!(world.slept().len(), waits, "the first look is at once");
    }
}

#[tokio::test]
async fn a_token_is_written_in_a_form_that_later_versions_can_read() {
    let world = World::new([accepted()]);
    let mut poller = world.begin(Method::Put, Some(FinalState::Location));
    poller.next().await.unwrap().unwrap();
    let expected = json!({
        "version": 1,
        "operation": "Thing_Do",
        "api_version": "2022-01-01",
        "model": "any",
        "method": "PUT",
        "resource": format!("{ORIGIN}{PROVIDER}/thing"),
        "result": "location",
        "follow": "status",
        "url": format!("{ORIGIN}{PROVIDER}/monitor?t=1"),
        "location": format!("{ORIGIN}{PROVIDER}/result"),
    });
    assert_eq!(serde_json::to_value(poller.token().unwrap()).unwrap(), expected);
}

#[tokio::test]
async fn a_token_that_was_tampered_with_sends_nothing() {
    let world = World::new([accepted()]);
    let mut poller = world.begin(Method::Put, Some(FinalState::Location));
    poller.next().await.unwrap().unwrap();
    let good = serde_json::to_value(poller.token().unwrap()).unwrap();
    for (member, value, named) in [
        ("url", json!("https://evil.example/m"), "https://evil.example"),
        ("url", json!("http://management.azure.com/m"), "http://management.azure.com"),
        ("resource", json!("https://evil.example/thing"), "https://evil.example"),
        ("location", json!("https://user:pw@management.azure.com/x"), "user or a password"),
        ("url", json!("monitor"), "not a URL"),
        ("url", Value::Null, "no URL"),
        ("version", json!(2), "version is 2"),
        ("result", json!("elsewhere"), "unknown"),
        ("model", json!("ApiContract"), "of Thing_Do, which gives ApiContract, and not any"),
        ("api_version", json!("2021-08-01"), "of api-version 2021-08-01, and this client speaks 2022-01-01"),
    ] {
        let mut bad = good.clone();
        bad[member] = value;
        let token: PollerToken = serde_json::from_value(bad).unwrap();
        let world = World::new([]);
        let error = Poller::<Value>::resume(&world.core, token).await.unwrap_err();
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!(world.service.seen().len(), 0);
    }
    for text in ["", "{}", "[]", r#"{"version":1}"#] {
        assert!(text.parse::<PollerToken>().is_err(), "{text}");
    }
}

fn operation(name: &'static str, path: &'static str) -> rt::Operation {
    rt::Operation { name, path, method: Method::Put, ..rt::Operation::DEFAULT }
}

/// A token of `PUT /thing`, begun by the runtime alone.
async fn token() -> PollerToken {
    let world = World::new([accepted()]);
    let mut poller = world.begin(Method::Put, Some(FinalState::Location));
    poller.next().await.unwrap().unwrap();
    poller.token().unwrap()
}

#[tokio::test]
async fn the_same_call_goes_on_from_a_token_instead_of_beginning_anew() {
    let world = World::new([monitor("InProgress"), monitor("Succeeded"), resource("it")]);
    let mut poller = world.begin(Method::Put, Some(FinalState::Location)).with_token(token().await);
    assert_eq!(poller.token(), Some(token().await), "it can be saved again at once");
    poller.next().await.unwrap().unwrap();
    assert_eq!(poller.await.unwrap().into_model().unwrap()["name"], "it");
    assert_eq!(world.service.lines(), ["GET /monitor?t=1", "GET /monitor?t=1", "GET /result"]);
}

#[tokio::test]
async fn headers_that_were_set_before_the_token_reach_the_polls() {
    let world = World::new([monitor("Succeeded"), resource("it")]);
    let poller = world.begin(Method::Put, None).with_header("x-own", "1").with_header("If-Match", "tag");
    poller.with_token(token().await).with_header("x-other", "2").await.unwrap();
    for seen in world.service.seen() {
        assert_eq!((seen.header("x-own"), seen.header("x-other"), seen.header("if-match")), ("1", "2", ""));
    }
}

#[tokio::test]
async fn an_error_with_a_success_that_is_not_declared_begins_nothing() {
    let error = r#"{"error": {"code": "NotFound", "message": "there is none"}}"#;
    for (status, success) in [(200, &[202][..]), (201, &[202]), (200, &[202, 204])] {
        let world = World::new([Reply::text(status, error)]);
        let operation = rt::Operation { success, method: Method::Post, ..operation("Thing_Do", THING) };
        let error = world.core.request(operation).begin::<()>(None).await.unwrap_err();
        assert!(error.to_string().contains("NotFound: there is none"), "{error}");
        assert_eq!(error.http_status().map(u16::from), Some(status));
    }
}

#[tokio::test]
async fn a_token_of_another_call_is_refused() {
    let world = World::new([]);
    for (name, path, why) in [
        ("Thing_Delete", THING, "it is of Thing_Do, and not of Thing_Delete"),
        ("Thing_Do", "/providers/Microsoft.Widgets/thing2", "it is of Thing_Do on another thing"),
        ("Thing_Do", "/providers/Microsoft.Widgets/thing?b=1", "it is of Thing_Do on another thing"),
    ] {
        let poller = world.core.request(operation(name, path)).begin::<Value>(None).with_token(token().await);
        let error = poller.await.unwrap_err().to_string();
        assert!(error.ends_with(why), "{error}");
    }
    let patch = world.begin(Method::Patch, None).with_token(token().await);
    assert!(patch.await.unwrap_err().to_string().contains("on another thing"));
    let other_model = world.core.request(operation("Thing_Do", THING)).begin::<()>(None).with_token(token().await);
    assert!(other_model.await.unwrap_err().to_string().contains("which gives any, and not nothing"));
    assert_eq!(world.service.seen().len(), 0, "nothing was sent");
    let begun = World::new([accepted()]);
    let mut poller = begun.begin(Method::Put, None);
    poller.next().await.unwrap().unwrap();
    assert!(poller.with_token(token().await).await.unwrap_err().to_string().contains("was begun"));
    assert_eq!(begun.service.seen().len(), 1);
}

/// As an application would get it wrong.
#[tokio::test]
async fn a_token_is_refused_by_another_result_type_and_another_version() {
    use v2024_05_01::models::{ApiContract, NamedValueContract, NamedValueCreateContract};
    const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
    let location = format!("/subscriptions/{SUBSCRIPTION}/operationresults/1");
    let world = World::new([Reply::status(202).with("location", location)]);
    let options = || Some(world.service.options());
    let credential = || FakeCredential::new(Manner::Fresh);
    let new = v2024_05_01::Client::new(SUBSCRIPTION, credential(), options()).unwrap();
    let old = v2021_08_01::Client::new(SUBSCRIPTION, credential(), options()).unwrap();
    let body = NamedValueCreateContract::default();
    let mut poller = new.named_value().begin_create_or_update("rg", "apim", "n", &body, None);
    poller.next().await.unwrap().unwrap();
    let token = poller.token().unwrap();
    let error = Poller::<ApiContract>::resume(&new, token.clone()).await.unwrap_err().to_string();
    assert!(
        error.contains("of NamedValue_CreateOrUpdate, which gives NamedValueContract, and not ApiContract"),
        "{error}"
    );
    let error = Poller::<()>::resume(&new, token.clone()).await.unwrap_err().to_string();
    assert!(error.ends_with("and not nothing"), "{error}");
    type Old = v2021_08_01::models::NamedValueContract;
    let error = Poller::<Old>::resume(&old, token.clone()).await.unwrap_err().to_string();
    assert!(error.contains("of api-version 2024-05-01, and this client speaks 2021-08-01"), "{error}");
    assert_eq!(world.service.seen().len(), 1, "nothing was sent");
    // The script is over: what is asked now gets an answer that is no success.
    Poller::<NamedValueContract>::resume(&new, token).await.unwrap_err();
    assert_eq!(world.service.seen().len(), 2, "the right type is asked for");
}
