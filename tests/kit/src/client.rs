//! A client of an API that exists nowhere: the runtime alone, without generated code.

use std::sync::Arc;

use arm_apimanagement::{
    ClientOptions, RetryOptions,
    rt::{ClientCore, Method, Operation, Request, Service},
};
use azure_core::credentials::TokenCredential;

use crate::{clock::FakeClock, memory::Memory};

/// Scheme, host and port of the service.
pub const ORIGIN: &str = "https://management.azure.com";

/// The path below which a saved link of the API may lead.
pub const PROVIDER: &str = "/providers/Microsoft.Widgets";

/// What it says when something is wrong.
pub const FAILURE: &str = r#"{"error":{"code":"Broken","message":"It is broken."}}"#;

/// Options with a backoff whose jitter has a fixed seed.
#[must_use]
pub fn options(service: &Arc<Memory>, clock: &Arc<FakeClock>) -> ClientOptions {
    let retry = RetryOptions { seed: Some(1), ..RetryOptions::default() };
    ClientOptions { clock: Arc::<FakeClock>::clone(clock), retry, ..service.options() }
}

/// A client package of its own, so that a test sees whose name is sent.
pub const SERVICE: Service = Service {
    package: "arm-widgets",
    package_version: "1.2.3",
    api_version: "2022-01-01",
    namespaces: &["Microsoft.Widgets"],
};

/// The client.
///
/// # Panics
/// If the options are refused.
#[must_use]
pub fn core(credential: Arc<dyn TokenCredential>, options: ClientOptions) -> ClientCore {
    ClientCore::new(&SERVICE, None, credential, Some(options)).expect("the options are good")
}

/// A request of `/thing`.
pub fn request(core: &ClientCore, method: Method) -> Request {
    core.request(Operation {
        name: "Thing_Do",
        method,
        path: "/thing",
        success: &[200, 201, 202, 204],
        ..Operation::DEFAULT
    })
}
