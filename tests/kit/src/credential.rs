//! A credential that gives `token-1`, `token-2` and so on, and remembers what it was asked for.

use std::{
    sync::{Arc, Mutex},
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

/// The credential.
#[derive(Debug)]
pub struct FakeCredential {
    manner: Mutex<Manner>,
    lifetime: Duration,
    clock: Option<Arc<dyn Clock>>,
    asked: Mutex<Vec<Asked>>,
}

impl FakeCredential {
    /// A credential whose tokens are good for an hour of the system's time.
    #[must_use]
    pub fn new(manner: Manner) -> Arc<Self> {
        let lifetime = Duration::from_secs(3600);
        Arc::new(Self { manner: Mutex::new(manner), lifetime, clock: None, asked: Mutex::default() })
    }

    /// A credential whose tokens are good for so long by this clock.
    #[must_use]
    pub fn expiring(lifetime: Duration, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { manner: Mutex::default(), lifetime, clock: Some(clock), asked: Mutex::default() })
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
        self.asked.lock().expect("nothing panics in here").clone()
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
        let asked = Asked {
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            claims: claims.map(|claims| claims.as_str().to_owned()),
        };
        let count = {
            let mut all = self.asked.lock().expect("nothing panics in here");
            all.push(asked);
            all.len()
        };
        // A real credential talks to a server in between, and others get their turn.
        tokio::task::yield_now().await;
        let now = self.clock.as_ref().map_or_else(OffsetDateTime::now_utc, |clock| clock.now());
        match *self.manner.lock().expect("nothing panics in here") {
            Manner::Failing => Err(Error::with_message(ErrorKind::Credential, format!("no token, attempt {count}"))),
            Manner::Stubborn => Ok(AccessToken::new("token-1", now + self.lifetime)),
            Manner::Fresh => Ok(AccessToken::new(format!("token-{count}"), now + self.lifetime)),
        }
    }
}
