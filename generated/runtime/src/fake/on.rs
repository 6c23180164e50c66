//! Telling the fake about an operation: `azure.on("Gateway_ListKeys")`, which requests are meant, and what holds for them.

use std::{fmt, sync::Arc, time::Duration};

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    Fake, Style,
    answer::Answer,
    engine::{
        plan::{Outcome, Running},
        script::{Fault, RetryAfter},
    },
    request::{Request, RequestKind},
    rules::{Action, Change, Filter, Rule, Shared},
};
use crate::base::lock::lock;

/// The requests of one operation, or of all: narrowed down with [`with`](Self::with), [`at`](Self::at) and
/// [`when`](Self::when), and then told what holds for them.
///
/// What is told holds from then on, for each request, or for as many as [`Told::times`] says. Of several things that are told
/// of one kind (what goes wrong, how an operation runs, what it answers), the first that fits and is not used up holds.
#[must_use = "nothing is told before it ends with an answer, a fault or a way to run"]
#[derive(Clone)]
pub struct On<'a> {
    azure: &'a Fake,
    operation: Option<String>,
    filters: Vec<Filter>,
    kind: Option<RequestKind>,
}

impl fmt::Debug for On<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").field("operation", &self.operation).finish_non_exhaustive()
    }
}

#[expect(clippy::must_use_candidate, reason = "what is told holds, whatever becomes of the result")]
impl<'a> On<'a> {
    pub(super) fn new(azure: &'a Fake, operation: Option<&str>) -> Self {
        // A fault of an operation is one of its call, if nothing else is said.
        let kind = operation.is_some().then_some(RequestKind::Call);
        Self { azure, operation: operation.map(str::to_owned), filters: Vec::new(), kind }
    }

    /// Only requests with this argument in the path or the query, by its wire name, for instance `gatewayId` or `$top`.
    pub fn with(mut self, argument: &str, value: &str) -> Self {
        self.filters.push(Filter::Argument(argument.to_owned(), value.to_owned()));
        self
    }

    /// Only requests of this resource id, or of this action of a resource.
    pub fn at(mut self, id: &str) -> Self {
        self.filters.push(Filter::Resource(id.to_owned()));
        self
    }

    /// Only requests that are like this.
    pub fn when(mut self, fits: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.filters.push(Filter::When(Arc::new(fits)));
        self
    }

    /// The polls of the long-running operation, not the call that begins it.
    pub fn when_polled(mut self) -> Self {
        self.kind = Some(RequestKind::Poll);
        self
    }

    /// The further pages of the list, not the first.
    pub fn when_paged(mut self) -> Self {
        self.kind = Some(RequestKind::Page);
        self
    }

    fn rule(self, action: Action) -> Told {
        let Self { azure, operation, filters, kind } = self;
        Told(azure.shared.rules.add(Rule { operation, filters, action, times: None, used: 0, kind }))
    }

    fn fault(self, fault: Fault) -> Told {
        self.rule(Action::Fault(fault))
    }

    /// Answers with a model: what the method returns, or the call fails and names both types. What changes something does so
    /// as well, and of what runs long this is the result.
    ///
    /// ```
    /// # use arm_runtime::fake::Fake;
    /// # use serde_json::json;
    /// # let azure = Fake::new();
    /// # let keys = json!({});
    /// azure.on("Gateway_ListKeys").with("gatewayId", "gw1").answer(&keys);
    /// ```
    pub fn answer<T: Serialize>(self, model: &T) -> Told {
        let answer = Answer::model(model);
        self.answer_with(move |_| answer.clone())
    }

    /// Answers with JSON, which nobody compares with what the method returns.
    pub fn answer_json(self, body: Json) -> Told {
        self.answer_with(move |_| Answer::json(body.clone()))
    }

    /// Lists these items.
    pub fn items<T: Serialize>(self, items: &[T]) -> Told {
        let answer = Answer::items(items);
        self.answer_with(move |_| answer.clone())
    }

    /// Answers with whatever a function makes of the request.
    ///
    /// ```
    /// # use arm_runtime::fake::{Answer, Fake};
    /// # use serde_json::json;
    /// # let azure = Fake::new();
    /// azure.on("Gateway_GenerateToken").answer_with(|request| {
    ///     let gateway = request.argument("gatewayId").unwrap_or_default();
    ///     Answer::json(json!({ "value": format!("GatewayKey {gateway}") }))
    /// });
    /// ```
    pub fn answer_with(self, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Told {
        self.rule(Action::Answer(Arc::new(answer)))
    }

    /// Refuses with this status before anything is done, as Resource Manager does.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use arm_runtime::fake::Fake;
    /// # let azure = Fake::new();
    /// azure.on("Api_Get").fail(429).retry_after(Duration::from_secs(9)).times(2);
    /// azure.on("Api_Delete").fail(409).code("Conflict").message("It is being changed.");
    /// ```
    pub fn fail(self, status: u16) -> Failing {
        let (code, message) = (code(status).to_owned(), "The test has asked for this failure.".to_owned());
        Failing(self.fault(Fault::Error { status, code, message, after: None }).0)
    }

    /// No connection is made.
    pub fn refuse_connection(self) -> Told {
        self.fault(Fault::Refused)
    }

    /// The connection is lost before the service has seen the request.
    pub fn lose_connection(self) -> Told {
        self.fault(Fault::LostBefore)
    }

    /// The service does what it is asked to, but its answer never arrives.
    pub fn lose_answer(self) -> Told {
        self.fault(Fault::LostAfter)
    }

    /// The connection is lost in the middle of the answer's body.
    pub fn cut_body(self) -> Told {
        self.fault(Fault::Cut)
    }

    /// The answer's body ends in the middle, as if it were whole.
    pub fn truncate_body(self) -> Told {
        self.fault(Fault::Truncated)
    }

    /// The answer takes so long, by the fake's clock.
    pub fn slow(self, duration: Duration) -> Told {
        self.fault(Fault::Slow(duration))
    }

    fn runs(self, change: impl Fn(&mut Running) + Send + Sync + 'static) -> Way {
        let change: Change = Arc::new(change);
        Way(self.rule(Action::Runs(vec![change])).0)
    }

    /// The long-running operation says so often that it is not done yet.
    ///
    /// ```
    /// # use arm_runtime::fake::{Fake, Style};
    /// # let azure = Fake::new();
    /// azure.on("ApiManagementService_CreateOrUpdate").polls(5).style(Style::Location);
    /// azure.on("ApiManagementService_Backup").polls(1).fail("BackupFailed", "The storage account does not exist.");
    /// ```
    pub fn polls(self, polls: usize) -> Way {
        self.runs(move |running| running.polls = polls)
    }

    /// The long-running operation tells its progress like this.
    pub fn style(self, style: Style) -> Way {
        self.runs(move |running| running.style = style)
    }

    /// The long-running operation is accepted, and ends badly.
    pub fn fail_operation(self, code: &str, message: &str) -> Way {
        self.polls_as_ever().fail(code, message)
    }

    /// The long-running operation is accepted, and cancelled.
    pub fn cancel_operation(self) -> Way {
        self.polls_as_ever().cancel()
    }

    fn polls_as_ever(self) -> Way {
        self.runs(|_| {})
    }
}

/// Something that the fake was told.
#[derive(Clone, Debug)]
pub struct Told(Shared);

impl Told {
    /// It holds for so many requests; after them what was told later does, or nothing. [`Fake::verify`] fails if there are
    /// fewer.
    #[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "it holds either way")]
    pub fn times(self, times: usize) -> Self {
        lock(&self.0).times = Some(times);
        self
    }
}

/// A refusal, see [`On::fail`].
#[derive(Clone, Debug)]
pub struct Failing(Shared);

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "it holds either way")]
impl Failing {
    fn change(self, change: impl FnOnce(&mut Fault)) -> Self {
        if let Action::Fault(fault) = &mut lock(&self.0).action {
            change(fault);
        }
        self
    }

    /// The error's code.
    pub fn code(self, text: &str) -> Self {
        self.change(|fault| {
            if let Fault::Error { code, .. } = fault {
                text.clone_into(code);
            }
        })
    }

    /// The error's message.
    pub fn message(self, text: &str) -> Self {
        self.change(|fault| {
            if let Fault::Error { message, .. } = fault {
                text.clone_into(message);
            }
        })
    }

    /// When to come again.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.change(|fault| {
            if let Fault::Error { after, .. } = fault {
                *after = Some(RetryAfter::wait(wait));
            }
        })
    }

    /// As [`Told::times`].
    pub fn times(self, times: usize) -> Self {
        lock(&self.0).times = Some(times);
        self
    }
}

/// How a long-running operation runs, see [`On::polls`].
#[derive(Clone, Debug)]
pub struct Way(Shared);

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "it holds either way")]
impl Way {
    fn change(self, change: impl Fn(&mut Running) + Send + Sync + 'static) -> Self {
        if let Action::Runs(changes) = &mut lock(&self.0).action {
            changes.push(Arc::new(change));
        }
        self
    }

    /// It says so often that it is not done yet.
    pub fn polls(self, polls: usize) -> Self {
        self.change(move |running| running.polls = polls)
    }

    /// It tells its progress like this.
    pub fn style(self, style: Style) -> Self {
        self.change(move |running| running.style = style)
    }

    /// It says when to come again.
    pub fn retry_after(self, wait: Duration) -> Self {
        let after = RetryAfter::wait(wait);
        self.change(move |running| running.retry_after = Some(after.clone()))
    }

    /// It ends badly, with this error.
    pub fn fail(self, code: &str, message: &str) -> Self {
        let error = (code.to_owned(), message.to_owned());
        self.change(move |running| {
            running.outcome = Outcome::Failed;
            running.error = Some(error.clone());
        })
    }

    /// It is cancelled.
    pub fn cancel(self) -> Self {
        self.change(|running| {
            running.outcome = Outcome::Canceled("Canceled");
            running.error = Some(("OperationCanceled".to_owned(), "The operation was canceled.".to_owned()));
        })
    }

    /// As [`Told::times`].
    pub fn times(self, times: usize) -> Self {
        lock(&self.0).times = Some(times);
        self
    }
}

/// The code that Resource Manager has for a status.
fn code(status: u16) -> &'static str {
    match status {
        400 => "BadRequest",
        401 => "AuthenticationFailed",
        403 => "AuthorizationFailed",
        404 => "ResourceNotFound",
        409 => "Conflict",
        412 => "PreconditionFailed",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        500.. => "InternalServerError",
        _ => "FakeFailure",
    }
}
