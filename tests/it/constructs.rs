//! Constructs of other services than API Management, on the wire: rendered clients of small descriptions against scripted answers.

use std::{sync::Arc, time::Duration};

use azure_core::Bytes;
use kit::{
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply, Seen},
};
use serde_json::{Value, json};
use tests::goldens::{by_status, families, lists, next_page, null_elements, paged_lro, scopes, single_page, texts};

/// A service that answers by script, and a client of the golden module with it.
macro_rules! client {
    ($module:ident, $replies:expr) => {{
        let service = Memory::script($replies);
        let client = $module::Client::new(credential(), Some(service.options())).unwrap();
        (client, service)
    }};
}

fn credential() -> Arc<FakeCredential> {
    FakeCredential::new(Manner::Fresh)
}

fn last(service: &Memory) -> Seen {
    service.seen().pop().expect("it was called")
}

/// Path and query of the last request.
fn asked(service: &Memory) -> String {
    last(service).url.replace("https://management.azure.com", "")
}

fn texts_of(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

#[tokio::test]
async fn a_kind_is_read_by_its_member_and_written_with_it() {
    let sent = json!({"kind": "siamese", "name": "a", "voice": "loud", "friends": [{"kind": "wolf", "teeth": 42}]});
    let (client, service) = client!(families, [Reply::text(200, sent.to_string())]);
    let siamese = families::models::Siamese {
        friends: Some(vec![serde_json::from_value(json!({"kind": "wolf", "teeth": 42})).unwrap()]),
        ..families::models::Siamese::new("a", "loud")
    };
    // A subtype may be sent wherever one of its bases is named.
    let pet = client.pet().create(&siamese.clone().into()).await.unwrap().into_model().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&last(&service).body).unwrap(), sent);
    assert_eq!((pet.kind(), pet.name(), pet.friends().map(Vec::len)), (Some("siamese"), Some("a"), Some(1)));
    let families::models::Pet::Siamese(read) = pet else { panic!("a siamese") };
    assert_eq!(*read, siamese);
    let _: families::models::Cat = siamese.into();
}

#[tokio::test]
async fn kinds_within_kinds_are_told_by_two_members() {
    let script = json!({"@type": "#run", "how": "script", "text": "x"});
    let task: families::models::Task = serde_json::from_value(script.clone()).unwrap();
    let families::models::Task::Run(run) = &task else { panic!("a run") };
    assert!(matches!(**run, families::models::Run::RunScript(_)));
    assert_eq!((task.type_(), run.how()), (Some("#run"), Some("script")));
    let (client, service) = client!(families, [Reply::status(204)]);
    client.task().update(&task).await.unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&last(&service).body).unwrap(), script);
    let task: families::models::Task = serde_json::from_value(json!({"@type": "#run", "how": "new"})).unwrap();
    assert_eq!(serde_json::to_value(&task).unwrap(), json!({"@type": "#run", "how": "new"}));
}

#[tokio::test]
async fn lists_are_written_as_their_format_says() {
    let (client, service) = client!(lists, (0..3).map(|_| Reply::status(204)));
    let kinds = [lists::models::Kind::One, lists::models::Kind::Two];
    let options = lists::widget::WidgetListOptions {
        comma: Some(vec![1, 2]),
        space: Some(texts_of(&["a", "c&d"])),
        bar: Some(texts_of(&["a,b", "c"])),
        tab: Some(texts_of(&["a b", "c"])),
        x_ms_bars: Some(texts_of(&["v", "w"])),
        x_ms_names: Some(texts_of(&["x", "y"])),
    };
    client.widget().list(&texts_of(&["a", "b"]), &kinds, Some(options)).await.unwrap();
    let query = "comma=1%2C2&each=One&each=Two&space=a%20c%26d&bar=a%2Cb%7Cc&tab=a%20b%09c&api-version=2024-01-01";
    assert_eq!(asked(&service), format!("/widgets/a%2Cb?{query}"));
    assert_eq!(last(&service).header("x-ms-names"), "x,y");
    assert_eq!(last(&service).header("x-ms-bars"), "v|w");
    client.widget().list(&texts_of(&["a"]), &[], None).await.unwrap();
    assert_eq!(asked(&service), "/widgets/a?api-version=2024-01-01");

    let refused = |ids: &[&str]| client.widget().list(&texts_of(ids), &[], None);
    for (ids, why) in [
        (&["a", "B"] as &[&str], "must match the pattern"),
        (&["a,b"], "must match the pattern"),
        (&[], "must not be empty"),
    ] {
        let error = refused(ids).await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let options = lists::widget::WidgetListOptions { space: Some(texts_of(&["a b"])), ..Default::default() };
    let error = client.widget().list(&texts_of(&["a"]), &[], Some(options)).await.unwrap_err().to_string();
    assert!(error.contains("must not contain ' '"), "{error}");
    assert_eq!(service.seen().len(), 2, "nothing was sent");
}

#[tokio::test]
async fn an_argument_that_is_a_path_leads_nowhere_else() {
    let (client, service) = client!(scopes, (0..4).map(|_| Reply::status(204)));
    let widget = "providers/Microsoft.Widgets/widgets/w?api-version=2024-01-01";
    for scope in ["subscriptions/s/resourceGroups/a b", "/subscriptions/s/resourceGroups/a b"] {
        client.widget().get(scope, "w", None).await.unwrap();
        assert_eq!(asked(&service), format!("/subscriptions/s/resourceGroups/a%20b/{widget}"));
    }
    client.widget().get("s?x=1#y", "w", None).await.unwrap();
    assert_eq!(asked(&service), format!("/s%3Fx%3D1%23y/{widget}"));
    client.part().get("a/b").await.unwrap();
    assert_eq!(asked(&service), "/a%2Fb/providers/Microsoft.Widgets/parts?api-version=2024-01-01");
    for scope in ["", "/", "a//b", "a/../b", "..", "a/.", "a/"] {
        let error = client.widget().get(scope, "w", None).await.unwrap_err().to_string();
        assert!(error.contains("none of whose segments"), "{scope}: {error}");
    }
    let error = client.thing().get(&"a/".repeat(100)).await.unwrap_err().to_string();
    assert!(error.contains("at most 100 characters"), "{error}");
    assert_eq!(service.seen().len(), 4, "nothing was sent");
}

#[tokio::test]
async fn null_elements_travel_both_ways() {
    let body = json!({"names": ["a", null], "identities": {"a": {"id": "b"}, "c": null}, "free": [null, 1], "more": null, "other": 2});
    let (client, service) = client!(null_elements, [Reply::text(200, body.to_string())]);
    let sent: null_elements::models::Widget = serde_json::from_value(body.clone()).unwrap();
    let options = null_elements::widget::WidgetCreateOptions { tags: Some(vec![Some("a".to_owned()), None]) };
    let read = client.widget().create(&sent, Some(options)).await.unwrap().into_model().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&last(&service).body).unwrap(), body);
    assert_eq!(asked(&service), "/widgets?tags=a%2C&api-version=2024-01-01");
    assert_eq!(read.names, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(read.identities.as_ref().map(|all| all["c"].is_none()), Some(true));
    assert_eq!(read.additional_properties.get("more"), Some(&None));
    assert!(read.extra.is_empty());
}

#[tokio::test]
async fn texts_and_bytes_are_sent_and_read_as_they_are() {
    let policy = "<policies>\u{e9}</policies>";
    let bytes = vec![0, 255, 13, 10];
    let replies = [
        Reply::text(200, policy).with("content-type", "application/vnd.example.policy+xml"),
        Reply::status(204),
        Reply::status(204),
        Reply::text(200, bytes.clone()).with("content-type", "application/octet-stream"),
        Reply::status(204),
        Reply::status(204),
    ];
    let (client, service) = client!(texts, replies);
    assert_eq!(client.policy().get().await.unwrap().into_model().unwrap(), policy);
    assert_eq!(last(&service).header("accept"), "application/vnd.example.policy+xml");
    client.policy().put(policy).await.unwrap();
    let seen = last(&service);
    assert_eq!((seen.header("content-type"), &*seen.body), ("application/vnd.example.policy+xml", policy.as_bytes()));
    let options = texts::policy::PolicyPatchOptions { body: Some("text".to_owned()) };
    client.policy().patch(Some(options)).await.unwrap();
    assert_eq!((last(&service).header("content-type"), &*last(&service).body), ("text/plain", &b"text"[..]));
    let file = client.file().get().await.unwrap().into_model().unwrap();
    assert_eq!(file, Bytes::from(bytes.clone()));
    client.file().put(&file).await.unwrap();
    assert_eq!((last(&service).header("content-type"), last(&service).body), ("application/octet-stream", bytes));
    client.file().patch(None).await.unwrap();
    assert_eq!((last(&service).header("content-type"), last(&service).body.len()), ("", 0));
}

#[tokio::test]
async fn each_status_brings_what_it_declares() {
    let replies = [
        Reply::text(200, r#"{"size":1}"#),
        Reply::text(202, r#"[{"name":"a"}]"#),
        Reply::status(204),
        Reply::text(218, r#"{"name":"b"}"#),
    ];
    let (client, _) = client!(by_status, replies);
    let mut read = Vec::new();
    for _ in 0..4 {
        read.push(client.widget().get().await.unwrap().into_model().unwrap());
    }
    use by_status::widget::WidgetGetResponse as Answer;
    assert!(matches!(&read[0], Answer::Ok(widget) if widget.size == Some(1)), "{read:?}");
    assert!(matches!(&read[1], Answer::Accepted(parts) if parts.len() == 1), "{read:?}");
    assert!(matches!(&read[2..], [Answer::NoContent, Answer::Status218(_)]), "{read:?}");
}

#[tokio::test]
async fn a_list_may_end_with_its_first_page() {
    let page = r#"{"value":["a"],"nextLink":"https://management.azure.com/a?page=2"}"#;
    let (client, service) =
        client!(single_page, [Reply::text(200, page), Reply::text(200, page), Reply::text(200, r#"{"value":["b"]}"#)]);
    let mut list = client.a().list();
    assert_eq!(list.next().await.unwrap().unwrap(), "a");
    assert!(list.next().await.is_none());
    let mut list = client.b().list();
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item.unwrap());
    }
    assert_eq!((items, service.seen().len()), (texts_of(&["a", "b"]), 3));
}

#[tokio::test]
async fn a_page_may_say_a_part_of_the_next_path() {
    let replies =
        [Reply::text(200, r#"{"value":["a"],"nextLink":"b c?page=2"}"#), Reply::text(200, r#"{"value":["d"]}"#)];
    let (client, service) = client!(next_page, replies);
    let mut list = client.widget().list();
    assert_eq!(list.next().await.unwrap().unwrap(), "a");
    assert_eq!(list.next().await.unwrap().unwrap(), "d");
    assert!(list.next().await.is_none());
    assert_eq!(asked(&service), "/widgets/b%20c?page=2");
    let pages =
        [Reply::text(200, r#"{"value":["c"],"nextLink":"/gadgets/next?x=1"}"#), Reply::text(200, r#"{"value":["d"]}"#)];
    let (client, service) = client!(next_page, pages);
    let options = next_page::gadget::GadgetListOptions { first: Some(true) };
    let mut list = client.gadget().list("k", Some(options));
    assert_eq!(list.next().await.unwrap().unwrap(), "c");
    assert_eq!(asked(&service), "/gadgets?kind=k&first=true");
    assert_eq!(list.next().await.unwrap().unwrap(), "d");
    assert_eq!(asked(&service), "/gadgets/next?x=1&kind=k");
    let pages = [Reply::text(200, r#"{"value":["a"],"nextLink":"b"}"#), Reply::text(200, r#"{"value":["c"]}"#)];
    let (client, service) = client!(next_page, pages);
    let mut list = client.part().list();
    assert_eq!((list.next().await.unwrap().unwrap(), list.next().await.unwrap().unwrap()), ("a".into(), "c".into()));
    assert_eq!(asked(&service), "/parts/b?kind=next");
    let (client, _) = client!(next_page, [Reply::text(200, r#"{"value":["a"],"nextLink":"../c"}"#)]);
    let error = client.widget().list().next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("next page cannot be at"), "{error}");
}

#[tokio::test]
async fn a_long_running_operation_may_give_a_list() {
    let replies = [
        Reply::status(202).with("location", "https://management.azure.com/results/1"),
        Reply::text(200, r#"{"value":["a","b"],"nextLink":"https://management.azure.com/results/1?page=2"}"#),
        Reply::text(200, r#"{"value":["c"]}"#),
    ];
    let (client, service) = client!(paged_lro, replies);
    let poller = client.part().begin_collect().with_interval(Duration::from_millis(1));
    let mut list = poller.into_list().await.unwrap();
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item.unwrap());
    }
    assert_eq!(items, texts_of(&["a", "b", "c"]));
    assert_eq!(asked(&service), "/results/1?page=2&api-version=2024-01-01");
    let (client, _) = client!(paged_lro, [Reply::text(200, r#"["a"]"#)]);
    assert_eq!(client.widget().begin_get().await.unwrap().into_model().unwrap(), texts_of(&["a"]));
}
