//! Lists: every item once, in order, whatever the pages and links look like.

use std::sync::Arc;

use arm_apimanagement::{
    Continuation, Extra, List, Pages,
    rt::{self, Method, Operation},
};
use azure_core::{error::ErrorKind, http::StatusCode};
use kit::{
    client::{self, ORIGIN},
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::{Value, json};

/// A page as generated code has them.
pub(crate) struct Things {
    value: Option<Vec<String>>,
    next_link: Option<String>,
    extra: Extra,
}
rt::model!(Things, None { "value" => value, "nextLink" => next_link });
rt::page!(Things { items: value, next_link: next_link } => String);

/// A page of a list without a nextLinkName.
struct Whole {
    value: Option<Vec<String>>,
    extra: Extra,
}
rt::model!(Whole, None { "value" => value });
rt::page!(Whole { items: value } => String);

fn page(items: &[&str], link: impl Into<Value>) -> Reply {
    Reply::text(200, json!({"value": items, "nextLink": link.into()}).to_string())
}

fn list<P: rt::Page>(service: &Arc<Memory>) -> List<P> {
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    core.request(Operation { name: "Thing_List", path: "/things", ..Operation::DEFAULT }).list()
}

/// All items, and the error if there was one.
pub(crate) async fn items<P: rt::Page>(mut list: List<P>) -> (Vec<P::Item>, Option<azure_core::Error>) {
    let mut all = Vec::new();
    while let Some(item) = list.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(error) => {
                assert!(list.next().await.is_none(), "nothing follows an error");
                return (all, Some(error));
            }
        }
    }
    assert!(list.next().await.is_none(), "the end stays the end");
    (all, None)
}

/// The items of all pages, and the error if there was one.
async fn pages(mut pages: Pages<Things>) -> (Vec<Vec<String>>, Option<azure_core::Error>) {
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => all.push(page.into_model().unwrap().value.unwrap_or_default()),
            Err(error) => return (all, Some(error)),
        }
    }
    (all, None)
}

#[tokio::test]
async fn every_item_comes_once_over_pages_full_and_empty() {
    for (replies, expected) in [
        (vec![page(&[], Value::Null)], vec![]),
        (vec![page(&["a", "b"], Value::Null)], vec!["a", "b"]),
        (
            vec![page(&["a"], "/2"), page(&[], "/3"), page(&[], "/4"), page(&["b", "c"], "/5"), page(&[], "")],
            vec!["a", "b", "c"],
        ),
        (vec![page(&[], "/2"), page(&["a"], Value::Null)], vec!["a"]),
        (vec![Reply::text(200, r#"{"nextLink":"/2"}"#), page(&["a"], Value::Null)], vec!["a"]),
        (vec![Reply::text(200, r#"{"value":null,"nextLink":"/2"}"#), page(&["a"], Value::Null)], vec!["a"]),
    ] {
        let service = Memory::script(replies.clone());
        let (found, error) = items(list::<Things>(&service)).await;
        assert!(error.is_none() && found == expected && service.seen().len() == replies.len(), "{found:?} {error:?}");
        let service = Memory::script(replies.clone());
        let (found, error) = pages(list(&service).into_pages()).await;
        assert!(error.is_none() && found.len() == replies.len() && found.concat() == expected, "{found:?} {error:?}");
    }
}

#[tokio::test]
async fn a_link_that_is_absent_null_or_empty_ends_the_list() {
    for end in [
        r#"{"value":["a"]}"#,
        r#"{"value":["a"],"nextLink":null}"#,
        r#"{"value":["a"],"nextLink":""}"#,
        r#"{"value":["a"],"nextLink":" "}"#,
    ] {
        let service = Memory::script([Reply::text(200, end)]);
        let (found, error) = items(list::<Things>(&service)).await;
        assert!(found == ["a"] && error.is_none() && service.seen().len() == 1, "{end}: {error:?}");
        let service = Memory::script([Reply::text(200, end)]);
        let (found, error) = pages(list(&service).into_pages()).await;
        assert!(found == [["a"]] && error.is_none(), "{end}: {error:?}");
        assert_eq!(service.seen().len(), 1);
    }
}

#[tokio::test]
async fn links_are_followed_as_they_are() {
    let service = Memory::script([
        page(&["a"], format!("{ORIGIN}/things?$skiptoken=a%2Fb")),
        page(&["b"], "/elsewhere?api-version=2"),
        page(&["c"], "?$skip=4"),
        page(&["d"], " //management.azure.com/5 "),
        page(&["e"], Value::Null),
    ]);
    assert_eq!(items(list::<Things>(&service)).await.0, ["a", "b", "c", "d", "e"]);
    let lines = [
        "GET /things",
        "GET /things?$skiptoken=a%2Fb",
        "GET /elsewhere?api-version=2",
        "GET /elsewhere?$skip=4",
        "GET /5",
    ];
    assert_eq!(service.lines(), lines);
}

#[tokio::test]
async fn a_link_without_an_api_version_gets_that_of_its_list() {
    for (link, sent) in [
        ("/2", "/2?api-version=2022-01-01"),
        ("/2?", "/2?api-version=2022-01-01"),
        ("?$skiptoken=a%2Fb+c", "/things?$skiptoken=a%2Fb+c&api-version=2022-01-01"),
        ("/2?a=api-version&api-versions=1", "/2?a=api-version&api-versions=1&api-version=2022-01-01"),
        ("/2?api-version=2019-01-01&$skip=1", "/2?api-version=2019-01-01&$skip=1"),
        ("/2?$skip=1&API-Version=2019-01-01", "/2?$skip=1&API-Version=2019-01-01"),
        ("/2?api%2Dversion=2019-01-01", "/2?api%2Dversion=2019-01-01"),
        ("/2?api-version", "/2?api-version"),
    ] {
        let service = Memory::script([page(&["a"], link), page(&["b"], Value::Null)]);
        let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
        let versioned = Operation { path: "/things", ..Operation::VERSIONED };
        let (found, error) = items(core.request(versioned).list::<Things>()).await;
        assert!(found == ["a", "b"] && error.is_none(), "{error:?}");
        assert_eq!(service.lines(), ["GET /things?api-version=2022-01-01", &format!("GET {sent}")]);
        // The list that sends none of the client's adds none, and one that sends its own adds that.
        for (path, added) in [("/things", ""), ("/things?a=1&Api-Version=7", "&Api-Version=7")] {
            let service = Memory::script([page(&["a"], "?$skip=1"), page(&["b"], Value::Null)]);
            let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
            let list = core.request(Operation { path, ..Operation::DEFAULT }).list::<Things>();
            assert_eq!(items(list).await.0, ["a", "b"]);
            assert_eq!(service.lines()[1], format!("GET /things?$skip=1{added}"));
        }
    }
}

/// A saved place has no api-version either, and a page that is the first one again is still known.
#[tokio::test]
async fn the_api_version_is_added_before_anything_is_judged() {
    let versioned = |service: &Arc<Memory>| {
        let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
        core.request(Operation { path: "/things", ..Operation::VERSIONED }).list::<Things>()
    };
    let service = Memory::script([page(&["b"], Value::Null)]);
    assert_eq!(items(versioned(&service).with_continuation("?$skip=1")).await.0, ["b"]);
    assert_eq!(service.lines(), ["GET /things?$skip=1&api-version=2022-01-01"]);
    let service = Memory::script([page(&["a"], "/things")]);
    assert!(items(versioned(&service)).await.1.unwrap().to_string().contains("leads back"));
    assert_eq!(service.seen().len(), 1);
}

#[tokio::test]
async fn the_marker_of_another_way_of_paging_is_not_sent_as_a_path() {
    for marker in
        ["NextMarker", "more", "a/b?c=d", "https:things", "2!92!MDAwMDE2", "#top", "../things", "x?u=https://x"]
    {
        let replies = || [page(&["a", "b"], marker), page(&["c"], Value::Null)];
        let service = Memory::script(replies());
        let (found, error) = items(list::<Things>(&service)).await;
        let text = error.unwrap().to_string();
        assert!(found == ["a", "b"] && text.contains("nextLink") && text.contains("so it is no link"), "{text}");
        assert_eq!(service.seen().len(), 1, "{marker}");
        let service = Memory::script(replies());
        assert!(pages(list(&service).into_pages()).await.1.unwrap().to_string().contains("so it is no link"));
        assert_eq!(service.seen().len(), 1, "{marker}");
    }
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_needed() {
    let service = Memory::script([page(&["a", "b"], "/2"), page(&["c"], Value::Null)]);
    let mut list = list::<Things>(&service);
    assert_eq!(service.seen().len(), 0);
    for (expected, sent) in [("a", 1), ("b", 1), ("c", 2)] {
        assert_eq!((list.next().await.unwrap().unwrap().as_str(), service.seen().len()), (expected, sent));
    }
    assert!(list.next().await.is_none());
    let pages = list.into_pages();
    assert_eq!(self::pages(pages).await.0.len(), 0, "a list at its end has no further pages");
    assert_eq!(service.seen().len(), 2);
}

#[tokio::test]
async fn a_link_to_elsewhere_costs_no_item_and_is_not_followed() {
    for (link, named) in [
        ("https://evil.example/2", "https://evil.example"),
        ("http://management.azure.com/2", "http://management.azure.com"),
        ("//evil.example/2", "https://evil.example"),
        ("https://user@management.azure.com/2", "user or a password"),
        ("https://management.azure.com:444/2", ":444"),
        ("https://", "not a URL"),
    ] {
        let service = Memory::script([page(&["a", "b"], link), page(&["c"], Value::Null)]);
        let (found, error) = items(list::<Things>(&service)).await;
        let text = error.unwrap().to_string();
        assert!(found == ["a", "b"] && text.contains("nextLink") && text.contains(named), "{text}");
        assert_eq!(service.seen().len(), 1, "{link}");
        let service = Memory::script([page(&["a", "b"], link), page(&["c"], Value::Null)]);
        let (found, error) = pages(list(&service).into_pages()).await;
        assert!(found == [["a", "b"]] && error.unwrap().to_string().contains(named));
    }
}

#[tokio::test]
async fn a_link_that_leads_back_ends_in_an_error() {
    for (links, sent) in [
        (vec!["/things"], 1),
        (vec!["/2", "/2"], 2),
        (vec!["/2", "/3", "/4", "/3"], 4),
        (vec!["/2", "/3", "/4#again", "/4"], 4),
        (vec!["/2", "/3", "https://management.azure.com:443/things"], 3),
    ] {
        let replies: Vec<_> = links.iter().map(|&link| page(&[link], link)).collect();
        let service = Memory::script(replies.clone());
        let (found, error) = items(list::<Things>(&service)).await;
        assert!(error.unwrap().to_string().contains("leads back"));
        assert_eq!(found, links);
        assert_eq!(service.seen().len(), sent);
        let service = Memory::script(replies);
        assert!(pages(list(&service).into_pages()).await.1.unwrap().to_string().contains("leads back"));
    }
}

#[tokio::test]
async fn pages_go_on_from_a_saved_continuation() {
    let service = Memory::script([page(&["a"], "?page=2"), page(&["b"], "?page=3")]);
    let mut first = list::<Things>(&service).into_pages();
    assert_eq!(first.continuation(), None);
    first.next().await.unwrap().unwrap();
    first.next().await.unwrap().unwrap();
    let saved = serde_json::to_string(&first.continuation().unwrap()).unwrap();
    assert_eq!(saved, format!("\"{ORIGIN}/things?page=3\""));
    let service = Memory::script([page(&["c"], "?page=4"), page(&["d"], Value::Null)]);
    let continuation: Continuation = serde_json::from_str(&saved).unwrap();
    let mut second = list::<Things>(&service).with_continuation(continuation).into_pages();
    assert_eq!(second.next().await.unwrap().unwrap().into_model().unwrap().value.unwrap(), ["c"]);
    assert_eq!(second.next().await.unwrap().unwrap().into_model().unwrap().value.unwrap(), ["d"]);
    assert_eq!(second.continuation(), None);
    assert_eq!(service.lines(), ["GET /things?page=3", "GET /things?page=4"]);
}

#[tokio::test]
async fn items_go_on_with_their_current_page() {
    let service = Memory::script([page(&["a", "b"], "?page=2"), page(&["c", "d"], "?page=3")]);
    let mut first = list::<Things>(&service);
    for expected in [None, None, Some("?page=2")] {
        first.next().await.unwrap().unwrap();
        assert_eq!(first.continuation(), expected.map(|query| Continuation::from(format!("{ORIGIN}/things{query}"))));
    }
    let saved = first.continuation().unwrap().to_string();
    let service = Memory::script([page(&["c", "d"], "?page=3"), page(&["e"], Value::Null)]);
    let (found, error) = items(list::<Things>(&service).with_continuation(saved)).await;
    assert!(error.is_none() && found == ["c", "d", "e"], "{found:?}");
    assert_eq!(service.lines(), ["GET /things?page=2", "GET /things?page=3"]);
}

#[tokio::test]
async fn pages_of_a_list_that_is_being_read_begin_with_the_current_one() {
    let service = Memory::script([
        page(&["a"], "?page=2"),
        page(&["b", "c"], "?page=3"),
        page(&["b", "c"], "?page=3"),
        page(&[], Value::Null),
    ]);
    let mut list = list::<Things>(&service);
    list.next().await.unwrap().unwrap();
    list.next().await.unwrap().unwrap();
    let (found, error) = pages(list.into_pages()).await;
    assert!(error.is_none(), "the page that is read again is no circle: {error:?}");
    assert_eq!(found, [vec!["b".to_owned(), "c".to_owned()], vec![]]);
    assert_eq!(service.lines()[1..], ["GET /things?page=2", "GET /things?page=2", "GET /things?page=3"]);
}

#[tokio::test]
async fn a_continuation_of_another_origin_is_refused() {
    for from in ["https://evil.example/2", "http://management.azure.com/2", ""] {
        let service = Memory::script([page(&["a"], Value::Null)]);
        let (found, error) = items(list::<Things>(&service).with_continuation(from)).await;
        assert!(found.is_empty() && error.unwrap().to_string().contains("nothing was sent there"));
        assert_eq!(service.seen().len(), 0);
    }
}

#[tokio::test]
async fn after_an_error_the_list_can_be_resumed_where_it_was() {
    let service = Memory::script([page(&["a"], "?page=2"), Reply::text(404, client::FAILURE)]);
    let mut broken = list::<Things>(&service);
    assert_eq!(broken.next().await.unwrap().unwrap(), "a");
    assert_eq!(broken.next().await.unwrap().unwrap_err().http_status(), Some(StatusCode::NotFound));
    assert!(broken.next().await.is_none());
    let saved = broken.continuation().unwrap();
    assert_eq!(saved.as_str(), format!("{ORIGIN}/things?page=2"));
    let service = Memory::script([page(&["b"], Value::Null)]);
    assert_eq!(items(list::<Things>(&service).with_continuation(saved)).await.0, ["b"]);
}

#[tokio::test]
async fn a_page_that_is_tried_twice_gives_its_items_once() {
    let service = Memory::script([
        Reply::status(503).with("retry-after", "0"),
        page(&["a"], "/2"),
        Reply::Broken(b"{\"value\":[\"b\"".to_vec()),
        page(&["b"], Value::Null),
    ]);
    let mut options = service.options();
    options.retry.delay = std::time::Duration::ZERO;
    let core = client::core(FakeCredential::new(Manner::Fresh), options);
    let list = core.request(Operation { path: "/things", ..Operation::DEFAULT }).list::<Things>();
    assert_eq!(items(list).await.0, ["a", "b"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_and_not_the_end() {
    for body in [
        r#"{"value":["a"],"nextLink":5}"#,
        r#"{"value":["a"],"nextLink":{"href":"/2"}}"#,
        r#"{"value":["a"],"nextLink":["/2"]}"#,
        r#"{"value":{"a":1}}"#,
        r#"{"value":["a"]"#,
        "<html>sign in</html>",
        "",
        "[]",
        "null",
    ] {
        let service = Memory::script([Reply::text(200, body)]);
        let (found, error) = items(list::<Things>(&service)).await;
        assert!(found.is_empty() && error.unwrap().kind() == &ErrorKind::DataConversion, "{body}");
        let service = Memory::script([Reply::text(200, body)]);
        let (found, error) = pages(list(&service).into_pages()).await;
        assert!(found.is_empty() && error.unwrap().kind() == &ErrorKind::DataConversion, "{body}");
    }
}

#[tokio::test]
async fn lists_of_one_page_ignore_links() {
    let service = Memory::script([Reply::text(200, r#"{"value":["a"],"nextLink":"/2"}"#)]);
    assert_eq!(items(list::<Whole>(&service)).await.0, ["a"]);
    let service = Memory::script([Reply::text(200, r#"["a","b"]"#)]);
    assert_eq!(items(list::<Vec<String>>(&service)).await.0, ["a", "b"]);
    let service = Memory::script([Reply::text(200, r#"["a","b"]"#)]);
    let mut pages = list::<Vec<String>>(&service).into_pages();
    assert_eq!(pages.next().await.unwrap().unwrap().into_model().unwrap(), ["a", "b"]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_list_that_begins_with_post_goes_on_with_get() {
    let service = Memory::script([page(&["a"], "/2"), page(&["b"], Value::Null)]);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let request = client::request(&core, Method::Post).json(&"query".to_owned());
    let list = request.list::<Things>().with_header("x-own", "1").with_client_request_id("mine");
    assert_eq!(items(list).await.0, ["a", "b"]);
    assert_eq!(service.lines(), ["POST /thing", "GET /2"]);
    let seen = service.seen();
    assert!(seen[1].body.is_empty() && seen[1].header("content-type").is_empty());
    for one in &seen {
        assert_eq!((one.header("x-own"), one.header("x-ms-client-request-id")), ("1", "mine"));
        assert_eq!((one.header("accept"), one.header("authorization")), ("application/json", "Bearer token-1"));
    }
}

#[tokio::test]
async fn a_list_moves_between_threads_and_stops_when_dropped() {
    fn sendable<T: Send + Unpin + 'static>(value: T) -> T {
        value
    }
    let service = Memory::script([page(&["a"], "/2"), page(&["b"], Value::Null)]);
    let mut list = sendable(list::<Things>(&service));
    sendable(Box::pin(async move {
        list.next().await.unwrap().unwrap();
        drop(list);
    }))
    .await;
    assert_eq!(service.seen().len(), 1);
}

#[tokio::test]
async fn an_argument_that_is_refused_comes_out_of_the_list() {
    static NAME: rt::Param = rt::Param {
        name: "name",
        argument: "name",
        constraints: rt::Constraints { max_length: Some(1), ..rt::Constraints::NONE },
    };
    let service = Memory::script([]);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let list = core.request(Operation::DEFAULT).query(&NAME, "long").list::<Things>();
    let (found, error) = items(list).await;
    assert!(found.is_empty() && error.unwrap().to_string().contains("name"));
    assert_eq!(service.seen().len(), 0);
}
