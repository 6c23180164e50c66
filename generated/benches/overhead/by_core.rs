//! The calls through azure_core's pipeline with nothing of ours in it: what every client that stands on it costs at least.
//! No validation, no retries, no check of where a token goes; the token is at hand, the models are those of the way by hand.

use azure_core::{
    Bytes,
    http::{
        ClientOptions, Context, Method, Pipeline, PipelineSendOptions, RawResponse, Request, RetryOptions, Transport,
        Url,
        headers::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
    },
};
use serde_json::from_slice;

use crate::by_hand::{Certificate, Page, SERVICE, Service, VERSION};

/// azure_core.
pub struct Side {
    pipeline: Pipeline,
    origin: String,
}

impl Side {
    /// A client of the server.
    pub fn new(origin: &str, transport: Transport) -> Self {
        let options =
            ClientOptions { transport: Some(transport), retry: RetryOptions::none(), ..ClientOptions::default() };
        let name = (Some("arm-apimanagement"), Some(env!("CARGO_PKG_VERSION")));
        let pipeline = Pipeline::new(name.0, name.1, options, Vec::new(), Vec::new(), None);
        Self { pipeline, origin: origin.to_owned() }
    }

    async fn send(&self, method: Method, path: &str, body: Option<&'static [u8]>) -> RawResponse {
        let url = Url::parse(&format!("{}/{SERVICE}{path}?{VERSION}", self.origin)).expect("it is a URL");
        let mut request = Request::new(url, method);
        request.insert_header(AUTHORIZATION, "Bearer token-1");
        request.insert_header(ACCEPT, "application/json");
        if let Some(body) = body {
            request.insert_header(CONTENT_TYPE, "application/json");
            request.set_body(Bytes::from_static(body));
        }
        let options = PipelineSendOptions { skip_checks: true, ..PipelineSendOptions::default() };
        let response = self.pipeline.send(&Context::new(), &mut request, Some(options)).await;
        let response = response.expect("the server answers");
        assert!(response.status().is_success());
        response
    }

    pub async fn regenerate_key(&self) {
        self.send(Method::Post, "/gateways/gwId/regenerateKey", Some(br#"{"keyType":"primary"}"#)).await;
    }

    pub async fn refresh_secret(&self) {
        let response = self.send(Method::Post, "/certificates/templateCertkv/refreshSecret", None).await;
        let certificate: Certificate = from_slice(response.body()).expect("with a certificate");
        assert!(certificate.properties.is_some());
    }

    pub async fn service(&self) {
        let response = self.send(Method::Get, "", None).await;
        let service: Service = from_slice(response.body()).expect("with a service");
        assert!(service.properties.is_some());
    }

    pub async fn page(&self) {
        let response = self.send(Method::Get, "/apis", None).await;
        let page: Page = from_slice(response.body()).expect("with a page");
        assert_eq!(page.value.map(|apis| apis.len()), Some(100));
    }
}
