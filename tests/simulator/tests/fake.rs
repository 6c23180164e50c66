//! The fake service and the instances, against the descriptions themselves: no client takes part.

use std::{collections::BTreeMap, sync::Arc};

use azure_core::{credentials::TokenCredential as _, http::Url};
use generator::model::{Api, Location, Method, Operation, TypeRef, Value};
use kit::{
    credential::FakeCredential,
    random::Random,
    specs,
    wire::{End, Incoming, Reply},
};
use serde_json::{Value as Json, json};
use simulator::{
    arm::{Role, Service, can_run},
    call,
    engine::{
        list::place,
        plan::{Instead, Last, Link, Outcome, Pages, Running, Style},
        script::{Fault, RetryAfter},
    },
    json::{
        Purpose, Sampler, Shape, Strange,
        check::{Rule, Side, check},
    },
};

const ORIGIN: &str = "https://management.azure.com";
const SERVICE: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers\
    /Microsoft.ApiManagement/service/apimService1";
const VERSION: &str = "2024-05-01";

/// A caller without a client: writes requests by hand.
struct Caller {
    service: Arc<Service>,
    token: String,
}

impl Caller {
    async fn new() -> Self {
        let service = Service::new(&specs::all(), ORIGIN);
        let credential = FakeCredential::of(service.issuer());
        let token = credential.get_token(&["scope"], None).await.unwrap().token.secret().to_owned();
        Self { service, token }
    }

    fn request(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Option<&Json>) -> Incoming {
        let always = [
            ("authorization", format!("Bearer {}", self.token)),
            ("accept", "application/json".to_owned()),
            ("user-agent", "test".to_owned()),
            ("x-ms-client-request-id", "1".to_owned()),
            ("content-type", "application/json".to_owned()),
        ];
        let mut all: BTreeMap<String, String> =
            always.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        all.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let url = Url::parse(ORIGIN).unwrap().join(url).unwrap();
        Incoming {
            method: method.to_owned(),
            url,
            headers: all,
            body: body.map(Json::to_string).unwrap_or_default().into(),
        }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Json>) -> Reply {
        let url = if path.contains('?') { path.to_owned() } else { format!("{SERVICE}{path}?api-version={VERSION}") };
        self.service.answer(self.request(method, &url, headers, body))
    }

    fn rules(&self) -> Vec<(String, Option<Rule>)> {
        self.service.violations().into_iter().map(|violation| (violation.part, violation.rule)).collect()
    }
}

fn body(reply: &Reply) -> Json {
    serde_json::from_slice(&reply.body).unwrap()
}

fn code(reply: &Reply) -> String {
    body(reply)["error"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn things_are_kept_and_their_tags_change() {
    let caller = Caller::new().await;
    let path = "/gateways/gw1";
    let reply = caller.send("GET", path, &[], None);
    assert_eq!((reply.status, code(&reply).as_str()), (404, "ResourceNotFound"));
    let put = json!({ "properties": { "description": "one", "locationData": { "name": "here" } } });
    let created = caller.send("PUT", path, &[], Some(&put));
    assert_eq!(created.status, 201);
    assert_eq!(body(&created)["properties"], put["properties"]);
    let first = created.header("etag").unwrap().to_owned();
    assert_eq!(caller.send("PUT", path, &[], Some(&put)).status, 200);
    let second = caller.send("GET", path, &[], None);
    assert_eq!(second.status, 200);
    assert_ne!(second.header("etag"), Some(first.as_str()));
    let patch = json!({ "properties": { "description": "two" } });
    let stale = caller.send("PATCH", path, &[("if-match", &first)], Some(&patch));
    assert_eq!((stale.status, code(&stale).as_str()), (412, "PreconditionFailed"));
    let patched = caller.send("PATCH", path, &[("if-match", second.header("etag").unwrap())], Some(&patch));
    assert_eq!(patched.status, 200);
    let now = body(&caller.send("GET", path, &[], None));
    assert_eq!(now["properties"], json!({ "description": "two", "locationData": { "name": "here" } }));
    let head = caller.send("HEAD", path, &[], None);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(head.header("etag").is_some());
    assert_eq!(caller.send("DELETE", path, &[("if-match", "*")], None).status, 200);
    assert_eq!(caller.send("HEAD", path, &[], None).status, 404);
    assert_eq!(caller.service.violations(), []);
}

type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], Option<Json>, &'a str, Option<Rule>);

#[tokio::test]
async fn what_the_description_does_not_allow_is_written_down() {
    let caller = Caller::new().await;
    let long = format!("/gateways/{}", "x".repeat(81));
    let cases: &[Case<'_>] = &[
        ("GET", &long, &[], None, "path gatewayId", Some(Rule::Length)),
        ("POST", "/gateways/g/regenerateKey", &[], None, "body", Some(Rule::Required)),
        ("POST", "/gateways/g/regenerateKey", &[], Some(json!({})), "body /keyType", Some(Rule::Required)),
        (
            "POST",
            "/gateways/g/regenerateKey",
            &[],
            Some(json!({ "keyType": "third" })),
            "body /keyType",
            Some(Rule::UnknownEnumValue),
        ),
        (
            "PUT",
            "/gateways/g",
            &[],
            Some(json!({ "properties": { "x": 1 } })),
            "body /properties/x",
            Some(Rule::UnknownMember),
        ),
        (
            "PUT",
            "/gateways/g",
            &[],
            Some(json!({ "properties": { "description": 1 } })),
            "body /properties/description",
            Some(Rule::Type),
        ),
        ("PUT", "/gateways/g", &[], Some(json!({ "properties": null })), "body /properties", Some(Rule::Null)),
        ("PUT", "/gateways/g", &[("content-type", "text/plain")], Some(json!({})), "header content-type", None),
        ("PATCH", "/gateways/g", &[], Some(json!({})), "header If-Match", Some(Rule::Required)),
        ("GET", "/gateways/g", &[("x-odd", "1")], None, "header x-odd", None),
        ("GET", "/gateways/g", &[], Some(json!({})), "body", None),
    ];
    for (method, path, headers, body, part, rule) in cases {
        caller.service.forget();
        let reply = caller.send(method, path, headers, body.as_ref());
        assert_eq!(reply.status, 400, "{method} {path}");
        assert_eq!(caller.rules(), [((*part).to_owned(), *rule)], "{method} {path}");
    }
    caller.service.forget();
    let odd = format!("{SERVICE}/gateways?api-version={VERSION}&%24top=0&%24top=1&$odd=1&");
    assert_eq!(caller.send("GET", &odd, &[], None).status, 400);
    let parts: Vec<String> = caller.rules().into_iter().map(|(part, _)| part).collect();
    assert_eq!(parts, ["query $top", "query $odd", "query $top"], "twice, unknown, below 1");
}

#[tokio::test]
async fn what_means_no_operation_is_refused() {
    let caller = Caller::new().await;
    for (method, path, status) in [
        ("GET", format!("{SERVICE}/gateways?api-version=2020-01-01"), 400),
        ("GET", format!("{SERVICE}/gateways?"), 400),
        ("GET", format!("{SERVICE}/gateways/?api-version={VERSION}"), 404),
        ("GET", format!("{SERVICE}/gateways/a/b?api-version={VERSION}"), 404),
        ("POST", format!("{SERVICE}/gateways/a?api-version={VERSION}"), 405),
    ] {
        assert_eq!(caller.send(method, &path, &[], None).status, status, "{method} {path}");
    }
    assert!(caller.service.journal().iter().all(|entry| entry.role == Role::Stray && entry.violations.len() == 1));
}

#[tokio::test]
async fn tokens_are_asked_for_and_can_expire() {
    let caller = Caller::new().await;
    let reply = caller.send("GET", "/gateways", &[("authorization", "Bearer stolen")], None);
    assert_eq!(reply.status, 401);
    caller.service.script([Some(Fault::Challenge), None, Some(Fault::Expired)]);
    for _ in 0..2 {
        let reply = caller.send("GET", "/gateways", &[], None);
        assert_eq!(reply.status, 401);
        assert!(reply.header("www-authenticate").unwrap().contains("insufficient_claims"));
    }
    let mut bare = caller.request("GET", &format!("{SERVICE}/gateways?api-version={VERSION}"), &[], None);
    bare.headers.remove("authorization");
    caller.service.script([]);
    assert_eq!(caller.service.answer(bare).status, 401);
    assert_eq!(caller.rules().last().unwrap().0, "header authorization");
}

/// Follows the links of a list by hand.
fn follow(caller: &Caller, first: &str) -> (Vec<usize>, Vec<usize>) {
    let (mut places, mut sizes, mut url) = (Vec::new(), Vec::new(), first.to_owned());
    loop {
        let reply = caller.service.answer(caller.request("GET", &url, &[], None));
        assert_eq!(reply.status, 200, "{url}");
        let page = body(&reply);
        let items = page["value"].as_array().unwrap();
        sizes.push(items.len());
        places.extend(items.iter().map(|item| place(item).unwrap()));
        match page.get("nextLink").and_then(Json::as_str).filter(|link| !link.is_empty()) {
            Some(link) => url = link.to_owned(),
            None => return (places, sizes),
        }
    }
}

#[tokio::test]
async fn every_list_of_every_version_can_be_followed_to_its_end() {
    let caller = Caller::new().await;
    for api in specs::all() {
        let mut lists = 0;
        for op in api.operations.iter().filter(|op| op.paging.is_some()) {
            lists += 1;
            let url = url(api, op);
            for (link, last) in
                [(Link::Absolute, Last::Absent), (Link::Relative, Last::Null), (Link::Absolute, Last::Empty)]
            {
                caller.service.forget();
                caller
                    .service
                    .plan(|plan| plan.pages = Some(Pages { sizes: vec![0, 2, 3], link, last, instead: None }));
                let (places, sizes) = follow(&caller, &url);
                assert_eq!(places, [0, 1, 2, 3, 4], "{}", op.id);
                let whole = op.paging.as_ref().is_some_and(|paging| paging.next_link.is_none());
                assert_eq!(sizes, if whole { vec![5] } else { vec![0, 2, 3] }, "{}", op.id);
                assert_eq!(caller.service.violations(), [], "{}", op.id);
            }
        }
        assert_eq!(lists, specs::count(&api.api_version, "x-ms-pageable"));
    }
}

/// A URL that satisfies the description.
fn url(api: &'static Api, op: &'static Operation) -> String {
    let mut sampler = Sampler::new(api, Shape::Minimal, Purpose::Request(op.method), 1);
    let (mut path, mut query) = (op.path.to_string(), Vec::new());
    for param in op.params.iter().map(|param| api.param(param)).filter(|param| param.required) {
        let text = match (param.name.as_str(), sampler.param(param)) {
            ("api-version", _) => api.api_version.clone(),
            (_, Json::String(text)) => text,
            (_, other) => other.to_string(),
        };
        let encoded: String =
            Url::parse_with_params("a:b", [("x", &text)]).unwrap().query().unwrap()[2..].replace('+', "%20");
        match param.location {
            Location::Path => path = path.replace(&format!("{{{}}}", param.name), &encoded),
            Location::Query if !op.path.query.iter().any(|(name, _)| *name == param.name) => {
                query.push(format!("{}={encoded}", param.name));
            }
            Location::Query | Location::Header => {}
        }
    }
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}{}", query.join("&"))
}

#[tokio::test]
async fn links_can_be_bent() {
    let caller = Caller::new().await;
    let url = format!("{SERVICE}/gateways?api-version={VERSION}");
    for (instead, leads_to) in [
        (Instead::Itself, None),
        (Instead::First, Some(0)),
        (Instead::To("https://evil.example/steal".to_owned()), None),
    ] {
        caller.service.forget();
        let bent = Some((1, instead.clone()));
        caller
            .service
            .plan(|plan| plan.pages = Some(Pages { sizes: vec![1, 1, 1], instead: bent, ..Pages::default() }));
        let first = body(&caller.send("GET", &url, &[], None));
        let second = first["nextLink"].as_str().unwrap().to_owned();
        let bent = body(&caller.send("GET", &second, &[], None))["nextLink"].as_str().unwrap().to_owned();
        match instead {
            Instead::Itself => assert_eq!(bent, second),
            Instead::To(evil) => assert_eq!(bent, evil),
            Instead::First => {
                let page = body(&caller.send("GET", &bent, &[], None));
                assert_eq!(place(&page["value"][0]), leads_to);
            }
        }
    }
    let reply = caller.service.answer(Incoming {
        url: Url::parse("https://evil.example/steal").unwrap(),
        ..caller.request("GET", &url, &[], None)
    });
    assert_eq!(reply.status, 200, "an attacker is friendly");
    assert!(caller.service.journal().last().unwrap().foreign);
}

#[tokio::test]
async fn faults_strike_in_their_turn() {
    let caller = Caller::new().await;
    let put = json!({ "properties": { "description": "one" } });
    let path = "/gateways/g";
    caller.service.script([
        Some(Fault::Status(429, Some(RetryAfter::seconds(3)))),
        Some(Fault::Refused),
        Some(Fault::LostBefore),
        Some(Fault::LostAfter),
        None,
        Some(Fault::Cut),
        Some(Fault::Truncated),
        Some(Fault::NotJson),
        Some(Fault::WrongType),
        Some(Fault::Duplicate),
        Some(Fault::Redirect("https://evil.example".to_owned())),
    ]);
    let throttled = caller.send("PUT", path, &[], Some(&put));
    assert_eq!((throttled.status, throttled.header("retry-after")), (429, Some("3")));
    assert_eq!(caller.send("PUT", path, &[], Some(&put)).end, End::Refused);
    assert_eq!(caller.send("PUT", path, &[], Some(&put)).end, End::Lost);
    assert!(caller.service.journal().iter().all(|entry| entry.carried_out == 0));
    assert_eq!(caller.send("PUT", path, &[], Some(&put)).end, End::Lost);
    let whole = caller.send("GET", path, &[], None);
    assert_eq!(whole.status, 200, "the lost answer was that of a PUT carried out");
    assert_eq!(caller.send("GET", path, &[], None).end, End::Cut(whole.body.len() / 2));
    let truncated = caller.send("GET", path, &[], None);
    assert!(truncated.end == End::Whole && serde_json::from_slice::<Json>(&truncated.body).is_err());
    assert!(caller.send("GET", path, &[], None).body.starts_with(b"<!DOCTYPE"));
    assert_eq!(caller.send("GET", path, &[], None).header("content-type"), Some("text/plain"));
    let etag = caller.service.thing(&format!("{SERVICE}{path}")).unwrap().etag;
    assert_eq!(caller.send("PUT", path, &[], Some(&put)).status, 200);
    assert_eq!(caller.service.journal().last().unwrap().carried_out, 2);
    assert_ne!(caller.service.thing(&format!("{SERVICE}{path}")).unwrap().etag, etag);
    assert_eq!(caller.send("GET", path, &[], None).status, 307);
    assert_eq!(caller.send("GET", path, &[], None).status, 200, "the script is over");
}

/// Begins an operation and polls it by hand as ARM says.
fn run(caller: &Caller, api: &'static Api, op: &'static Operation) -> (Reply, Vec<Reply>) {
    let url = url(api, op);
    let body = op
        .body
        .as_ref()
        .map(|body| Sampler::new(api, Shape::Minimal, Purpose::Request(op.method), 1).value(&body.value));
    let headers: &[(&str, &str)] =
        if op.params.iter().any(|param| api.param(param).name == "If-Match") { &[("if-match", "*")] } else { &[] };
    let first = caller.service.answer(caller.request(op.method.as_str(), &url, headers, body.as_ref()));
    let poll = first.header("azure-asyncoperation").or(first.header("location")).unwrap_or(&url).to_owned();
    let polls = (0..3).map(|_| caller.service.answer(caller.request("GET", &poll, &[], None))).collect();
    (first, polls)
}

#[tokio::test]
async fn every_long_operation_of_every_version_runs_in_every_style_it_can() {
    let caller = Caller::new().await;
    let mut ran = BTreeMap::new();
    for api in specs::all() {
        for op in api.operations.iter().filter(|op| op.lro.is_some()) {
            for style in Style::ALL.into_iter().filter(|style| can_run(op, *style)) {
                for outcome in [Outcome::Succeeded, Outcome::Failed] {
                    if style == Style::Sync {
                        continue;
                    }
                    caller.service.forget();
                    caller.service.plan(|plan| {
                        plan.everything_exists = true;
                        plan.running = Running { style, outcome, polls: 2, ..Running::default() };
                    });
                    let (first, polls) = run(&caller, api, op);
                    let at = format!("{} {} {style:?} {outcome:?}", api.api_version, op.id);
                    assert!(op.success().any(|status| status == first.status), "{at}: {}", first.status);
                    let statuses: Vec<u16> = polls.iter().map(|poll| poll.status).collect();
                    match (style, outcome) {
                        (Style::Location, Outcome::Failed) => assert_eq!(statuses, [202, 202, 409], "{at}"),
                        (Style::Location, _) => {
                            assert!(matches!(statuses[..], [202, 202, 200 | 204]), "{at}: {statuses:?}");
                        }
                        _ => assert_eq!(statuses, [200, 200, 200], "{at}"),
                    }
                    if style == Style::AsyncOperation {
                        let words: Vec<Json> = polls.iter().map(|poll| body(poll)["status"].clone()).collect();
                        let last = if outcome == Outcome::Failed { "Failed" } else { "Succeeded" };
                        assert_eq!(words, ["InProgress", "Running", last], "{at}");
                    }
                    assert_eq!(caller.service.violations(), [], "{at}");
                    *ran.entry((api.api_version.as_str(), style)).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(ran.values().all(|count| *count > 10), "{ran:?}");
}

#[test]
fn every_instance_fits_its_type() {
    for api in specs::all() {
        let mut instances = 0;
        for ty in api.types.values() {
            let value = Value {
                ty: TypeRef::Named(ty.id.clone()),
                nullable: false,
                default: None,
                constraints: generator::model::Constraints::default(),
                identifiers: None,
                arm_id_types: None,
            };
            let strange =
                Sampler::new(api, Shape::Minimal, Purpose::Response, 7).strange(Strange::Members).value(&value);
            let findings = check(api, Side::Response, &value, &strange);
            assert!(findings.iter().all(|finding| finding.rule == Rule::UnknownMember), "{} {findings:?}", ty.id);
            for shape in Shape::ALL {
                for (purpose, side) in
                    [(Purpose::Response, Side::Response), (Purpose::Request(Method::Put), Side::Request)]
                {
                    let json = Sampler::new(api, shape, purpose, 7).value(&value);
                    assert_eq!(check(api, side, &value, &json), [], "{} {shape:?} {purpose:?} {json:#}", ty.id);
                    instances += 1;
                }
            }
        }
        assert!(instances > 2000, "{instances}");
    }
}

#[test]
fn every_argument_fits_its_parameter() {
    for api in specs::all() {
        for op in &api.operations {
            for param in op.params.iter().map(|param| api.param(param)) {
                for shape in Shape::ALL {
                    let json = Sampler::new(api, shape, Purpose::Request(op.method), 3).param(param);
                    assert_eq!(
                        check(api, Side::Request, &param.value, &json),
                        [],
                        "{} {} {shape:?}",
                        op.id,
                        param.name
                    );
                    if param.location == Location::Path {
                        assert!(!matches!(json.as_str(), Some("" | "." | "..")), "{} {}", op.id, param.name);
                    }
                }
            }
        }
    }
}

/// A request that is right, with the required arguments only.
fn right(caller: &Caller, api: &Api, op: &Operation, seed: u64) -> Incoming {
    let arguments = call::arguments(api, op, Shape::Minimal, seed);
    let mut url = Url::parse(&format!("{ORIGIN}{}", call::path(op, &arguments))).unwrap();
    url.query_pairs_mut().extend_pairs(op.path.query.iter()).append_pair("api-version", &api.api_version);
    let mut headers = Vec::new();
    for param in op.params.iter().map(|param| api.param(param)) {
        let Some(value) = arguments.params.get(&param.name) else { continue };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match param.location {
            Location::Path => {}
            Location::Query => drop(url.query_pairs_mut().append_pair(&param.name, &text)),
            Location::Header => headers.push((param.name.to_lowercase(), text)),
        }
    }
    let mut request = caller.request(op.method.as_str(), url.as_str(), &[], arguments.body.as_ref());
    request.headers.extend(headers);
    request
}

/// A way to make a request wrong, and for which operations it is one.
struct Wrong {
    what: &'static str,
    is_for: fn(&Operation) -> bool,
    spoil: fn(&mut Incoming),
}

fn any(_: &Operation) -> bool {
    true
}

fn takes_object(op: &Operation) -> bool {
    op.body.as_ref().is_some_and(|body| body.required && matches!(body.value.ty, TypeRef::Named(_)))
}

fn add_query(request: &mut Incoming, pair: (&str, &str)) {
    request.url.query_pairs_mut().append_pair(pair.0, pair.1);
}

const WRONG: [Wrong; 17] = [
    Wrong { what: "no token", is_for: any, spoil: |request| drop(request.headers.remove("authorization")) },
    Wrong { what: "no api-version", is_for: any, spoil: |request| request.url.set_query(None) },
    Wrong {
        what: "another api-version",
        is_for: any,
        spoil: |request| request.url.set_query(Some("api-version=1999-01-01")),
    },
    Wrong {
        what: "the api-version twice",
        is_for: any,
        spoil: |request| add_query(request, ("api-version", "2024-05-01")),
    },
    Wrong { what: "an unknown query parameter", is_for: any, spoil: |request| add_query(request, ("odd", "1")) },
    Wrong {
        what: "an unknown header",
        is_for: any,
        spoil: |request| drop(request.headers.insert("x-odd".to_owned(), "1".to_owned())),
    },
    Wrong { what: "no Accept", is_for: any, spoil: |request| drop(request.headers.remove("accept")) },
    Wrong { what: "no User-Agent", is_for: any, spoil: |request| drop(request.headers.remove("user-agent")) },
    Wrong { what: "no id", is_for: any, spoil: |request| drop(request.headers.remove("x-ms-client-request-id")) },
    Wrong {
        what: "an unknown path",
        is_for: any,
        spoil: |request| request.url.set_path(&format!("{}/odd/odd/odd", request.url.path())),
    },
    Wrong { what: "an unknown method", is_for: any, spoil: |request| request.method = "TRACE".to_owned() },
    Wrong {
        what: "a body where there is none",
        is_for: |op| op.body.is_none(),
        spoil: |request| request.body = b"{}".to_vec(),
    },
    Wrong { what: "no body", is_for: takes_object, spoil: |request| request.body.clear() },
    Wrong { what: "no JSON", is_for: takes_object, spoil: |request| request.body = b"{".to_vec() },
    Wrong { what: "a list for an object", is_for: takes_object, spoil: |request| request.body = b"[]".to_vec() },
    Wrong {
        what: "another content type",
        is_for: |op| op.body.as_ref().is_some_and(|body| body.required),
        spoil: |request| drop(request.headers.insert("content-type".to_owned(), "text/plain".to_owned())),
    },
    Wrong {
        what: "no If-Match",
        is_for: |op| op.method == Method::Delete,
        spoil: |request| drop(request.headers.remove("if-match")),
    },
];

#[tokio::test]
async fn wrong_requests_of_any_operation_are_refused() {
    let mut random = Random::new(13);
    let mut seen = std::collections::BTreeSet::new();
    for at in 0..20 {
        let wrong = &WRONG[at % WRONG.len()];
        let api = *random.pick(&specs::all());
        let must_match = |op: &&Operation| {
            let mut params = op.params.iter().map(|param| api.param(param));
            wrong.what != "no If-Match"
                || params.any(|param| param.required && param.name.eq_ignore_ascii_case("if-match"))
        };
        let operations: Vec<&Operation> =
            api.operations.iter().filter(|op| (wrong.is_for)(op)).filter(must_match).collect();
        let op = *random.pick(&operations);
        let caller = Caller::new().await;
        caller.service.plan(|plan| plan.everything_exists = true);
        let mut request = right(&caller, api, op, at as u64);
        let reply = caller.service.answer(request.clone());
        assert!(reply.status < 400, "{} {}: {:?}", op.id, wrong.what, caller.service.violations());
        assert_eq!(caller.service.violations(), [], "{} {}", op.id, wrong.what);
        (wrong.spoil)(&mut request);
        let reply = caller.service.answer(request);
        assert!(matches!(reply.status, 400 | 401 | 404 | 405), "{} {}: {reply:?}", op.id, wrong.what);
        assert!(!caller.service.violations().is_empty(), "{} {}", op.id, wrong.what);
        seen.insert(op.id.as_str());
    }
    assert!(seen.len() > 15, "{seen:?}");
}
