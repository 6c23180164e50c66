//! Saved tokens and continuations are text that anybody may have written: where they may lead, and where not.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use arm_apimanagement::{
    ClientOptions, Cloud, Continuation, List, Poller, PollerToken,
    v2024_05_01::{
        Client,
        models::{ApiCollection, NamedValueContract, NamedValueCreateContract},
    },
};
use kit::{
    client::{FAILURE, ORIGIN},
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
    repo,
};
use serde_json::{Value, json};

const OWN: &str = "5a1b2c3d-0000-0000-0000-000000000001";
const SERVICE: &str = "/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim";

/// Links that services send, `$S` for the client's subscription.
const REAL: [&str; 17] = [
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/operationresults/b3A=?api-version=1",
    "/subscriptions/$S/resourcegroups/rg/providers/microsoft.apimanagement/SERVICE/apim/tenant/operationResults/5a1af4ae",
    "/SUBSCRIPTIONS/$S/PROVIDERS/MICROSOFT.APIMANAGEMENT/locations/westus/operationResults/op1",
    "/subscriptions/$S/providers/Microsoft.ApiManagement/locations/westus/deletedservices/old/operationresults/op?a=%2e%2e/..",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/namedValues/nv1?asyncId=1&asyncCode=201",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/subscriptions/mine",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/apis/echo;rev=2?to=a..b",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/namedValues/providers",
    "/subscriptions/$S/resourceGroups/r%C3%A9seau/providers/Microsoft.ApiManagement/service/a..b/apis/100%25",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.Web/sites/x/providers/Microsoft.ApiManagement/links/y",
    "/subscriptions/$S/operationresults/eyJqb2JJZCI6IkRFTCJ9?api-version=2021-04-01&t=638",
    "/Subscriptions/$S/OperationStatuses/op/more",
    "/providers/Microsoft.ApiManagement/operations?$skiptoken=2",
    "//subscriptions/$S/providers/Microsoft.ApiManagement/locations/westus/operationResults/op1",
    "/subscriptions/$S/resourceGroups/subscriptions/providers/Microsoft.ApiManagement/service/apim/namedValues/nv1",
    "/subscriptions/$S/resourceGroups/providers/providers/Microsoft.ApiManagement/service/apim/namedValues/nv1",
    "/subscriptions/$S/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/namedValues/providers/refreshSecret",
];

/// Links that somebody made up, `$S` for the client's subscription `$A` for the resource provider, and what is wrong with each.
const FORGED: [(&str, &str); 57] = [
    ("https://evil.example/subscriptions/$S/$A/x", "https://evil.example"),
    ("http://management.azure.com/subscriptions/$S/$A/x", "http://management.azure.com:80"),
    ("https://management.azure.com:8443/subscriptions/$S/$A/x", ":8443"),
    ("https://management.azure.com@evil.example/subscriptions/$S/$A/x", "user or a password"),
    ("/", "begins with \"\""),
    ("/tenants", "begins with \"tenants\""),
    ("/x/subscriptions/$S/$A/x", "begins with \"x\""),
    ("/resourceGroups/rg/$A/service/apim", "begins with \"resourceGroups\""),
    ("/%C5%BFubscriptions/other/$A/x", "not with a subscription"),
    ("/subscriptions", "names no subscription"),
    ("/subscriptions/other/$A/x", "is of subscription \"other\", which is not this client's"),
    ("/SUBSCRIPTIONS/other/$A/x", "of subscription \"other\""),
    ("/%73ubscriptions/other/$A/x", "of subscription \"other\""),
    ("/subscriptions//other/$A/x", "of subscription \"other\""),
    ("/subscriptions/$S%20/$A/x", "which is not this client's"),
    ("/subscriptions/other/operationresults/op", "of subscription \"other\""),
    ("/providers/Microsoft.Management/managementGroups/mg/subscriptions/other/$A/x", "of subscription \"other\""),
    ("/subscriptions/$S", "names no resource provider"),
    ("/subscriptions/$S/providers", "names no resource provider"),
    ("/subscriptions/$S/resourceGroups/rg", "names no resource provider"),
    ("/subscriptions/$S/resourceGroups/rg/operationresults/op", "names no resource provider"),
    ("/subscriptions/$S/operationresults", "does not lead below operationresults or operationstatuses"),
    ("/subscriptions/$S/operationresults/", "does not lead below operationresults"),
    ("/subscriptions/$S/operationresultsx/op", "does not lead below operationresults"),
    ("/subscriptions/$S/providers/Microsoft.KeyVault/vaults/v", "resource provider \"Microsoft.KeyVault\""),
    ("/subscriptions/$S/providers/Microsoft.ApiManagement.Evil/x", "provider \"Microsoft.ApiManagement.Evil\""),
    (
        "/subscriptions/$S/$A/service/apim/providers/Microsoft.Authorization/locks",
        "\"Microsoft.Authorization\", and this",
    ),
    ("/subscriptions/$S/$A/service/apim/PROVIDERS/microsoft.insights/x", "this client's are Microsoft.ApiManagement"),
    ("/subscriptions/$S/$A/service/apim/%70roviders/Microsoft.Insights/x", "provider \"Microsoft.Insights\""),
    ("/subscriptions/$S/$A/service/apim/providers//Microsoft.Insights/x", "provider \"Microsoft.Insights\""),
    ("/providers/Microsoft.Authorization/elevateAccess", "provider \"Microsoft.Authorization\""),
    ("/subscriptions/$S/../other/$A/x", "dot segment"),
    ("/subscriptions/$S/$A/service/apim/../../../../tenants", "dot segment"),
    ("/subscriptions/$S/$A/./x", "dot segment"),
    ("/subscriptions/$S/%2e%2e/other/$A/x", "dot segment"),
    ("/subscriptions/$S/.%2E/other/$A/x", "dot segment"),
    ("/subscriptions/$S/$A/service/apim/..;a=b/x", "dot segment"),
    ("/subscriptions/$S/$A/service/..%2F..%2F..%2Ftenants", "encoded slash (`%2F`)"),
    ("/subscriptions/$S/$A/service/apim%2Fproviders%2fMicrosoft.Insights", "encoded slash (`%2F`)"),
    ("/subscriptions/$S/$A/service/..%5C..%5ctenants", "encoded backslash (`%5C`)"),
    (r"/subscriptions/$S/$A/service\..\..\x", "a backslash"),
    ("/subscriptions/$S/$A/service/%252e%252e/x", "encoded twice"),
    ("/subscriptions/$S/$A/service/apim/%2570roviders/Microsoft.Insights", "encoded twice"),
    ("/subscriptions/$S/$A/service/.\t./x", "a control character"),
    ("/subscriptions/$S/$A/service/apim%00/x", "encoded control character"),
    ("/subscriptions/$S/$A/service/%c0%ae%c0%ae/x", "not UTF-8"),
    ("/subscriptions/$S/$A/service/..%u002F..%u002Ftenants", "with `%u`"),
    ("/subscriptions/$S/$A/service/%u002e%u002e/x", "with `%u`"),
    ("/subscriptions/$S/$A/service/..%20/x", "dot segment"),
    ("/subscriptions/$S/$A/service/..%23/x", "dot segment"),
    ("/subscriptions/$S/$A/service/..%3F/x", "dot segment"),
    ("/subscriptions/$S/$A/service/apim%3Fx", "encoded `?` or `#`"),
    ("/subscriptions/$S/$A/service/apim/providers;a=b/Microsoft.Insights/x", "a keyword with something behind it"),
    ("/subscriptions/$S/providers/Microsoft.Insights/providers;x/Microsoft.ApiManagement/y", "a keyword with"),
    ("/providers/Microsoft.Management/managementGroups/mg/subscriptions;x/other/$A/x", "a keyword with"),
    ("/subscriptions/$S/$A/service/providers/Microsoft.Insights/x", "resource provider \"Microsoft.Insights\""),
    ("/subscriptions/$S/resourceGroups/subscriptions/other/$A/x", "of subscription \"other\""),
];

/// A link of the tables.
fn link(pattern: &str) -> String {
    let link = pattern.replace("$S", OWN).replace("$A", "providers/Microsoft.ApiManagement");
    if link.starts_with('/') { format!("{ORIGIN}{link}") } else { link }
}

/// A service that has nothing to tell: what is asked of it was not refused by the client.
fn service() -> Arc<Memory> {
    Memory::new(|_, _| Reply::text(400, FAILURE))
}

fn client(subscription: &str, options: ClientOptions) -> Client {
    let options = ClientOptions { validate_arguments: false, ..options };
    Client::new(subscription, FakeCredential::new(Manner::Fresh), Some(options)).unwrap()
}

fn begin(client: &Client) -> Poller<NamedValueContract> {
    client.named_value().begin_create_or_update("rg", "apim", "nv", &NamedValueCreateContract::default(), None)
}

/// A token as this crate writes it.
async fn token(subscription: &str) -> Value {
    let monitor = format!("{ORIGIN}/subscriptions/{subscription}{SERVICE}/operationresults/1");
    let service = Memory::script([Reply::status(202).with("azure-asyncoperation", monitor)]);
    let mut poller = begin(&client(subscription, service.options()));
    poller.next().await.unwrap().unwrap();
    serde_json::to_value(poller.token().unwrap()).unwrap()
}

/// Where the client goes with a token; the error if it was refused.
async fn resume(subscription: &str, token: &Value) -> Result<String, String> {
    let service = service();
    let token: PollerToken = serde_json::from_value(token.clone()).unwrap();
    let client = client(subscription, service.options());
    sent(&service, Poller::<NamedValueContract>::resume(&client, token).await.unwrap_err())
}

fn list(service: &Arc<Memory>) -> List<ApiCollection> {
    client(OWN, service.options()).api().list_by_service("rg", "apim", None)
}

/// Where the client goes with a continuation; the error if it was refused.
async fn go_on(from: &str) -> Result<String, String> {
    let service = service();
    let mut list = list(&service).with_continuation(from);
    sent(&service, list.next().await.unwrap().unwrap_err())
}

fn sent(service: &Memory, error: azure_core::Error) -> Result<String, String> {
    let seen = service.seen();
    assert_eq!(seen.is_empty(), error.to_string().contains("was refused, nothing was sent there"), "{error}");
    seen.into_iter().next().map(|seen| seen.url).ok_or_else(|| error.to_string())
}

#[tokio::test]
async fn a_saved_link_leads_where_links_of_the_service_lead() {
    let mut token = token(OWN).await;
    for pattern in REAL {
        let link = link(pattern);
        token["url"] = json!(link);
        assert_eq!(resume(OWN, &token).await.as_deref(), Ok(&*link));
        let went = go_on(&link).await.unwrap();
        assert!(went.starts_with(&link), "{went}: {link}");
    }
    token["url"] = json!(link(REAL[0]));
    assert!(resume(&OWN.to_uppercase(), &token).await.is_ok(), "a subscription is the same in capitals");
}

#[tokio::test]
async fn a_forged_link_is_refused_and_says_what_is_wrong() {
    let genuine = token(OWN).await;
    for (pattern, wrong) in FORGED {
        let link = link(pattern);
        for member in ["url", "location", "resource"] {
            let mut token = genuine.clone();
            token[member] = json!(link);
            let error = resume(OWN, &token).await.expect_err(&link);
            let what = if member == "url" { "URL" } else { member };
            assert!(error.starts_with(&format!("the {what} of the token was refused")), "{link}: {error}");
            assert!(error.contains(wrong), "{link}: {error}");
        }
        let error = go_on(&link).await.expect_err(&link);
        assert!(error.contains("): nextLink was refused") && error.contains(wrong), "{link}: {error}");
        if let Some(relative) = link.strip_prefix(ORIGIN).filter(|path| path.starts_with('/')) {
            let error = go_on(relative).await.expect_err(relative);
            assert!(error.contains(wrong), "{relative}: {error}");
        }
    }
}

#[tokio::test]
async fn the_error_of_a_forged_link_is_short_and_plain() {
    let mut token = token(OWN).await;
    for path in ["/subscriptions/\u{202e}\u{1b}[31m/x".to_owned(), format!("/subscriptions/{}/x", "y".repeat(5000))] {
        let encoded = url(&path);
        token["url"] = json!(encoded);
        let error = resume(OWN, &token).await.unwrap_err();
        assert!(error.len() < 400 && !error.contains(|c: char| c.is_control() || c == '\u{202e}'), "{error}");
    }
    token["url"] = json!(format!("{ORIGIN}/subscriptions/{OWN}/operationresults/{}", "y".repeat(65 * 1024)));
    assert!(resume(OWN, &token).await.unwrap_err().contains("bytes long"));
}

#[tokio::test]
async fn the_texts_of_a_token_do_not_reach_its_errors_as_they_are() {
    let genuine = token(OWN).await;
    let hostile = format!("a\u{1b}[31m\u{202e}\n{}", "x".repeat(100_000));
    for (member, said) in [
        ("operation", "is not the name of an operation"),
        ("api_version", ", and this client speaks 2024-05-01"),
        ("model", ", and not NamedValueContract"),
        ("result", "is unknown"),
    ] {
        let mut token = genuine.clone();
        token[member] = json!(hostile);
        let token: PollerToken = serde_json::from_value(token).unwrap();
        let service = service();
        let poller = Poller::<NamedValueContract>::resume(&client(OWN, service.options()), token);
        let error = poller.await.unwrap_err().to_string();
        assert!(service.seen().is_empty() && error.contains(said), "{member}: {error:.300}");
        assert!(error.len() < 600 && !error.contains(|c: char| c.is_control() || c == '\u{202e}'), "{error:.300}");
    }
}

fn url(path: &str) -> String {
    azure_core::http::Url::parse(ORIGIN).unwrap().join(path).unwrap().to_string()
}

#[tokio::test]
async fn the_call_of_a_token_may_go_where_it_goes_and_its_monitor_may_not() {
    let mut saved = token(OWN).await;
    let attach = async |saved: &Value| {
        let service = service();
        let token: PollerToken = serde_json::from_value(saved.clone()).unwrap();
        let poller = begin(&client(OWN, service.options())).with_token(token);
        match poller.await {
            Ok(_) => unreachable!("the service says 400"),
            Err(error) => (error.to_string(), service.lines()),
        }
    };
    assert_eq!(attach(&saved).await.1.len(), 1);
    saved["url"] = json!(format!("{ORIGIN}/subscriptions/other{SERVICE}/operationresults/1"));
    let (error, lines) = attach(&saved).await;
    assert!(error.contains("of subscription \"other\"") && lines.is_empty(), "{error}");
    saved["resource"] = json!(link(REAL[4]));
    let (error, lines) = attach(&saved).await;
    assert!(error.contains("on another thing") && lines.is_empty(), "{error}");
    // A name with a slash is one segment, which only the call itself can know.
    let service = Memory::new(|at, _| if at == 0 { Reply::status(202) } else { Reply::text(400, FAILURE) });
    let client = client(OWN, service.options());
    let odd = || {
        let body = NamedValueCreateContract::default();
        client.named_value().begin_create_or_update("rg", "apim", "a/b", &body, None)
    };
    let mut poller = odd();
    poller.next().await.unwrap().unwrap();
    let token = poller.token().unwrap();
    odd().with_token(token.clone()).await.unwrap_err();
    let lines = service.lines();
    assert!(lines.len() == 2 && lines[1].contains("/namedValues/a%2Fb?"), "{lines:?}");
    let error = Poller::<NamedValueContract>::resume(&client, token).await.unwrap_err().to_string();
    assert!(error.contains("encoded slash"), "{error}");
}

#[tokio::test]
async fn a_continuation_may_lead_to_the_path_of_its_list() {
    let path = format!("/subscriptions/{OWN}{SERVICE}/apis");
    for link in [
        format!("{ORIGIN}{path}?api-version=2024-05-01&$skip=100"),
        format!("{ORIGIN}{}?%24skiptoken=..%2F..", path.to_lowercase()),
        format!("{path}?$skip=1"),
        "?$skip=1".to_owned(),
        " ?$skip=1\n".to_owned(),
    ] {
        let went = go_on(&link).await.unwrap();
        assert!(went.to_lowercase().starts_with(&format!("{ORIGIN}{}?", path.to_lowercase())), "{link}: {went}");
    }
    // A path that only the call can know: not of this client's subscription, or with a slash in a name.
    let service = service();
    let tenant = client(OWN, service.options()).api_management_operations().list();
    tenant
        .with_continuation("/providers/Microsoft.ApiManagement/operations?$skip=1")
        .next()
        .await
        .unwrap()
        .unwrap_err();
    let odd = client(OWN, service.options()).api().list_by_service("rg", "a/b", None);
    odd.with_continuation("?$skip=1").next().await.unwrap().unwrap_err();
    let lines = service.lines();
    assert!(lines.len() == 2 && lines[1].contains("/service/a%2Fb/apis?$skip=1"), "{lines:?}");
    for marker in ["NextMarker", "", "more/..", "#x", "https:x", "2!100!MDAwMDAwIWJsb2I-"] {
        let error = go_on(marker).await.unwrap_err();
        assert!(error.contains("neither a URL nor begins with"), "{marker}: {error}");
    }
}

/// The service may page where it likes: the reader of this process knows that it said so, a saved text does not.
#[tokio::test]
async fn who_said_where_a_list_goes_on_is_known_within_a_process() {
    let page = |link: &str| Reply::text(200, json!({"value": [{"name": "a"}], "nextLink": link}).to_string());
    let service = Memory::new(move |_, seen| match seen.url.split('?').next().unwrap_or_default() {
        url if url.ends_with("/apis") => page("/regions/west/apis2"),
        _ => page(""),
    });
    let mut items = list(&service);
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    let saved = items.continuation().unwrap();
    assert!(items.into_pages().next().await.unwrap().is_ok());
    assert_eq!(service.lines().iter().filter(|line| line.contains("/regions/west")).count(), 2);
    let again = list(&service).with_continuation(saved).next().await.unwrap().unwrap_err();
    assert!(again.to_string().contains("begins with \"regions\""), "{again}");
    // What was refused once is not taken for a link of the service the second time.
    let mut refused = list(&service).with_continuation("/regions/west/apis2");
    refused.next().await.unwrap().unwrap_err();
    assert_eq!(refused.continuation(), Some(Continuation::from("/regions/west/apis2")));
    assert!(refused.into_pages().next().await.unwrap().is_err());
    let unread = list(&service).with_continuation("/regions/west/apis2").into_pages().next().await;
    assert!(unread.unwrap().is_err());
    assert_eq!(service.seen().len(), 3);
}

#[tokio::test]
async fn the_path_of_the_endpoint_holds_for_saved_links_too() {
    let cloud = || Cloud::Custom {
        endpoint: "https://proxy.example/arm/".to_owned(),
        audience: "https://a.example".to_owned(),
    };
    let path = format!("/subscriptions/{OWN}{SERVICE}/apis");
    for (link, wrong) in [
        (format!("/arm{path}?$skip=1"), None),
        (format!("https://proxy.example/ARM/subscriptions/{OWN}/operationresults/1"), None),
        (format!("/other{path}?$skip=1"), Some("leads out of https://proxy.example:443/arm")),
        (format!("{path}?$skip=1"), Some("leads out of https://proxy.example:443/arm")),
        (format!("/arm/other{path}?$skip=1"), Some("begins with \"other\"")),
        ("/arm/subscriptions/other/operationresults/1".to_owned(), Some("of subscription \"other\"")),
    ] {
        let service = service();
        let client = client(OWN, ClientOptions { cloud: cloud(), ..service.options() });
        let mut list = client.api().list_by_service("rg", "apim", None).with_continuation(&*link);
        let error = list.next().await.unwrap().unwrap_err().to_string();
        assert_eq!(service.seen().len(), usize::from(wrong.is_none()), "{error}");
        assert!(error.contains(wrong.unwrap_or("It is broken.")), "{link}: {error}");
    }
}

/// An example and the links in its answers.
fn links(path: &PathBuf, found: &mut BTreeSet<(String, String)>) {
    let text = fs::read_to_string(path).unwrap();
    let Ok(example) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { return };
    let subscription = example["parameters"]["subscriptionId"].as_str().unwrap_or(OWN);
    collect(&example["responses"], &mut |link| {
        found.insert((subscription.to_owned(), link.to_owned()));
    });
}

fn collect(value: &Value, found: &mut impl FnMut(&str)) {
    const NAMES: [&str; 4] = ["nextLink", "Location", "Azure-AsyncOperation", "Operation-Location"];
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let named = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
                // `location` is also where a resource is: `West US` is no link.
                match value.as_str() {
                    Some(link) if named && (link.starts_with('/') || link.contains("://")) => found(link),
                    _ => collect(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_link_of_the_published_examples_can_be_saved() {
    let Some(published) = repo::published() else { return };
    let mut files = Vec::new();
    repo::walk(&published.join("specification/apimanagement"), &mut files);
    let mut found = BTreeSet::new();
    files.retain(|path| path.components().any(|part| part.as_os_str() == "examples"));
    files.iter().for_each(|path| links(path, &mut found));
    assert!(found.len() > 30, "{} links in {} examples", found.len(), files.len());
    for (subscription, link) in found {
        let mut token = token(&subscription).await;
        token["url"] = json!(link);
        assert_eq!(resume(&subscription, &token).await.as_ref(), Ok(&link));
        let error = resume("another", &token).await.unwrap_err();
        assert!(error.contains("which is not this client's"), "{error}");
    }
}
