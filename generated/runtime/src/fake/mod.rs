//! A Resource Manager in memory, for tests of programs that use a client. Feature `fake`.
//!
//! The program runs unchanged: it gets a client that was made with [`Fake::credential`] and [`Fake::options`]. Nothing goes to
//! the network and nobody waits, because the clock of the fake jumps.
//!
//! Without a word of set-up the fake knows every operation of the client, because each request brings along what it is: PUT
//! stores, GET and HEAD find, PATCH merges, DELETE removes with all that is below, lists list (`$top`, `$skip`, `$filter`,
//! pages), entity tags change with every write and `If-Match` is obeyed, what is missing is a 404, and what runs long is
//! accepted and ends after a few polls. Parents need not exist. A POST that answers nothing succeeds, and one that answers with
//! the resource it is an action of does so; what any other answers only the service knows, and a test tells it in one line:
//! [`Fake::on`].
//!
//! What is missing here is what a service computes or forbids: it does not judge whether a body makes sense, fills in no
//! defaults, and keeps no secrets out of what it reads back.

mod answer;
mod asked;
mod body;
mod clock;
mod credential;
#[doc(hidden)]
pub mod engine;
mod filter;
mod on;
mod request;
mod rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use azure_core::{
    credentials::TokenCredential,
    http::{
        Context, Request as HttpRequest, Transport,
        policies::{Policy, PolicyResult},
    },
    time::OffsetDateTime,
};
use serde::{Serialize, de::DeserializeOwned};

pub use self::{
    answer::Answer,
    engine::plan::Style,
    on::{Failing, On, Told, Way},
    request::{Request, RequestKind},
};
use self::{
    asked::{Asked, with_identity},
    clock::JumpingClock,
    credential::FakeCredential,
    engine::{
        plan::{Plan, Running},
        service::Service,
        store::key,
        wire::Incoming,
    },
    rules::Rules,
};
use crate::{
    args::operation::RequestPlan,
    base::{clock::Clock, lock::lock},
    client::{
        called::{Called, Ends},
        options::ClientOptions,
    },
    policy::retry_options::RetryOptions,
};

/// A Resource Manager in memory. Clones are the same one.
///
/// ```
/// use arm_runtime::fake::Fake;
///
/// let azure = Fake::new();
/// let (credential, options) = (azure.credential(), azure.options());
/// // let client = Client::new(SUBSCRIPTION, credential, Some(options))?;
/// // ... the program under test does its work with the client ...
/// println!("{}", azure.dump());
/// azure.verify();
/// # let _ = (credential, options);
/// ```
#[derive(Clone)]
pub struct Fake {
    shared: Arc<Shared>,
}

struct Shared {
    service: Service,
    clock: JumpingClock,
    rules: Rules,
    requests: Mutex<Vec<Request>>,
    /// What has begun to change a resource, by the key of its path: whoever follows it may look at the resource.
    begun: Mutex<BTreeMap<String, Called>>,
    /// Operations that could not be answered, and why.
    unanswered: Mutex<BTreeSet<String>>,
}

impl Default for Fake {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake").field("requests", &lock(&self.shared.requests).len()).finish_non_exhaustive()
    }
}

impl Fake {
    /// A Resource Manager in which there is nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let clock = JumpingClock::default();
        let service = Service::new(None, Arc::new(clock.clone()));
        service.issuer().trust();
        service.plan(|plan| {
            let running = Running { polls: 2, words: vec!["InProgress"], ..Running::default() };
            *plan = Plan { page_size: Some(100), most_requests: 1_000_000, running, ..Plan::default() };
        });
        let shared = Shared {
            service,
            clock,
            rules: Rules::default(),
            requests: Mutex::default(),
            begun: Mutex::default(),
            unanswered: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// A credential for the client. The fake takes the token of any other as well.
    #[must_use]
    pub fn credential(&self) -> Arc<dyn TokenCredential> {
        Arc::new(FakeCredential { issuer: self.shared.service.issuer(), clock: self.shared.clock.clone() })
    }

    /// Options for the client: the default ones, with the transport and the clock of the fake, and waits without chance.
    ///
    /// ```
    /// # use arm_runtime::{ClientOptions, Cloud, fake::Fake};
    /// # let azure = Fake::new();
    /// let options = ClientOptions { cloud: Cloud::UsGovernment, ..azure.options() };
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn options(&self) -> ClientOptions {
        ClientOptions {
            transport: Some(Transport::with_policy(Arc::new(self.clone()))),
            clock: Arc::new(self.shared.clock.clone()),
            retry: RetryOptions { seed: Some(1), ..RetryOptions::default() },
            ..ClientOptions::default()
        }
    }

    /// Tells the fake something about an operation, for instance `Gateway_ListKeys`.
    pub fn on(&self, operation: &str) -> On<'_> {
        On::new(self, Some(operation))
    }

    /// Tells it about every request, whatever its operation: pages and polls too.
    pub fn on_any(&self) -> On<'_> {
        On::new(self, None)
    }

    /// Takes from now on so many requests in so much time of its clock, and refuses those beyond with 429.
    pub fn throttle(&self, requests: usize, per: Duration) {
        self.shared.rules.throttle(requests, per);
    }

    /// Lets something go wrong with so many of a hundred requests, chosen by a seed: refusals that pass and connections that
    /// are lost. Only with requests that the client repeats by itself, and never twice in a row, so that the program sees nothing
    /// of it unless it has made the client try less often.
    pub fn random_faults(&self, seed: u64, percent: u8) {
        self.shared.rules.random_faults(seed, percent);
    }

    /// How often operations that run long say that they are not done yet: twice, unless told otherwise.
    pub fn polls(&self, polls: usize) {
        self.shared.service.plan(|plan| plan.running.polls = polls);
    }

    /// How operations that run long tell their progress: by [`Style::AsyncOperation`], unless told otherwise. Those that cannot
    /// run like this go on to do that.
    pub fn style(&self, style: Style) {
        self.shared.service.plan(|plan| plan.running.style = style);
    }

    /// How many items stand on a page: 100, unless told otherwise.
    ///
    /// # Panics
    /// If it is none.
    pub fn page_size(&self, items: usize) {
        assert!(items > 0, "a page without items has no end");
        self.shared.service.plan(|plan| plan.page_size = Some(items));
    }

    /// Puts a resource, as if by another caller, and gives its entity tag.
    ///
    /// # Panics
    /// If the model cannot be written as JSON, or the id does not begin with a slash.
    pub fn put<T: Serialize>(&self, id: &str, model: &T) -> String {
        assert!(
            id.starts_with('/') && !id.ends_with('/'),
            "{id:?} is no resource id: it begins with a slash and ends with none"
        );
        let body = serde_json::to_value(model).expect("a model can be written as JSON");
        self.shared.service.put(id, body, Some(std::any::type_name::<T>()))
    }

    /// A resource as it was put and patched, with its id, name and type; `None` if there is none, or it is not of this type.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, id: &str) -> Option<T> {
        let thing = self.shared.service.thing(id)?;
        serde_json::from_value(with_identity(thing.body, &thing.path)).ok()
    }

    /// Removes a resource and all that is below it, as if by another caller; says whether it existed.
    #[expect(clippy::must_use_candidate, reason = "it is removed either way")]
    pub fn remove(&self, id: &str) -> bool {
        self.shared.service.remove(id)
    }

    /// The ids of all resources that there are.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.shared.service.things().into_iter().map(|thing| engine::state::decoded(&thing.path)).collect()
    }

    /// Every request so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The calls of an operation so far; its further pages and polls are none.
    #[must_use]
    pub fn calls(&self, operation: &str) -> Vec<Request> {
        let is_call = |request: &Request| request.operation() == operation && request.kind() == RequestKind::Call;
        self.requests().into_iter().filter(is_call).collect()
    }

    /// Every request so far with its answer's status, for people.
    #[must_use]
    pub fn dump(&self) -> String {
        let requests = self.requests();
        let lines = requests.iter().enumerate().map(|(at, request)| format!("{:3}. {request}\n", at + 1));
        lines.collect()
    }

    /// The time of its clock, which the client sees: 1 January 2025 at first.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.shared.clock.now()
    }

    /// How far its clock has moved: what the program would have waited.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.shared.clock.elapsed()
    }

    /// Moves its clock on.
    pub fn advance(&self, duration: Duration) {
        self.shared.clock.advance(duration);
    }

    /// What does not fit together in the test: what the fake was told and no request used, or not often enough, and calls that
    /// it had no answer for.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = lock(&self.shared.unanswered).iter().cloned().collect();
        for (told, used, times) in self.shared.rules.unused() {
            problems.push(match times {
                Some(times) if used > 0 => format!("{told} was told for {times} requests, and there were {used}"),
                _ => format!("{told} was never used"),
            });
        }
        problems
    }

    /// Fails the test if something does not fit together.
    ///
    /// # Panics
    /// If there are [`problems`](Self::problems). The message has them, and all requests.
    #[track_caller]
    pub fn verify(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "{}\nThe requests were:\n{}", problems.join("\n"), self.dump());
    }

    fn answer(&self, incoming: Incoming, operation: &str, called: Option<Called>) -> engine::wire::Reply {
        let shared = &self.shared;
        let path = key(incoming.url.path());
        let begun = if called.is_none() { lock(&shared.begun).get(&path).copied() } else { None };
        let kind = match (shared.service.follows_link(&incoming), called, begun) {
            (false, Some(_), _) => RequestKind::Call,
            (false, None, None) => RequestKind::Stray,
            (true, Some(Called { ends: Ends::List(_), .. }), _) => RequestKind::Page,
            _ => RequestKind::Poll,
        };
        let template = called.filter(|_| kind == RequestKind::Call).map(|called| called.operation.path);
        let mut request = Request::new(operation, kind, incoming.clone(), template);
        let mut asked = Asked {
            called: called.or(begun),
            looks: begun.is_some(),
            fault: shared.rules.fault(&request, shared.clock.elapsed()),
            told: None,
            running: None,
            filter: request.argument("$filter").map(str::to_owned),
        };
        let happens = asked.fault.as_ref().is_none_or(engine::script::Fault::processed);
        if let Some(called) = called.filter(|_| kind == RequestKind::Call && happens) {
            asked.told = shared.rules.answer(&request).map(|answer| called.check(answer));
            (asked.running, asked.told) = self.running(&request, called, asked.told.take());
            if matches!(called.ends, Ends::Begin(_)) {
                lock(&shared.begun).insert(path, called);
            }
        }
        let entry = shared.service.answer(incoming, &asked);
        request.answered(entry.fault.as_ref(), &entry.reply);
        if let engine::wire::End::Failed(message) = &entry.reply.end {
            lock(&shared.unanswered).insert(message.clone());
        }
        lock(&shared.requests).push(request);
        entry.reply
    }

    /// How an operation runs, and what it answers instead if it cannot.
    fn running(
        &self,
        request: &Request,
        called: Called,
        told: Option<engine::known::Told>,
    ) -> (Option<Running>, Option<engine::known::Told>) {
        let own = self.shared.rules.running(request);
        if !matches!(called.ends, Ends::Begin(_)) {
            let why = format!("fake: {} was told how to run long, and does not run long", called.operation.name);
            let refusal = own.map(|_| engine::known::Told::Reply(engine::wire::Reply::failing(why)));
            return (None, refusal.or(told));
        }
        let mut running = self.shared.service.running();
        if own.is_none() && called.check_running(&running).is_some() {
            running.style = Style::AsyncOperation;
        }
        for change in own.into_iter().flatten() {
            change(&mut running);
        }
        let refusal = called.check_running(&running);
        (Some(running), refusal.or(told))
    }
}

/// In place of a transport: it sees the context, and with it what the request is.
#[async_trait]
impl Policy for Fake {
    #[expect(
        elided_lifetimes_in_paths,
        reason = "async_trait would name the lifetime, which azure_core's trait does not"
    )]
    async fn send(&self, context: &Context, request: &mut HttpRequest, _: &[Arc<dyn Policy>]) -> PolicyResult {
        let plan = context.value::<RequestPlan>();
        let operation = plan.map(|plan| plan.operation.clone()).unwrap_or_default();
        let reply = self.answer(Incoming::from(&*request), &operation, context.value::<Called>().copied());
        if !reply.delay.is_zero() {
            self.shared.clock.sleep(reply.delay).await;
        }
        reply.arrive()
    }
}
