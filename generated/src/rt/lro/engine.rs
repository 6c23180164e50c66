//! Follows one operation: sends, waits, counts what went wrong. What an answer means is decided by `state`.
//!
//! Invariant: not generic and without a type for the result, so that it is compiled once, in this crate. Nothing is sent
//! before the first [`Engine::step`], and dropping a future of it stops everything.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use azure_core::{
    error::{Error, ErrorKind},
    http::{Context, Method, RawResponse, Request as HttpRequest, Url, headers::ACCEPT, poller::PollerStatus},
};

use super::{
    super::{
        ArmError, Core, DeadlineExceeded, FinalState, core::RequestPlan, deadline::Until, error, request::Prepared,
        retry_after::retry_after, span::Whole,
    },
    answer::Answer,
    failure,
    state::{Lro, Reading, Step},
    status::OperationStatus,
    token::{PollerToken, Subject},
};

/// How long to wait between two polls when the service does not say. What the other Azure SDKs do.
const INTERVAL: Duration = Duration::from_secs(30);

/// How many answers in a row may tell nothing. Each was already repeated by the retry policy.
const MOST_UNCLEAR: u32 = 20;

/// How long before the deadline the last look is had, if there is that much time: an answer takes some.
const LAST_LOOK: Duration = Duration::from_secs(5);

/// Where a token stands for whoever asks while the engine runs.
pub(crate) type TokenSlot = Arc<Mutex<Option<PollerToken>>>;

/// The engine.
pub(crate) struct Engine {
    core: Core,
    subject: Subject,
    context: Context<'static>,
    pub(crate) interval: Duration,
    pub(crate) deadline: Option<Duration>,
    until: Option<Until>,
    last_look: bool,
    unclear: u32,
    span: Whole,
    phase: Phase,
    token: TokenSlot,
}

enum Phase {
    /// Nothing was sent.
    Begin(Box<Prepared>, Option<FinalState>),
    /// Nothing was sent by this process.
    Resume(Box<PollerToken>),
    /// To be asked after a wait.
    Poll(Lro, Duration),
    /// It succeeded; the result is to be fetched.
    Fetch(Lro, Url),
    /// It succeeded with this.
    Done(RawResponse),
    /// It failed, which is still to be said.
    Fail(Error),
    /// All was said.
    Over,
}

/// What came of a request.
enum Heard {
    Answer(RawResponse),
    /// Nothing about the operation; the service may have asked for a wait.
    Nothing(Error, Option<Duration>),
}

impl Engine {
    pub(crate) fn begin(prepared: Prepared, via: Option<FinalState>, model: Cow<'static, str>) -> Self {
        let core = prepared.core.clone();
        let subject = Subject { operation: Cow::Borrowed(prepared.operation.name), model };
        Self::new(core, subject, Phase::Begin(Box::new(prepared), via), None)
    }

    pub(crate) fn resume(core: Core, token: PollerToken, model: Cow<'static, str>) -> Self {
        let subject = Subject { operation: Cow::Owned(token.operation().to_owned()), model };
        Self::new(core, subject, Phase::Resume(Box::new(token.clone())), Some(token))
    }

    fn new(core: Core, subject: Subject, phase: Phase, token: Option<PollerToken>) -> Self {
        Self {
            core,
            subject,
            context: Context::new(),
            interval: INTERVAL,
            deadline: None,
            until: None,
            last_look: false,
            unclear: 0,
            span: Whole::default(),
            phase,
            token: Arc::new(Mutex::new(token)),
        }
    }

    /// Goes on with what was begun before instead of beginning it.
    pub(crate) fn take_up(&mut self, token: PollerToken) {
        let checked = if let Phase::Begin(prepared, _) = &self.phase {
            prepared.request.as_ref().map(|request| token.check(self.operation(), request))
        } else {
            let message = format!("{} was begun, so it cannot be taken up from a token", self.operation());
            Ok(Err(Error::with_message(ErrorKind::Other, message)))
        };
        // An argument that was refused is the error to tell.
        let Ok(checked) = checked else { return };
        self.phase = match checked {
            Ok(()) => {
                *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
                Phase::Resume(Box::new(token))
            }
            Err(error) => Phase::Fail(error),
        };
    }

    pub(crate) fn operation(&self) -> &str {
        &self.subject.operation
    }

    pub(crate) fn token(&self) -> TokenSlot {
        Arc::clone(&self.token)
    }

    /// The request that begins the operation, as long as it was not sent.
    pub(crate) fn prepared(&mut self) -> Option<&mut Prepared> {
        match &mut self.phase {
            Phase::Begin(prepared, _) => Some(prepared),
            _ => None,
        }
    }

    /// Sets what the policies see of every request but the first.
    pub(crate) fn set_context(&mut self, context: Context<'static>) {
        self.context = context;
        self.span.put_into(&mut self.context);
    }

    /// Goes on to the next status; `None` when it is known how the operation ended.
    pub(crate) async fn step(mut self: Box<Self>) -> (Box<Self>, Option<azure_core::Result<OperationStatus>>) {
        let status = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Begin(prepared, via) => self.send(*prepared, via).await,
            Phase::Resume(token) => self.take_over(&token).await,
            Phase::Poll(lro, wait) => self.poll(lro, wait).await,
            Phase::Fail(error) => Err(error),
            ended @ (Phase::Fetch(..) | Phase::Done(_) | Phase::Over) => {
                self.phase = ended;
                return (self, None);
            }
        };
        match &status {
            Ok(_) if matches!(self.phase, Phase::Done(_)) => self.span.end(),
            Ok(_) => {}
            Err(error) => self.span.fail(error),
        }
        (self, Some(status))
    }

    /// Goes on to the end and gives the answer that is the result.
    pub(crate) async fn finish(mut self: Box<Self>) -> azure_core::Result<RawResponse> {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Over) {
                Phase::Done(response) => return Ok(response),
                Phase::Fetch(lro, url) => match self.fetch(lro, url).await {
                    Ok(()) if matches!(self.phase, Phase::Done(_)) => self.span.end(),
                    Ok(()) => {}
                    Err(error) => {
                        self.span.fail(&error);
                        return Err(error);
                    }
                },
                Phase::Over => {
                    let message = format!("{}: its error was given before; resume it from its token", self.operation());
                    return Err(Error::with_message(ErrorKind::Other, message));
                }
                going_on => {
                    self.phase = going_on;
                    let status;
                    (self, status) = self.step().await;
                    status.transpose()?;
                }
            }
        }
    }

    async fn send(&mut self, mut prepared: Prepared, via: Option<FinalState>) -> azure_core::Result<OperationStatus> {
        let plan = prepared.plan();
        let mut request = prepared.request?;
        self.start(&mut prepared.context);
        let (method, url) = (request.method(), request.url().clone());
        let response = self.core.send(&self.within_deadline(&prepared.context), &mut request, plan).await?;
        // What a description declares and what a service answers differ for operations like these; the rules cover all four.
        if !matches!(u16::from(response.status()), 200 | 201 | 202 | 204) {
            error::check_status(&response, prepared.operation.success)?;
        }
        let answer = Answer::new(&url, &response);
        let (lro, step) = Lro::begin(method, via, &answer, self.core.origin())?;
        Ok(self.advance(lro, step, &answer))
    }

    async fn take_over(&mut self, token: &PollerToken) -> azure_core::Result<OperationStatus> {
        let lro = token.open(&self.core, &self.subject.model)?;
        self.start(&mut Context::new());
        self.poll(lro, Duration::ZERO).await
    }

    /// Lets the deadline run and the span begin. `first` is the context of the request that begins the operation.
    fn start(&mut self, first: &mut Context<'static>) {
        self.until = self.deadline.map(|deadline| Until::after(deadline, &**self.core.clock()));
        self.span = Whole::start(self.core.tracer(), self.subject.operation.clone(), &mut self.context);
        self.span.put_into(first);
    }

    /// Asks until the answer tells something.
    async fn poll(&mut self, mut lro: Lro, mut wait: Duration) -> azure_core::Result<OperationStatus> {
        loop {
            self.pause(wait).await?;
            let url = lro.url().clone();
            let (error, asked) = match self.ask(&url, lro.expects_missing(None)).await? {
                Heard::Nothing(error, asked) => (error, asked),
                Heard::Answer(response) => {
                    let answer = Answer::new(&url, &response);
                    match lro.polled(&answer, self.core.origin())? {
                        Reading::Nothing(why) => (self.unclear_error(why), self.asked_wait(&response)),
                        Reading::Tells(step) => return Ok(self.advance(lro, step, &answer)),
                    }
                }
            };
            wait = self.after_nothing(error, asked)?;
        }
    }

    /// Reads the result, or learns that the operation goes on after all.
    async fn fetch(&mut self, mut lro: Lro, mut url: Url) -> azure_core::Result<()> {
        loop {
            let (error, asked) = match self.ask(&url, lro.expects_missing(Some(&url))).await? {
                Heard::Nothing(error, asked) => (error, asked),
                Heard::Answer(response) => {
                    let answer = Answer::new(&url, &response);
                    match lro.fetched(&answer, self.core.origin())? {
                        Reading::Nothing(why) => (self.unclear_error(why), self.asked_wait(&response)),
                        Reading::Tells(Step::Fetch(other)) => {
                            url = other;
                            continue;
                        }
                        Reading::Tells(Step::Failed(state)) => {
                            return Err(failure::failed(self.operation(), &state, &answer));
                        }
                        Reading::Tells(step) => {
                            self.advance(lro, step, &answer);
                            return Ok(());
                        }
                    }
                }
            };
            let wait = self.after_nothing(error, asked)?;
            self.pause(wait).await?;
        }
    }

    fn advance(&mut self, lro: Lro, step: Step, answer: &Answer<'_>) -> OperationStatus {
        self.unclear = 0;
        let goes_on = matches!(step, Step::Wait { .. } | Step::Fetch(_));
        if goes_on {
            let token = PollerToken::new(&self.subject, self.core.api_version(), &lro);
            *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        }
        let state;
        (self.phase, state) = match step {
            Step::Wait { state, at_once } => {
                let wait = if at_once { Duration::ZERO } else { self.interval };
                (Phase::Poll(lro, self.asked_wait(answer.response).unwrap_or(wait)), state)
            }
            Step::Fetch(url) => (Phase::Fetch(lro, url), PollerStatus::Succeeded),
            Step::Failed(state) => (Phase::Fail(failure::failed(self.operation(), &state, answer)), state),
            Step::Done => (Phase::Done(answer.response.clone()), PollerStatus::Succeeded),
        };
        OperationStatus { state, percent_complete: answer.percent_complete(), response: answer.response.clone() }
    }

    async fn ask(&self, url: &Url, missing_is_an_answer: bool) -> azure_core::Result<Heard> {
        let mut request = HttpRequest::new(url.clone(), Method::Get);
        request.insert_header(ACCEPT, "application/json");
        let plan = RequestPlan { operation: self.subject.operation.clone(), read_only_post: false };
        match self.core.send(&self.within_deadline(&self.context), &mut request, plan).await {
            Ok(response) if response.status().is_success() => Ok(Heard::Answer(response)),
            Ok(response) if missing_is_an_answer && u16::from(response.status()) == 404 => Ok(Heard::Answer(response)),
            Ok(response) => {
                let error = failure::refused(self.operation(), &response);
                let code = ArmError::from_error(&error).and_then(ArmError::code);
                if self.core.is_transient(response.status(), code) {
                    return Ok(Heard::Nothing(error, self.asked_wait(&response)));
                }
                Err(error)
            }
            Err(error) if matches!(error.kind(), ErrorKind::Io | ErrorKind::Connection) => {
                Ok(Heard::Nothing(error, None))
            }
            // One look took longer than a call may; the operation itself may have more time.
            Err(error) if error.downcast_ref::<DeadlineExceeded>().is_some() => match self.until {
                Some(until) if until.left(&**self.core.clock()).is_zero() => Err(self.overdue(until)),
                _ => Ok(Heard::Nothing(error, None)),
            },
            Err(error) => Err(error),
        }
    }

    /// Lets requests and the waits between their retries end with the deadline too.
    fn within_deadline<'a>(&self, context: &'a Context<'_>) -> Context<'a> {
        let mut context = context.to_borrowed();
        if let Some(until) = self.until {
            context.insert(until);
        }
        context
    }

    /// Waits, but not beyond the deadline. The first wait that would is cut so that there is time for one more look.
    async fn pause(&mut self, mut wait: Duration) -> azure_core::Result<()> {
        if let Some(until) = self.until {
            let left = until.left(&**self.core.clock());
            if wait >= left {
                if self.last_look || left.is_zero() {
                    return Err(self.overdue(until));
                }
                self.last_look = true;
                wait = left.saturating_sub(LAST_LOOK.min(left / 2));
            }
        }
        if !wait.is_zero() {
            self.core.clock().sleep(wait).await;
        }
        Ok(())
    }

    fn overdue(&self, until: Until) -> Error {
        DeadlineExceeded::operation_goes_on(self.subject.operation.clone(), until.limit).into()
    }

    /// Counts an answer that told nothing, and says how long to wait before the next.
    fn after_nothing(&mut self, error: Error, asked: Option<Duration>) -> azure_core::Result<Duration> {
        self.unclear += 1;
        if self.unclear > MOST_UNCLEAR {
            let message = format!(
                "{}: its end cannot be learned, {MOST_UNCLEAR} answers in a row told nothing: {error}",
                self.operation()
            );
            return Err(error.with_context(message));
        }
        Ok(asked.unwrap_or(self.interval))
    }

    fn unclear_error(&self, why: &str) -> Error {
        Error::with_message(ErrorKind::DataConversion, format!("{}: {why}", self.operation()))
    }

    fn asked_wait(&self, response: &RawResponse) -> Option<Duration> {
        retry_after(response.headers(), self.core.clock().now()).map(|wait| wait.min(self.core.max_retry_after()))
    }
}
