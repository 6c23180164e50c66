//! Tokens: who issues them, a credential for the client, and which ones the service takes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use arm_apimanagement::Claims;
use azure_core::{
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    time::{Duration, OffsetDateTime},
};

/// Issues tokens and remembers them.
#[derive(Debug, Default)]
pub struct Issuer {
    issued: Mutex<BTreeMap<String, Token>>,
    /// Claims that a token must have been asked for with.
    demanded: Mutex<Option<String>>,
}

/// What a token was issued for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// The claims asked for.
    pub claims: Option<String>,
    /// Whether the service has said that it takes it no more.
    pub expired: bool,
}

impl Issuer {
    fn issue(&self, scopes: &[&str], claims: Option<String>) -> String {
        let mut issued = self.issued.lock().expect("nobody panics with the tokens locked");
        let text = format!("fake-token-{}", issued.len() + 1);
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        issued.insert(text.clone(), Token { scopes, claims, expired: false });
        text
    }

    /// Every token by its text.
    ///
    /// # Panics
    /// If another thread has panicked here.
    #[must_use]
    pub fn tokens(&self) -> BTreeMap<String, Token> {
        self.issued.lock().expect("nobody panics with the tokens locked").clone()
    }

    /// Whether the service takes a token.
    pub(super) fn takes(&self, text: &str) -> bool {
        let demanded = self.demanded.lock().expect("nobody panics with the claims locked").clone();
        let issued = self.issued.lock().expect("nobody panics with the tokens locked");
        issued.get(text).is_some_and(|token| !token.expired && (demanded.is_none() || token.claims == demanded))
    }

    /// Takes a token no more.
    pub(super) fn expire(&self, text: &str) {
        if let Some(token) = self.issued.lock().expect("nobody panics with the tokens locked").get_mut(text) {
            token.expired = true;
        }
    }

    /// Takes from now on only tokens that were asked for with these claims.
    pub(super) fn demand(&self, claims: &str) {
        *self.demanded.lock().expect("nobody panics with the claims locked") = Some(claims.to_owned());
    }

    /// The challenge for the claims that are demanded, if any are.
    pub(super) fn challenge(&self) -> Option<String> {
        let demanded = self.demanded.lock().expect("nobody panics with the claims locked").clone()?;
        let claims = azure_core::base64::encode(demanded);
        Some(format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\""))
    }
}

/// A credential whose tokens the fake service takes.
#[derive(Debug)]
pub struct FakeCredential {
    issuer: Arc<Issuer>,
    heeds_claims: bool,
}

impl FakeCredential {
    /// A credential that passes claims on, as continuous access evaluation asks for.
    #[must_use]
    pub fn new(issuer: Arc<Issuer>) -> Arc<Self> {
        Arc::new(Self { issuer, heeds_claims: true })
    }

    /// A credential that knows nothing of claims, like those of azure_identity 1.0.
    #[must_use]
    pub fn deaf(issuer: Arc<Issuer>) -> Arc<Self> {
        Arc::new(Self { issuer, heeds_claims: false })
    }
}

#[async_trait::async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let options = options.unwrap_or_default();
        let claims = options.method_options.context.value::<Claims>().map(|claims| claims.as_str().to_owned());
        let text = self.issuer.issue(scopes, claims.filter(|_| self.heeds_claims));
        Ok(AccessToken::new(text, OffsetDateTime::now_utc() + Duration::hours(24 * 365)))
    }
}
