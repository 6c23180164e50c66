//! Requests that are wrong on purpose: what Prism notices, and what it does not. Both are checked, so that the list of what it
//! cannot see is what it cannot see, and silence about the client's requests means something.

use std::collections::BTreeMap;

use azure_core::http::Url;
use generator::model::Api;

use super::relay::Relay;
use kit::wire::Incoming;
use simulator::call::SUBSCRIPTION;

/// A wrong request.
struct Probe {
    /// What is wrong with it.
    what: &'static str,
    /// How it is made wrong.
    spoil: fn(&mut Incoming),
}

/// What Prism notices.
const NOTICED: [Probe; 14] = [
    Probe { what: "no token", spoil: |request| drop(request.headers.remove("authorization")) },
    Probe { what: "no api-version", spoil: |request| request.url.set_query(None) },
    Probe { what: "another api-version", spoil: |request| request.url.set_query(Some("api-version=2020-12-01")) },
    Probe { what: "a parameter that stands twice", spoil: |request| add_query(request, "$top=1&$top=2") },
    Probe { what: "a number below its limit", spoil: |request| add_query(request, "$top=0") },
    Probe { what: "a text where a number belongs", spoil: |request| add_query(request, "$top=many") },
    Probe {
        what: "a path argument that is too long",
        spoil: |request| set_path(request, "/gateways", &"x".repeat(81)),
    },
    Probe { what: "a path that no operation has", spoil: |request| set_path(request, "/gatewayz", "gw1") },
    Probe { what: "a method that the path does not know", spoil: |request| request.method = "POST".to_owned() },
    Probe { what: "no body where one is required", spoil: |request| regenerate(request, "") },
    Probe { what: "a body that lacks a member", spoil: |request| regenerate(request, "{}") },
    Probe { what: "a value that no enumeration has", spoil: |request| regenerate(request, r#"{"keyType":"third"}"#) },
    Probe { what: "a member of another type", spoil: |request| put(request, r#"{"properties":{"description":1}}"#) },
    Probe { what: "no If-Match where one is required", spoil: |request| request.method = "DELETE".to_owned() },
];

/// What Prism does not notice; [`simulator::arm::audit`] does, and the proof in `it/proof` compares.
const UNNOTICED: [Probe; 6] = [
    Probe { what: "a query parameter that is not declared", spoil: |request| add_query(request, "odd=1") },
    Probe { what: "a header that is not declared", spoil: |request| set_header(request, "x-odd", "1") },
    Probe { what: "no Accept header", spoil: |request| drop(request.headers.remove("accept")) },
    Probe { what: "a member that is not declared", spoil: |request| put(request, r#"{"properties":{"odd":1}}"#) },
    Probe { what: "a member that only the service sets", spoil: |request| put(request, r#"{"id":"/x"}"#) },
    Probe {
        what: "an If-Match that is no entity tag",
        spoil: |request| {
            request.method = "DELETE".to_owned();
            set_header(request, "if-match", "no tag");
        },
    },
];

/// What is not put before Prism at all.
const UNSENT: [&str; 3] = [
    "a list's further pages and what follows a long operation's beginning: their URLs are the service's",
    "which of several paths a request means by its query: the copy of the description has a path for each",
    "its own answers: they are made up, and not what the service would send",
];

/// What Prism cannot see, a line each.
pub fn unseen() -> impl Iterator<Item = &'static str> {
    UNNOTICED.iter().map(|probe| probe.what).chain(UNSENT)
}

/// Sends every probe; what turns out otherwise than the tables say.
pub(super) async fn probe(api: &'static Api, origin: &str) -> Vec<String> {
    let relay = Relay::new(api, origin);
    let mut surprises = Vec::new();
    for (probes, noticed) in [(&NOTICED[..], true), (&UNNOTICED, false)] {
        for probe in probes {
            let mut request = good(&api.api_version);
            (probe.spoil)(&mut request);
            let reply = relay.pass_on(request).await;
            let verdicts = relay.take();
            // A path or a method that it does not know is no violation to Prism; it says so by its status alone.
            let found = !verdicts[0].violations.is_empty() || matches!(reply.status, 404 | 405);
            if found != noticed || reply.status == 502 {
                let does = if found { "notices" } else { "does not notice" };
                surprises.push(format!("{}: Prism {does} {} ({})", api.api_version, probe.what, reply.status));
            }
        }
    }
    surprises
}

const SERVICE: &str = "resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1";

/// A request that nothing is wrong with: a gateway is read.
fn good(version: &str) -> Incoming {
    let url = format!("https://x/subscriptions/{SUBSCRIPTION}/{SERVICE}/gateways/gw1?api-version={version}");
    let headers = [("authorization", "Bearer x"), ("accept", "application/json")];
    Incoming {
        method: "GET".to_owned(),
        url: Url::parse(&url).expect("the URL is written by hand"),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        body: Vec::new(),
    }
}

fn set_header(request: &mut Incoming, name: &str, value: &str) {
    request.headers.insert(name.to_owned(), value.to_owned());
}

/// Reads the list of gateways instead, with a longer query.
fn add_query(request: &mut Incoming, more: &str) {
    let path = request.url.path().trim_end_matches("/gw1").to_owned();
    request.url.set_path(&path);
    let query = format!("{}&{more}", request.url.query().unwrap_or_default());
    request.url.set_query(Some(&query));
}

fn set_path(request: &mut Incoming, collection: &str, name: &str) {
    let path = request.url.path().replace("/gateways/gw1", &format!("{collection}/{name}"));
    request.url.set_path(&path);
}

fn with_body(request: &mut Incoming, method: &str, body: &str) {
    request.method = method.to_owned();
    request.body = body.as_bytes().to_vec();
    set_header(request, "content-type", "application/json");
}

fn put(request: &mut Incoming, body: &str) {
    with_body(request, "PUT", body);
}

fn regenerate(request: &mut Incoming, body: &str) {
    set_path(request, "/gateways", "gw1/regenerateKey");
    with_body(request, "POST", body);
}
