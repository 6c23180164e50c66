//! A transport that leads to a function instead of a server.

use std::{fmt, sync::Arc};

use azure_core::{
    Result,
    http::{AsyncRawResponse, HttpClient, Request, Transport},
};
use futures::{FutureExt as _, future::BoxFuture};

use crate::wire::{Incoming, Reply};

type Handler = Box<dyn Fn(Incoming) -> BoxFuture<'static, Result<AsyncRawResponse>> + Send + Sync>;

struct Carrier(Handler);

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carrier").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl HttpClient for Carrier {
    async fn execute_request(&self, request: &Request) -> Result<AsyncRawResponse> {
        (self.0)(Incoming::from(request)).await
    }
}

/// A transport that hands each request to a function.
pub fn transport<F>(handler: impl Fn(Incoming) -> F + Send + Sync + 'static) -> Transport
where
    F: Future<Output = Result<AsyncRawResponse>> + Send + 'static,
{
    Transport::new(Arc::new(Carrier(Box::new(move |request| handler(request).boxed()))))
}

/// What arrives of a reply, after its delay, which is tokio's: a paused clock skips it.
///
/// # Errors
/// If the reply ends before its body begins.
pub async fn deliver(reply: Reply) -> Result<AsyncRawResponse> {
    tokio::time::sleep(reply.delay).await;
    reply.arrive()
}
