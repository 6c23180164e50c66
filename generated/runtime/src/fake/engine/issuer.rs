//! Who issues tokens, and tells the service which ones to take.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use crate::base::lock::lock;

/// One request for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which scopes.
    pub scopes: Vec<String>,
    /// With which claims.
    pub claims: Option<String>,
}

/// Issues tokens, for one credential or several.
#[derive(Debug, Default)]
pub struct Issuer(Mutex<Issued>);

#[derive(Debug, Default)]
struct Issued {
    asked: Vec<Asked>,
    tokens: BTreeMap<String, Token>,
    /// Claims that a token must have been asked for with.
    demanded: Option<String>,
    /// Tokens of others are good as well.
    trusting: bool,
}

#[derive(Debug)]
struct Token {
    claims: Option<String>,
    expired: bool,
}

impl Issuer {
    fn lock(&self) -> MutexGuard<'_, Issued> {
        lock(&self.0)
    }

    /// Takes a request down; gives how many there were.
    pub fn ask(&self, asked: Asked) -> usize {
        let mut issued = self.lock();
        issued.asked.push(asked);
        issued.asked.len()
    }

    /// What was asked for.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.lock().asked.clone()
    }

    /// Issues a token.
    pub fn issue(&self, text: &str, claims: Option<String>) {
        self.lock().tokens.insert(text.to_owned(), Token { claims, expired: false });
    }

    /// Takes the tokens of others too: the program under test may bring its own credential.
    pub fn trust(&self) {
        self.lock().trusting = true;
    }

    /// Whether the service takes a token.
    #[must_use]
    pub fn takes(&self, text: &str) -> bool {
        let issued = self.lock();
        let demanded = &issued.demanded;
        match issued.tokens.get(text) {
            Some(token) => !token.expired && (demanded.is_none() || token.claims == *demanded),
            None => issued.trusting && demanded.is_none(),
        }
    }

    /// Takes a token no more.
    pub fn expire(&self, text: &str) {
        let token = Token { claims: None, expired: true };
        self.lock().tokens.insert(text.to_owned(), token);
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
