//! What all clients of one api-version share: the pipeline, the endpoint, the subscription. One `Arc`, cheap to clone.

use std::{fmt, sync::Arc, time::Duration};

use azure_core::{
    credentials::TokenCredential,
    error::{Error, ErrorKind},
    http::{
        self, AsyncRawResponse, Context, Pipeline, PipelineStreamOptions, RawResponse, Request as HttpRequest,
        StatusCode, Transport, Url, UserAgentOptions,
        policies::{Policy, PublicApiInstrumentationInformation},
    },
    tracing::Tracer,
};
use futures::StreamExt as _;

use crate::{
    args::{
        operation::RequestPlan,
        param::{self, InvalidArgument, Param},
    },
    base::{chunks::Chunks, clock::Clock, path},
    client::{cloud::Cloud, options::ClientOptions, transport},
    error,
    policy::{
        attempt::Attempt, bearer::BearerPolicy, origin::Origin, redirect::RedirectPolicy, request_id::RequestIds,
        retry::RetryPolicy, retry_options::RetryOptions, token_cache::TokenCache,
    },
};

/// What is constant about the clients of one api-version.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The package that the client stands in: who sends the requests (`User-Agent`) and starts the spans.
    pub package: &'static str,
    /// The version of that package.
    pub package_version: &'static str,
    /// The api-version the client speaks.
    pub api_version: &'static str,
    /// The resource providers that its operations live under, for instance `Microsoft.ApiManagement`, as the description spells
    /// them; Resource Manager compares them without regard to case.
    pub namespaces: &'static [&'static str],
}

/// What the clients of one api-version share.
#[derive(Clone)]
pub struct ClientCore(Arc<Inner>);

struct Inner {
    pipeline: Pipeline,
    endpoint: Url,
    origin: Origin,
    clock: Arc<dyn Clock>,
    retry: Arc<RetryOptions>,
    tracer: Option<Arc<dyn Tracer>>,
    request_ids: RequestIds,
    subscription: Option<Subscription>,
    /// The pair of the query that says which api-version is spoken.
    version: String,
    service: &'static Service,
    validate: bool,
}

/// The subscription that a client is made for.
pub(crate) struct Subscription {
    /// What paths call it.
    pub(crate) name: &'static str,
    pub(crate) id: String,
    /// The id as a segment of a path.
    pub(crate) segment: String,
}

/// Without the policies: what the application put into them is not ours to print.
impl fmt::Debug for ClientCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCore")
            .field("endpoint", &self.0.endpoint.as_str())
            .field("subscription_id", &self.subscription_id())
            .field("api_version", &self.0.service.api_version)
            .finish_non_exhaustive()
    }
}

impl ClientCore {
    /// What the clients of `service` share.
    ///
    /// # Errors
    /// If the subscription, the endpoint or the application id is not well-formed, or there is no transport.
    pub fn new(
        service: &'static Service,
        subscription: Option<(&'static Param, String)>,
        credential: Arc<dyn TokenCredential>,
        options: Option<ClientOptions>,
    ) -> azure_core::Result<Self> {
        let options = options.unwrap_or_default();
        let endpoint = options.cloud.url()?;
        let validate = options.validate_arguments;
        if let Some((param, id)) = &subscription {
            param.check_path(id, validate)?;
        }
        let subscription =
            subscription.map(|(param, id)| Subscription { name: param.name, segment: path::encoded(&id), id });
        let mut version = String::new();
        path::push_query(&mut version, "api-version", service.api_version);
        let origin = Origin::of_endpoint(&endpoint);
        let clock = Arc::clone(&options.clock);
        let retry = Arc::new(options.retry.clone());
        let provider = options.instrumentation.tracer_provider.as_ref();
        let tracer = provider.map(|provider| provider.get_tracer(None, service.package, Some(service.package_version)));
        let pipeline = pipeline(service, credential, options, Arc::clone(&retry), &origin)?;
        Ok(Self(Arc::new(Inner {
            pipeline,
            endpoint,
            origin,
            clock,
            retry,
            tracer,
            request_ids: RequestIds::new(),
            subscription,
            version,
            service,
            validate,
        })))
    }

    /// What the clients of an API share that is not Resource Manager's: the options must say where it answers.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if the cloud of the options is not [`Cloud::Custom`](crate::Cloud::Custom).
    pub fn elsewhere(
        service: &'static Service,
        subscription: Option<(&'static Param, String)>,
        credential: Arc<dyn TokenCredential>,
        options: Option<ClientOptions>,
    ) -> azure_core::Result<Self> {
        if !options.as_ref().is_some_and(|options| matches!(options.cloud, Cloud::Custom { .. })) {
            let message =
                "this API does not answer at Resource Manager: name its endpoint with `Cloud::Custom` in the options";
            return Err(Error::with_message(ErrorKind::Other, message));
        }
        Self::new(service, subscription, credential, options)
    }

    /// The subscription the client was made for.
    #[must_use]
    pub fn subscription_id(&self) -> &str {
        self.subscription().map_or("", |subscription| &subscription.id)
    }

    pub(crate) fn subscription(&self) -> Option<&Subscription> {
        self.0.subscription.as_ref()
    }

    /// The pair of a query that asks for the api-version.
    pub(crate) fn version_pair(&self) -> &str {
        &self.0.version
    }

    /// The api-version the client speaks.
    #[must_use]
    pub fn api_version(&self) -> &'static str {
        self.0.service.api_version
    }

    /// The resource providers that the operations of the api-version live under.
    #[must_use]
    pub fn namespaces(&self) -> &'static [&'static str] {
        self.0.service.namespaces
    }

    pub(crate) fn endpoint(&self) -> &Url {
        &self.0.endpoint
    }

    pub(crate) fn validates(&self) -> bool {
        self.0.validate
    }

    /// Where requests may go.
    pub(crate) fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Where polling takes the time from.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The longest wait that is granted to the service.
    pub(crate) fn max_retry_after(&self) -> Duration {
        self.0.retry.max_retry_after
    }

    /// Whether a failure is one that passes, as the application's [`RetryOptions`] see it.
    pub(crate) fn is_transient(&self, status: StatusCode, code: Option<&str>) -> bool {
        self.0.retry.is_transient(status, code)
    }

    /// Whether the application has an error code repeated, whatever the status.
    pub(crate) fn retries_code(&self, code: &str) -> bool {
        self.0.retry.names(code)
    }

    /// How long a call may take.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.0.retry.deadline
    }

    /// What starts spans, if anything does.
    pub(crate) fn tracer(&self) -> Option<&Arc<dyn Tracer>> {
        self.0.tracer.as_ref()
    }

    /// Sends a request through the pipeline and gives whatever came back, of any status. The policies find `plan` in the context,
    /// where it takes the place of that of a former request.
    ///
    /// Not an `async fn`, whose future would keep what is needed before the first wait only: each call allocates it, and the
    /// allocator is slow from a kilobyte on.
    pub(crate) fn send(
        &self,
        context: &mut Context<'_>,
        request: &mut HttpRequest,
        plan: RequestPlan,
    ) -> impl Future<Output = azure_core::Result<RawResponse>> + Send {
        self.0.request_ids.give(context, request);
        // Only the policies that trace look for the name, and those are there with a tracer.
        if self.0.tracer.is_some() {
            context.insert(PublicApiInstrumentationInformation::new(plan.operation.clone(), Vec::new()));
        }
        context.insert(plan);
        let context = &*context;
        async move {
            if let Err(error) = self.0.origin.check(request.url(), "the request") {
                return Err(error::of_sending(error, context, request));
            }
            // azure_core would make an error of its own kind from a failure; `error` knows ARM's bodies.
            let options = PipelineStreamOptions { skip_checks: true, ..PipelineStreamOptions::default() };
            // Not `send`, which would have the body copied twice and the context once: the body is whole already.
            let result = match self.0.pipeline.stream(context, request, Some(options)).await {
                Ok(response) => whole(response).await,
                Err(error) => Err(error),
            };
            result.map_err(|error| error::of_sending(error, context, request))
        }
    }
}

/// An answer with its body. [`Attempt`] has read that, unless a policy of the application has put another in its place.
async fn whole(response: AsyncRawResponse) -> azure_core::Result<RawResponse> {
    let (status, headers, mut body) = response.deconstruct();
    let mut chunks = Chunks::default();
    while let Some(chunk) = body.next().await {
        chunks.push(chunk?, 0);
    }
    Ok(RawResponse::from_bytes(status, headers, chunks.into_bytes()))
}

fn pipeline(
    service: &Service,
    credential: Arc<dyn TokenCredential>,
    options: ClientOptions,
    retry: Arc<RetryOptions>,
    origin: &Origin,
) -> azure_core::Result<Pipeline> {
    check_application_id(options.application_id.as_deref())?;
    let transport = options.transport.map_or_else(transport::default_transport, Ok)?;
    let attempt =
        Attempt::new(transport, Arc::clone(&options.clock), retry.attempt_timeout, options.max_response_bytes);
    let scope = options.cloud.scope();
    // azure_core's own retry is off: it does not know which POST may be repeated and waits as long as it is told to.
    let core_options = http::ClientOptions {
        per_call_policies: options.per_call_policies,
        per_try_policies: options.per_try_policies,
        retry: http::RetryOptions::none(),
        transport: Some(Transport::with_policy(Arc::new(attempt))),
        user_agent: UserAgentOptions { application_id: options.application_id },
        instrumentation: options.instrumentation,
        logging: options.logging,
        cloud: None,
    };
    let tokens = TokenCache::new(credential, &scope, Arc::clone(&options.clock));
    // The order is the point: a retry must authorise anew, but not start a new span or a new client request id.
    let per_try: Vec<Arc<dyn Policy>> = vec![
        Arc::new(RetryPolicy::new(retry, options.clock)),
        Arc::new(RedirectPolicy::new(origin.clone())),
        Arc::new(BearerPolicy::new(tokens, origin.clone())),
    ];
    let (package, version) = (Some(service.package), Some(service.package_version));
    Ok(Pipeline::new(package, version, core_options, Vec::new(), per_try, None))
}

/// azure_core panics on an application id that cannot stand in a `User-Agent`.
fn check_application_id(id: Option<&str>) -> Result<(), InvalidArgument> {
    match id {
        Some(id) if id.len() > 24 || !param::is_token(id) => {
            Err(InvalidArgument::new("application_id", "must be a token of HTTP of at most 24 characters", Some(id)))
        }
        _ => Ok(()),
    }
}
