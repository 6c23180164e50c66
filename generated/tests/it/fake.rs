//! The fake Resource Manager, as a test of an application sees it: through the client, with the client's own types.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{
    ArmError, ClientOptions, Cloud, DeadlineExceeded, Etag, Poller, PollerToken, RetryOptions,
    fake::{Answer, Fake, RequestKind, Style},
    v2021_08_01,
    v2024_05_01::{Client, certificate, gateway, models},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kit::credential::{FakeCredential, Manner};
use models::{
    ApiContract, ApiCreateOrUpdateParameter, ApiManagementServiceBackupRestoreParameters,
    ApiManagementServiceProperties, ApiManagementServiceResource, ApiManagementServiceSkuProperties,
    CertificateCreateOrUpdateParameters, GatewayContract, GatewayContractProperties,
    GatewayKeyRegenerationRequestContract, GatewayKeysContract, KeyType, SkuType,
};
use serde_json::json;

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
const SERVICE: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers\
    /Microsoft.ApiManagement/service/apim1";

fn pair() -> (Fake, Client) {
    let azure = Fake::new();
    let client = Client::new(SUBSCRIPTION, azure.credential(), Some(azure.options())).unwrap();
    (azure, client)
}

fn described(text: &str) -> GatewayContract {
    let properties = GatewayContractProperties { description: Some(text.to_owned()), ..Default::default() };
    GatewayContract { properties: Some(properties), ..Default::default() }
}

fn description(gateway: &GatewayContract) -> &str {
    gateway.properties.as_ref().and_then(|properties| properties.description.as_deref()).unwrap_or_default()
}

fn keys() -> GatewayKeysContract {
    GatewayKeysContract { primary: Some("one".to_owned()), secondary: Some("two".to_owned()), ..Default::default() }
}

fn service() -> ApiManagementServiceResource {
    let sku = ApiManagementServiceSkuProperties::new(1, SkuType::Developer);
    ApiManagementServiceResource::new(
        "West Europe",
        ApiManagementServiceProperties::new("a@example.com", "Example"),
        sku,
    )
}

fn status(error: &azure_core::Error) -> Option<u16> {
    ArmError::from_error(error).map(|error| error.status().into())
}

#[tokio::test]
async fn what_is_put_is_found_changed_and_removed() {
    let (azure, client) = pair();
    let missing = client.gateway().get("rg1", "apim1", "gw 1").await.unwrap_err();
    let missing = ArmError::from_error(&missing).unwrap();
    assert_eq!((u16::from(missing.status()), missing.code()), (404, Some("ResourceNotFound")));

    let made = client.gateway().create_or_update("rg1", "apim1", "gw 1", &described("one"), None).await.unwrap();
    assert_eq!(u16::from(made.status()), 201);
    let first = made.etag().unwrap();
    let made = made.into_model().unwrap();
    assert_eq!(made.id, Some(format!("{SERVICE}/gateways/gw 1")));
    assert_eq!(made.name.as_deref(), Some("gw 1"));
    assert_eq!(made.type_.as_deref(), Some("Microsoft.ApiManagement/service/gateways"));
    assert!(made.extra.is_empty());

    // In another spelling it is the same.
    let found = client.gateway().get("RG1", "APIM1", "GW 1").await.unwrap();
    assert_eq!(found.etag().as_ref(), Some(&first));
    assert_eq!(found.into_model().unwrap(), made);

    let patch = GatewayContract { properties: made.properties.clone(), ..Default::default() };
    let stale = Etag::from("\"stale\"".to_owned());
    let error = client.gateway().update("rg1", "apim1", "gw 1", &stale, &patch).await.unwrap_err();
    assert_eq!(status(&error), Some(412));
    let patched = client.gateway().update("rg1", "apim1", "gw 1", &first, &described("two")).await.unwrap();
    assert_ne!(patched.etag().as_ref(), Some(&first));
    assert_eq!(description(&patched.into_model().unwrap()), "two");

    let head = client.gateway().get_entity_tag("rg1", "apim1", "gw 1").await.unwrap();
    assert!(head.etag().is_some());
    assert_eq!(azure.ids(), [format!("{SERVICE}/gateways/gw 1")]);
    client.gateway().delete("rg1", "apim1", "gw 1", &Etag::from("*")).await.unwrap();
    assert!(client.gateway().get_entity_tag("rg1", "apim1", "gw 1").await.is_err());
    assert_eq!(azure.ids(), [""; 0]);
    azure.verify();
}

#[tokio::test]
async fn a_name_that_needs_encoding_is_the_same_in_an_id_and_in_a_request() {
    for name in ["gw 1", "gw;rev=2", "100%", "gw\u{e9}+1"] {
        let (azure, client) = pair();
        let id = format!("{SERVICE}/gateways/{name}");
        azure.put(&id, &described("put"));
        azure.put(&format!("{id}/apis/echo;rev=2"), &ApiContract::default());
        let found = client.gateway().get("rg1", "apim1", name).await.unwrap().into_model().unwrap();
        assert_eq!((description(&found), found.id.as_ref(), found.name.as_deref()), ("put", Some(&id), Some(name)));
        let apis = client.gateway_api().list_by_service("rg1", "apim1", name, None);
        let apis: Vec<ApiContract> = apis.try_collect().await.unwrap();
        assert_eq!(apis[0].name.as_deref(), Some("echo;rev=2"));

        client.gateway().create_or_update("rg1", "apim1", name, &described("sent"), None).await.unwrap();
        assert_eq!(azure.ids(), [id.clone(), format!("{id}/apis/echo;rev=2")], "no second one");
        assert_eq!(description(&azure.get(&id).unwrap()), "sent");
        assert!(azure.remove(&id));
        let error = client.gateway().get("rg1", "apim1", name).await.unwrap_err();
        assert_eq!((status(&error), azure.ids().len()), (Some(404), 0));

        client.gateway().create_or_update("rg1", "apim1", name, &described("sent"), None).await.unwrap();
        let own = azure.ids().remove(0);
        assert_eq!(description(&azure.get(&own).unwrap()), "sent");
        azure.put(&own, &described("put"));
        let found = client.gateway().get("rg1", "apim1", name).await.unwrap().into_model().unwrap();
        assert_eq!(description(&found), "put");
        client.gateway().delete("rg1", "apim1", name, &Etag::from("*")).await.unwrap();
        assert!(!azure.remove(&own));
    }
}

#[tokio::test]
async fn lists_give_what_is_there_on_pages() {
    let (azure, client) = pair();
    for at in 0..7 {
        azure.put(&format!("{SERVICE}/gateways/gw{at}"), &described(["odd", "even"][at % 2]));
    }
    azure.put(&format!("{SERVICE}/gateways/gw0/apis/echo"), &ApiContract::default());
    azure.page_size(3);
    let names = async |top, skip, filter: Option<&str>| {
        let filter = filter.map(str::to_owned);
        let options = gateway::GatewayListByServiceOptions { filter, top, skip };
        let list = client.gateway().list_by_service("rg1", "apim1", Some(options));
        list.map_ok(|gateway| gateway.name.unwrap()).try_collect::<Vec<_>>().await
    };
    assert_eq!(names(None, None, None).await.unwrap(), ["gw0", "gw1", "gw2", "gw3", "gw4", "gw5", "gw6"]);
    let kinds: Vec<RequestKind> = azure.requests().iter().map(arm_apimanagement::fake::Request::kind).collect();
    assert_eq!(kinds, [RequestKind::Call, RequestKind::Page, RequestKind::Page]);
    assert_eq!(names(Some(4), Some(2), None).await.unwrap(), ["gw2", "gw3", "gw4", "gw5"]);
    let even = Some("properties/description eq 'even' and name ne 'gw3'");
    assert_eq!(names(Some(1), None, even).await.unwrap(), ["gw1"]);
    assert_eq!(azure.calls("Gateway_ListByService").len(), 3);
    let error = names(None, None, Some("tolower(name) eq 'x'")).await.unwrap_err().to_string();
    assert!(error.contains("does not understand") && error.contains("azure.on(\"Gateway_ListByService\")"), "{error}");

    azure.on("Gateway_ListByService").with("$top", "9").items(&[described("told"), described("also")]);
    let options = gateway::GatewayListByServiceOptions { top: Some(9), ..Default::default() };
    let told: Vec<_> = client.gateway().list_by_service("rg1", "apim1", Some(options)).try_collect().await.unwrap();
    assert_eq!(told.iter().map(description).collect::<Vec<_>>(), ["told", "also"]);

    let mut pages = client.gateway().list_by_service("rg1", "apim1", None).into_pages();
    let page = pages.next().await.unwrap().unwrap().into_model().unwrap();
    assert_eq!((page.count, page.value.map(|value| value.len())), (Some(7), Some(3)));
}

#[tokio::test]
async fn what_runs_long_ends_in_each_style_and_nobody_waits() {
    for style in [Style::AsyncOperation, Style::Location, Style::ProvisioningState, Style::Sync] {
        let (azure, client) = pair();
        azure.style(style);
        azure.polls(3);
        let created = client.api_management_service().begin_create_or_update("rg1", "apim1", &service()).await.unwrap();
        let created = created.into_model().unwrap();
        assert_eq!(created.id.as_deref(), Some(SERVICE), "{style:?}");
        assert_eq!(created.properties.unwrap().provisioning_state.as_deref(), Some("Succeeded"), "{style:?}");
        if style != Style::Sync {
            assert!(azure.elapsed() >= Duration::from_secs(60), "{style:?}: {:?}", azure.elapsed());
        }
        let updated = client.api_management_service().get("rg1", "apim1").await.unwrap().into_model().unwrap();
        assert_eq!(updated.location.as_deref(), Some("West Europe"));
        // Subscription-wide, across resource groups.
        let all: Vec<_> = client.api_management_service().list().try_collect().await.unwrap();
        assert_eq!(all.len(), 1, "{style:?}");
        client.api_management_service().begin_delete("rg1", "apim1").await.unwrap();
        assert_eq!(azure.ids(), [""; 0], "{style:?}\n{}", azure.dump());
        azure.verify();
    }
}

#[tokio::test]
async fn a_long_operation_can_be_resumed_by_another_client() {
    let (azure, client) = pair();
    azure.on("ApiManagementService_CreateOrUpdate").style(Style::Location).polls(4);
    let mut poller = client.api_management_service().begin_create_or_update("rg1", "apim1", &service());
    poller.next().await.unwrap().unwrap();
    let token: PollerToken = poller.token().unwrap().to_string().parse().unwrap();
    let other = Client::new(SUBSCRIPTION, azure.credential(), Some(azure.options())).unwrap();
    let made = Poller::<ApiManagementServiceResource>::resume(&other, token).await.unwrap().into_model().unwrap();
    assert_eq!(made.name.as_deref(), Some("apim1"));
    azure.verify();
}

#[tokio::test]
async fn a_long_operation_that_fails_says_why() {
    let (azure, client) = pair();
    let backup = ApiManagementServiceBackupRestoreParameters::new("b", "c", "s");
    azure.on("ApiManagementService_Backup").fail_operation("BackupFailed", "No such account.").polls(1).times(1);
    let error = client.api_management_service().begin_backup("rg1", "apim1", &backup).await.unwrap_err();
    let arm = ArmError::from_error(&error).unwrap();
    assert_eq!((arm.code(), arm.message()), (Some("BackupFailed"), Some("No such account.")));

    azure.on("ApiManagementService_CreateOrUpdate").cancel_operation();
    let error = client.api_management_service().begin_create_or_update("rg1", "apim1", &service()).await.unwrap_err();
    assert!(error.to_string().contains("OperationCanceled"), "{error}");
    assert_eq!(azure.ids(), [""; 0]);
    azure.verify();

    azure.on("ApiManagementService_Backup").style(Style::ProvisioningState);
    let error = client.api_management_service().begin_backup("rg1", "apim1", &backup).await.unwrap_err();
    assert!(error.to_string().contains("ApiManagementService_Backup cannot run as ProvisioningState"), "{error}");
    azure.on("Gateway_Get").polls(3);
    let error = client.gateway().get("rg1", "apim1", "gw1").await.unwrap_err();
    assert!(error.to_string().contains("Gateway_Get was told how to run long"), "{error}");
}

#[tokio::test]
async fn what_only_the_service_knows_is_told_and_typed() {
    let (azure, client) = pair();
    let error = client.gateway().list_keys("rg1", "apim1", "gw1").await.unwrap_err().to_string();
    assert!(error.contains("azure.on(\"Gateway_ListKeys\").answer(&GatewayKeysContract { .. })"), "{error}");
    assert_eq!(azure.problems().len(), 1);

    azure.on("Gateway_ListKeys").with("gatewayId", "gw1").answer(&keys()).times(1);
    azure.on("Gateway_ListKeys").at(&format!("{SERVICE}/gateways/gw2/listKeys")).answer_with(|request| {
        let primary = request.argument("gatewayId").map(|id| format!("key of {id}"));
        Answer::model(&GatewayKeysContract { primary, ..Default::default() })
    });
    let told = async |gateway: &str| client.gateway().list_keys("rg1", "apim1", gateway).await?.into_model();
    assert_eq!(told("gw1").await.unwrap(), keys());
    assert!(told("gw1").await.is_err());
    assert_eq!(told("gw2").await.unwrap().primary.as_deref(), Some("key of gw2"));
    assert!(told("gw3").await.is_err());

    // Of another type, and even of the same name in another version.
    for (answer, named) in [
        (Answer::model(&described("no")), "v2024_05_01::models::GatewayContract"),
        (Answer::model(&v2021_08_01::models::GatewayKeysContract::default()), "v2021_08_01"),
        (Answer::items(&[keys()]), "no list"),
    ] {
        let azure = Fake::new();
        azure.on("Gateway_ListKeys").answer_with(move |_| answer.clone());
        let client = Client::new(SUBSCRIPTION, azure.credential(), Some(azure.options())).unwrap();
        let error = client.gateway().list_keys("rg1", "apim1", "gw1").await.unwrap_err().to_string();
        let both = error.contains(named) && error.contains("GatewayKeysContract") || named == "no list";
        assert!(both && error.contains("Gateway_ListKeys") && error.contains(named), "{error}");
        assert_eq!(azure.problems().len(), 1);
    }
}

#[tokio::test]
async fn an_action_that_answers_with_its_resource_needs_no_words() {
    let (azure, client) = pair();
    let body = CertificateCreateOrUpdateParameters::default();
    let options = None::<certificate::CertificateCreateOrUpdateOptions>;
    client.certificate().create_or_update("rg1", "apim1", "c1", &body, options).await.unwrap();
    let refreshed = client.certificate().refresh_secret("rg1", "apim1", "c1").await.unwrap().into_model().unwrap();
    assert_eq!(refreshed.id, Some(format!("{SERVICE}/certificates/c1")));
    // One that answers nothing succeeds.
    let which = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
    client.gateway().regenerate_key("rg1", "apim1", "gw1", &which).await.unwrap();
    let sent = azure.calls("Gateway_RegenerateKey");
    assert_eq!(sent[0].body_as::<GatewayKeyRegenerationRequestContract>(), Some(which));
    azure.verify();
}

#[tokio::test]
async fn what_is_linked_by_a_put_without_a_body_shows_what_it_links_to() {
    let (azure, client) = pair();
    let api: ApiCreateOrUpdateParameter =
        serde_json::from_value(json!({ "properties": { "displayName": "Echo", "path": "echo" } })).unwrap();
    client.api().begin_create_or_update("rg1", "apim1", "echo", &api, None).await.unwrap();
    client.product_api().create_or_update("rg1", "apim1", "starter", "echo").await.unwrap();
    let list = client.product_api().list_by_product("rg1", "apim1", "starter", None);
    let apis: Vec<ApiContract> = list.try_collect().await.unwrap();
    assert_eq!(apis[0].properties.as_ref().unwrap().display_name.as_deref(), Some("Echo"));
    assert_eq!(apis[0].id, Some(format!("{SERVICE}/products/starter/apis/echo")));
    azure.verify();
}

#[tokio::test]
async fn trouble_comes_on_demand() {
    let (azure, client) = pair();
    azure.put(&format!("{SERVICE}/gateways/gw1"), &described("x"));
    let get = async || client.gateway().get("rg1", "apim1", "gw1").await.map(|_| ());
    let which = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
    let renew = async || client.gateway().regenerate_key("rg1", "apim1", "gw1", &which).await.map(|_| ());

    azure.on("Gateway_Get").fail(429).retry_after(Duration::from_secs(9)).times(2);
    get().await.unwrap();
    assert!(azure.elapsed() >= Duration::from_secs(18), "{:?}", azure.elapsed());
    assert_eq!(
        azure.calls("Gateway_Get").iter().map(|call| call.status()).collect::<Vec<_>>(),
        [Some(429), Some(429), Some(200)]
    );
    azure.on("Gateway_Get").fail(403).code("Forbidden").message("Not you.").times(1);
    let error = get().await.unwrap_err();
    let arm = ArmError::from_error(&error).unwrap();
    assert_eq!((u16::from(arm.status()), arm.code(), arm.message()), (403, Some("Forbidden"), Some("Not you.")));

    azure.on("Gateway_Get").lose_connection().times(1);
    azure.on("Gateway_Get").refuse_connection().times(1);
    azure.on("Gateway_Get").cut_body().times(1);
    azure.on("Gateway_Get").lose_answer().times(1);
    azure.on("Gateway_Get").slow(Duration::from_secs(3600)).times(1);
    let retry = RetryOptions { max_retries: 5, ..azure.options().retry };
    let options = ClientOptions { retry, ..azure.options() };
    let patient = Client::new(SUBSCRIPTION, azure.credential(), Some(options)).unwrap();
    let before = azure.requests().len();
    patient.gateway().get("rg1", "apim1", "gw1").await.unwrap();
    let statuses: Vec<_> = azure.requests()[before..].iter().map(|request| request.status()).collect();
    assert_eq!(statuses, [None, None, Some(200), None, Some(200), Some(200)], "{}", azure.dump());
    azure.on("Gateway_Get").truncate_body().times(1);
    let response = client.gateway().get("rg1", "apim1", "gw1").await.unwrap();
    assert!(response.into_model().is_err());

    // A POST may have been done: it is not sent again.
    azure.on("Gateway_RegenerateKey").lose_answer().times(1);
    assert!(renew().await.is_err());
    assert_eq!(azure.calls("Gateway_RegenerateKey").len(), 1);
    renew().await.unwrap();

    azure.on("ApiManagementService_CreateOrUpdate").when_polled().fail(503).times(2);
    client.api_management_service().begin_create_or_update("rg1", "apim1", &service()).await.unwrap();
    azure.verify();
}

#[tokio::test]
async fn an_answer_that_takes_too_long_ends_at_the_deadline() {
    let azure = Fake::new();
    let retry = RetryOptions { deadline: Some(Duration::from_secs(30)), ..azure.options().retry };
    let options = ClientOptions { retry, ..azure.options() };
    let client = Client::new(SUBSCRIPTION, azure.credential(), Some(options)).unwrap();
    azure.put(&format!("{SERVICE}/gateways/gw1"), &described("x"));
    client.gateway().get("rg1", "apim1", "gw1").await.unwrap();
    assert_eq!(azure.elapsed(), Duration::ZERO, "a limit of time is no wait");
    azure.on("Gateway_Get").slow(Duration::from_secs(40));
    let error = client.gateway().get("rg1", "apim1", "gw1").await.unwrap_err();
    assert!(error.downcast_ref::<DeadlineExceeded>().is_some(), "{error:?}");
}

#[tokio::test]
async fn a_throttle_holds_for_all_and_passes() {
    let (azure, client) = pair();
    azure.throttle(3, Duration::from_secs(60));
    for at in 0..7 {
        let name = format!("gw{at}");
        client.gateway().create_or_update("rg1", "apim1", &name, &described("x"), None).await.unwrap();
    }
    assert_eq!(azure.requests().iter().filter(|request| request.status() == Some(429)).count(), 2);
    assert!(azure.elapsed() >= Duration::from_secs(120), "{:?}", azure.elapsed());
}

#[tokio::test]
async fn random_faults_come_from_their_seed_and_are_survived() {
    let mut dumps = Vec::new();
    for seed in [1, 1, 2] {
        let (azure, client) = pair();
        azure.random_faults(seed, 30);
        for at in 0..40 {
            let name = format!("gw{at}");
            client.gateway().create_or_update("rg1", "apim1", &name, &described("x"), None).await.unwrap();
            client.gateway().get("rg1", "apim1", &name).await.unwrap();
            let which = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
            client.gateway().regenerate_key("rg1", "apim1", &name, &which).await.unwrap();
        }
        client.api_management_service().begin_create_or_update("rg1", "apim1", &service()).await.unwrap();
        assert_eq!(azure.ids().len(), 41);
        let requests = azure.requests().len();
        assert!((140..200).contains(&requests), "{requests}");
        dumps.push(azure.dump());
    }
    assert_eq!(dumps[0], dumps[1]);
    assert_ne!(dumps[0], dumps[2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_on_several_threads_wait_together() {
    let azure = Fake::new();
    azure.throttle(50, Duration::from_secs(10));
    let retry = RetryOptions { max_retries: 50, ..azure.options().retry };
    let options = ClientOptions { retry, ..azure.options() };
    let client = Arc::new(Client::new(SUBSCRIPTION, azure.credential(), Some(options)).unwrap());
    let began = std::time::Instant::now();
    let made = stream::iter(0..100).map(|at| {
        let client = Arc::clone(&client);
        tokio::spawn(async move {
            let name = format!("apim{at}");
            client.api_management_service().begin_create_or_update("rg1", &name, &service()).await.map(|_| ())
        })
    });
    let made: Vec<_> = made.buffer_unordered(20).collect().await;
    assert!(made.into_iter().all(|made| made.unwrap().is_ok()), "{}", azure.dump());
    assert_eq!(azure.ids().len(), 100);
    assert!(azure.elapsed() >= Duration::from_secs(60) && began.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn a_credential_a_cloud_and_an_endpoint_of_the_programs_own_will_do() {
    for cloud in [
        Cloud::UsGovernment,
        Cloud::Custom { endpoint: "https://proxy.example/arm/".to_owned(), audience: "https://x.example".to_owned() },
    ] {
        let azure = Fake::new();
        let options = ClientOptions { cloud, ..azure.options() };
        let client = Client::new(SUBSCRIPTION, FakeCredential::new(Manner::Fresh), Some(options)).unwrap();
        client.api_management_service().begin_create_or_update("rg1", "apim1", &service()).await.unwrap();
        azure.page_size(1);
        for name in ["one", "two"] {
            azure.put(&format!("{SERVICE}/gateways/{name}"), &described("x"));
        }
        let list = client.gateway().list_by_service("rg1", "apim1", None);
        assert_eq!(list.try_collect::<Vec<_>>().await.unwrap().len(), 2);
        assert_eq!(azure.get::<ApiManagementServiceResource>(SERVICE).unwrap().name.as_deref(), Some("apim1"));
    }
}

#[tokio::test]
async fn a_token_that_expires_is_renewed() {
    let (azure, client) = pair();
    azure.put(&format!("{SERVICE}/gateways/gw1"), &described("x"));
    let token = |at: usize| azure.requests()[at].header("Authorization").unwrap().to_owned();
    client.gateway().get("rg1", "apim1", "gw1").await.unwrap();
    azure.advance(Duration::from_secs(3601));
    client.gateway().get("rg1", "apim1", "gw1").await.unwrap();
    assert_ne!(token(0), token(1));
}

#[tokio::test]
async fn what_was_asked_can_be_read() {
    let (azure, client) = pair();
    client.gateway().create_or_update("rg1", "apim1", "gw 1", &described("one"), None).await.unwrap();
    azure.on("Gateway_Delete").fail(409).code("Conflict").times(1);
    let _ = client.gateway().delete("rg1", "apim1", "gw 1", &Etag::from("*")).await;
    azure.on("Gateway_ListByService").refuse_connection();
    let options = ClientOptions { retry: RetryOptions::none(), ..azure.options() };
    let client = Client::new(SUBSCRIPTION, azure.credential(), Some(options)).unwrap();
    let _ = client.gateway().list_by_service("rg1", "apim1", None).next().await;
    let expected = format!(
        "  1. Gateway_CreateOrUpdate: PUT {SERVICE}/gateways/gw 1?api-version=2024-05-01 -> 201\n    \
             {{\"properties\":{{\"description\":\"one\"}}}}\n  \
           2. Gateway_Delete: DELETE {SERVICE}/gateways/gw 1?api-version=2024-05-01 -> 409 (409 Conflict)\n    \
             if-match: *\n  \
           3. Gateway_ListByService: GET {SERVICE}/gateways?api-version=2024-05-01 -> no answer (connection never made)\n"
    );
    assert_eq!(azure.dump(), expected);
    let first = &azure.requests()[0];
    assert_eq!(first.argument("serviceName"), Some("apim1"));
    assert_eq!(first.arguments().len(), 4);
    assert_eq!(first.body(), Some(&json!({ "properties": { "description": "one" } })));
    assert_eq!((first.method(), first.header("Content-Type")), ("PUT", Some("application/json")));
}

#[tokio::test]
async fn what_no_request_used_fails_the_test() {
    let (azure, client) = pair();
    azure.on("Gateway_ListKey").answer(&keys());
    azure.on("Gateway_Get").fail(429).times(2);
    azure.on_any().when(|request| request.method() == "PATCH").slow(Duration::from_secs(1));
    let options = ClientOptions { retry: RetryOptions::none(), ..azure.options() };
    let once = Client::new(SUBSCRIPTION, azure.credential(), Some(options)).unwrap();
    assert!(once.gateway().get("rg1", "apim1", "gw1").await.is_err());
    assert_eq!(
        azure.problems(),
        [
            "azure.on(\"Gateway_ListKey\") was never used",
            "azure.on(\"Gateway_Get\") was told for 2 requests, and there were 1",
            "azure.on_any() was never used",
        ]
    );
    let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| azure.verify()));
    let message = *verified.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("Gateway_ListKey") && message.contains("1. Gateway_Get: GET"), "{message}");
    drop(client);
}
