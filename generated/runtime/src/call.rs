//! A call that has not been made yet. Awaiting it makes it.

use std::{
    borrow::Cow,
    fmt,
    future::{Future, ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context as TaskContext, Poll},
    time::Duration,
};

use azure_core::http::{Context, Method, RawResponse, Url};
use futures::future::BoxFuture;

use crate::{
    args::{operation::Operation, param::InvalidArgument},
    client::{
        prepared::{Prepared, refused},
        request::Request,
        response::{Answers, Response},
    },
    error::{self, Asked, arm_error::Recognizes},
    lro::{answer::Answer, engine::Engine},
    model::payload::Payload,
    policy::deadline::Deadline,
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
///
/// It is a future like any other, for `join_all`, `buffer_unordered` or a task of its own:
/// ```
/// # async fn example(calls: Vec<arm_runtime::Call<()>>) {
/// for result in futures::future::join_all(calls).await {
///     println!("{:?}", result.map(|response| response.status()));
/// }
/// # }
/// ```
#[must_use = "nothing is sent before a call is awaited"]
pub struct Call<T> {
    inner: Inner,
    payload: PhantomData<fn() -> T>,
}

/// A call whatever it gives, so that it is compiled once.
struct Inner {
    operation: Operation,
    /// Until it is sent. In a box, or whoever awaits many calls at once would hold a kilobyte for each to its end.
    prepared: Option<Box<Prepared>>,
    /// Since it is sent.
    sending: Option<BoxFuture<'static, azure_core::Result<RawResponse>>>,
}

impl<T> Call<T> {
    pub(crate) fn new(prepared: Prepared) -> Self {
        let operation = prepared.operation;
        Self { inner: Inner { operation, prepared: Some(Box::new(prepared)), sending: None }, payload: PhantomData }
    }

    /// Replaces the context that the policies of the pipeline see.
    ///
    /// Like all settings it is made before the call is polled. After that it is too late, and fails the call with an
    /// [`InvalidArgument`](crate::InvalidArgument).
    pub fn with_context(mut self, context: Context<'static>) -> Self {
        self.inner.configure("context", |prepared| prepared.set_context(context));
        self
    }

    /// Adds a header to the request, or replaces the one of that name that the operation sends.
    ///
    /// Headers that are not the caller's to set fail the call with an [`InvalidArgument`](crate::InvalidArgument), before
    /// anything is sent: those of the message (`Host`, `Content-Length`, `Transfer-Encoding`, `Trailer`) and of the
    /// connection (`Connection`, `Keep-Alive`, `Proxy-Connection`, `TE`, `Upgrade`), which could send the token elsewhere or
    /// break the calls beside this one; `Authorization` and `User-Agent`, which the client would replace; and
    /// `Accept-Encoding`, without which the transport does not decode the body.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.inner.configure("header", |prepared| prepared.set_header(name.as_ref(), value.as_ref()));
        self
    }

    /// Sets the `x-ms-client-request-id` of this call, a fresh UUID otherwise.
    pub fn with_client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.inner.configure("client_request_id", |prepared| prepared.set_client_request_id(id.as_ref()));
        self
    }
}

impl Inner {
    /// Changes a setting, unless it is too late for that.
    fn configure(&mut self, name: &'static str, change: impl FnOnce(&mut Prepared)) {
        if let Some(prepared) = &mut self.prepared {
            change(prepared);
        } else {
            let invalid = InvalidArgument::new(name, "must be set before the call is polled", None);
            let error = refused(invalid, &self.operation);
            self.sending = Some(Box::pin(ready(Err(error))));
        }
    }

    /// Sends it if that was not done, and goes on.
    fn poll(&mut self, gives: Gives, task: &mut TaskContext<'_>) -> Poll<azure_core::Result<RawResponse>> {
        if let Some(prepared) = self.prepared.take() {
            self.sending = Some(prepared.send(gives));
        }
        self.sending.as_mut().expect("what is not prepared is being sent").as_mut().poll(task)
    }
}

impl Request {
    /// Ends as one call.
    pub fn call<T: Payload>(self) -> Call<T> {
        #[cfg_attr(not(feature = "fake"), expect(unused_mut, reason = "only a fake service is told more"))]
        let mut prepared = self.prepare();
        #[cfg(feature = "fake")]
        prepared.note_call::<T>(crate::client::called::Ends::Call);
        Call::new(prepared)
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.inner.operation.name).finish_non_exhaustive()
    }
}

impl<T: Payload> Future for Call<T> {
    type Output = azure_core::Result<Response<T>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let answers = Answers::call(&self.inner.operation);
        let gives = Gives { name: T::name, recognizes: T::recognizes };
        self.inner.poll(gives, task).map(|result| result.map(|response| Response::to(answers, response)))
    }
}

/// How long a call is followed whose answer, 202, is not declared, if the client sets calls no deadline.
const FOLLOWED_FOR: Duration = Duration::from_secs(10 * 60);

/// What an operation gives, where the type of the result is not known.
#[derive(Clone, Copy)]
pub(crate) struct Gives {
    /// What it is called.
    pub(crate) name: fn() -> Cow<'static, str>,
    /// Whether a body can only be that.
    pub(crate) recognizes: Recognizes,
}

impl Prepared {
    /// Whether an answer that is no declared success says that the work goes on, and where.
    fn is_under_way(&self, url: &Url, response: &RawResponse) -> bool {
        let reads = matches!(self.operation.method, Method::Get | Method::Head);
        u16::from(response.status()) == 202 && !reads && Answer::new(url, response).has_links()
    }

    /// Sends it, and follows it to its end if the service answers 202 although the operation does not declare that. Any other
    /// status that is not declared is an error, unless `gives` recognizes the body.
    ///
    /// The future is what it captured and what it waits for, and no more: an `async fn` would hold the request twice, and the
    /// allocator is slow from a kilobyte on.
    pub(crate) fn send(mut self: Box<Self>, gives: Gives) -> BoxFuture<'static, azure_core::Result<RawResponse>> {
        Box::pin(async move {
            #[cfg(feature = "fake")]
            self.tell_called();
            let until = self.core.deadline().map(|deadline| Deadline::after(deadline, &**self.core.clock()));
            let request = match self.request {
                Ok(ref mut request) => request,
                Err(error) => return Err(error),
            };
            let response = self.core.send(&mut self.context, request, (&self.operation).into()).await?;
            if self.operation.success.contains(&u16::from(response.status())) {
                return Ok(response);
            }
            let (url, asked) = (request.url().clone(), Asked::of(self.operation.name, request));
            if self.is_under_way(&url, &response) {
                let until = until.unwrap_or_else(|| Deadline::after(FOLLOWED_FOR, &**self.core.clock()));
                let engine = Engine::accepted(&self, (url, response), (gives.name)(), until);
                return Box::pin(Box::new(engine).finish()).await;
            }
            error::check_status(&response, self.operation.success, gives.recognizes, || asked)?;
            Ok(response)
        })
    }
}
