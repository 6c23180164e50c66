//! One try on the wire: how large its answer may be, how long it may take, how slowly it may arrive.
//!
//! azure_core reads a body to its end right behind the transport, whatever its size, so a policy would come too late. What
//! stands here takes the place of the transport and reads the body itself, as the transport hands it on: decompressed.
//!
//! Invariant: no more than the limit and one chunk is held, whatever the status; and a try that is cut off is a lost
//! connection for whoever decides about repeating.

use std::{error, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    Bytes,
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Context, Method, Request, StatusCode, Transport,
        headers::Headers,
        policies::{Policy, PolicyResult},
        response::AsyncResponseBody,
    },
};
use futures::StreamExt as _;

use crate::{
    base::{chunks::Chunks, clock::Clock},
    policy::watch::{Cut, Watch},
};

/// So much memory is taken on the word of `Content-Length` alone.
const AT_ONCE: usize = 1024 * 1024;

/// A transport with limits. Stands behind everything else.
#[derive(Debug)]
pub(crate) struct Attempt {
    transport: Transport,
    clock: Arc<dyn Clock>,
    timeout: Option<Duration>,
    max_bytes: usize,
}

impl Attempt {
    pub(crate) fn new(
        transport: Transport,
        clock: Arc<dyn Clock>,
        timeout: Option<Duration>,
        max_bytes: usize,
    ) -> Self {
        Self { transport, clock, timeout, max_bytes }
    }

    async fn read(&self, watch: &mut Watch<'_>, mut answer: Answer) -> azure_core::Result<Bytes> {
        if answer.announced.is_some_and(|announced| announced > self.max_bytes) {
            return Err(self.too_large(answer.status));
        }
        watch.body_begins();
        let at_once = answer.announced.unwrap_or_default().min(AT_ONCE);
        let mut chunks = Chunks::default();
        loop {
            let chunk = match watch.over(answer.body.next()).await {
                Ok(None) => break,
                Ok(Some(chunk)) => chunk?,
                Err(cut) => {
                    return Err(Interrupted { cut, received: chunks.len(), announced: answer.announced }.into());
                }
            };
            if chunks.len() + chunk.len() > self.max_bytes {
                return Err(self.too_large(answer.status));
            }
            watch.received(chunk.len());
            chunks.push(chunk, at_once);
        }
        match answer.announced {
            Some(announced) if chunks.len() < announced => {
                let message = format!("connection lost: {} of {announced} bytes of the answer arrived", chunks.len());
                Err(Error::with_message(ErrorKind::Io, message))
            }
            _ => Ok(chunks.into_bytes()),
        }
    }

    /// Such an answer is not asked for again. A failure keeps its status, all else about it is lost.
    fn too_large(&self, status: StatusCode) -> Error {
        let message = format!(
            "the answer ({}) is larger than the {} bytes that `ClientOptions::max_response_bytes` allows",
            u16::from(status),
            self.max_bytes
        );
        let kind = if status.is_success() {
            ErrorKind::DataConversion
        } else {
            ErrorKind::HttpResponse { status, error_code: None, raw_response: None }
        };
        Error::with_message(kind, message)
    }
}

#[async_trait]
impl Policy for Attempt {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut Request, _: &[Arc<dyn Policy>]) -> PolicyResult {
        let mut watch = Watch::new(&self.clock, self.timeout);
        let method = request.method();
        let response = match watch.over(self.transport.send(context, request)).await {
            Ok(response) => response?,
            Err(cut) => return Err(Interrupted { cut, received: 0, announced: None }.into()),
        };
        let (status, headers, body) = response.deconstruct();
        let announced = announced(method, status, &headers);
        let body = self.read(&mut watch, Answer { status, announced, body }).await?;
        Ok(AsyncRawResponse::from_bytes(status, headers, body))
    }
}

/// An answer whose body is still to be read.
struct Answer {
    status: StatusCode,
    announced: Option<usize>,
    body: AsyncResponseBody,
}

/// How long the body will be, where that can be told.
fn announced(method: Method, status: StatusCode, headers: &Headers) -> Option<usize> {
    // Here the header speaks of another body, or of this one before it was decompressed.
    if method == Method::Head || matches!(u16::from(status), 204 | 304) {
        return None;
    }
    // Two look-ups cost more than one look at all.
    let mut announced = None;
    for (name, value) in headers.iter() {
        if name.as_str().eq_ignore_ascii_case("content-encoding") {
            return None;
        }
        if name.as_str().eq_ignore_ascii_case("content-length") {
            announced = value.as_str().trim().parse().ok();
        }
    }
    announced
}

/// A try that was cut off: the source of its error.
#[derive(Debug)]
pub(crate) struct Interrupted {
    cut: Cut,
    received: usize,
    announced: Option<usize>,
}

impl Interrupted {
    /// Whether another try would most likely be cut off too: the transfer works, and is slow.
    pub(crate) fn would_recur(&self) -> bool {
        self.announced.is_some_and(|announced| self.received >= announced.div_ceil(2))
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cut {
            Cut::Late(timeout) => write!(
                f,
                "the try was cut off after `RetryOptions::attempt_timeout` ({timeout:?}), which a transfer that is slow but \
                 healthy may switch off; "
            )?,
            Cut::Slow(bytes) => write!(
                f,
                "the try was cut off because its answer arrives too slowly: {bytes} bytes in {:?}, at least 1 KiB a second is \
                 expected; ",
                Watch::WINDOW
            )?,
        }
        match self.announced {
            Some(announced) => write!(f, "{} of {announced} bytes of the answer had arrived", self.received),
            None => write!(f, "{} bytes of an answer had arrived", self.received),
        }
    }
}

impl error::Error for Interrupted {}

impl From<Interrupted> for Error {
    fn from(interrupted: Interrupted) -> Self {
        Self::new(ErrorKind::Io, interrupted)
    }
}
