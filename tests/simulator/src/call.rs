//! Arguments for calls, made from the description; and a client of the fake service in memory.

use std::{sync::Arc, time::Duration};

use arm_apimanagement::{ClientOptions, RetryOptions};
use generator::model::{Api, Location, Operation, Param};
use kit::credential::FakeCredential;
use serde_json::{Value as Json, json};

use crate::{
    arm::Service,
    json::{Purpose, Sampler, Shape},
};
use dispatch::{Arguments, Dispatcher};

/// Where the service in memory is.
pub const ORIGIN: &str = "https://management.azure.com";

/// The subscription of every client here.
pub const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// A service in memory and a client of one version.
#[derive(Debug)]
pub struct Pair {
    /// The service.
    pub service: Arc<Service>,
    /// The client.
    pub client: Dispatcher,
    /// How long each of its calls may take.
    pub deadline: Option<Duration>,
}

impl Pair {
    /// A new service, a new client; what is random about the client follows from the seed.
    ///
    /// # Panics
    /// If the client refuses its options.
    #[must_use]
    pub fn new(api: &'static Api, seed: u64) -> Self {
        Self::with(api, seed, |_| {})
    }

    /// The same with other options.
    ///
    /// # Panics
    /// If the client refuses them.
    #[must_use]
    pub fn with(api: &'static Api, seed: u64, change: impl FnOnce(&mut ClientOptions)) -> Self {
        let service = Service::new(&[api], ORIGIN);
        let mut options = ClientOptions {
            transport: Some(service.transport()),
            clock: Arc::new(service.time()),
            retry: RetryOptions { seed: Some(seed), ..RetryOptions::default() },
            ..ClientOptions::default()
        };
        change(&mut options);
        let deadline = options.retry.deadline;
        let credential = FakeCredential::of(service.issuer());
        let client = Dispatcher::new(&api.api_version, SUBSCRIPTION, credential, options);
        Self { service, client: client.expect("the options are good"), deadline }
    }
}

/// Arguments that satisfy the description: the required ones, and the optional ones too unless the shape is minimal.
#[must_use]
pub fn arguments(api: &Api, op: &Operation, shape: Shape, seed: u64) -> Arguments {
    let mut sampler = Sampler::new(api, shape, Purpose::Request(op.method), seed);
    let mut arguments = Arguments::default();
    for param in op.params.iter().map(|param| api.param(param)) {
        let wanted = param.required || shape != Shape::Minimal;
        if wanted && !is_the_clients(op, param) {
            let value = if param.location == Location::Header { header(param) } else { None };
            arguments.params.insert(param.name.clone(), value.unwrap_or_else(|| sampler.param(param)));
        }
    }
    if let Some(body) = &op.body
        && (body.required || shape != Shape::Minimal)
    {
        arguments.body = Some(sampler.value(&body.value));
    }
    arguments
}

/// Whether no caller gives it: the client does, or the path.
fn is_the_clients(op: &Operation, param: &Param) -> bool {
    let constant = param.location == Location::Query && op.path.query.iter().any(|(name, _)| *name == param.name);
    constant || param.name == "api-version" || param.client && param.name == "subscriptionId"
}

/// The value of a header that says under which condition something is to be done: any condition that holds.
fn header(param: &Param) -> Option<Json> {
    match param.name.to_ascii_lowercase().as_str() {
        "if-match" => Some(json!("*")),
        "if-none-match" => Some(json!("\"another\"")),
        _ => None,
    }
}

/// The path of an operation's request.
///
/// # Panics
/// If an argument is missing.
#[must_use]
pub fn path(op: &Operation, arguments: &Arguments) -> String {
    let mut path = op.path.clone();
    path.query.clear();
    let mut text = path.to_string();
    for name in path.params() {
        let value = match arguments.params.get(name) {
            Some(Json::String(value)) => value.clone(),
            Some(other) => other.to_string(),
            None if name == "subscriptionId" => SUBSCRIPTION.to_owned(),
            None => panic!("{}: {name} is missing", op.id),
        };
        let encoded = percent_encoding::utf8_percent_encode(&value, UNRESERVED).to_string();
        text = text.replace(&format!("{{{name}}}"), &encoded);
    }
    text
}

/// Everything but the unreserved characters of RFC 3986.
const UNRESERVED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
