//! A call that has not been made yet. Awaiting it makes it.

use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use azure_core::http::{Context, RawResponse};
use futures::future::BoxFuture;

use crate::{
    request::{Gives, Operation, Prepared},
    response::{Answers, Payload, Response},
};

/// One call to the service. Nothing is sent before it is awaited; dropping the future cancels it.
///
/// A call ends with the work it asks for. Where the service answers 202 with a link although the API does not declare that,
/// the work is followed to its end as a [`Poller`](crate::Poller) follows it, for at most the call's
/// [deadline](crate::RetryOptions::deadline), or ten minutes if it has none. After that comes a
/// [`DeadlineExceeded`](crate::DeadlineExceeded) with the [token](crate::DeadlineExceeded::token) of the work, which goes on
/// by itself. Dropping the future stops the following, not the work.
///
/// A 200, 201 or 204 that the API does not declare is a success where the operation gives nothing, or where the body has a
/// member that its model declares and is no error. Any other success that is not declared is an
/// [`ArmError`](crate::ArmError).
#[must_use = "nothing is sent before a call is awaited"]
pub struct Call<T> {
    prepared: Prepared,
    payload: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(crate) fn new(prepared: Prepared) -> Self {
        Self { prepared, payload: PhantomData }
    }

    /// Replaces the context that the policies of the pipeline see.
    pub fn with_context(mut self, context: Context<'static>) -> Self {
        self.prepared.set_context(context);
        self
    }

    /// Adds a header to the request, or replaces the one of that name that the operation sends.
    ///
    /// Headers that are not the caller's to set fail the call with an [`InvalidArgument`](super::InvalidArgument), before
    /// anything is sent: those of the message (`Host`, `Content-Length`, `Transfer-Encoding`, `Trailer`) and of the
    /// connection (`Connection`, `Keep-Alive`, `Proxy-Connection`, `TE`, `Upgrade`), which could send the token elsewhere or
    /// break the calls beside this one; `Authorization` and `User-Agent`, which the client would replace; and
    /// `Accept-Encoding`, without which the transport does not decode the body.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.prepared.set_header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the `x-ms-client-request-id` of this call, a fresh UUID otherwise.
    pub fn with_client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.prepared.set_client_request_id(id.as_ref());
        self
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.prepared.operation.name).finish_non_exhaustive()
    }
}

impl<T: Payload> IntoFuture for Call<T> {
    type Output = azure_core::Result<Response<T>>;
    type IntoFuture = Sending<T>;

    #[inline]
    fn into_future(self) -> Sending<T> {
        let (operation, gives) = (self.prepared.operation, Gives { name: T::name, recognizes: T::recognizes });
        Sending { operation, inner: self.prepared.send(gives), payload: PhantomData }
    }
}

/// The future of a [`Call`].
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<T> {
    operation: &'static Operation,
    inner: BoxFuture<'static, azure_core::Result<RawResponse>>,
    payload: PhantomData<fn() -> T>,
}

impl<T> Future for Sending<T> {
    type Output = azure_core::Result<Response<T>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let answers = Answers::Call(self.operation);
        self.inner.as_mut().poll(task).map(|result| result.map(|response| Response::to(answers, response)))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
