//! The credential of a program under test.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};

use super::{
    clock::JumpingClock,
    engine::issuer::{Asked, Issuer},
};
use crate::{base::clock::Clock as _, policy::challenge::Claims};

/// How long a token is good, as those of Entra ID are for the most part.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Gives `fake-token-1`, `fake-token-2` and so on, which expire by the clock of the fake.
#[derive(Debug)]
pub(super) struct FakeCredential {
    pub(super) issuer: Arc<Issuer>,
    pub(super) clock: JumpingClock,
}

#[async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let claims = options.as_ref().and_then(|options| options.method_options.context.value::<Claims>());
        let claims = claims.map(|claims| claims.as_str().to_owned());
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let text = format!("fake-token-{}", self.issuer.ask(Asked { scopes, claims: claims.clone() }));
        self.issuer.issue(&text, claims);
        Ok(AccessToken::new(text, self.clock.now() + LIFETIME))
    }
}
