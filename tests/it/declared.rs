//! What descriptions declare in unusual ways, on the wire: rendered clients of small descriptions against scripted answers.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{ClientOptions, Cloud};
use azure_core::http::StatusCode;
use kit::{
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use tests::goldens::{accepted, api_versions, elsewhere};

fn url(service: &Memory) -> String {
    service.seen().pop().expect("it was called").url
}

fn credential() -> Arc<FakeCredential> {
    FakeCredential::new(Manner::Fresh)
}

#[tokio::test]
async fn an_operation_speaks_the_version_it_says() {
    let service = Memory::script((0..8).map(|_| Reply::status(204)));
    let client = api_versions::Client::new(credential(), Some(service.options())).unwrap().widget();
    let seen = || url(&service).replace("https://management.azure.com", "");
    client.of_an_enumeration().await.unwrap();
    assert_eq!(seen(), "/one?api-version=2015-11-01");
    client.of_a_default().await.unwrap();
    assert_eq!(seen(), "/two?api-version=2016-01-01");
    client.optional(None).await.unwrap();
    assert_eq!(seen(), "/three");
    let options = api_versions::widget::WidgetOptionalOptions { api_version: Some("2017-01-01".to_owned()) };
    client.optional(Some(options)).await.unwrap();
    assert_eq!(seen(), "/three?api-version=2017-01-01");
    let chosen = api_versions::models::WidgetOfTwoApiVersion::Value20160101;
    client.of_two(&chosen).await.unwrap();
    assert_eq!(seen(), "/four?api-version=2016-01-01");
    client.of_two_with_the_clients(None).await.unwrap();
    assert_eq!(seen(), "/five?api-version=2024-01-01");
    client.of_the_client().await.unwrap();
    assert_eq!(seen(), "/six?api-version=2024-01-01");
    client.of_a_shared().await.unwrap();
    assert_eq!(seen(), "/seven?api-version=2014-04-01");
    let service = Memory::script([Reply::status(204)]);
    let client = api_versions::Client::new(credential(), Some(service.options())).unwrap().widget();
    client.of_none().await.unwrap();
    assert_eq!(url(&service), "https://management.azure.com/eight");
}

#[tokio::test]
async fn nothing_modified_is_no_error() {
    let service = Memory::script([Reply::status(304).with("etag", "\"1\"")]);
    let client = accepted::Client::new(credential(), Some(service.options())).unwrap().widget();
    let response = client.get(None).await.unwrap();
    assert_eq!((response.status(), response.etag()), (StatusCode::NotModified, Some("\"1\"".into())));
    assert!(response.into_model().unwrap_err().to_string().contains("no body (status 304)"));
}

#[tokio::test]
async fn a_boolean_body_is_the_answer() {
    for (body, expected) in [("true", true), ("false", false)] {
        let service = Memory::script([Reply::text(200, body)]);
        let client = accepted::Client::new(credential(), Some(service.options())).unwrap().widget();
        assert_eq!(client.is_ready().await.unwrap().into_model().unwrap(), expected);
    }
}

#[tokio::test]
async fn a_body_that_only_202_declares_is_the_result() {
    let service = Memory::script([
        Reply::status(202).with("location", "https://management.azure.com/results/1"),
        Reply::text(200, r#"{"size": 7}"#),
    ]);
    let client = accepted::Client::new(credential(), Some(service.options())).unwrap().widget();
    let widget: accepted::models::Widget =
        client.begin_run().with_interval(Duration::from_millis(1)).await.unwrap().into_model().unwrap();
    assert_eq!(widget.size, Some(7));
}

#[tokio::test]
async fn an_api_elsewhere_is_called_where_the_options_say() {
    let service = Memory::script([Reply::status(204)]);
    assert!(elsewhere::Client::new(credential(), Some(service.options())).is_err());
    let cloud = Cloud::Custom {
        endpoint: "https://widgets.example/api".to_owned(),
        audience: "https://widgets.example".to_owned(),
    };
    let options = ClientOptions { cloud, ..service.options() };
    elsewhere::Client::new(credential(), Some(options)).unwrap().widget().get().await.unwrap();
    assert_eq!(url(&service), "https://widgets.example/api/widgets");
}
