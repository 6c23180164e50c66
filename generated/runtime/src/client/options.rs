//! What an application can choose about a client.

use std::sync::Arc;

use azure_core::http::{InstrumentationOptions, LoggingOptions, Transport, policies::Policy};

use crate::{
    base::clock::{self, Clock},
    client::cloud::Cloud,
    policy::retry_options::RetryOptions,
};

/// Options of a client. The default talks to the public cloud over reqwest and checks every argument.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// The cloud to talk to.
    pub cloud: Cloud,
    /// Whether arguments are checked against the limits of the API before anything is sent. On by default.
    ///
    /// A path argument that is empty, `.` or `..` is refused in any case.
    pub validate_arguments: bool,
    /// How failed requests are repeated.
    pub retry: RetryOptions,
    /// Where retries, polling and the refresh of tokens take the time from; the system's clocks by default.
    pub clock: Arc<dyn Clock>,
    /// What sends the requests; reqwest by default (feature `reqwest`).
    pub transport: Option<Transport>,
    /// The largest body of an answer that is read, after decompression; 256 MiB by default. A larger one is an error, whatever
    /// its status, and is not read on: a megabyte of gzip can hold a gigabyte.
    ///
    /// What a body of JSON becomes is bounded too, since `[{},{},..` can be a thousand times as large as values: it may take 64 times
    /// as much memory as the body and 8 MiB, and no more than eight times as much and a GiB; some 3 GiB with the default. Beyond that
    /// reading it is an error; the body itself can still be had.
    pub max_response_bytes: usize,
    /// Put in front of the `User-Agent` header: at most 24 characters of an HTTP token.
    pub application_id: Option<String>,
    /// Policies that see each call once.
    pub per_call_policies: Vec<Arc<dyn Policy>>,
    /// Policies that see every attempt of a call.
    pub per_try_policies: Vec<Arc<dyn Policy>>,
    /// What azure_core may write to logs.
    pub logging: LoggingOptions,
    /// The tracer that gets a span for each call, list and long-running operation, named after the operation, and below it one
    /// for each try.
    pub instrumentation: InstrumentationOptions,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            cloud: Cloud::default(),
            validate_arguments: true,
            retry: RetryOptions::default(),
            clock: clock::system(),
            transport: None,
            max_response_bytes: 256 * 1024 * 1024,
            application_id: None,
            per_call_policies: Vec::new(),
            per_try_policies: Vec::new(),
            logging: LoggingOptions::default(),
            instrumentation: InstrumentationOptions::default(),
        }
    }
}

impl ClientOptions {
    /// What azure_core's options of a client say: transport, policies, application id, instrumentation, logging and cloud.
    ///
    /// Retries are told beside them. Those of azure_core cannot be read by others, and what they would say is not what a client
    /// of Resource Manager needs: see [`RetryOptions`].
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use arm_runtime::{ClientOptions, Cloud, RetryOptions};
    /// use azure_core::{cloud::CloudConfiguration, http};
    ///
    /// let shared = http::ClientOptions { cloud: Some(Arc::new(CloudConfiguration::AzureChina)), ..Default::default() };
    /// let options = ClientOptions::from_azure_core(shared, RetryOptions::default())?;
    /// assert_eq!(options.cloud, Cloud::China);
    /// # Ok::<(), azure_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the cloud is a custom one, which does not say where Resource Manager answers: take it out, and set
    /// [`cloud`](Self::cloud) on the result.
    pub fn from_azure_core(options: azure_core::http::ClientOptions, retry: RetryOptions) -> azure_core::Result<Self> {
        Ok(Self {
            cloud: options.cloud.as_deref().map_or(Ok(Cloud::default()), Cloud::try_from)?,
            retry,
            transport: options.transport,
            application_id: options.user_agent.application_id,
            per_call_policies: options.per_call_policies,
            per_try_policies: options.per_try_policies,
            logging: options.logging,
            instrumentation: options.instrumentation,
            ..Self::default()
        })
    }
}
