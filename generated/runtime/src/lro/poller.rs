//! Long-running operations, as an application sees them.

use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    mem,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
    time::Duration,
};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Context, RawResponse},
};
use futures::{Stream, StreamExt, future::BoxFuture};

use crate::{
    base::lock::lock,
    client::{
        client_core::ClientCore,
        prepared::Prepared,
        request::Request,
        response::{Answers, Response},
    },
    lro::{
        engine::{Engine, TokenSlot},
        operation::FinalState,
        status::OperationStatus,
        token::{PollerToken, shown},
    },
    model::payload::Payload,
};

/// A client that operations can be resumed with: each api-version's `Client`.
pub trait Resume {
    /// What its requests go through.
    #[doc(hidden)]
    fn core(&self) -> &ClientCore;
}

impl Resume for ClientCore {
    fn core(&self) -> &ClientCore {
        self
    }
}

/// A long-running operation that has not begun yet.
///
/// Awaiting it begins it, follows it to its end and gives the result; an operation that fails or is canceled is an error
/// with the code, message and details that Azure gives. As a stream it gives every status, each before the wait for the
/// next; awaiting it after that gives the result. Nothing is sent before either. Dropping it stops following the operation,
/// which goes on by itself.
///
/// ```no_run
/// # async fn example(client: &arm_runtime::codegen::ClientCore, mut poller: arm_runtime::Poller<()>) -> azure_core::Result<()> {
/// # use arm_runtime::{Poller, PollerToken};
/// let mut saved = None;
/// while let Some(status) = poller.next().await {
///     println!("{:?}", status?.state());
///     saved = poller.token().map(|token| token.to_string());
/// }
/// let result = poller.await?;
///
/// // Or later, in another process:
/// let token: PollerToken = saved.unwrap_or_default().parse()?;
/// let result = Poller::<()>::resume(client, token).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before a poller is awaited or polled"]
pub struct Poller<T> {
    run: Run,
    payload: PhantomData<fn() -> T>,
}

/// The engine, or the future that has it. A future that is only half done stays here when whoever polled it goes away.
struct Run {
    state: State,
    /// Settings that were made while a step was under way, for its end.
    pending: Vec<Setting>,
    token: TokenSlot,
    operation: String,
    core: ClientCore,
}

type Setting = Box<dyn FnOnce(&mut Engine) + Send>;

type Stepped = (Box<Engine>, Option<azure_core::Result<OperationStatus>>);

enum State {
    Resting(Box<Engine>),
    Stepping(BoxFuture<'static, Stepped>),
    /// Only while the state changes, and for good if a step panics.
    Taken,
}

impl Request {
    /// Ends as a long-running operation.
    pub fn begin<T: Payload>(self, final_state: Option<FinalState>) -> Poller<T> {
        Poller::begin(self.prepare(), final_state)
    }
}

impl<T: Payload> Poller<T> {
    #[cfg_attr(not(feature = "fake"), expect(unused_mut, reason = "only a fake service is told more"))]
    pub(crate) fn begin(mut prepared: Prepared, final_state: Option<FinalState>) -> Self {
        #[cfg(feature = "fake")]
        prepared.note_call::<T>(crate::client::called::Ends::Begin(final_state));
        Self { run: Run::new(Engine::begin(prepared, final_state, T::name())), payload: PhantomData }
    }

    /// Follows an operation that was begun elsewhere, from a saved [`token`](Self::token). It asks at once how the operation
    /// stands. `T` is what the operation gives, as it stands in the return type of its method; a token of an operation that
    /// gives something else, or of another api-version, is refused before anything is sent.
    pub fn resume(client: &impl Resume, token: PollerToken) -> Self {
        Self { run: Run::new(Engine::resume(client.core().clone(), token, T::name())), payload: PhantomData }
    }
}

impl<T> Poller<T> {
    /// What its requests go through.
    pub(crate) fn core(&self) -> &ClientCore {
        &self.run.core
    }

    /// Goes on with the operation that a saved [`token`](Self::token) says instead of beginning it anew. For whoever makes
    /// the same call once more: a token of another operation or of another thing is refused before anything is sent, and so is
    /// one that comes after the operation was begun.
    pub fn with_token(mut self, token: PollerToken) -> Self {
        self.run.configure(|engine| engine.attach_token(token));
        self
    }

    /// The next status; `None` when the operation has ended. The same as `StreamExt::next`, without the trait.
    ///
    /// # Errors
    /// If the operation failed or was canceled, or how it stands cannot be learned.
    pub async fn next(&mut self) -> Option<azure_core::Result<OperationStatus>> {
        StreamExt::next(self).await
    }

    /// The operation in a form that can be saved. `None` before the first answer, and if that was already the last.
    #[must_use]
    pub fn token(&self) -> Option<PollerToken> {
        lock(&self.run.token).clone()
    }

    /// Sets how long to wait between two polls when the service does not say, 30 seconds otherwise. Of a poller that has begun
    /// it counts from the next status on.
    ///
    /// However short a wait the service asks for, at least a second passes between two polls, or this interval if it is
    /// shorter.
    pub fn with_interval(mut self, interval: Duration) -> Self {
        self.run.configure(move |engine| engine.interval = interval);
        self
    }

    /// Sets how long to follow the operation. Beyond it comes an error, but the operation goes on: keep its
    /// [`token`](Self::token). Nothing goes beyond it: a request that is under way then is cut off, and the last look is had
    /// a little before. The error's source is a [`DeadlineExceeded`](crate::DeadlineExceeded). It counts from the first
    /// request, and of a poller that has begun from the moment it is set.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.run.configure(move |engine| engine.set_deadline(deadline));
        self
    }

    /// Replaces the context that the policies of the pipeline see of each request from now on.
    pub fn with_context(mut self, context: Context<'static>) -> Self {
        self.run.configure(move |engine| {
            if let Some(prepared) = engine.prepared() {
                prepared.set_context(context.clone());
            }
            engine.set_context(context);
        });
        self
    }

    /// Adds a header to every request from now on: the one that begins the operation, the polls, and the one that reads the
    /// result.
    ///
    /// `Accept`, `Content-*`, `Expect`, `If-*`, `Prefer` and `Range` speak of the first request alone, so the others do not
    /// carry them; set after the operation has begun, they are refused, which is the next error of this poller.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref().to_owned(), value.as_ref().to_owned());
        self.run.configure(move |engine| engine.set_header(&name, &value));
        self
    }

    /// Sets the `x-ms-client-request-id` of every request from now on, a fresh UUID for each otherwise.
    pub fn with_client_request_id(mut self, id: impl AsRef<str>) -> Self {
        let id = id.as_ref().to_owned();
        self.run.configure(move |engine| engine.set_client_request_id(&id));
        self
    }
}

impl Run {
    fn new(engine: Engine) -> Self {
        let (token, operation, core) = (engine.token(), engine.operation().to_owned(), engine.core().clone());
        Self { state: State::Resting(Box::new(engine)), pending: Vec::new(), token, operation, core }
    }

    /// Changes a setting, at the end of the step that is under way in a poller that was polled by hand and let go.
    #[inline]
    fn configure(&mut self, change: impl FnOnce(&mut Engine) + Send + 'static) {
        match &mut self.state {
            State::Resting(engine) => change(engine),
            State::Stepping(_) => self.pending.push(Box::new(change)),
            // A step has panicked, which is all that this poller has to say.
            State::Taken => {}
        }
    }

    fn poll_next(&mut self, task: &mut TaskContext<'_>) -> Poll<Option<azure_core::Result<OperationStatus>>> {
        let mut step = match mem::replace(&mut self.state, State::Taken) {
            State::Resting(engine) => Box::pin(engine.step()),
            State::Stepping(step) => step,
            State::Taken => return Poll::Ready(None),
        };
        let polled = step.as_mut().poll(task);
        if polled.is_pending() {
            self.state = State::Stepping(step);
        }
        let (mut engine, status) = ready!(polled);
        apply(&mut self.pending, &mut engine);
        self.state = State::Resting(engine);
        Poll::Ready(status)
    }

    async fn finish(mut self) -> azure_core::Result<RawResponse> {
        let engine = match self.state {
            State::Resting(engine) => engine,
            State::Stepping(step) => {
                let (mut engine, status) = step.await;
                apply(&mut self.pending, &mut engine);
                status.transpose()?;
                engine
            }
            State::Taken => {
                let message = format!("{}: a step of this poller panicked", shown(&self.operation));
                return Err(Error::with_message(ErrorKind::Other, message));
            }
        };
        engine.finish().await
    }
}

/// Makes the settings that came while a step was under way.
fn apply(pending: &mut Vec<Setting>, engine: &mut Engine) {
    for change in mem::take(pending) {
        change(engine);
    }
}

impl<T> Stream for Poller<T> {
    type Item = azure_core::Result<OperationStatus>;

    fn poll_next(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().run.poll_next(task)
    }
}

impl<T> IntoFuture for Poller<T> {
    type Output = azure_core::Result<Response<T>>;
    type IntoFuture = Finishing<T>;

    fn into_future(self) -> Finishing<T> {
        Finishing { operation: self.run.operation.clone(), inner: Box::pin(self.run.finish()), payload: PhantomData }
    }
}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("operation", &self.run.operation).finish_non_exhaustive()
    }
}

/// The future of a [`Poller`].
#[must_use = "futures do nothing unless awaited"]
pub struct Finishing<T> {
    operation: String,
    inner: BoxFuture<'static, azure_core::Result<RawResponse>>,
    payload: PhantomData<fn() -> T>,
}

impl<T> Future for Finishing<T> {
    type Output = azure_core::Result<Response<T>>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let response = ready!(self.inner.as_mut().poll(task))?;
        let answers = Answers::Operation(mem::take(&mut self.operation));
        Poll::Ready(Ok(Response::to(answers, response)))
    }
}

impl<T> fmt::Debug for Finishing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finishing").finish_non_exhaustive()
    }
}
