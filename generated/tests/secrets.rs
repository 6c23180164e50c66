//! Secrets stay out of `Debug`, errors and logs, whatever azure_core's features are.
//!
//! A test binary of its own, which needs no api-version: `.ci/run` runs it once more with azure_core's own redaction off.
//!
//! `AZURE_CORE_DEBUG=1 cargo test -p arm-apimanagement --no-default-features --features azure_core/debug --test secrets`
#![allow(clippy::pedantic, clippy::unwrap_used, unreachable_pub, reason = "an `unwrap` in a test is an assertion")]

use std::sync::Arc;

use arm_apimanagement::{
    Patch,
    rt::{self, Constraints, Method, Operation, Param},
};
use azure_core::fmt::SafeDebug;
use kit::{
    client,
    credential::{FakeCredential, Manner},
    log::Log,
    memory::{Memory, Reply},
};
use serde_json::json;

/// A model of an API has fields of one kind, and these have both.
trait Unset {
    const UNSET: Self;
}

impl<T> Unset for Option<T> {
    const UNSET: Self = None;
}

impl<T> Unset for Patch<T> {
    const UNSET: Self = Self::Keep;
}

/// A model with a secret at each level.
pub struct Account {
    /// Its name.
    pub name: Option<String>,
    /// Its key.
    pub primary_key: Option<String>,
    /// More of them.
    pub keys: Option<Vec<String>>,
    /// Accounts within.
    pub inner: Option<Vec<Account>>,
    /// A new key.
    pub new_key: Patch<String>,
    /// Whatever else it has.
    pub extra: rt::Extra,
}
rt::model!(Account, Unset::UNSET {
    "name" => name,
    "primaryKey" => primary_key, secret,
    "keys" => keys, secret,
    "inner" => inner,
    "newKey" => new_key, secret,
});

const SECRET: &str = "s3cret";

static KEY: Param = Param {
    name: "key",
    argument: "key",
    constraints: Constraints { secret: true, max_length: Some(3), ..Constraints::NONE },
};

fn account() -> Account {
    let account = json!({"primaryKey": SECRET, "keys": [SECRET], "newKey": SECRET, "token": SECRET});
    let mut account: Account = serde_json::from_value(account).expect("a model takes any object");
    account.inner = Some(vec![account.clone()]);
    account.name = Some("n".to_owned());
    account
}

#[test]
fn urls_that_let_in_are_not_printed_wherever_they_stand() {
    pub struct Job {
        pub name: Option<String>,
        pub link: Option<String>,
        pub links: Option<Vec<String>>,
        pub named: Option<std::collections::BTreeMap<String, String>>,
        pub any: Option<serde_json::Value>,
        pub change: Patch<String>,
        pub inner: Option<Vec<Job>>,
        pub extra: rt::Extra,
    }
    rt::model!(Job, Unset::UNSET {
        "name" => name,
        "link" => link,
        "links" => links,
        "named" => named,
        "any" => any,
        "change" => change,
        "inner" => inner,
    });
    for url in ["https://a.example/b?sv=1&sig=s3cret", "https://a.example/api?code=s3cret"] {
        let job = json!({"name": "n", "link": url, "links": ["x", url], "named": {"a": url}, "any": [{"b": url}],
            "change": url, "inner": [{"name": "m", "link": url}]});
        let job: Job = serde_json::from_value(job).unwrap();
        let printed = format!("{job:?}");
        assert!(!printed.contains(SECRET), "{printed}");
        assert!(printed.contains("\"n\"") && printed.contains("\"m\""), "{printed}");
    }
}

/// Whether azure_core was built to print what it otherwise redacts.
fn unmasked() -> bool {
    #[derive(SafeDebug)]
    struct Theirs {
        #[allow(dead_code, reason = "Debug reads it, if anything does")]
        key: &'static str,
    }
    format!("{:?}", Theirs { key: SECRET }).contains(SECRET)
}

/// Without this, the run with azure_core's feature `debug` could pass without azure_core being any different.
#[test]
fn azure_core_redacts_unless_it_is_told_not_to() {
    assert_eq!(unmasked(), std::env::var_os("AZURE_CORE_DEBUG").is_some());
}

#[test]
fn models_do_not_print_secrets() {
    let printed = format!("{:?}", account());
    assert_eq!(
        printed,
        "Account { name: Some(\"n\"), primary_key: ***, keys: ***, inner: Some([Account { primary_key: ***, keys: ***, \
         new_key: ***, extra: [\"token\"] }]), new_key: ***, extra: [\"token\"] }"
    );
    assert!(!format!("{:#?}", account()).contains(SECRET));
}

#[test]
fn secrets_are_sent_all_the_same() {
    assert_eq!(serde_json::to_value(account()).unwrap()["inner"][0]["primaryKey"], SECRET);
}

#[tokio::test]
async fn calls_responses_and_errors_do_not_print_secrets() {
    let body = json!({"primaryKey": SECRET}).to_string();
    let answers =
        [Reply::text(200, body.clone()), Reply::text(500, format!("<html>{SECRET}</html>")), Reply::text(200, SECRET)];
    let service = Memory::script(answers);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let post = || core.request(Operation { method: Method::Post, ..Operation::DEFAULT });
    let call = post().json(&account()).call::<Account>();
    let mut printed = format!("{core:?} {:?} {call:?}", post().json(&account()));
    let response = call.await.unwrap();
    printed += &format!("{response:?} {:?}", response.clone().into_model().unwrap());
    let failed = post().call::<Account>().await.unwrap_err();
    let unreadable = post().call::<Account>().await.unwrap().into_model().unwrap_err();
    let refused = post().query(&KEY, SECRET).call::<Account>().await.unwrap_err();
    for error in [failed, unreadable, refused] {
        printed += &format!("{error} {error:?} {:?}", error.kind());
    }
    assert_eq!(service.seen().len(), 3);
    assert!(!printed.contains(SECRET), "{printed}");
}

#[tokio::test]
async fn statuses_and_tokens_of_operations_do_not_print_secrets() {
    let body = json!({"properties": {"provisioningState": "Updating", "primaryKey": SECRET}}).to_string();
    let service = Memory::script([Reply::text(200, body).with("location", format!("/result?sig={SECRET}"))]);
    let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
    let put = client::request(&core, Method::Put).json(&account());
    let mut poller = put.begin::<Account>(None);
    let status = poller.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(status.body()).contains(SECRET), "it is there for programs");
    let token = poller.token().unwrap();
    assert!(token.to_string().contains(SECRET), "the token needs its whole URL");
    let printed = format!("{status:?} {token:?} {poller:?}");
    assert!(!printed.contains(SECRET), "{printed}");
}

#[test]
fn logs_hold_no_secrets_unless_azure_core_is_told_to_write_them() {
    let log = Log::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    log.during(|| {
        runtime.block_on(async {
            let body = json!({"primaryKey": SECRET}).to_string();
            let service = Memory::new(move |_, _| Reply::text(200, body.clone()).with("x-key", SECRET));
            let core = client::core(FakeCredential::new(Manner::Fresh), service.options());
            let call = core.request(Operation::DEFAULT).query(&QUERY, SECRET).json(&account()).call::<Account>();
            call.with_header("x-key", SECRET).await.unwrap().into_model().unwrap();
        });
    });
    let text = log.text();
    assert!(text.contains("management.azure.com"), "{text}");
    assert_eq!(text.contains(SECRET) || text.contains("token-1"), unmasked(), "{text}");
    assert!(!text.contains("primaryKey"), "bodies are never logged: {text}");
}

static QUERY: Param = Param { name: "sig", argument: "sig", constraints: Constraints::NONE };

/// A client and its credential, printed through whatever holds them.
#[test]
fn clients_do_not_print_credentials() {
    let core = Arc::new(client::core(FakeCredential::new(Manner::Fresh), Memory::script([]).options()));
    assert!(!format!("{core:?}").contains("FakeCredential"), "{core:?}");
}
