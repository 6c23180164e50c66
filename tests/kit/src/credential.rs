//! A credential that gives `token-1`, `token-2` and so on, and remembers what it was asked for.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

pub use arm_apimanagement::fake::engine::issuer::{Asked, Issuer};
use arm_apimanagement::{Claims, Clock, OffsetDateTime};
use azure_core::{
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    error::{Error, ErrorKind},
};

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// A new token each time.
    #[default]
    Fresh,
    /// The first token again and again, as a credential with a cache of its own does that knows no claims.
    Stubborn,
    /// Fails each time.
    Failing,
}

/// The credential.
#[derive(Debug)]
pub struct FakeCredential {
    manner: Mutex<Manner>,
    lifetime: Duration,
    clock: Option<Arc<dyn Clock>>,
    issuer: Arc<Issuer>,
}

impl FakeCredential {
    /// A credential whose tokens are good for an hour of the system's time.
    #[must_use]
    pub fn new(manner: Manner) -> Arc<Self> {
        let lifetime = Duration::from_secs(3600);
        Arc::new(Self { manner: Mutex::new(manner), lifetime, clock: None, issuer: Arc::default() })
    }

    /// A credential whose tokens come from this issuer and are good for a year.
    #[must_use]
    pub fn of(issuer: Arc<Issuer>) -> Arc<Self> {
        let lifetime = Duration::from_secs(365 * 24 * 3600);
        Arc::new(Self { manner: Mutex::default(), lifetime, clock: None, issuer })
    }

    /// A credential whose tokens are good for so long by this clock.
    #[must_use]
    pub fn expiring(lifetime: Duration, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { manner: Mutex::default(), lifetime, clock: Some(clock), issuer: Arc::default() })
    }

    /// Changes its manner.
    ///
    /// # Panics
    /// Never.
    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().expect("nothing panics in here") = manner;
    }

    /// What it was asked for.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.issuer.asked()
    }
}

#[async_trait::async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let claims = options.as_ref().and_then(|options| options.method_options.context.value::<Claims>());
        let claims = claims.map(|claims| claims.as_str().to_owned());
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let count = self.issuer.ask(Asked { scopes, claims: claims.clone() });
        // A real credential talks to a server in between, and others get their turn.
        tokio::task::yield_now().await;
        let now = self.clock.as_ref().map_or_else(OffsetDateTime::now_utc, |clock| clock.now());
        let text = match *self.manner.lock().expect("nothing panics in here") {
            Manner::Failing => {
                return Err(Error::with_message(ErrorKind::Credential, format!("no token, attempt {count}")));
            }
            Manner::Stubborn => "token-1".to_owned(),
            Manner::Fresh => format!("token-{count}"),
        };
        self.issuer.issue(&text, claims);
        Ok(AccessToken::new(text, now + self.lifetime))
    }
}
