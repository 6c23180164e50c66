//! One access token, shared by all calls of a client: asked for once, renewed before it expires, renewed with claims.
//!
//! Invariant: at most one request for a token is under way at a time, and nobody waits for it who holds a token that is
//! still good.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use azure_core::{
    credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions},
    error::{Error, ErrorKind},
    http::{ClientMethodOptions, Context},
    time::{Duration, OffsetDateTime},
};

use super::{Clock, challenge::Claims};

/// How long before its end a token is renewed.
const RENEW_EARLY: Duration = Duration::minutes(5);
/// How long a renewal that failed is left alone, as long as the old token is good.
const RENEW_AGAIN: Duration = Duration::seconds(30);

/// A token with what has to be known to replace it.
pub(crate) struct Token {
    secret: Secret,
    expires_on: OffsetDateTime,
    renew_on: OffsetDateTime,
    /// What it was asked to prove.
    claims: Option<Claims>,
    /// Tells two tokens apart even if the credential gives the same one twice.
    serial: u64,
}

impl Token {
    /// The secret itself.
    pub(crate) fn secret(&self) -> &str {
        self.secret.secret()
    }
}

/// The cache.
pub(crate) struct TokenCache {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
    /// Held by whoever is asking for a token.
    flight: futures::lock::Mutex<()>,
}

/// Never locked across an await.
#[derive(Default)]
struct Held {
    token: Option<Arc<Token>>,
    serial: u64,
    /// The last failure and how many there were, so that those who waited for the same request share it.
    failures: u64,
    failure: String,
}

enum Found {
    Good(Arc<Token>),
    /// Good, but due for renewal.
    Ageing(Arc<Token>),
    /// The number of failures so far.
    Nothing(u64),
}

impl TokenCache {
    pub(crate) fn new(credential: Arc<dyn TokenCredential>, scope: String, clock: Arc<dyn Clock>) -> Self {
        Self { credential, scope, clock, held: Mutex::default(), flight: futures::lock::Mutex::new(()) }
    }

    /// A token that is good now.
    pub(crate) async fn token(&self, context: &Context<'_>) -> azure_core::Result<Arc<Token>> {
        let failures = match self.find() {
            Found::Good(token) => return Ok(token),
            Found::Ageing(token) => return Ok(self.renew_early(context, token).await),
            Found::Nothing(failures) => failures,
        };
        let _flight = self.flight.lock().await;
        match self.find() {
            Found::Good(token) | Found::Ageing(token) => Ok(token),
            // Whoever waited for a request that failed gets its error: asking once more for each of a thousand calls would
            // keep them all waiting in a row.
            Found::Nothing(now) if now != failures => {
                let failure = self.held().failure.clone();
                Err(Error::with_message(ErrorKind::Credential, failure))
            }
            Found::Nothing(_) => self.ask(context, None).await,
        }
    }

    /// A token in place of one that was refused until it proves `claims`.
    pub(crate) async fn renew(
        &self,
        context: &Context<'_>,
        refused: &Token,
        claims: &Claims,
    ) -> azure_core::Result<Arc<Token>> {
        let _flight = self.flight.lock().await;
        // Of many calls that were refused together, the first one's new token serves all.
        let held = self.held().token.clone();
        match held {
            Some(token) if token.serial != refused.serial && token.claims.as_ref() == Some(claims) => Ok(token),
            _ => self.ask(context, Some(claims)).await,
        }
    }

    /// Forgets a token that was refused.
    pub(crate) fn forget(&self, refused: &Token) {
        let mut held = self.held();
        if held.token.as_ref().is_some_and(|token| token.serial == refused.serial) {
            held.token = None;
        }
    }

    /// Renews a token that is still good, unless somebody else is at it. A failure is not one yet.
    async fn renew_early(&self, context: &Context<'_>, token: Arc<Token>) -> Arc<Token> {
        let Some(_flight) = self.flight.try_lock() else { return token };
        if let Ok(renewed) = self.ask(context, None).await {
            return renewed;
        }
        let renew_on = self.clock.now().saturating_add(RENEW_AGAIN);
        self.hold(|serial| Token {
            secret: token.secret.clone(),
            expires_on: token.expires_on,
            renew_on,
            claims: token.claims.clone(),
            serial,
        })
    }

    async fn ask(&self, context: &Context<'_>, claims: Option<&Claims>) -> azure_core::Result<Arc<Token>> {
        let context = match claims {
            Some(claims) => context.clone().with_value(claims.clone()),
            None => context.to_borrowed(),
        };
        let options = TokenRequestOptions { method_options: ClientMethodOptions { context } };
        match self.credential.get_token(&[&self.scope], Some(options)).await {
            Ok(AccessToken { token, expires_on }) => Ok(self.hold(|serial| Token {
                secret: token,
                expires_on,
                renew_on: expires_on.saturating_sub(RENEW_EARLY),
                claims: claims.cloned(),
                serial,
            })),
            Err(error) => {
                let mut held = self.held();
                held.failures += 1;
                held.failure = error.to_string();
                Err(error)
            }
        }
    }

    fn find(&self) -> Found {
        let held = self.held();
        let now = self.clock.now();
        match &held.token {
            Some(token) if now < token.renew_on => Found::Good(Arc::clone(token)),
            Some(token) if now < token.expires_on => Found::Ageing(Arc::clone(token)),
            _ => Found::Nothing(held.failures),
        }
    }

    fn hold(&self, make: impl FnOnce(u64) -> Token) -> Arc<Token> {
        let mut held = self.held();
        held.serial += 1;
        let token = Arc::new(make(held.serial));
        held.token = Some(Arc::clone(&token));
        token
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        // Nothing panics while it is locked, and a half-made change cannot be seen.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("scope", &self.scope).finish_non_exhaustive()
    }
}
