//! The same fake over real sockets: TLS on loopback, the reqwest transport, the real clock.

use std::time::Duration;

use arm_apimanagement::{ArmError, ClientOptions, RetryOptions};
use dispatch::{Answer, Arguments, Dispatcher, Running};
use generator::model::{Api, Operation};
use kit::{credential::FakeCredential, specs};
use serde_json::json;
use simulator::{
    arm::tls::Server,
    call::{SUBSCRIPTION, arguments},
    engine::{
        plan::{Pages, Running as Plan, Style},
        script::{Fault, RetryAfter},
    },
    json::Shape,
};

const VERSION: &str = "2024-05-01";

/// A server, and a client whose retries wait for milliseconds.
async fn pair() -> (Server, Dispatcher) {
    let server = Server::start(&[specs::api(VERSION)]).await;
    let delay = Duration::from_millis(2);
    let options = ClientOptions {
        cloud: server.cloud(),
        transport: Some(server.transport()),
        retry: RetryOptions { delay, max_delay: delay, ..RetryOptions::default() },
        ..ClientOptions::default()
    };
    let credential = FakeCredential::of(server.service().issuer());
    let client = Dispatcher::new(VERSION, SUBSCRIPTION, credential, options).unwrap();
    (server, client)
}

fn gateway(name: &str) -> Arguments {
    Arguments::default().with("resourceGroupName", "rg").with("serviceName", "apim").with("gatewayId", name)
}

async fn call(client: &Dispatcher, id: &str, arguments: &Arguments) -> azure_core::Result<Answer> {
    client.run(id, arguments).unwrap().finish().await
}

#[tokio::test]
async fn things_are_kept_over_real_connections() {
    let (server, client) = pair().await;
    let put = gateway("g é/%").with_body(json!({ "properties": { "description": "one" } }));
    let created = call(&client, "Gateway_CreateOrUpdate", &put).await.unwrap();
    assert_eq!(created.status, 201);
    let etag = created.headers["etag"].clone();
    let read = call(&client, "Gateway_Get", &gateway("g é/%")).await.unwrap();
    assert_eq!((read.body, read.headers["etag"].as_str()), (created.body, etag.as_str()));
    let stale = gateway("g é/%").with("If-Match", "\"stale\"");
    let error = call(&client, "Gateway_Delete", &stale).await.unwrap_err();
    assert!(ArmError::from_error(&error).unwrap().is_precondition_failed());
    call(&client, "Gateway_Delete", &gateway("g é/%").with("If-Match", etag)).await.unwrap();
    let error = call(&client, "Gateway_Get", &gateway("g é/%")).await.unwrap_err();
    assert!(ArmError::from_error(&error).unwrap().is_not_found());
    assert_eq!(server.service().violations(), []);
}

#[tokio::test]
async fn connections_that_break_are_made_again() {
    let (server, client) = pair().await;
    let put = gateway("g").with_body(json!({}));
    call(&client, "Gateway_CreateOrUpdate", &put).await.unwrap();
    for fault in [
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::Cut,
        Fault::Status(503, None),
        Fault::Status(429, Some(RetryAfter::Millis(3))),
        Fault::Slow(Duration::from_millis(20)),
        Fault::Challenge,
    ] {
        server.service().script([Some(fault.clone()), Some(fault.clone()).filter(|fault| *fault != Fault::Challenge)]);
        let read =
            call(&client, "Gateway_Get", &gateway("g")).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(read.status, 200, "{fault:?}");
    }
    server.service().script([Some(Fault::Redirect("https://localhost:1/steal".to_owned()))]);
    call(&client, "Gateway_Get", &gateway("g")).await.unwrap_err();
    server.service().script([Some(Fault::Truncated)]);
    call(&client, "Gateway_Get", &gateway("g")).await.unwrap_err();
    assert_eq!(server.service().violations(), []);
}

#[tokio::test]
async fn lists_and_long_operations_run_to_their_end() {
    let (server, client) = pair().await;
    let api: &'static Api = specs::api(VERSION);
    server.service().plan(|plan| {
        plan.everything_exists = true;
        plan.pages = Some(Pages::default());
        plan.running =
            Plan { style: Style::AsyncOperation, retry_after: Some(RetryAfter::Millis(2)), ..Plan::default() };
    });
    let find = |id: &str| -> &'static Operation { specs::operation(api, id) };
    let list = find("Gateway_ListByService");
    let listed = call(&client, &list.id, &arguments(api, list, Shape::Minimal, 1)).await.unwrap();
    assert_eq!(listed.body, Some(json!(server.service().listed())));
    for id in ["NamedValue_CreateOrUpdate", "NamedValue_RefreshSecret", "ApiManagementService_Delete"] {
        let op = find(id);
        let Ok(Running::Poller(polling)) = client.run(id, &arguments(api, op, Shape::Minimal, 1)) else {
            panic!("{id} runs long")
        };
        let ended = polling.configured(Duration::from_millis(2), None).finish().await;
        let ended = ended.unwrap_or_else(|error| panic!("{id}: {error:?}"));
        assert!(ended.body.is_none() || ended.body == server.service().result(), "{id}");
    }
    assert_eq!(server.service().violations(), []);
}
