//! The calls through the crate, as an application writes them.

use arm_apimanagement::{
    ClientOptions, Cloud,
    v2024_05_01::{
        Client,
        models::{ApiCollection, GatewayKeyRegenerationRequestContract, KeyType},
    },
};
use azure_core::http::Transport;
use kit::credential::{FakeCredential, Manner};
use serde_json::{from_str, to_value};

use crate::bodies;

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// The crate.
pub struct Side {
    client: Client,
}

impl Side {
    /// A client of the server.
    pub fn new(origin: &str, transport: Transport) -> Self {
        let options = ClientOptions {
            cloud: Cloud::Custom { endpoint: origin.to_owned(), audience: origin.to_owned() },
            transport: Some(transport),
            ..ClientOptions::default()
        };
        let client = Client::new(SUBSCRIPTION, FakeCredential::new(Manner::Fresh), Some(options));
        let side = Self { client: client.expect("the options are good") };
        side.check();
        side
    }

    /// It reads every member.
    fn check(&self) {
        use arm_apimanagement::rt::{FieldVisitor, Model};
        use arm_apimanagement::v2024_05_01::models::{ApiManagementServiceResource, CertificateContract};
        fn check<T: Model + serde::de::DeserializeOwned + serde::Serialize>(body: serde_json::Value) {
            let model: T = serde_json::from_value(body.clone()).expect("a model reads any object");
            Model::visit(
                &model,
                &mut FieldVisitor::new(&mut |_, _, extra| assert!(extra.is_empty(), "every member has a field")),
            );
            assert_eq!(to_value(&model).expect("a model is JSON"), body);
        }
        check::<CertificateContract>(bodies::certificate());
        check::<ApiManagementServiceResource>(bodies::service());
        check::<ApiCollection>(bodies::page());
    }

    pub async fn regenerate_key(&self) {
        let body = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
        let response = self.client.gateway().regenerate_key("rg1", "apimService1", "gwId", &body).await;
        response.expect("the server answers");
    }

    pub async fn refresh_secret(&self) {
        let response = self.client.certificate().refresh_secret("rg1", "apimService1", "templateCertkv").await;
        let certificate = response.expect("the server answers").into_model().expect("with a certificate");
        assert!(certificate.properties.is_some());
    }

    pub async fn service(&self) {
        let response = self.client.api_management_service().get("rg1", "apimService1").await;
        let service = response.expect("the server answers").into_model().expect("with a service");
        assert!(service.properties.is_some());
    }

    pub async fn page(&self) {
        let mut pages = self.client.api().list_by_service("rg1", "apimService1", None).into_pages();
        let page = pages.next().await.expect("there is a page").expect("the server answers");
        assert_eq!(page.into_model().expect("with APIs").value.map(|apis| apis.len()), Some(100));
    }
}

/// Reads a page of 1,000 APIs.
pub fn read_page(body: &str) {
    let page: ApiCollection = from_str(body).expect("a page");
    assert_eq!(page.value.map(|apis| apis.len()), Some(1000));
}
