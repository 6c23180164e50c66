//! Values on their way through the published client: what is read from the service is sent back whole, what does not fit is
//! kept, and what no reader of JSON can take is an error.

use std::sync::Arc;

use arm_apimanagement::v2024_05_01::{
    Client,
    models::{ApiExportResult, ConnectivityIssue, ExportFormat, ReportRecordContract},
};
use azure_core::error::ErrorKind;
use kit::{
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::{Value, json};

fn client(service: &Arc<Memory>) -> Client {
    let credential = FakeCredential::new(Manner::Fresh);
    Client::new("00000000-0000-0000-0000-000000000000", credential, Some(service.options())).unwrap()
}

/// A service as it is answered: with members that only the service sets, a date with a space in it, a tag that is a number.
fn service() -> Value {
    json!({
        "id": "/subscriptions/s/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1",
        "name": "apimService1",
        "type": "Microsoft.ApiManagement/service",
        "etag": "AAAAAAAW+3w=",
        "location": "West US",
        "sku": {"name": "Developer", "capacity": 1},
        "tags": {"owner": "team", "cost": 12, "parts": {"a": "b"}},
        "properties": {
            "publisherEmail": "a@example.com",
            "publisherName": "A",
            "provisioningState": "Succeeded",
            "platformVersion": "stv2.1",
            "createdAtUtc": "2023-08-11 01:58:30 +0000",
            "gatewayUrl": "https://apimservice1.azure-api.net",
            "customProperties": {"Microsoft.X.Tls10": "false", "Microsoft.X.Tls11": false}
        }
    })
}

#[tokio::test]
async fn what_was_read_is_sent_back_read_only_or_not() {
    let answers = [Reply::text(200, service().to_string()), Reply::text(200, service().to_string())];
    let memory = Memory::script(answers);
    let services = client(&memory).api_management_service();
    let mut read = services.get("rg1", "apimService1").await.unwrap().into_model().unwrap();
    let properties = read.properties.as_ref().unwrap();
    assert_eq!(properties.created_at_utc.map(|date| date.unix_timestamp()), Some(1_691_719_110));
    assert_eq!(properties.custom_properties.as_ref().unwrap()["Microsoft.X.Tls10"], "false");
    let tags = read.tags.as_mut().unwrap();
    assert_eq!(tags["owner"], "team");
    tags.insert("cost".to_owned(), "12".to_owned());

    services.begin_create_or_update("rg1", "apimService1", &read).await.unwrap();
    let sent: Value = serde_json::from_slice(&memory.seen()[1].body).unwrap();
    let mut expected = service();
    expected["tags"]["cost"] = "12".into();
    expected["properties"]["createdAtUtc"] = "2023-08-11T01:58:30Z".into();
    assert_eq!(sent, expected);
}

#[test]
fn a_bad_value_in_a_list_of_maps_hides_no_other() {
    let value = json!({"type": "Unknown", "context": [{"a": "b", "c": 1}, {"d": "e"}]});
    let issue: ConnectivityIssue = serde_json::from_value(value.clone()).unwrap();
    let context = issue.context.as_ref().unwrap();
    assert_eq!((context[0].get("a").map(String::as_str), context[1].len()), (Some("b"), 1));
    assert_eq!(serde_json::to_value(&issue).unwrap(), value);
}

#[test]
fn measurements_keep_their_last_bit() {
    // serde_json reads each as its neighbour, but for its feature `float_roundtrip`.
    let text = r#"{"apiTimeAvg":423.20917087271323,"apiTimeMax":979.6215956506859,"apiTimeMin":198.44004278856286}"#;
    let record: ReportRecordContract = serde_json::from_str(text).unwrap();
    let expected = ["423.20917087271323", "979.6215956506859", "198.44004278856286"];
    let read = [record.api_time_avg, record.api_time_max, record.api_time_min];
    assert_eq!(read.map(|time| time.map(f64::to_bits)), expected.map(|time| time.parse().map(f64::to_bits).ok()));
    let written: ReportRecordContract = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(written, record);
}

#[tokio::test]
async fn the_link_of_an_export_is_found_where_the_service_puts_it_and_does_not_print() {
    const LINK: &str = "https://example.blob.core.windows.net/api-export/echo.json?sv=2024&sig=s3cret";
    let memory = Memory::script([
        Reply::text(200, json!({"link": LINK}).to_string()),
        Reply::text(200, json!({"format": "openapi-link", "value": {"link": LINK}}).to_string()),
    ]);
    let exports = client(&memory).api_export();
    for in_extra in [true, false] {
        let response = exports.get("rg1", "apimService1", "echo", &ExportFormat::OpenApi).await.unwrap();
        let mut printed = format!("{response:?}");
        let export: ApiExportResult = response.into_model().unwrap();
        let declared = export.value.as_ref().and_then(|value| value.link.as_deref());
        let bare = export.extra.get("link").and_then(Value::as_str);
        assert_eq!((declared, bare), if in_extra { (None, Some(LINK)) } else { (Some(LINK), None) });
        printed += &format!("{export:?} {export:#?} {:?}", export.extra);
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}

/// A model with a member that nobody knows.
async fn read(body: &str) -> azure_core::Result<ApiExportResult> {
    let memory = Memory::script([Reply::text(200, format!(r#"{{"id":"i","new":{body}}}"#))]);
    client(&memory).api_export().get("rg1", "apimService1", "echo", &ExportFormat::OpenApi).await?.into_model()
}

#[tokio::test]
async fn what_json_has_no_room_for_fails_the_whole_document() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for (good, written) in [
        (nested(126), nested(126)),
        ("1e308".to_owned(), "1e+308".to_owned()),
        (r#""\ud83d\ude00""#.to_owned(), "\"\u{1f600}\"".to_owned()),
        ("18446744073709551615".to_owned(), "18446744073709551615".to_owned()),
        ("18446744073709551616".to_owned(), "1.8446744073709552e+19".to_owned()),
    ] {
        let model = read(&good).await.unwrap();
        assert_eq!(model.extra.get("new").map(Value::to_string).as_deref(), Some(&*written));
        assert_eq!(model.id.as_deref(), Some("i"));
    }
    for bad in [nested(127), nested(100_000), "1e400".to_owned(), r#""\ud800""#.to_owned(), r#""\udc00x""#.to_owned()] {
        let error = read(&bad).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::DataConversion, "{error}");
    }
}
