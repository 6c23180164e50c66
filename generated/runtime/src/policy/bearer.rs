//! Authentication: attaches the token, and answers a claims challenge once.
//!
//! azure_core has a policy for this, which is not used for three reasons: between forgetting a refused token and asking for
//! one with the claims, another call can put a token without them back into its cache; a 401 that is no claims challenge
//! cannot be handed on with its body; and it knows no origin.
//!
//! Invariant: a token is attached to a request for the configured origin over https, or to none.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Context, Request, StatusCode,
        headers::{AUTHORIZATION, WWW_AUTHENTICATE},
        policies::{Policy, PolicyResult},
    },
};

use futures::future::{BoxFuture, Either, select};

use crate::{
    error::{self, Asked},
    policy::{
        challenge,
        origin::Origin,
        token_cache::TokenCache,
        token_request::{Token, TokenRequest},
    },
};

/// The policy. Stands behind retries, so that each try has a token that is good then.
#[derive(Debug)]
pub(crate) struct BearerPolicy {
    tokens: TokenCache,
    origin: Origin,
}

impl BearerPolicy {
    pub(crate) fn new(tokens: TokenCache, origin: Origin) -> Self {
        Self { tokens, origin }
    }
}

#[async_trait]
impl Policy for BearerPolicy {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        self.origin.check(request.url(), "the request")?;
        if request.url().scheme() != "https" {
            return Err(Error::with_message(ErrorKind::Other, "a token is sent over https only, nothing was sent"));
        }
        let (token, renewal) = self.tokens.token(context).await?;
        authorize(request, &token);
        let response = beside(renewal, next[0].send(context, request, &next[1..])).await?;
        if response.status() != StatusCode::Unauthorized {
            return Ok(response);
        }
        let Some(claims) = challenge::claims(response.headers()) else {
            self.tokens.forget(&token);
            return Ok(response);
        };
        drop(response);
        let renewed = self.tokens.renew(context, &token, &claims).await?;
        request.body_mut().reset().await?;
        authorize(request, &renewed);
        let response = next[0].send(context, request, &next[1..]).await?;
        if response.status() != StatusCode::Unauthorized {
            return Ok(response);
        }
        self.tokens.forget(&renewed);
        let asked = Asked::in_context(context, request);
        // In a box, since it is rare, and each call would carry its size.
        Err(Box::pin(still_refused(response, renewed.secret() == token.secret(), asked)).await)
    }
}

/// Sends, and helps a renewal along meanwhile. What is left of that when the answer is there is for the next call.
async fn beside(renewal: Option<TokenRequest>, sending: BoxFuture<'_, PolicyResult>) -> PolicyResult {
    let Some(renewal) = renewal else { return sending.await };
    match select(renewal, sending).await {
        Either::Left((_, sending)) => sending.await,
        Either::Right((result, _)) => result,
    }
}

fn authorize(request: &mut Request, token: &Token) {
    request.insert_header(AUTHORIZATION, format!("Bearer {}", token.secret()));
}

/// The error of a second 401. Without an explanation it would read like a missing permission, which it is not.
async fn still_refused(response: AsyncRawResponse, same: bool, asked: Asked) -> Error {
    let wants_claims = response.headers().get_optional_str(&WWW_AUTHENTICATE).is_some();
    let response = match response.try_into_raw_response().await {
        Ok(response) => response,
        Err(error) => return error,
    };
    let why = match (same, wants_claims) {
        (true, _) => {
            "the credential answered the request for a token with these claims with the token that was just refused"
        }
        (false, true) => "the new token was challenged as well",
        (false, false) => "the new token was refused",
    };
    error::from_response(&response, asked).with_context(format!(
        "401 again after a claims challenge: {why}; the credential may have ignored the claims, \
         as azure_identity 1.x does: sign in anew, or use a credential that reads `Claims` from its request's context"
    ))
}
