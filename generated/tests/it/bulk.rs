//! Bulk use: a thousand calls with one client, so many in flight, as `generated/examples/bulk.rs` does it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use arm_apimanagement::{
    ArmError, ClientOptions,
    v2024_05_01::{Client, models::GatewayContract},
};
use azure_core::http::{AsyncRawResponse, HttpClient, Request, StatusCode, Transport, headers::Headers};
use futures::stream::{self, StreamExt as _};
use kit::{
    credential::{FakeCredential, Manner},
    time::Time,
};
use serde_json::json;

const CALLS: usize = 1000;
const IN_FLIGHT: usize = 16;
const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// A service that takes its time, and counts how many wait for it. Each tenth gateway does not exist.
#[derive(Debug, Default)]
struct Busy {
    now: AtomicUsize,
    most: AtomicUsize,
    begun: AtomicUsize,
    answered: AtomicUsize,
}

/// One request on its way; it may be left before it is answered.
struct Waiting<'a>(&'a Busy);

impl<'a> Waiting<'a> {
    fn new(busy: &'a Busy) -> Self {
        busy.begun.fetch_add(1, Ordering::SeqCst);
        busy.most.fetch_max(busy.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Self(busy)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait::async_trait]
impl HttpClient for Busy {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let _waiting = Waiting::new(self);
        let name = request.url().path().rsplit('/').next().unwrap().to_owned();
        let number: u64 = name.trim_start_matches("gw").parse().unwrap();
        tokio::time::sleep(Duration::from_millis(10 + number * 7 % 50)).await;
        self.answered.fetch_add(1, Ordering::SeqCst);
        let missing = number.is_multiple_of(10);
        let body = if missing { json!({ "error": { "code": "ResourceNotFound" } }) } else { json!({ "name": name }) };
        let status = if missing { StatusCode::NotFound } else { StatusCode::Ok };
        Ok(AsyncRawResponse::from_bytes(status, Headers::new(), body.to_string()))
    }
}

fn client() -> (Arc<Busy>, Arc<FakeCredential>, Client) {
    let (busy, credential) = (Arc::<Busy>::default(), FakeCredential::new(Manner::Fresh));
    let options = ClientOptions {
        transport: Some(Transport::new(Arc::<Busy>::clone(&busy))),
        clock: Arc::new(Time::default()),
        ..ClientOptions::default()
    };
    let client = Client::new(SUBSCRIPTION, credential.clone(), Some(options)).unwrap();
    (busy, credential, client)
}

/// Owns what it needs, so that it can be spawned.
async fn read_all(client: Client) -> Vec<(usize, azure_core::Result<GatewayContract>)> {
    let gateways = client.gateway();
    let calls = (0..CALLS).map(|number| {
        let gateways = gateways.clone();
        async move {
            let name = format!("gw{number}");
            (number, async { gateways.get("rg", "apim", &name).await?.into_model() }.await)
        }
    });
    stream::iter(calls).buffer_unordered(IN_FLIGHT).collect().await
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_are_made_with_a_bound_and_each_has_its_result() {
    let (busy, credential, client) = client();
    let mut outcomes = tokio::spawn(read_all(client)).await.unwrap();
    assert_eq!((busy.begun.load(Ordering::SeqCst), busy.most.load(Ordering::SeqCst)), (CALLS, IN_FLIGHT));
    assert_eq!(credential.asked().len(), 1, "they share one token");
    outcomes.sort_by_key(|(number, _)| *number);
    assert_eq!(outcomes.iter().map(|(number, _)| *number).collect::<Vec<_>>(), (0..CALLS).collect::<Vec<_>>());
    for (number, outcome) in outcomes {
        match outcome {
            Ok(gateway) => assert_eq!((gateway.name, number % 10 == 0), (Some(format!("gw{number}")), false)),
            Err(error) => {
                assert!(ArmError::from_error(&error).unwrap().is_not_found() && number % 10 == 0, "{number}: {error}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_them_stops_them_all() {
    let (busy, _, client) = client();
    let late = tokio::time::timeout(Duration::from_millis(200), read_all(client.clone())).await;
    assert!(late.is_err(), "a thousand calls take longer");
    let (begun, answered) = (busy.begun.load(Ordering::SeqCst), busy.answered.load(Ordering::SeqCst));
    assert_eq!(busy.now.load(Ordering::SeqCst), 0, "nothing is under way any more");
    assert!(answered > 0 && begun <= answered + IN_FLIGHT && begun < CALLS, "{answered} of {begun}");
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(busy.begun.load(Ordering::SeqCst), begun, "and nothing is begun later");
    // The client is none the worse for it.
    assert!(client.gateway().get("rg", "apim", "gw1").await.is_ok());
}

#[test]
fn clients_are_cheap_to_clone_and_go_anywhere() {
    fn check<T: Clone + Send + Sync + 'static>() {}
    check::<Client>();
    check::<arm_apimanagement::v2021_08_01::Client>();
    check::<arm_apimanagement::v2024_05_01::gateway::Client>();
    // One pointer: a clone is an increment, whatever the client holds.
    assert_eq!(size_of::<Client>(), size_of::<usize>());
    assert_eq!(size_of::<arm_apimanagement::v2024_05_01::gateway::Client>(), size_of::<usize>());
}
