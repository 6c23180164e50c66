//! Authentication: one token for all, renewed in time, a claims challenge answered once.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{Cloud, rt::Method};
use azure_core::{base64, error::ErrorKind, http::StatusCode};
use kit::{
    client,
    clock::FakeClock,
    credential::{Asked, FakeCredential, Manner},
    memory::{Memory, Reply, Seen},
};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1640995200"}}}"#;

fn challenge() -> Reply {
    let claims = base64::encode(CLAIMS);
    let header = format!(r#"Bearer realm="", error="insufficient_claims", claims="{claims}""#);
    Reply::text(401, client::FAILURE).with("www-authenticate", header)
}

fn tokens(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|seen| seen.header("authorization")).collect()
}

fn asked(claims: Option<&str>) -> Asked {
    Asked { scopes: vec!["https://management.azure.com/.default".to_owned()], claims: claims.map(str::to_owned) }
}

#[tokio::test]
async fn a_challenge_is_answered_once_with_the_claims() {
    let service = Memory::script([challenge(), Reply::status(204), Reply::status(204)]);
    let credential = FakeCredential::new(Manner::Fresh);
    let core = client::core(Arc::<FakeCredential>::clone(&credential), service.options());
    client::request(&core, Method::Post).json(&"body".to_owned()).call::<()>().await.unwrap();
    client::request(&core, Method::Get).call::<()>().await.unwrap();
    let seen = service.seen();
    assert_eq!(tokens(&seen), ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
    assert_eq!(seen[1].body, b"\"body\"");
    assert_eq!(credential.asked(), [asked(None), asked(Some(CLAIMS))]);
}

#[tokio::test]
async fn a_second_refusal_says_that_the_claims_may_have_been_ignored() {
    for (manner, why) in [(Manner::Stubborn, "the token that was just refused"), (Manner::Fresh, "challenged as well")]
    {
        let service = Memory::script([challenge(), challenge(), Reply::status(204)]);
        let credential = FakeCredential::new(manner);
        let core = client::core(Arc::<FakeCredential>::clone(&credential), service.options());
        let error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
        assert_eq!(service.seen().len(), 2);
        assert_eq!(error.http_status(), Some(StatusCode::Unauthorized));
        let text = error.to_string();
        assert!(
            text.contains("ignored the claims") && text.contains("azure_identity 1.x") && text.contains(why),
            "{text}"
        );
        assert!(!text.contains("token-1"), "{text}");
        assert_eq!(credential.asked()[1].claims.as_deref(), Some(CLAIMS));
    }
}

#[tokio::test]
async fn any_other_refusal_is_handed_on_and_its_token_forgotten() {
    for header in
        [r#"Bearer error="invalid_token""#, r#"Bearer error="insufficient_claims", claims="%%""#, "Basic realm=\"x\""]
    {
        let refusal = Reply::text(401, client::FAILURE).with("www-authenticate", header);
        let service = Memory::script([refusal, Reply::status(204)]);
        let credential = FakeCredential::new(Manner::Fresh);
        let core = client::core(Arc::<FakeCredential>::clone(&credential), service.options());
        let error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
        assert_eq!((error.http_status(), service.seen().len()), (Some(StatusCode::Unauthorized), 1), "{header}");
        assert!(!error.to_string().contains("claims challenge"), "{error}");
        client::request(&core, Method::Get).call::<()>().await.unwrap();
        assert_eq!(tokens(&service.seen()), ["Bearer token-1", "Bearer token-2"]);
    }
}

#[tokio::test]
async fn calls_that_are_challenged_together_share_the_new_token() {
    let service = Memory::new(|_, seen| match seen.header("authorization") {
        "Bearer token-1" => challenge(),
        "Bearer token-2" => Reply::status(204),
        other => Reply::text(500, other),
    });
    let credential = FakeCredential::new(Manner::Fresh);
    let core = client::core(Arc::<FakeCredential>::clone(&credential), service.options());
    let calls = (0..50).map(|_| client::request(&core, Method::Get).call::<()>());
    for result in futures::future::join_all(calls).await {
        result.unwrap();
    }
    assert_eq!(credential.asked(), [asked(None), asked(Some(CLAIMS))]);
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_renewed_before_it_expires() {
    let (service, clock) = (Memory::new(|_, _| Reply::status(204)), FakeClock::new());
    let credential = FakeCredential::expiring(Duration::from_secs(3600), Arc::<FakeClock>::clone(&clock));
    let core = client::core(Arc::<FakeCredential>::clone(&credential), client::options(&service, &clock));
    let get = || client::request(&core, Method::Get).call::<()>();
    for result in futures::future::join_all((0..100).map(|_| get())).await {
        result.unwrap();
    }
    assert_eq!(credential.asked().len(), 1);
    clock.advance(Duration::from_secs(54 * 60));
    get().await.unwrap();
    assert_eq!(credential.asked().len(), 1);
    clock.advance(Duration::from_secs(2 * 60));
    for result in futures::future::join_all((0..100).map(|_| get())).await {
        result.unwrap();
    }
    assert_eq!(credential.asked().len(), 2);
    assert_eq!(tokens(&service.seen()).last(), Some(&"Bearer token-2"));
}

#[tokio::test]
async fn a_renewal_that_fails_is_no_failure_while_the_token_is_good() {
    let (service, clock) = (Memory::new(|_, _| Reply::status(204)), FakeClock::new());
    let credential = FakeCredential::expiring(Duration::from_secs(3600), Arc::<FakeClock>::clone(&clock));
    let core = client::core(Arc::<FakeCredential>::clone(&credential), client::options(&service, &clock));
    let get = || client::request(&core, Method::Get).call::<()>();
    get().await.unwrap();
    credential.behave(Manner::Failing);
    clock.advance(Duration::from_secs(56 * 60));
    get().await.unwrap();
    get().await.unwrap();
    assert_eq!(credential.asked().len(), 2, "a failed renewal is left alone for a while");
    clock.advance(Duration::from_secs(31));
    get().await.unwrap();
    assert_eq!(credential.asked().len(), 3);
    clock.advance(Duration::from_secs(5 * 60));
    let error = get().await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Credential);
    credential.behave(Manner::Fresh);
    get().await.unwrap();
}

#[tokio::test]
async fn a_credential_that_fails_is_asked_once_for_all_who_wait() {
    let service = Memory::new(|_, _| Reply::status(204));
    let credential = FakeCredential::new(Manner::Failing);
    let core = client::core(Arc::<FakeCredential>::clone(&credential), service.options());
    let calls = (0..50).map(|_| client::request(&core, Method::Get).call::<()>());
    for result in futures::future::join_all(calls).await {
        assert!(result.unwrap_err().to_string().contains("no token, attempt 1"));
    }
    assert_eq!((credential.asked().len(), service.seen().len()), (1, 0));
}

#[tokio::test]
async fn each_cloud_has_its_endpoint_and_scope() {
    let custom = || Cloud::Custom {
        endpoint: "https://management.local.azurestack.external:4443".to_owned(),
        audience: "https://management.azurestack.example/abc".to_owned(),
    };
    for (cloud, url, scope) in [
        (Cloud::Public, "https://management.azure.com/thing", "https://management.azure.com/.default"),
        (
            Cloud::UsGovernment,
            "https://management.usgovcloudapi.net/thing",
            "https://management.usgovcloudapi.net/.default",
        ),
        (Cloud::China, "https://management.chinacloudapi.cn/thing", "https://management.chinacloudapi.cn/.default"),
        (
            custom(),
            "https://management.local.azurestack.external:4443/thing",
            "https://management.azurestack.example/abc/.default",
        ),
    ] {
        let service = Memory::script([Reply::status(204)]);
        let credential = FakeCredential::new(Manner::Fresh);
        let mut options = service.options();
        options.cloud = cloud;
        let core = client::core(Arc::<FakeCredential>::clone(&credential), options);
        client::request(&core, Method::Get).call::<()>().await.unwrap();
        assert_eq!(service.seen()[0].url, url);
        assert_eq!(credential.asked()[0].scopes, [scope]);
    }
}
