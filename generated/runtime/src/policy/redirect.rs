//! Redirects: followed below the configured endpoint, refused out of it.
//!
//! The default transport follows none itself, since it would take the token along. A transport that an application brings
//! should not either; this policy sees only what the transport hands on.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Context, Method, Request,
        headers::HeaderName,
        policies::{Policy, PolicyResult},
    },
};

use crate::policy::origin::Origin;

const LOCATION: HeaderName = HeaderName::from_static("location");

/// Enough for a service that moves between regions; a chain beyond it goes nowhere.
const MOST: usize = 5;

/// The policy. Stands in front of authentication, which checks each stop once more.
#[derive(Debug)]
pub(crate) struct RedirectPolicy {
    origin: Origin,
}

impl RedirectPolicy {
    pub(crate) fn new(origin: Origin) -> Self {
        Self { origin }
    }

    async fn follow(&self, context: &Context<'_>, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        for _ in 0..=MOST {
            let response = next[0].send(context, request, &next[1..]).await?;
            let Some(link) = target(request.method(), &response) else { return Ok(response) };
            let what = format!("the redirect ({}) of {}", u16::from(response.status()), request.url().path());
            *request.url_mut() = self.origin.resolve(request.url(), link, &what)?;
            request.body_mut().reset().await?;
        }
        Err(Error::with_message(
            ErrorKind::Other,
            format!("gave up after {MOST} redirects, the last one to {}", request.url().path()),
        ))
    }
}

/// Where to go on. A method other than GET and HEAD is repeated only where the status says that it stays what it is.
fn target(method: Method, response: &AsyncRawResponse) -> Option<&str> {
    let reads = matches!(method, Method::Get | Method::Head);
    match u16::from(response.status()) {
        307 | 308 => {}
        301..=303 if reads => {}
        _ => return None,
    }
    response.headers().get_optional_str(&LOCATION).filter(|link| !link.trim().is_empty())
}

#[async_trait]
impl Policy for RedirectPolicy {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let asked = request.url().clone();
        let result = self.follow(context, request, next).await;
        // A retry starts where the call did.
        *request.url_mut() = asked;
        result
    }
}
