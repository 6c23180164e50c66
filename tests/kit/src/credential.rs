//! A credential that gives `token-1`, `token-2` and so on, and remembers what it was asked for.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use arm_apimanagement::{Claims, Clock, OffsetDateTime};
use azure_core::{
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    error::{Error, ErrorKind},
};

/// One request for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which scopes.
    pub scopes: Vec<String>,
    /// With which claims.
    pub claims: Option<String>,
}

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

/// Issues tokens, for one credential or several, and tells a service which ones to take.
#[derive(Debug, Default)]
pub struct Issuer(Mutex<Issued>);

#[derive(Debug, Default)]
struct Issued {
    asked: Vec<Asked>,
    tokens: BTreeMap<String, Token>,
    /// Claims that a token must have been asked for with.
    demanded: Option<String>,
}

#[derive(Debug)]
struct Token {
    claims: Option<String>,
    expired: bool,
}

impl Issuer {
    fn lock(&self) -> MutexGuard<'_, Issued> {
        self.0.lock().expect("nothing panics in here")
    }

    /// Takes a request down; gives how many there were.
    fn ask(&self, asked: Asked) -> usize {
        let mut issued = self.lock();
        issued.asked.push(asked);
        issued.asked.len()
    }

    fn issue(&self, text: &str, claims: Option<String>) {
        self.lock().tokens.insert(text.to_owned(), Token { claims, expired: false });
    }

    /// Whether the service takes a token.
    #[must_use]
    pub fn takes(&self, text: &str) -> bool {
        let issued = self.lock();
        let demanded = &issued.demanded;
        let token = issued.tokens.get(text);
        token.is_some_and(|token| !token.expired && (demanded.is_none() || token.claims == *demanded))
    }

    /// Takes a token no more.
    pub fn expire(&self, text: &str) {
        if let Some(token) = self.lock().tokens.get_mut(text) {
            token.expired = true;
        }
    }

    /// Takes from now on only tokens that were asked for with these claims.
    pub fn demand(&self, claims: &str) {
        self.lock().demanded = Some(claims.to_owned());
    }

    /// The challenge for the claims that are demanded, if any are.
    #[must_use]
    pub fn challenge(&self) -> Option<String> {
        let claims = azure_core::base64::encode(self.lock().demanded.as_ref()?);
        Some(format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\""))
    }
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
        self.issuer.lock().asked.clone()
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
