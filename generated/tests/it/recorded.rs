//! Exchanges as users of the service have reported them: what it answered, and what must come of it. Names are made up.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    ClientOptions, DeadlineExceeded, Poller, PollerToken, RetryOptions,
    v2024_05_01::{
        Client,
        models::{
            ApiManagementServiceResource, NamedValueContract, NamedValueCreateContract,
            NamedValueCreateContractProperties,
        },
    },
};
use azure_core::{credentials::TokenCredential, http::StatusCode};
use kit::{
    client,
    clock::FakeClock,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
    time::Time,
};
use serde_json::{Value, json};
use tokio::time::Instant;

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
const SERVICE: &str = "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1";

struct World {
    service: Arc<Memory>,
    clock: Arc<FakeClock>,
    client: Client,
}

impl World {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::with(replies, |options| ClientOptions { retry: RetryOptions::none(), ..options })
    }

    /// With tokio's clock, for what is cut off.
    fn in_time(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::with_retry_in_time(replies, RetryOptions::none())
    }

    fn with_retry_in_time(replies: impl IntoIterator<Item = Reply>, retry: RetryOptions) -> Self {
        Self::with(replies, |options| ClientOptions { retry, clock: Arc::new(Time::default()), ..options })
    }

    fn with(replies: impl IntoIterator<Item = Reply>, set: impl FnOnce(ClientOptions) -> ClientOptions) -> Self {
        let (service, clock) = (Memory::script(replies), FakeClock::new());
        let options = set(client::options(&service, &clock));
        let credential: Arc<dyn TokenCredential> = FakeCredential::new(Manner::Fresh);
        let client = Client::new(SUBSCRIPTION, credential, Some(options)).unwrap();
        Self { service, clock, client }
    }

    fn put_named_value(&self) -> Poller<NamedValueContract> {
        let body = NamedValueCreateContract {
            properties: Some(NamedValueCreateContractProperties::new("nv1")),
            ..NamedValueCreateContract::default()
        };
        self.client.named_value().begin_create_or_update("rg1", "apim1", "nv1", &body, None)
    }

    /// Method and the end of the path of each request.
    fn asked(&self) -> Vec<String> {
        let end = |url: &str| url.rsplit('/').next().unwrap_or_default().split(['?', '&']).next().map(str::to_owned);
        let seen = self.service.seen();
        seen.iter().map(|seen| format!("{} {}", seen.method, end(&seen.url).unwrap_or_default())).collect()
    }

    fn waited(&self) -> Duration {
        self.clock.slept().iter().sum()
    }
}

fn named_value(state: Option<(&str, &str)>) -> Value {
    let mut body = json!({
        "id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1/namedValues/nv1",
        "name": "nv1",
        "properties": { "displayName": "nv1", "value": "x", "secret": false },
    });
    if let Some((member, state)) = state {
        body["properties"][member] = state.into();
    }
    body
}

fn json(status: u16, body: &Value) -> Reply {
    Reply::text(status, body.to_string())
}

/// A named value is begun with a monitor that is the named value itself, beside `Location`.
fn begun() -> Reply {
    json(201, &named_value(None))
        .with("azure-asyncoperation", format!("{SERVICE}/namedValues/nv1?api-version=2024-05-01&azure-asyncId=aa"))
        .with("location", format!("{SERVICE}/namedValues/nv1?api-version=2024-05-01&asyncId=aa&asyncCode=201"))
}

async fn puts_named_value(replies: Vec<Reply>) -> World {
    let world = World::new(replies);
    let result = world.put_named_value().await.unwrap().into_model().unwrap();
    assert_eq!(result.name.as_deref(), Some("nv1"));
    world
}

#[tokio::test]
async fn a_monitor_may_be_the_resource_itself() {
    for state in [None, Some(("provisioningState", "Succeeded")), Some(("ProvisioningState", "Succeeded"))] {
        let body = || json(200, &named_value(state));
        let world = puts_named_value(vec![begun(), body(), body()]).await;
        assert_eq!(world.asked(), ["PUT nv1", "GET nv1", "GET nv1"]);
    }
    let updating = json(200, &named_value(Some(("ProvisioningState", "Updating"))));
    let done = || json(200, &named_value(None));
    let world = puts_named_value(vec![begun(), updating.clone(), done(), updating, done()]).await;
    assert_eq!(world.asked().len(), 5, "the resource has the last word");
}

#[tokio::test]
async fn a_monitor_may_not_be_there_at_first() {
    let missing = json(404, &json!({"error": {"code": "ResourceNotFound", "message": "not found."}}));
    let done = json(200, &json!({"status": "Succeeded"}));
    for count in 1..=3 {
        let mut replies = vec![begun()];
        replies.extend(vec![missing.clone(); count]);
        replies.extend([done.clone(), json(200, &named_value(None))]);
        puts_named_value(replies).await;
    }
}

#[tokio::test]
async fn a_service_that_asks_for_no_wait_is_not_asked_without_end() {
    let hasty = |reply: Reply| reply.with("retry-after", "0");
    let going = hasty(json(200, &json!({"status": "InProgress"})));
    let mut replies = vec![hasty(begun())];
    replies.extend(vec![going; 15]);
    replies.extend([json(200, &json!({"status": "Succeeded"})), json(200, &named_value(None))]);
    let world = puts_named_value(replies).await;
    assert_eq!(world.waited(), Duration::from_secs(16));
}

#[tokio::test]
async fn a_location_on_the_service_s_own_host_is_left_alone() {
    let begun = json(201, &named_value(None))
        .with("azure-asyncoperation", format!("{SERVICE}/namedValues/nv1?azure-asyncId=aa"))
        .with("location", "https://apim1.management.azure-api.net:3443/x");
    let done = json(200, &json!({"status": "Succeeded"}));
    let world = puts_named_value(vec![begun, done, json(200, &named_value(None))]).await;
    assert!(world.service.seen().iter().all(|seen| seen.url.starts_with(SERVICE)));
}

#[tokio::test]
async fn a_service_is_deleted_when_its_monitor_has_nothing_to_say() {
    let begun = || {
        let monitor = "https://management.azure.com/subscriptions/S/providers/Microsoft.ApiManagement/locations/westus/operationResults/op1";
        Reply::status(202).with("azure-asyncoperation", monitor).with("retry-after", "20")
    };
    for end in [Reply::status(200), Reply::text(200, "{}"), Reply::status(204)] {
        let world = World::new([begun(), end]);
        world.client.api_management_service().begin_delete("rg1", "apim1").await.unwrap();
        assert_eq!((world.asked().len(), world.waited()), (2, Duration::from_secs(20)));
    }
}

#[tokio::test]
async fn a_restored_service_is_read_anew() {
    let restored = json!({"name": "apim1", "properties": {"provisioningState": "Succeeded"}});
    let world = World::new([Reply::status(200), json(200, &restored)]);
    let body = ApiManagementServiceResource::default();
    let services = world.client.api_management_service();
    let service = services.begin_create_or_update("rg1", "apim1", &body).await.unwrap().into_model().unwrap();
    assert_eq!(service.name.as_deref(), Some("apim1"));
    assert_eq!(world.asked(), ["PUT apim1", "GET apim1"]);
}

/// The answer that the description of `WorkspaceApi_Delete` forgot.
fn accepted() -> Reply {
    let location = format!("{SERVICE}/workspaces/ws/apis/a;rev=1?api-version=2024-05-01&asyncId=1&asyncCode=204");
    Reply::status(202).with("location", location).with("retry-after", "5")
}

#[tokio::test(start_paused = true)]
async fn work_that_a_call_is_told_to_wait_for_is_followed() {
    for (polls, end) in [(0, Reply::status(204)), (3, Reply::status(200)), (1, Reply::status(404))] {
        let mut replies = vec![accepted()];
        replies.extend(vec![accepted(); polls]);
        let world = World::in_time(replies.into_iter().chain([end]));
        let start = Instant::now();
        world.client.workspace_api().delete("rg1", "apim1", "ws", "a;rev=1", &"*".into(), None).await.unwrap();
        assert_eq!(world.asked().len(), polls + 2);
        assert_eq!(start.elapsed().as_secs(), 5 * (u64::try_from(polls).unwrap() + 1));
        let seen = world.service.seen();
        assert_eq!((seen[0].header("if-match"), seen[1].header("if-match")), ("*", ""));
    }
    let failed = json(200, &json!({"status": "Failed", "error": {"code": "A", "message": "why"}}));
    let monitored = Reply::status(202).with("azure-asyncoperation", format!("{SERVICE}/operations/1"));
    let world = World::in_time([monitored, failed]);
    let call = world.client.workspace_api().delete("rg1", "apim1", "ws", "a;rev=1", &"*".into(), None);
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("WorkspaceApi_Delete") && error.to_string().contains("why"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_call_follows_no_longer_than_it_may() {
    for (deadline, expected) in [(None, 600), (Some(Duration::from_secs(60)), 60)] {
        let retry = RetryOptions { deadline, ..RetryOptions::none() };
        let world = World::with_retry_in_time(vec![accepted(); 1000], retry);
        let call = world.client.workspace_api().delete("rg1", "apim1", "ws", "a;rev=1", &"*".into(), None);
        let start = Instant::now();
        let error = call.await.unwrap_err();
        let late = error.downcast_ref::<DeadlineExceeded>().unwrap();
        assert_eq!(late.deadline(), Duration::from_secs(expected));
        assert!(error.to_string().contains("accepted") && error.to_string().contains("it goes on"), "{error}");
        // The last poll is a little before the end.
        assert!((expected - 5..=expected).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
        let token = late.token().unwrap().to_string().parse::<PollerToken>().unwrap();
        assert_eq!(PollerToken::from_error(&error), Some(&token));
        let later = World::in_time([Reply::status(204)]);
        Poller::<()>::resume(&later.client, token).await.unwrap();
    }
}

#[tokio::test]
async fn what_follows_nothing_is_not_followed() {
    // No link, a link elsewhere, a request that reads.
    for reply in [Reply::status(202), Reply::status(202).with("location", "https://evil.example/x")] {
        let world = World::new([reply]);
        let call = world.client.workspace_api().delete("rg1", "apim1", "ws", "a;rev=1", &"*".into(), None);
        let error = call.await.unwrap_err();
        assert_eq!(world.asked().len(), 1, "{error}");
    }
    let world = World::new([accepted()]);
    let error = world.client.workspace_api().get("rg1", "apim1", "ws", "a;rev=1").await.unwrap_err();
    assert_eq!((error.http_status(), world.asked().len()), (Some(StatusCode::Accepted), 1));
}

#[tokio::test]
async fn a_success_that_was_forgotten_is_taken_by_what_it_holds() {
    let tag = |body: &str, status| (Reply::text(status, body.to_owned()), status);
    for (reply, status) in [tag(r#"{"name":"t"}"#, 201), tag(r#"{"id":"/t","unknown":1}"#, 201)] {
        let world = World::new([reply]);
        let response = world.client.tag().get("rg1", "apim1", "t").await.unwrap();
        assert_eq!(response.status(), StatusCode::from(status));
    }
    for body in ["", "{}", "[]", r#"{"unknown":1}"#, r#"{"error":{"code":"A","message":"why"}}"#, "<html>"] {
        let world = World::new([Reply::text(201, body)]);
        let error = world.client.tag().get("rg1", "apim1", "t").await.unwrap_err();
        assert_eq!(error.http_status(), Some(StatusCode::Created), "{body}");
    }
    // A deletion gives nothing, so any of the three will do.
    for status in [200, 201, 204] {
        let world = World::new([Reply::status(status)]);
        world.client.tag().delete("rg1", "apim1", "t", &"*".into()).await.unwrap();
    }
}
