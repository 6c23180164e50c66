//! The same calls as somebody writes them who needs nothing else: reqwest, serde, a token at hand.

use std::collections::BTreeMap;

use azure_core::{Bytes, time::OffsetDateTime};
use reqwest::{Client, Method};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, from_slice, from_value, to_value};

use crate::{bodies, memory::Memory};

/// The path of the service.
pub const SERVICE: &str = "subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";
/// The query of every call.
pub const VERSION: &str = "api-version=2024-05-01";

/// Where requests go.
pub enum Http {
    /// To the server.
    Wire(Client),
    /// Nowhere: reqwest builds them, and the answer is at hand.
    Memory(Client, Memory),
}

/// reqwest and serde.
pub struct Side {
    http: Http,
    origin: String,
    token: String,
}

impl Side {
    /// A client of the server.
    pub fn new(origin: &str, http: Http) -> Self {
        let side = Self { http, origin: origin.to_owned(), token: "token-1".to_owned() };
        check::<Certificate>(bodies::certificate());
        check::<Service>(bodies::service());
        check::<Page>(bodies::page());
        side
    }

    async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Bytes {
        let url = format!("{}/{SERVICE}{path}?{VERSION}", self.origin);
        let (Http::Wire(http) | Http::Memory(http, _)) = &self.http;
        let mut request = http.request(method, url).bearer_auth(&self.token).header("accept", "application/json");
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        match &self.http {
            Http::Wire(_) => {
                let response = request.send().await.expect("the server answers");
                response.error_for_status().expect("with a success").bytes().await.expect("the answer arrives")
            }
            Http::Memory(_, memory) => {
                let request = request.build().expect("it is a request");
                let (status, body) = memory.answer(request.method().as_str(), request.url().path());
                assert!(status < 300);
                body
            }
        }
    }

    fn read<T: DeserializeOwned>(body: &[u8]) -> T {
        from_slice(body).expect("it is what it should be")
    }

    pub async fn regenerate_key(&self) {
        let body = serde_json::to_vec(&Key { key_type: "primary" }).expect("it is JSON");
        self.send(Method::POST, "/gateways/gwId/regenerateKey", Some(body)).await;
    }

    pub async fn refresh_secret(&self) {
        let body = self.send(Method::POST, "/certificates/templateCertkv/refreshSecret", None).await;
        assert!(Self::read::<Certificate>(&body).properties.is_some());
    }

    pub async fn service(&self) {
        let body = self.send(Method::GET, "", None).await;
        assert!(Self::read::<Service>(&body).properties.is_some());
    }

    pub async fn page(&self) {
        let body = self.send(Method::GET, "/apis", None).await;
        assert_eq!(Self::read::<Page>(&body).value.map(|apis| apis.len()), Some(100));
    }
}

/// Reads a page of 1,000 APIs.
pub fn read_page(body: &str) {
    let page: Page = from_slice(body.as_bytes()).expect("a page");
    assert_eq!(page.value.map(|apis| apis.len()), Some(1000));
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
