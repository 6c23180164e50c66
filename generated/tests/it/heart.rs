//! The two calls that the crate is about, on the exact wire, in both versions. Every expected byte is written by hand.

use std::sync::Arc;

use arm_apimanagement::{
    ArmError, ClientOptions, Etag, InvalidArgument, OffsetDateTime, RetryOptions, v2021_08_01, v2024_05_01,
};
use azure_core::http::StatusCode;
use kit::{
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// A certificate as the service answers: its key vault refused the last access.
const CERTIFICATE: &str = r#"{
  "id": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1/certificates/templateCertkv",
  "type": "Microsoft.ApiManagement/service/certificates",
  "name": "templateCertkv",
  "properties": {
    "subject": "CN=*.msitesting.net",
    "thumbprint": "EA276907917CB5XXXXXXXXXXX690",
    "expirationDate": "2037-01-01T07:00:00Z",
    "keyVault": {
      "secretIdentifier": "https://rpbvtkeyvaultintegration.vault.azure.net/secrets/msitestingCert",
      "identityClientId": "ceaa6b06-c00f-43ef-99ac-f53d1fe876a0",
      "lastStatus": { "code": "AccessDenied", "message": "No \"get\" permission.", "timeStampUtc": "2020-09-22T00:24:53.3191468Z" }
    }
  }
}"#;

fn certificate() -> Reply {
    Reply::text(200, CERTIFICATE)
        .with("content-type", "application/json; charset=utf-8")
        .with("etag", "\"AAAAAAAAFG0=\"")
}

fn options(service: &Arc<Memory>) -> Option<ClientOptions> {
    Some(service.options())
}

/// What differs between the versions is their module and their date; the calls are spelt alike.
macro_rules! heart {
    ($module:ident, $version:ident, $date:literal) => {
        mod $module {
            use super::*;
            use $version::{
                Client,
                models::{GatewayKeyRegenerationRequestContract, KeyType},
            };

            fn client(service: &Arc<Memory>) -> Client {
                Client::new(SUBSCRIPTION, FakeCredential::new(Manner::Fresh), options(service)).expect("the options are good")
            }

            #[tokio::test]
            async fn regenerate_key_is_one_post() {
                let service = Memory::script([Reply::status(204)]);
                let body = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
                let response =
                    client(&service).gateway().regenerate_key("rg1", "apimService1", "gwId", &body).await.unwrap();
                assert_eq!(response.status(), StatusCode::NoContent);
                let [seen] = service.seen().try_into().expect("one request was sent");
                assert_eq!(seen.method.as_str(), "POST");
                assert_eq!(
                    seen.url,
                    concat!(
                        "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1",
                        "/providers/Microsoft.ApiManagement/service/apimService1/gateways/gwId/regenerateKey?api-version=",
                        $date
                    )
                );
                assert_eq!(seen.body, b"{\"keyType\":\"primary\"}");
                let headers = ["content-type", "accept", "authorization"].map(|name| seen.header(name));
                assert_eq!(headers, ["application/json", "application/json", "Bearer token-1"]);
            }

            #[tokio::test]
            async fn bad_arguments_are_refused_before_anything_is_sent() {
                let service = Memory::new(|_, _| Reply::status(204));
                let gateways = client(&service).gateway();
                let body = GatewayKeyRegenerationRequestContract::new(KeyType::Secondary);
                let long = "x".repeat(81);
                for (service_name, gateway_id, argument, rule) in [
                    ("apimService1", "", "gateway_id", "must have at least 1 characters, not 0"),
                    ("apimService1", &*long, "gateway_id", "must have at most 80 characters, not 81"),
                    ("1apim", "gwId", "service_name", "must match the pattern ^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$"),
                    ("apim-", "gwId", "service_name", "must match the pattern ^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$"),
                    ("", "gwId", "service_name", "must have at least 1 characters, not 0"),
                ] {
                    let error = gateways.regenerate_key("rg1", service_name, gateway_id, &body).await.unwrap_err();
                    let error: &InvalidArgument = error.downcast_ref().expect("the source is an InvalidArgument");
                    assert_eq!((error.argument(), error.rule()), (argument, rule));
                }
                gateways.regenerate_key("rg1", "apimService1", &"x".repeat(80), &body).await.unwrap();
                assert_eq!(service.seen().len(), 1, "only the good one was sent");
            }

            #[tokio::test]
            async fn a_failure_has_arms_code_and_message() {
                let reply = Reply::text(404, r#"{"error":{"code":"ResourceNotFound","message":"No gateway \"gwId\"."}}"#);
                let service = Memory::script([reply.with("x-ms-request-id", "r-1")]);
                let body = GatewayKeyRegenerationRequestContract::new(KeyType::Primary);
                let call = client(&service).gateway().regenerate_key("rg1", "apimService1", "gwId", &body);
                let error = call.await.unwrap_err();
                let arm = ArmError::from_error(&error).expect("the service answered");
                assert!(arm.is_not_found());
                assert_eq!((arm.code(), arm.message()), (Some("ResourceNotFound"), Some("No gateway \"gwId\".")));
                assert_eq!(arm.request_id(), Some("r-1"));
            }

            #[tokio::test]
            async fn refresh_secret_gives_etag_and_certificate() {
                let service = Memory::script([certificate()]);
                let call = client(&service).certificate().refresh_secret("rg1", "apimService1", "templateCertkv");
                let response = call.await.unwrap();
                assert_eq!(response.status(), StatusCode::Ok);
                assert_eq!(response.etag(), Some(Etag::from("\"AAAAAAAAFG0=\"")));
                let [seen] = service.seen().try_into().expect("one request was sent");
                assert_eq!(
                    seen.line(),
                    concat!(
                        "POST /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/",
                        "Microsoft.ApiManagement/service/apimService1/certificates/templateCertkv/refreshSecret?api-version=",
                        $date
                    )
                );
                assert!(seen.body.is_empty() && !seen.headers.contains_key("content-type"));

                let certificate = response.into_model().unwrap();
                assert_eq!(certificate.name.as_deref(), Some("templateCertkv"));
                let properties = certificate.properties.clone().expect("properties were sent");
                assert_eq!(properties.subject.as_deref(), Some("CN=*.msitesting.net"));
                let status = properties.key_vault.and_then(|vault| vault.last_status).expect("a status was sent");
                assert_eq!(status.code.as_deref(), Some("AccessDenied"));
                assert_eq!(status.message.as_deref(), Some("No \"get\" permission."));
                let time = OffsetDateTime::from_unix_timestamp_nanos(1_600_734_293_319_146_800).unwrap();
                assert_eq!(status.time_stamp_utc, Some(time));
                let sent: serde_json::Value = serde_json::from_str(CERTIFICATE).unwrap();
                assert_eq!(serde_json::to_value(certificate).unwrap(), sent, "nothing is lost");
            }

            #[test]
            fn clients_are_shared_between_threads() {
                fn check<T: Clone + Send + Sync + 'static>(_: &T) {}
                fn check_future(_: &(impl Future + Send + 'static)) {}
                let client = client(&Memory::script([]));
                check(&client);
                check(&client.gateway());
                check_future(&client.certificate().refresh_secret("a", "b", "c"));
            }

            #[test]
            fn the_version_is_said_once() {
                assert_eq!($version::API_VERSION, $date);
            }
        }
    };
}

heart!(in_2021_08_01, v2021_08_01, "2021-08-01");
heart!(in_2024_05_01, v2024_05_01, "2024-05-01");

/// 2024-05-01 declares that the subscription is a UUID; 2021-08-01 only says that it is text.
#[test]
fn a_subscription_that_is_no_uuid_is_refused() {
    let service = Memory::script([]);
    let credential = || FakeCredential::new(Manner::Fresh);
    for id in ["", "subid", "00000000000000000000000000000000", "../x"] {
        let error = v2024_05_01::Client::new(id, credential(), options(&service)).expect_err(id);
        let error: &InvalidArgument = error.downcast_ref().expect("the source is an InvalidArgument");
        assert_eq!(error.argument(), "subscription_id");
    }
    for id in ["", ".", ".."] {
        assert!(v2021_08_01::Client::new(id, credential(), options(&service)).is_err(), "{id}");
    }
}

/// Regenerating twice gives another key twice, so a lost answer is not asked for again.
#[tokio::test]
async fn regenerate_key_is_not_repeated_after_500() {
    let service = Memory::new(|_, _| Reply::status(500));
    let options =
        ClientOptions { retry: RetryOptions { seed: Some(1), ..RetryOptions::default() }, ..service.options() };
    let client = v2024_05_01::Client::new(SUBSCRIPTION, FakeCredential::new(Manner::Fresh), Some(options)).unwrap();
    let body = v2024_05_01::models::GatewayKeyRegenerationRequestContract::default();
    let error = client.gateway().regenerate_key("rg1", "apimService1", "gwId", &body).await.unwrap_err();
    assert_eq!((error.http_status(), service.seen().len()), (Some(StatusCode::InternalServerError), 1));
}
