//! The token goes to the configured origin only.

use std::sync::Arc;

use arm_apimanagement::{
    ClientOptions, Cloud,
    rt::{ClientCore, Method, Operation},
};
use azure_core::http::{
    Context, Request, StatusCode,
    policies::{Policy, PolicyResult},
};
use kit::{
    client,
    credential::{FakeCredential, Manner},
    memory::{Memory, Reply},
};
use serde_json::json;

use crate::paging::{Things, items};

fn redirect(status: u16, to: &str) -> Reply {
    Reply::status(status).with("location", to)
}

async fn send(method: Method, replies: Vec<Reply>) -> (azure_core::Result<u16>, Vec<String>) {
    let service = Memory::script(replies);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let result = client::request(&core, method).json(&"body".to_owned()).call::<()>().await;
    (result.map(|response| u16::from(response.status())), service.lines())
}

#[tokio::test]
async fn a_redirect_to_elsewhere_is_refused_before_it_is_followed() {
    for (to, named) in [
        ("https://evil.example/x", "https://evil.example"),
        ("http://management.azure.com/x", "http://management.azure.com"),
        ("https://management.azure.com:8443/x", "https://management.azure.com:8443"),
        ("//evil.example/x", "https://evil.example"),
        ("https://management.azure.com@evil.example/", "https://evil.example"),
        ("https://user:pass@management.azure.com/", "user or a password"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let (result, lines) = send(Method::Get, vec![redirect(status, to), Reply::status(200)]).await;
            let error = result.expect_err(to).to_string();
            assert!(error.contains(named) && error.contains(&format!("redirect ({status})")), "{to}: {error}");
            assert_eq!(lines, ["GET /thing"], "{to}");
        }
    }
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_where_the_method_allows() {
    let follow = |method, status| send(method, vec![redirect(status, "/other?a=b"), Reply::status(200)]);
    for status in [301, 302, 303, 307, 308] {
        let (result, lines) = follow(Method::Get, status).await;
        assert_eq!((result.unwrap(), lines), (200, vec!["GET /thing".to_owned(), "GET /other?a=b".to_owned()]));
    }
    for method in [Method::Put, Method::Post] {
        let (result, lines) = follow(method, 307).await;
        assert_eq!((result.unwrap(), lines[1].as_str()), (200, format!("{method} /other?a=b").as_str()));
        let (result, lines) = follow(method, 302).await;
        assert_eq!((result.unwrap_err().http_status(), lines.len()), (Some(StatusCode::from(302)), 1));
    }
}

#[tokio::test]
async fn redirects_in_circles_end() {
    let service = Memory::new(|_, _| redirect(307, "https://management.azure.com:443/thing"));
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
    assert!(error.to_string().contains("redirects"), "{error}");
    assert_eq!(service.seen().len(), 6);
}

#[tokio::test]
async fn a_retry_starts_where_the_call_did() {
    let (result, lines) = send(
        Method::Get,
        vec![redirect(307, "/other"), Reply::status(503).with("retry-after", "0"), Reply::status(200)],
    )
    .await;
    assert_eq!((result.unwrap(), lines), (200, vec!["GET /thing".into(), "GET /other".into(), "GET /thing".into()]));
}

/// The client of an endpoint that is a path of a proxy, which has other services beside it.
fn behind_a_proxy(service: &Arc<Memory>) -> ClientCore {
    let cloud =
        Cloud::Custom { endpoint: "https://proxy.example/arm/".into(), audience: "https://audience.example".into() };
    client::core(FakeCredential::new(Manner::Fresh), ClientOptions { cloud, ..service.options() })
}

/// What a proxy could take for a path beside the endpoint's.
const BESIDE: [&str; 6] =
    ["/other", "https://proxy.example/", "/arm/../other", "/armour", "/arm/..%2Fother", "/arm/%252e%252e/other"];

#[tokio::test]
async fn a_redirect_out_of_the_path_of_the_endpoint_is_refused() {
    for to in BESIDE {
        let service = Memory::script([redirect(307, to), Reply::status(200)]);
        let error = client::request(&behind_a_proxy(&service), Method::Get).call::<()>().await.unwrap_err().to_string();
        assert!(
            error.contains("redirect (307)") && error.contains("leads out of https://proxy.example:443/arm"),
            "{error}"
        );
        assert_eq!(service.lines(), ["GET /arm/thing"], "{to}");
    }
    let service = Memory::script([redirect(307, "/ARM/x/../y"), Reply::status(200)]);
    client::request(&behind_a_proxy(&service), Method::Get).call::<()>().await.unwrap();
    assert_eq!(service.lines()[1], "GET /ARM/y");
}

#[tokio::test]
async fn a_page_out_of_the_path_of_the_endpoint_is_not_read() {
    for to in BESIDE {
        let service = Memory::script([Reply::text(200, json!({"value": ["a"], "nextLink": to}).to_string())]);
        let list = behind_a_proxy(&service).request(Operation { path: "/things", ..Operation::DEFAULT }).list();
        let (found, error) = items::<Things>(list).await;
        let error = error.unwrap().to_string();
        assert!(found == ["a"] && error.contains("nextLink") && error.contains("leads out of"), "{error}");
        assert_eq!(service.lines(), ["GET /arm/things"], "{to}");
    }
}

#[tokio::test]
async fn an_operation_is_not_followed_out_of_the_path_of_the_endpoint() {
    for to in BESIDE {
        for header in ["location", "azure-asyncoperation", "operation-location"] {
            let service = Memory::new(
                move |at, _| if at == 0 { Reply::status(202).with(header, to) } else { Reply::status(400) },
            );
            let core = behind_a_proxy(&service);
            // What becomes of the operation then is not the point here.
            drop(client::request(&core, Method::Post).begin::<()>(None).await);
            assert_eq!(service.lines(), ["POST /arm/thing"], "{header}: {to}");
        }
    }
}

/// Sends each request elsewhere.
#[derive(Debug)]
struct Astray(&'static str);

#[async_trait::async_trait]
impl Policy for Astray {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        *request.url_mut() = self.0.parse()?;
        next[0].send(context, request, &next[1..]).await
    }
}

#[tokio::test]
async fn a_policy_that_leads_astray_gets_no_token() {
    for to in ["https://evil.example/", "http://management.azure.com/", "https://management.azure.com:8443/"] {
        let service = Memory::script([Reply::status(200)]);
        let credential = FakeCredential::new(Manner::Fresh);
        let mut options = service.options();
        options.per_call_policies.push(Arc::new(Astray(to)));
        let core = client::core(Arc::<FakeCredential>::clone(&credential), options);
        let error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
        assert!(error.to_string().contains("the request was refused"), "{error}");
        assert_eq!((service.seen().len(), credential.asked().len()), (0, 0), "{to}");
    }
}
