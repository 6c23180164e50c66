//! One access token, shared by all calls of a client: asked for once, renewed before it expires, renewed with claims.
//!
//! Invariant: at most one request for a token is under way at a time, but for an early renewal that a challenge has made
//! pointless; and no call waits for it, or fails with it, as long as the old token is good. Calls that do wait share the
//! outcome, be it a failure, or a token that has expired on its way.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use azure_core::{
    credentials::{AccessToken, TokenCredential},
    http::Context,
};
use futures::FutureExt as _;

use crate::{
    base::{clock::Clock, lock::lock},
    policy::{
        challenge::Claims,
        token_request::{Outcome, Token, TokenRequest, UnderWay, ask, failure},
    },
};

/// How many seconds before its end a token is renewed.
const RENEW_EARLY: i64 = 300;
/// How many seconds after the last request an early renewal is left alone: the credential may have none but the same token
/// to give.
const RENEW_AGAIN: i64 = 30;

/// The cache.
pub(crate) struct TokenCache {
    credential: Arc<dyn TokenCredential>,
    scope: Arc<str>,
    clock: Arc<dyn Clock>,
    held: Arc<Mutex<State>>,
}

/// Never locked across an await.
struct State {
    token: Option<Arc<Token>>,
    /// Of the last request.
    serial: u64,
    /// In seconds since 1970, as all of its times: whole ones, so a token counts as expired up to a second before it is.
    renew_on: i64,
    under_way: Option<UnderWay>,
}

impl TokenCache {
    pub(crate) fn new(credential: Arc<dyn TokenCredential>, scope: &str, clock: Arc<dyn Clock>) -> Self {
        let held = State { token: None, serial: 0, renew_on: 0, under_way: None };
        Self { credential, scope: scope.into(), clock, held: Arc::new(Mutex::new(held)) }
    }

    /// A token to send now, and an early renewal that the call is to help along while it waits for its own answer.
    pub(crate) async fn token(&self, context: &Context<'_>) -> azure_core::Result<(Arc<Token>, Option<TokenRequest>)> {
        loop {
            let (request, early) = {
                let mut held = lock(&self.held);
                let now = self.now();
                if let Some(token) = &held.token
                    && now < token.expires_on
                {
                    let token = Arc::clone(token);
                    let renewal = if now < held.renew_on { None } else { self.renew_early(&mut held, context, now) };
                    return Ok((token, renewal));
                }
                self.join(&mut held, context)
            };
            match request.await {
                Ok(token) => return Ok((token, None)),
                // It was begun for a call that could do without. It is gone now, and this one cannot.
                Err(_) if early => {}
                Err(error) => return Err(failure(error)),
            }
        }
    }

    /// A token in place of one that was refused until it proves `claims`.
    pub(crate) async fn renew(
        &self,
        context: &Context<'_>,
        refused: &Token,
        claims: &Claims,
    ) -> azure_core::Result<Arc<Token>> {
        loop {
            let (request, fits) = {
                let mut held = lock(&self.held);
                // Of many calls that were refused together, the first one's new token serves all.
                if let Some(token) = &held.token
                    && token.serial != refused.serial
                    && token.claims.as_ref() == Some(claims)
                {
                    return Ok(Arc::clone(token));
                }
                match self.under_way(&mut held) {
                    Some((request, under_way)) if !under_way.early => {
                        (request, under_way.claims.as_ref() == Some(claims))
                    }
                    _ => (self.ask(&mut held, context, Some(claims), false), true),
                }
            };
            let outcome = request.await;
            if fits {
                return outcome.map_err(failure);
            }
        }
    }

    /// Forgets a token that was refused.
    pub(crate) fn forget(&self, refused: &Token) {
        let mut held = lock(&self.held);
        if held.token.as_ref().is_some_and(|token| token.serial == refused.serial) {
            held.token = None;
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().unix_timestamp()
    }

    /// The request to wait for, and whether it was begun as an early renewal.
    fn join(&self, held: &mut State, context: &Context<'_>) -> (TokenRequest, bool) {
        match self.under_way(held) {
            Some((request, under_way)) => {
                under_way.is_needed();
                (request, under_way.early)
            }
            None => (self.ask(held, context, None, false), false),
        }
    }

    /// Renews a token that is still good, or helps whoever is at it. One that was given up for lost counts as a failure.
    fn renew_early(&self, held: &mut State, context: &Context<'_>, now: i64) -> Option<TokenRequest> {
        if let Some((request, _)) = self.under_way(held) {
            return Some(request);
        }
        if held.under_way.take().is_some_and(|lost| lost.early) {
            held.renew_on = now.saturating_add(RENEW_AGAIN);
            return None;
        }
        Some(self.ask(held, context, None, true))
    }

    fn under_way<'a>(&self, held: &'a mut State) -> Option<(TokenRequest, &'a mut UnderWay)> {
        let under_way = held.under_way.as_mut()?;
        under_way.request(self.clock.elapsed()).map(|request| (request, under_way))
    }

    /// Begins a request. It holds nothing of the cache but a weak link: the cache holds it.
    fn ask(&self, held: &mut State, context: &Context<'_>, claims: Option<&Claims>, early: bool) -> TokenRequest {
        held.serial += 1;
        let serial = held.serial;
        let (credential, scope) = (Arc::clone(&self.credential), Arc::clone(&self.scope));
        let (cache, clock) = (Arc::downgrade(&self.held), Arc::clone(&self.clock));
        let mut context = context.clone().into_owned();
        if let Some(claims) = claims {
            context.insert(claims.clone());
        }
        let proves = claims.cloned();
        let request = async move {
            let outcome = match ask(&*credential, &scope, context).await {
                Ok(AccessToken { token: secret, expires_on }) => {
                    let expires_on = expires_on.unix_timestamp();
                    Ok(Arc::new(Token { secret, expires_on, claims: proves, serial }))
                }
                Err(error) => Err(Arc::new(error)),
            };
            if let Some(held) = cache.upgrade() {
                settle(&held, serial, &outcome, clock.now().unix_timestamp());
            }
            outcome
        };
        let request = request.boxed().shared();
        held.under_way = Some(UnderWay::new(serial, claims.cloned(), early, self.clock.elapsed(), &request));
        request
    }
}

/// Keeps what came of a request, unless another has taken its place. An early renewal must not do harm: some credentials give
/// a token out of a cache of theirs that ends sooner than the one that is held. One that was refused is not held any more, or
/// its renewal has taken the place of the early one.
fn settle(held: &Mutex<State>, serial: u64, outcome: &Outcome, now: i64) {
    let mut held = lock(held);
    let Some(under_way) = held.under_way.take_if(|under_way| under_way.serial == serial) else {
        return;
    };
    held.renew_on = now.saturating_add(RENEW_AGAIN);
    if let Ok(token) = outcome {
        if under_way.early && held.token.as_ref().is_some_and(|old| old.expires_on > token.expires_on) {
            return;
        }
        held.renew_on = held.renew_on.max(token.expires_on.saturating_sub(RENEW_EARLY));
        held.token = Some(Arc::clone(token));
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("scope", &self.scope).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A token that is good for so many seconds from the epoch on.
    fn token(serial: u64, seconds: i64) -> Arc<Token> {
        Arc::new(Token { secret: format!("token-{serial}").into(), expires_on: seconds, claims: None, serial })
    }

    /// The token that is held after token 2 came, good until then, and when it is renewed next.
    fn settled(held: Option<Arc<Token>>, early: bool, until: i64) -> (u64, i64) {
        let (outcome, now) = (Ok(token(2, until)), 3400);
        let request = std::future::pending::<Outcome>().boxed().shared();
        let under_way = Some(UnderWay::new(2, None, early, Duration::ZERO, &request));
        let state = Mutex::new(State { token: held, serial: 2, renew_on: now, under_way });
        settle(&state, 2, &outcome, now);
        let state = lock(&state);
        assert!(state.under_way.is_none());
        (state.token.as_ref().expect("one is held").serial, state.renew_on)
    }

    #[test]
    fn an_early_renewal_never_takes_a_better_token_away() {
        for worse in [3395, 3410, 3599] {
            assert_eq!(settled(Some(token(1, 3600)), true, worse), (1, 3430), "{worse}");
        }
        assert_eq!(settled(Some(token(1, 3600)), true, 7000), (2, 6700));
        // The old one is gone: it was refused, or this one proves what was asked.
        assert_eq!(settled(None, true, 3410), (2, 3430));
        assert_eq!(settled(Some(token(1, 3600)), false, 3410), (2, 3430));
    }
}
