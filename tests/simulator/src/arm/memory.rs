//! The fake service as an in-memory transport.

use std::{fmt, sync::Arc};

use azure_core::{
    Bytes,
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, HttpClient, Request, StatusCode, Transport,
        headers::{HeaderName, HeaderValue, Headers},
    },
};

use super::Service;
use kit::wire::{End, Incoming, Reply};

/// An `HttpClient` that hands each request to the service. Delays are tokio's, so a paused clock skips them.
pub struct Memory {
    service: Arc<Service>,
}

impl Memory {
    /// A transport to the service.
    #[must_use]
    pub fn transport(service: &Arc<Service>) -> Transport {
        Transport::new(Arc::new(Self { service: Arc::clone(service) }))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl HttpClient for Memory {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let reply = self.service.answer(incoming(request));
        tokio::time::sleep(reply.delay).await;
        match reply.end {
            End::Refused => Err(Error::with_message(ErrorKind::Connection, "connection refused")),
            End::Lost => Err(Error::with_message(ErrorKind::Io, "connection reset by peer")),
            End::Whole => Ok(respond(&reply, None)),
            End::Cut(at) => Ok(respond(&reply, Some(at))),
        }
    }
}

fn incoming(request: &Request) -> Incoming {
    let headers =
        request.headers().iter().map(|(name, value)| (name.as_str().to_lowercase(), value.as_str().to_owned()));
    Incoming {
        method: request.method().as_str().to_owned(),
        url: request.url().clone(),
        headers: headers.collect(),
        body: Bytes::from(request.body()).to_vec(),
    }
}

fn respond(reply: &Reply, cut: Option<usize>) -> AsyncRawResponse {
    let mut headers = Headers::new();
    for (name, value) in &reply.headers {
        headers.insert(HeaderName::from(name.clone()), HeaderValue::from(value.clone()));
    }
    let status = StatusCode::from(reply.status);
    let Some(cut) = cut else { return AsyncRawResponse::from_bytes(status, headers, reply.body.clone()) };
    let start = Bytes::copy_from_slice(&reply.body[..cut]);
    let lost = Error::with_message(ErrorKind::Io, "connection reset by peer in the middle of the body");
    AsyncRawResponse::new(status, headers, Box::pin(futures::stream::iter([Ok(start), Err(lost)])))
}
