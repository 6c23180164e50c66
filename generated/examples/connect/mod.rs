//! The client that the examples use: of the subscription in `AZURE_SUBSCRIPTION_ID`, with the sign-in of `az login`; without that
//! variable, of a Resource Manager in memory, so that each example runs without an account.
#![allow(dead_code, reason = "each example uses a part of it")]

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use arm_apimanagement::{
    ClientOptions,
    azure_core::{self, credentials::TokenCredential},
    fake::{Answer, Fake},
    v2021_08_01, v2024_05_01,
};
use azure_identity::DeveloperToolsCredential;
use serde_json::json;

/// The variable that names the subscription in Azure.
const SUBSCRIPTION_ID: &str = "AZURE_SUBSCRIPTION_ID";

/// What the service's resources stand below in the fake.
pub(crate) const SERVICE: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/\
    Microsoft.ApiManagement/service/apimService1";

/// The arguments of the command line. In memory `usual` stands for those that are left out; against Azure all have to be given, so
/// that nothing is changed that nobody named.
pub(crate) fn arguments<const N: usize>(usual: [&str; N]) -> Result<[String; N], String> {
    let given: Vec<String> = env::args().skip(1).collect();
    if env::var_os(SUBSCRIPTION_ID).is_some() && given.len() != N {
        return Err(format!(
            "{SUBSCRIPTION_ID} is set, so all {N} arguments have to be given: see the first lines of the example"
        ));
    }
    let mut given = given.into_iter();
    Ok(usual.map(|usual| given.next().unwrap_or_else(|| usual.to_owned())))
}

/// A client; `prepare` puts into the fake what the example works on.
pub(crate) fn client(prepare: fn(&Fake)) -> azure_core::Result<v2024_05_01::Client> {
    let (subscription, credential, options) = azure(prepare)?;
    v2024_05_01::Client::new(subscription, credential, options)
}

/// A client of either api-version.
pub(crate) fn clients(prepare: fn(&Fake)) -> azure_core::Result<(v2021_08_01::Client, v2024_05_01::Client)> {
    let (subscription, credential, options) = azure(prepare)?;
    let old = v2021_08_01::Client::new(subscription.clone(), credential.clone(), options.clone())?;
    Ok((old, v2024_05_01::Client::new(subscription, credential, options)?))
}

/// Subscription, credential and options of Azure or of the fake.
type Azure = (String, Arc<dyn TokenCredential>, Option<ClientOptions>);

fn azure(prepare: fn(&Fake)) -> azure_core::Result<Azure> {
    if let Ok(subscription) = env::var(SUBSCRIPTION_ID) {
        return Ok((subscription, DeveloperToolsCredential::new(None)?, None));
    }
    let azure = Fake::new();
    prepare(&azure);
    Ok(("00000000-0000-0000-0000-000000000000".to_owned(), azure.credential(), Some(azure.options())))
}

/// Nothing stands there.
pub(crate) fn nothing(_: &Fake) {}

/// A service.
pub(crate) fn service(azure: &Fake) {
    azure.put(SERVICE, &json!({ "location": "westeurope", "properties": { "publisherName": "Contoso" } }));
}

/// A service that can be backed up.
pub(crate) fn backup(azure: &Fake) {
    service(azure);
    azure.on("ApiManagementService_Backup").answer_json(json!({ "location": "westeurope" }));
}

/// Three gateways.
pub(crate) fn gateways(azure: &Fake) {
    for name in ["gw1", "gw2", "gw3"] {
        azure.put(&format!("{SERVICE}/gateways/{name}"), &json!({ "properties": { "description": "On premises" } }));
    }
}

/// Three gateways, with keys.
pub(crate) fn gateway_keys(azure: &Fake) {
    gateways(azure);
    azure.on("Gateway_ListKeys").answer_json(json!({ "primary": "first key", "secondary": "second key" }));
}

/// A certificate that lies in a key vault; each time it is read the vault was asked a minute later.
pub(crate) fn certificate(azure: &Fake) {
    let minutes = AtomicU32::new(0);
    let contract = move || {
        let minute = minutes.fetch_add(1, Ordering::Relaxed) % 60;
        json!({ "properties": {
            "thumbprint": "0102030405060708090A0B0C0D0E0F1011121314",
            "keyVault": { "lastStatus": { "code": "Success", "timeStampUtc": format!("2026-01-01T00:{minute:02}:00Z") } },
        }})
    };
    let contract = Arc::new(contract);
    let again = Arc::clone(&contract);
    azure.on("Certificate_Get").answer_with(move |_| Answer::json(contract()));
    azure.on("Certificate_RefreshSecret").answer_with(move |_| Answer::json(again()));
}

/// Two APIs, one of them in a product and with a tag.
pub(crate) fn apis(azure: &Fake) {
    for name in ["echo-api", "orders"] {
        azure.put(&format!("{SERVICE}/apis/{name}"), &json!({ "properties": { "path": name, "displayName": name } }));
    }
    azure.put(
        &format!("{SERVICE}/apis/orders/products/starter"),
        &json!({ "properties": { "displayName": "Starter" } }),
    );
    azure.put(&format!("{SERVICE}/apis/orders/tags/sales"), &json!({ "properties": { "displayName": "Sales" } }));
}

/// Exports have a link.
pub(crate) fn export(azure: &Fake) {
    let link = "https://contoso.blob.core.windows.net/api-export/orders.json?sv=2017-04-17&sig=example";
    azure.on("ApiExport_Get").answer_json(json!({ "format": "openapi-link", "value": { "link": link } }));
}

/// A named value that a policy and a backend refer to.
pub(crate) fn named_value(azure: &Fake) {
    apis(azure);
    azure.put(&format!("{SERVICE}/namedValues/secret1"), &json!({ "properties": { "displayName": "backend-key" } }));
    let policy =
        r#"<policies><inbound><set-header name="key"><value>{{backend-key}}</value></set-header></inbound></policies>"#;
    azure.put(&format!("{SERVICE}/apis/orders/policies/policy"), &json!({ "properties": { "value": policy } }));
    let credentials = json!({ "header": { "x-key": ["{{backend-key}}"] } });
    let backend = json!({ "properties": { "url": "https://orders.contoso.com", "protocol": "http", "credentials": credentials } });
    azure.put(&format!("{SERVICE}/backends/orders"), &backend);
}
