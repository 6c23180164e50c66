//! Follows one operation: sends, waits, counts what went wrong. What an answer means is decided by `state`.
//!
//! Invariant: not generic and without a type for the result, so that it is compiled once, in this crate. Nothing is sent
//! before the first [`Engine::step`], and dropping a future of it stops everything.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use azure_core::{
    error::{Error, ErrorKind},
    http::{
        Context, RawResponse, Url,
        headers::{HeaderName, HeaderValue},
        poller::PollerStatus,
    },
};

use crate::{
    base::lock::lock,
    client::{client_core::ClientCore, prepared::Prepared, span::OperationSpan},
    error::{self, Asked, REQUEST_ID},
    lro::{
        answer::Answer,
        failure,
        missing::{self, Patience},
        operation::{FinalState, Lro, Monitor, Subject},
        state::{Interpretation, Step},
        status::OperationStatus,
        token::PollerToken,
    },
    policy::deadline::Deadline,
};

/// How long to wait between two polls when the service does not say. What the other Azure SDKs do.
const INTERVAL: Duration = Duration::from_secs(30);

/// Where a token stands for whoever asks while the engine runs.
pub(crate) type TokenSlot = Arc<Mutex<Option<PollerToken>>>;

/// The engine.
pub(crate) struct Engine {
    pub(super) core: ClientCore,
    pub(super) subject: Subject,
    pub(super) context: Context<'static>,
    /// What the application adds to polls too.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) interval: Duration,
    pub(super) deadline: Option<Duration>,
    pub(super) until: Option<Deadline>,
    pub(super) final_poll: bool,
    pub(super) inconclusive: u32,
    pub(super) absence: Patience,
    /// How long the result is still being changed, after a word of success.
    unsettled: Patience,
    /// Nothing was heard yet of an operation that another process began.
    pub(super) resumed: bool,
    /// The first answer, where it holds the result.
    in_hand: Option<RawResponse>,
    pub(super) span: OperationSpan,
    pub(super) phase: Phase,
    token: TokenSlot,
}

pub(super) enum Phase {
    /// Nothing was sent.
    Begin(Box<Prepared>, Option<FinalState>),
    /// It was begun by a call, which was answered with this.
    Accepted(Box<Lro>, RawResponse),
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
pub(super) enum PollOutcome {
    /// A success, 404 or 410.
    Answer(RawResponse),
    /// Nothing about the operation; the service may have asked for a wait.
    Inconclusive(Error, Option<Duration>),
}

impl Engine {
    pub(crate) fn begin(prepared: Prepared, via: Option<FinalState>, model: Cow<'static, str>) -> Self {
        let core = prepared.core.clone();
        let url = prepared.request.as_ref().ok().map(|request| request.url().clone());
        let subject = Subject { operation: Cow::Borrowed(prepared.operation.name), model, url };
        Self::new(core, subject, Phase::Begin(Box::new(prepared), via), None)
    }

    /// Follows what a call began, up to `until`. `url` is that of the call, and `response` its answer.
    pub(crate) fn accepted(
        prepared: &Prepared,
        (url, response): (Url, RawResponse),
        model: Cow<'static, str>,
        until: Deadline,
    ) -> Self {
        let subject = Subject { operation: Cow::Borrowed(prepared.operation.name), model, url: None };
        let lro = Lro::new(prepared.operation.method, url, None, subject.gives_nothing());
        let phase = Phase::Accepted(Box::new(lro), response);
        let mut engine = Self::new(prepared.core.clone(), subject, phase, None);
        engine.context = prepared.context.clone();
        engine.headers = prepared.headers_of_polls();
        engine.until = Some(until);
        engine
    }

    pub(crate) fn resume(core: ClientCore, token: PollerToken, model: Cow<'static, str>) -> Self {
        let subject = Subject { operation: Cow::Owned(token.operation().to_owned()), model, url: None };
        Self::new(core, subject, Phase::Resume(Box::new(token.clone())), Some(token))
    }

    fn new(core: ClientCore, subject: Subject, phase: Phase, token: Option<PollerToken>) -> Self {
        Self {
            core,
            subject,
            context: Context::new(),
            headers: Vec::new(),
            interval: INTERVAL,
            deadline: None,
            until: None,
            final_poll: false,
            inconclusive: 0,
            absence: Patience::default(),
            unsettled: Patience::default(),
            resumed: false,
            in_hand: None,
            span: OperationSpan::default(),
            phase,
            token: Arc::new(Mutex::new(token)),
        }
    }

    pub(crate) fn core(&self) -> &ClientCore {
        &self.core
    }

    pub(crate) fn operation(&self) -> &str {
        &self.subject.operation
    }

    pub(crate) fn token(&self) -> TokenSlot {
        Arc::clone(&self.token)
    }

    pub(super) fn lock_token(&self) -> MutexGuard<'_, Option<PollerToken>> {
        lock(&self.token)
    }

    /// The token as it stands, for an error.
    pub(super) fn saved_token(&self) -> Option<PollerToken> {
        self.lock_token().clone()
    }

    /// Goes on to the next status; `None` when it is known how the operation ended.
    pub(crate) async fn step(mut self: Box<Self>) -> (Box<Self>, Option<azure_core::Result<OperationStatus>>) {
        let status = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Begin(prepared, via) => self.send(*prepared, via).await,
            Phase::Accepted(lro, response) => {
                self.start_span();
                self.take_first(*lro, &response)
            }
            Phase::Resume(token) => self.take_over(&token).await,
            Phase::Poll(lro, wait) => self.poll(lro, wait).await.map_err(|error| self.goes_on(error)),
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
                        return Err(self.goes_on(error));
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
        #[cfg(feature = "fake")]
        prepared.tell_called();
        let plan = prepared.plan();
        self.headers = prepared.headers_of_polls();
        let mut request = prepared.request?;
        self.start_clock();
        self.start_span();
        self.span.put_into(&mut prepared.context);
        let lro = Lro::new(request.method(), request.url().clone(), via, self.subject.gives_nothing());
        let response = self.core.send(&mut self.within_deadline(&prepared.context), &mut request, plan).await?;
        // What a description declares and what a service answers differ for operations like these; the rules cover all four.
        let status = u16::from(response.status());
        let is_error = || Answer::new(&lro.resource, &response).is_error();
        if !matches!(status, 200 | 201 | 202 | 204)
            || !prepared.operation.success.contains(&status) && status != 202 && is_error()
        {
            let asked = || Asked::of(prepared.operation.name, &request);
            error::check_status(&response, prepared.operation.success, |_| false, asked)?;
        }
        self.take_first(lro, &response)
    }

    fn take_first(&mut self, mut lro: Lro, response: &RawResponse) -> azure_core::Result<OperationStatus> {
        let url = lro.resource.clone();
        let answer = Answer::new(&url, response);
        match lro.begin(&answer, self.core.origin()) {
            Ok(step) => {
                self.in_hand = lro.result_in_hand.then(|| response.clone());
                Ok(self.advance(lro, step, &answer))
            }
            Err(error) => {
                self.save(&lro);
                let asked = Asked::new(self.subject.operation.clone(), lro.method, &url);
                let request_id = response.headers().get_optional_str(&REQUEST_ID);
                Err(self.goes_on(error::of_reading(error, &asked, request_id)))
            }
        }
    }

    async fn take_over(&mut self, token: &PollerToken) -> azure_core::Result<OperationStatus> {
        let mut lro = token.open(&self.core, &self.subject)?;
        lro.gives_nothing = self.subject.gives_nothing();
        self.resumed = true;
        self.start_clock();
        self.start_span();
        self.poll(lro, Duration::ZERO).await.map_err(|error| self.goes_on(error))
    }

    /// Lets the deadline run.
    fn start_clock(&mut self) {
        self.until = self.deadline.map(|deadline| Deadline::after(deadline, &**self.core.clock()));
    }

    fn start_span(&mut self) {
        self.span = OperationSpan::start(self.core.tracer(), self.subject.operation.clone(), &mut self.context);
    }

    /// Asks until the answer tells something.
    async fn poll(&mut self, mut lro: Lro, mut wait: Duration) -> azure_core::Result<OperationStatus> {
        loop {
            self.pause(wait).await?;
            let url = lro.url().clone();
            wait = match self.ask(&url).await? {
                PollOutcome::Inconclusive(error, asked) => self.after_inconclusive(error, asked)?,
                PollOutcome::Answer(response) => {
                    let answer = Answer::new(&url, &response);
                    let read = match self.missing(&answer) {
                        None => lro.polled(&answer, self.core.origin()).map_err(|error| self.unread(error, &answer))?,
                        Some(missing) => {
                            lro.monitor_is_missing(missing).ok_or_else(|| self.refused(&url, &response))?
                        }
                    };
                    match read {
                        Interpretation::Step(Step::Confirm(resource)) => match self.confirm(&mut lro, &resource).await?
                        {
                            Ok(status) => return Ok(status),
                            Err(wait) => wait,
                        },
                        Interpretation::Step(step) => return Ok(self.advance(lro, step, &answer)),
                        Interpretation::NotThereYet => self.wait_after(&response),
                        Interpretation::Inconclusive(why) => self.after_unclear(why, &answer)?,
                    }
                }
            };
        }
    }

    /// Asks for the resource of a DELETE whose status monitor is missing. Gives the next status, or how long to wait.
    async fn confirm(&mut self, lro: &mut Lro, url: &Url) -> azure_core::Result<Result<OperationStatus, Duration>> {
        match self.ask(url).await? {
            PollOutcome::Inconclusive(error, asked) => self.after_inconclusive(error, asked).map(Err),
            PollOutcome::Answer(response) => {
                let answer = Answer::new(url, &response);
                let step = missing::confirmed(&answer).ok_or_else(|| self.refused(url, &response))?;
                Ok(Ok(self.advance(lro.clone(), step, &answer)))
            }
        }
    }

    /// Reads the result, or learns that the operation goes on after all.
    async fn fetch(&mut self, mut lro: Lro, mut url: Url) -> azure_core::Result<()> {
        loop {
            let wait = match self.ask(&url).await? {
                PollOutcome::Inconclusive(error, asked) => self.after_inconclusive(error, asked)?,
                PollOutcome::Answer(response) => {
                    let answer = Answer::new(&url, &response);
                    let read = match self.missing(&answer) {
                        None => {
                            let settled = self.unsettled.note(&url, self.core.clock().elapsed());
                            lro.fetched(&answer, self.core.origin(), settled)
                        }
                        Some(missing) => {
                            lro.result_is_missing(&url, missing).ok_or_else(|| self.refused(&url, &response))?
                        }
                    };
                    match read {
                        Interpretation::Step(Step::Fetch(other)) => {
                            url = other;
                            continue;
                        }
                        Interpretation::Step(step) => {
                            self.advance(lro, step, &answer);
                            return Ok(());
                        }
                        Interpretation::NotThereYet => self.wait_after(&response),
                        Interpretation::Inconclusive(why) => self.after_unclear(why, &answer)?,
                    }
                }
            };
            self.pause(wait).await?;
        }
    }

    fn advance(&mut self, lro: Lro, step: Step, answer: &Answer<'_>) -> OperationStatus {
        self.inconclusive = 0;
        if matches!(step, Step::Wait { .. } | Step::Fetch(_)) {
            self.save(&lro);
        }
        let mut response = answer.response.clone();
        let state;
        (self.phase, state) = match step {
            Step::Wait { state, at_once } => {
                let wait = if at_once { Duration::ZERO } else { self.interval };
                (Phase::Poll(lro, self.asked_wait(answer.response).unwrap_or(wait)), state)
            }
            // `poll` has asked for it before it comes here.
            Step::Fetch(url) | Step::Confirm(url) => (Phase::Fetch(lro, url), PollerStatus::Succeeded),
            Step::Failed(state) => (Phase::Fail(failure::failed(self.asked(answer.url), &state, answer)), state),
            Step::Done => (Phase::Done(response.clone()), PollerStatus::Succeeded),
            Step::DoneBefore => {
                tracing::warn!("{}: its status monitor is missing, its first answer is the result", self.operation());
                response = self.in_hand.take().unwrap_or(response);
                (Phase::Done(response.clone()), PollerStatus::Succeeded)
            }
        };
        OperationStatus { state, percent_complete: answer.percent_complete(), response }
    }

    fn save(&mut self, lro: &Lro) {
        // A POST leaves nothing behind that could be asked.
        if !matches!(lro.monitor, Monitor::Resource) || lro.method != azure_core::http::Method::Post {
            let token = PollerToken::new(&self.subject, self.core.api_version(), lro);
            *self.lock_token() = Some(token);
        }
    }
}
