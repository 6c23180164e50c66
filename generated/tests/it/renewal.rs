//! Early renewals of a token: nobody waits for one, nobody fails with one, and none is lost with the call that began it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use arm_apimanagement::{
    Clock as _, DeadlineExceeded,
    rt::{ClientCore, Method},
};
use azure_core::{
    Error, Result,
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    error::ErrorKind,
};
use futures::{
    FutureExt as _,
    future::{join_all, poll_immediate},
};
use kit::{
    client,
    memory::{Memory, Reply},
    time::Time,
};
use tokio::time::advance;

/// What a credential does when it is asked.
#[derive(Clone, Copy, Debug)]
enum Does {
    /// Gives a token that is good for so many seconds, after so many turns.
    Gives(i64, usize),
    Fails,
    Hangs,
    Panics,
}

use Does::{Fails, Gives, Hangs, Panics};

/// A credential that does one thing after the other, and the last one for good.
#[derive(Debug)]
struct Credential {
    script: Mutex<VecDeque<Does>>,
    asked: Mutex<usize>,
    time: Time,
}

#[async_trait::async_trait]
impl TokenCredential for Credential {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> Result<AccessToken> {
        let count = {
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            *asked
        };
        let does = {
            let mut script = self.script.lock().unwrap();
            let next = script.pop_front().expect("there is a last one");
            if script.is_empty() {
                script.push_back(next);
            }
            next
        };
        match does {
            Gives(seconds, turns) => {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                let expires_on = self.time.now() + azure_core::time::Duration::seconds(seconds);
                Ok(AccessToken::new(format!("token-{count}"), expires_on))
            }
            Fails => Err(Error::with_message(ErrorKind::Credential, format!("no token, attempt {count}"))),
            Hangs => std::future::pending().await,
            Panics => panic!("as credentials should not"),
        }
    }
}

struct World {
    credential: Arc<Credential>,
    service: Arc<Memory>,
    core: ClientCore,
}

impl World {
    fn new(script: impl IntoIterator<Item = Does>) -> Self {
        let time = Time::default();
        let credential = Credential { script: Mutex::new(script.into_iter().collect()), asked: Mutex::default(), time };
        let (credential, service) = (Arc::new(credential), Memory::new(|_, _| Reply::status(204)));
        let mut options = service.options();
        options.clock = Arc::new(time);
        options.retry.deadline = Some(Duration::from_millis(300));
        let core = client::core(Arc::<Credential>::clone(&credential), options);
        Self { credential, service, core }
    }

    fn get(&self) -> impl Future<Output = Result<()>> + use<> {
        client::request(&self.core, Method::Get).call::<()>().map(|result| result.map(|_| ()))
    }

    fn asked(&self) -> usize {
        *self.credential.asked.lock().unwrap()
    }

    fn last_token(&self) -> String {
        self.service.seen().last().unwrap().header("authorization").to_owned()
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_hangs_stops_nobody_while_the_token_is_good() {
    for lifetime in [240, 3600] {
        let world = World::new([Gives(lifetime, 1), Hangs]);
        world.get().await.unwrap();
        advance(seconds(u64::try_from(lifetime).unwrap() - 100)).await;
        for _ in 0..9 {
            for result in join_all([world.get(), world.get()]).await {
                result.unwrap();
            }
            advance(seconds(11)).await;
        }
        assert_eq!((world.asked(), world.last_token().as_str()), (2, "Bearer token-1"));
        advance(seconds(2)).await;
        let error = world.get().await.unwrap_err();
        assert!(error.downcast_ref::<DeadlineExceeded>().is_some(), "now it is needed: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_brings_a_worse_token_changes_nothing() {
    for worse in [-5, 10] {
        let world = World::new([Gives(3600, 1), Gives(worse, 1), Hangs]);
        world.get().await.unwrap();
        advance(seconds(3400)).await;
        for _ in 0..9 {
            world.get().await.unwrap();
            advance(seconds(5)).await;
        }
        assert_eq!((world.asked(), world.last_token().as_str()), (3, "Bearer token-1"), "{worse}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_is_given_up_and_begun_anew() {
    let world = World::new([Gives(3600, 0), Hangs, Gives(3600, 0)]);
    world.get().await.unwrap();
    advance(seconds(3601 - 300)).await;
    for (after, asked) in [(0, 2), (59, 2), (1, 2), (29, 2), (2, 3)] {
        advance(seconds(after)).await;
        world.get().await.unwrap();
        assert_eq!(world.asked(), asked);
    }
    world.get().await.unwrap();
    assert_eq!(world.last_token(), "Bearer token-3");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_goes_on_from_call_to_call() {
    let world = World::new([Gives(3600, 0), Gives(3600, 40), Hangs]);
    world.get().await.unwrap();
    advance(seconds(3400)).await;
    let mut calls = 0;
    while world.last_token() == "Bearer token-1" {
        assert!(poll_immediate(Box::pin(world.get())).await.is_none(), "dropped on its way");
        world.get().await.unwrap();
        calls += 1;
        assert!(calls < 100);
    }
    assert!(calls > 2, "no call waited for it");
    assert_eq!((world.asked(), world.last_token().as_str()), (2, "Bearer token-2"));
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_or_panics_is_no_failure_of_a_call() {
    for bad in [Fails, Panics] {
        let world = World::new([Gives(3600, 0), bad, Hangs]);
        world.get().await.unwrap();
        advance(seconds(3400)).await;
        for result in join_all((0..20).map(|_| world.get())).await {
            result.unwrap();
        }
        advance(seconds(29)).await;
        world.get().await.unwrap();
        assert_eq!(world.asked(), 2, "it is left alone for a while");
        advance(seconds(2)).await;
        world.get().await.unwrap();
        assert_eq!(world.asked(), 3);
    }
    let world = World::new([Panics]);
    for result in join_all((0..20).map(|_| world.get())).await {
        assert!(result.unwrap_err().to_string().contains("the credential panicked"));
    }
}

#[tokio::test(start_paused = true)]
async fn who_needs_a_token_waits_for_the_renewal_but_does_not_fail_with_it() {
    for (second, token, asked) in [(Gives(3600, 9), "Bearer token-2", 2), (Fails, "Bearer token-3", 3)] {
        let world = World::new([Gives(3600, 0), second, Gives(3600, 9)]);
        world.get().await.unwrap();
        advance(seconds(3590)).await;
        // Begun, and left.
        drop(poll_immediate(Box::pin(world.get())).await);
        advance(seconds(11)).await;
        for result in join_all((0..20).map(|_| world.get())).await {
            result.unwrap();
        }
        assert_eq!((world.last_token().as_str(), world.asked()), (token, asked));
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_arrives_expired_is_shared_by_those_who_wait() {
    for turns in [1, 7] {
        let world = World::new([Gives(-5, turns)]);
        for result in join_all((0..50).map(|_| world.get())).await {
            result.unwrap();
        }
        assert_eq!(world.asked(), 1);
        world.get().await.unwrap();
        assert_eq!((world.asked(), world.last_token().as_str()), (2, "Bearer token-2"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_always_short_is_not_asked_for_with_every_call() {
    let world = World::new([Gives(120, 0)]);
    for _ in 0..60 {
        world.get().await.unwrap();
        advance(seconds(1)).await;
    }
    assert_eq!(world.asked(), 2, "every 30 seconds");
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_may_leave_and_others_go_on() {
    let world = World::new([Gives(3600, 9), Hangs]);
    let mut first = Box::pin(world.get());
    assert!(poll_immediate(&mut first).await.is_none());
    let second = tokio::spawn(world.get());
    tokio::task::yield_now().await;
    drop(first);
    second.await.unwrap().unwrap();
    assert_eq!(world.asked(), 1);
    // All leave: the next one asks anew, instead of waiting for something that may hang.
    let world = World::new([Hangs, Gives(3600, 0)]);
    world.get().await.unwrap_err();
    world.get().await.unwrap();
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_ends_with_its_client() {
    let world = World::new([Gives(3600, 0), Hangs]);
    world.get().await.unwrap();
    advance(seconds(3400)).await;
    world.get().await.unwrap();
    let World { credential, core, .. } = world;
    assert!(Arc::strong_count(&credential) > 1);
    drop(core);
    assert_eq!(Arc::strong_count(&credential), 1);
}
