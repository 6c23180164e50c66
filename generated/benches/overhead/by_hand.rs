//! The same calls as somebody writes them who needs nothing else: reqwest, serde, a token at hand.

use std::collections::BTreeMap;

use azure_core::time::OffsetDateTime;
use reqwest::{Client, Method, Response};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, from_slice, from_value, to_value};

use crate::bodies;

/// The path of the service.
pub const SERVICE: &str = "subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";
/// The query of every call.
pub const VERSION: &str = "api-version=2024-05-01";

/// reqwest and serde.
pub struct Side {
    http: Client,
    origin: String,
    token: String,
}

impl Side {
    /// A client of the server.
    pub fn new(origin: &str, http: &Client) -> Self {
        let side = Self { http: http.clone(), origin: origin.to_owned(), token: "token-1".to_owned() };
        check::<Certificate>(bodies::certificate());
        check::<Service>(bodies::service());
        check::<Page>(bodies::page());
        side
    }

    async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Response {
        let url = format!("{}/{SERVICE}{path}?{VERSION}", self.origin);
        let mut request = self.http.request(method, url).bearer_auth(&self.token).header("accept", "application/json");
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        request.send().await.expect("the server answers").error_for_status().expect("with a success")
    }

    async fn read<T: DeserializeOwned>(response: Response) -> T {
        from_slice(&response.bytes().await.expect("the answer arrives")).expect("with what it should be")
    }

    pub async fn regenerate_key(&self) {
        let body = serde_json::to_vec(&Key { key_type: "primary" }).expect("it is JSON");
        self.send(Method::POST, "/gateways/gwId/regenerateKey", Some(body)).await;
    }

    pub async fn refresh_secret(&self) {
        let response = self.send(Method::POST, "/certificates/templateCertkv/refreshSecret", None).await;
        assert!(Self::read::<Certificate>(response).await.properties.is_some());
    }

    pub async fn service(&self) {
        let response = self.send(Method::GET, "", None).await;
        assert!(Self::read::<Service>(response).await.properties.is_some());
    }

    pub async fn page(&self) {
        let response = self.send(Method::GET, "/apis", None).await;
        assert_eq!(Self::read::<Page>(response).await.value.map(|apis| apis.len()), Some(100));
    }
}

/// It reads every member.
fn check<T: DeserializeOwned + Serialize>(body: Json) {
    let model: T = from_value(body.clone()).expect("it fits");
    assert_eq!(to_value(&model).expect("it is JSON"), body);
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    key_type: &'static str,
}

/// Structures of optional members, as one would derive them.
macro_rules! models {
    ($($name:ident { $($(#[$how:meta])* $field:ident: $ty:ty,)* })*) => {
        $(
            #[derive(Serialize, Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub struct $name {
                $(#[serde(default, skip_serializing_if = "Option::is_none")] $(#[$how])* pub $field: Option<$ty>,)*
            }
        )*
    };
}

models! {
    Certificate { id: String, name: String, #[serde(rename = "type")] kind: String, properties: CertificateProperties, }
    CertificateProperties {
        subject: String,
        thumbprint: String,
        #[serde(with = "azure_core::time::rfc3339::option")]
        expiration_date: OffsetDateTime,
        key_vault: KeyVault,
    }
    KeyVault { secret_identifier: String, identity_client_id: String, last_status: LastStatus, }
    LastStatus {
        code: String,
        message: String,
        #[serde(with = "azure_core::time::rfc3339::option")]
        time_stamp_utc: OffsetDateTime,
    }
    Service {
        id: String,
        name: String,
        #[serde(rename = "type")]
        kind: String,
        tags: BTreeMap<String, String>,
        location: String,
        etag: String,
        zones: Vec<String>,
        sku: Sku,
        properties: ServiceProperties,
    }
    Sku { name: String, capacity: i32, }
    ServiceProperties {
        provisioning_state: String,
        target_provisioning_state: String,
        #[serde(with = "azure_core::time::rfc3339::option")]
        created_at_utc: OffsetDateTime,
        gateway_url: String,
        gateway_regional_url: String,
        portal_url: String,
        developer_portal_url: String,
        management_api_url: String,
        scm_url: String,
        publisher_email: String,
        publisher_name: String,
        notification_sender_email: String,
        virtual_network_type: NetworkType,
        public_network_access: String,
        disable_gateway: bool,
        enable_client_certificate: bool,
        platform_version: String,
        custom_properties: BTreeMap<String, String>,
        hostname_configurations: Vec<Host>,
        additional_locations: Vec<Region>,
    }
    Host {
        #[serde(rename = "type")]
        kind: String,
        host_name: String,
        key_vault_id: String,
        negotiate_client_certificate: bool,
        default_ssl_binding: bool,
        certificate_source: String,
        certificate: HostCertificate,
    }
    HostCertificate {
        #[serde(with = "azure_core::time::rfc3339::option")]
        expiry: OffsetDateTime,
        thumbprint: String,
        subject: String,
    }
    Region {
        location: String,
        sku: Sku,
        zones: Vec<String>,
        gateway_regional_url: String,
        disable_gateway: bool,
        platform_version: String,
        virtual_network_configuration: Network,
    }
    Network { subnet_resource_id: String, }
    Page { value: Vec<Api>, count: i64, next_link: String, }
    Api { id: String, name: String, #[serde(rename = "type")] kind: String, properties: ApiProperties, }
    ApiProperties {
        display_name: String,
        description: String,
        api_revision: String,
        is_current: bool,
        is_online: bool,
        subscription_required: bool,
        subscription_key_parameter_names: KeyNames,
        service_url: String,
        path: String,
        protocols: Vec<Protocol>,
        api_version: String,
        api_version_set_id: String,
    }
    KeyNames { header: String, query: String, }
}

#[derive(Serialize, Deserialize)]
pub enum NetworkType {
    None,
    External,
    Internal,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    Http,
    Https,
    Ws,
    Wss,
}
