//! A transport that leads to a function instead of a server.

use std::{fmt, sync::Arc};

use azure_core::{
    Bytes, Result,
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, HttpClient, Request, StatusCode, Transport,
        headers::{HeaderName, HeaderValue, Headers},
    },
};
use futures::{FutureExt as _, future::BoxFuture};

use crate::wire::{End, Incoming, Reply};

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
        (self.0)(incoming(request)).await
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
    match reply.end {
        End::Refused => Err(Error::with_message(ErrorKind::Connection, "connection refused")),
        End::Lost => Err(Error::with_message(ErrorKind::Io, "connection reset by peer")),
        End::Whole => Ok(answer(reply.status, reply.headers, reply.body)),
        End::Cut(at) => {
            let start = Bytes::copy_from_slice(&reply.body[..at]);
            let lost = Error::with_message(ErrorKind::Io, "connection reset by peer in the middle of the body");
            let body = Box::pin(futures::stream::iter([Ok(start), Err(lost)]));
            Ok(AsyncRawResponse::new(StatusCode::from(reply.status), headers(reply.headers), body))
        }
    }
}

/// A whole answer.
pub(crate) fn answer(status: u16, names: Vec<(String, String)>, body: Vec<u8>) -> AsyncRawResponse {
    AsyncRawResponse::from_bytes(StatusCode::from(status), headers(names), body)
}

fn headers(names: Vec<(String, String)>) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in names {
        headers.insert(HeaderName::from(name), HeaderValue::from(value));
    }
    headers
}

fn incoming(request: &Request) -> Incoming {
    let headers = request.headers().iter();
    Incoming {
        method: request.method().as_str().to_owned(),
        url: request.url().clone(),
        headers: headers.map(|(name, value)| (name.as_str().to_lowercase(), value.as_str().to_owned())).collect(),
        body: Bytes::from(request.body()).to_vec(),
    }
}
