//! Every example, run against a Resource Manager in memory. The programs themselves run against Azure when
//! `AZURE_SUBSCRIPTION_ID` says which subscription.
#![allow(dead_code, reason = "the `main` of each example is not called here")]
#![allow(clippy::duplicate_mod, reason = "each example is a program of its own and has the module that connects it")]

#[path = "../examples/apply_policy.rs"]
mod apply_policy;
#[path = "../examples/backup.rs"]
mod backup;
#[path = "../examples/bulk.rs"]
mod bulk;
#[path = "../examples/connect/mod.rs"]
mod connect;
#[path = "../examples/create_service.rs"]
mod create_service;
#[path = "../examples/import_export.rs"]
mod import_export;
#[path = "../examples/list_apis.rs"]
mod list_apis;
#[path = "../examples/named_value_usage.rs"]
mod named_value_usage;
#[path = "../examples/refresh_certificate.rs"]
mod refresh_certificate;
#[path = "../examples/rotate_gateway_keys.rs"]
mod rotate_gateway_keys;
#[path = "../examples/two_versions.rs"]
mod two_versions;

use std::{cell::RefCell, fs, time::Duration};

use arm_apimanagement::{
    fake::Fake,
    v2021_08_01,
    v2024_05_01::{
        Client,
        models::{
            ApiManagementServiceBackupRestoreParameters, ApiManagementServiceProperties, ApiManagementServiceResource,
            ApiManagementServiceSkuProperties, KeyType, SkuType,
        },
    },
};
use serde_json::json;

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
const GROUP: &str = "rg1";
const SERVICE: &str = "apimService1";

fn azure(prepare: fn(&Fake)) -> (Fake, Client) {
    let azure = Fake::new();
    prepare(&azure);
    let client = Client::new(SUBSCRIPTION, azure.credential(), Some(azure.options())).expect("it can be made");
    (azure, client)
}

#[tokio::test]
async fn keys_are_rotated_one_after_the_other() {
    let (azure, client) = azure(connect::gateway_keys);
    let deployed = RefCell::new(Vec::new());
    let deploy = async |which: &KeyType, key: String| {
        deployed.borrow_mut().push((which.clone(), key));
        Ok(())
    };
    rotate_gateway_keys::rotate(&client, GROUP, SERVICE, "gw1", deploy).await.unwrap();
    let deployed: Vec<_> = deployed.into_inner().into_iter().map(|(which, key)| format!("{which:?} {key}")).collect();
    assert_eq!(deployed, ["Secondary second key", "Primary first key"]);
    let renewed = azure.calls("Gateway_RegenerateKey");
    let kinds: Vec<_> = renewed.iter().map(|request| request.body().unwrap()["keyType"].clone()).collect();
    assert_eq!(kinds, ["secondary", "primary"]);
    azure.verify();
}

#[tokio::test]
async fn a_key_in_use_stays_if_the_other_one_cannot_be_deployed() {
    let (azure, client) = azure(connect::gateway_keys);
    let deploy = async |_: &KeyType, _: String| Err("a replica is down".into());
    let error = rotate_gateway_keys::rotate(&client, GROUP, SERVICE, "gw1", deploy).await.unwrap_err();
    assert_eq!(error.to_string(), "a replica is down");
    let renewed = azure.calls("Gateway_RegenerateKey");
    assert_eq!((renewed.len(), &renewed[0].body().unwrap()["keyType"]), (1, &json!("secondary")));
}

#[tokio::test]
async fn a_certificate_is_refreshed_until_it_is_current() {
    let (azure, client) = azure(connect::certificate);
    let current =
        refresh_certificate::refresh(&client, GROUP, SERVICE, "templateCertkv", Duration::ZERO).await.unwrap();
    assert!(current.properties.unwrap().thumbprint.is_some());
    assert_eq!(azure.calls("Certificate_RefreshSecret").len(), 1);
    azure.verify();
}

#[tokio::test]
async fn apis_come_with_their_products_and_tags() {
    let (azure, client) = azure(connect::apis);
    let entries = list_apis::inventory(&client, GROUP, SERVICE).await.unwrap();
    let shown: Vec<_> = entries.iter().map(|api| format!("{} {:?} {:?}", api.name, api.products, api.tags)).collect();
    assert_eq!(shown, [r"echo-api [] []", r#"orders ["starter"] ["sales"]"#]);
    azure.verify();
}

#[tokio::test]
async fn a_service_is_created_with_progress() {
    let (azure, client) = azure(connect::nothing);
    let wanted = ApiManagementServiceResource::new(
        "westeurope",
        ApiManagementServiceProperties::new("admin@contoso.com", "Contoso"),
        ApiManagementServiceSkuProperties::new(1, SkuType::Developer),
    );
    let mut lines = Vec::new();
    let progress = |line: &str| lines.push(line.to_owned());
    let created = create_service::create(&client, GROUP, SERVICE, &wanted, progress).await.unwrap();
    assert_eq!(created.location.as_deref(), Some("westeurope"));
    assert!(lines.len() > 1 && lines[0].starts_with("InProgress"), "{lines:?}");
    azure.verify();
}

#[tokio::test]
async fn an_api_is_imported_and_exported() {
    let (azure, client) = azure(connect::export);
    import_export::import(&client, GROUP, SERVICE, "orders", "{}").await.unwrap();
    let sent = azure.calls("Api_CreateOrUpdate")[0].body().unwrap().clone();
    assert_eq!(sent["properties"]["format"], "openapi+json");
    assert_eq!(sent["properties"]["path"], "orders");
    let link = import_export::export(&client, GROUP, SERVICE, "orders").await.unwrap();
    assert!(link.contains("sig="));
    azure.verify();
}

#[tokio::test]
async fn a_policy_is_applied_once_and_never_over_a_change() {
    let (azure, client) = azure(connect::nothing);
    let apply = |policy: &'static str| apply_policy::apply(&client, GROUP, SERVICE, "orders", policy);
    assert_eq!(apply("<policies />").await.unwrap(), apply_policy::Outcome::Applied);
    assert_eq!(apply("<policies  />").await.unwrap(), apply_policy::Outcome::Unchanged);
    azure.on("ApiPolicy_CreateOrUpdate").fail(412).times(1);
    assert_eq!(apply("<policies a='1' />").await.unwrap(), apply_policy::Outcome::ChangedMeanwhile);
    assert_eq!(apply("<policies a='2' />").await.unwrap(), apply_policy::Outcome::Applied);
    let writes = azure.calls("ApiPolicy_CreateOrUpdate");
    assert!(writes[0].header("if-match").is_none() && writes[2].header("if-match").is_some());
    azure.verify();
}

#[tokio::test]
async fn usages_of_a_named_value_are_found() {
    let (azure, client) = azure(connect::named_value);
    let usages = named_value_usage::usages(&client, GROUP, SERVICE, "secret1").await.unwrap();
    assert_eq!(usages, ["apis/orders/policies/policy", "backends/orders"]);
    azure.verify();
}

#[tokio::test]
async fn a_backup_goes_on_after_a_restart() {
    let (azure, client) = azure(connect::backup);
    let file = std::env::temp_dir().join(format!("backup-example-{}.token", std::process::id()));
    let target = ApiManagementServiceBackupRestoreParameters::new("nightly", "apim", "contosobackups");
    // The first run is stopped when it has seen one status.
    let mut poller = client.api_management_service().begin_backup(GROUP, SERVICE, &target);
    poller.next().await.unwrap().unwrap();
    fs::write(&file, poller.token().unwrap().to_string()).unwrap();
    drop(poller);
    backup::back_up(&client, GROUP, SERVICE, &target, &file).await.unwrap();
    assert!(!file.exists());
    assert_eq!(
        azure.calls("ApiManagementService_Backup").iter().filter(|request| request.method() == "POST").count(),
        1
    );
    azure.verify();
}

#[tokio::test]
async fn many_calls_come_back_with_their_names() {
    let (azure, client) = azure(connect::gateways);
    let names: Vec<String> = ["gw1", "gw2", "gw4"].map(str::to_owned).into();
    let mut outcomes = bulk::read_all(&client, GROUP, SERVICE, &names).await;
    outcomes.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(outcomes[0].1.is_ok() && outcomes[1].1.is_ok());
    assert!(outcomes[2].1.as_ref().is_err_and(|error| error.to_string().contains("gw4")));
    azure.verify();
}

#[tokio::test]
async fn both_api_versions_answer() {
    let (azure, client) = azure(connect::service);
    let old = v2021_08_01::Client::new(SUBSCRIPTION, azure.credential(), Some(azure.options())).unwrap();
    let newer_members = async || two_versions::newer_members(&old, &client, GROUP, SERVICE).await.unwrap();
    // The fake answers the same in both; what the older model has no field for is in `extra` and written back.
    assert!(newer_members().await.is_empty());
    azure
        .on("ApiManagementService_Get")
        .when(|request| request.url().query() == Some("api-version=2024-05-01"))
        .answer_json(json!({ "properties": { "publisherName": "Contoso", "natGatewayState": "Enabled" } }));
    assert_eq!(Vec::from_iter(newer_members().await), ["natGatewayState"]);
    assert_eq!(azure.calls("ApiManagementService_Get").len(), 4);
    azure.verify();
}
