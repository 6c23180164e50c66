//! Every operation of every version as a call with JSON arguments and a JSON answer, through the typed client; and every
//! model as a way from JSON to JSON.
//!
//! The tables are written by the build script, one entry an operation or a type; here is what the entries are made of.
//! Nothing is generic on the outside, so that editing a test rebuilds none of it.

mod arguments;
mod running;
mod trip;
mod versions {
    //! The tables of each api-version.
    include!(concat!(env!("OUT_DIR"), "/dispatch.rs"));
}

use std::{fmt, sync::Arc};

use arm_apimanagement::{ClientOptions, PollerToken, Resume as _};
use azure_core::credentials::TokenCredential;

use self::versions::{v2021_08_01, v2024_05_01};
pub use self::{
    arguments::{Arguments, Misfit},
    running::{Answer, Listing, Paging, Polling, Running},
    trip::{Through, Trip},
};

/// The call of one operation.
type Entry<C> = fn(&C, &Arguments) -> Result<Running, Misfit>;

/// A client of one version, by operation id.
#[derive(Clone)]
pub struct Dispatcher(Client);

#[derive(Clone)]
enum Client {
    V2021(arm_apimanagement::v2021_08_01::Client),
    V2024(arm_apimanagement::v2024_05_01::Client),
}

impl Dispatcher {
    /// A client of an api-version.
    ///
    /// # Errors
    /// If the client refuses the subscription or the options.
    ///
    /// # Panics
    /// If there is no such version.
    pub fn new(
        version: &str,
        subscription: &str,
        credential: Arc<dyn TokenCredential>,
        options: ClientOptions,
    ) -> azure_core::Result<Self> {
        use arm_apimanagement::{v2021_08_01, v2024_05_01};
        Ok(Self(match version {
            v2021_08_01::API_VERSION => {
                Client::V2021(v2021_08_01::Client::new(subscription, credential, Some(options))?)
            }
            v2024_05_01::API_VERSION => {
                Client::V2024(v2024_05_01::Client::new(subscription, credential, Some(options))?)
            }
            _ => panic!("no client speaks {version}"),
        }))
    }

    /// The ids of all operations, sorted.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        match &self.0 {
            Client::V2021(_) => v2021_08_01::OPERATIONS.iter().map(|(id, _)| *id).collect(),
            Client::V2024(_) => v2024_05_01::OPERATIONS.iter().map(|(id, _)| *id).collect(),
        }
    }

    /// Calls an operation. Nothing is sent before the result is awaited or polled.
    ///
    /// # Errors
    /// If there is no such operation, or an argument is missing or does not fit its type.
    pub fn run(&self, operation: &str, arguments: &Arguments) -> Result<Running, Misfit> {
        match &self.0 {
            Client::V2021(client) => find(&v2021_08_01::OPERATIONS, operation)?(client, arguments),
            Client::V2024(client) => find(&v2024_05_01::OPERATIONS, operation)?(client, arguments),
        }
    }
}

impl Dispatcher {
    /// Goes on with an operation that was begun by the same method, from a saved token.
    #[must_use]
    pub fn resume(&self, begun: &Polling, token: PollerToken) -> Polling {
        match &self.0 {
            Client::V2021(client) => begun.resumed(client.core(), token),
            Client::V2024(client) => begun.resumed(client.core(), token),
        }
    }
}

/// The models of an api-version with their way through Rust, sorted by the id of their type.
///
/// # Panics
/// If there is no such version.
#[must_use]
pub fn models(version: &str) -> &'static [(&'static str, Through)] {
    match version {
        arm_apimanagement::v2021_08_01::API_VERSION => &v2021_08_01::MODELS,
        arm_apimanagement::v2024_05_01::API_VERSION => &v2024_05_01::MODELS,
        _ => panic!("no client speaks {version}"),
    }
}

impl fmt::Debug for Dispatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher").finish_non_exhaustive()
    }
}

fn find<C>(operations: &[(&str, Entry<C>)], operation: &str) -> Result<Entry<C>, Misfit> {
    let at = operations.binary_search_by_key(&operation, |(id, _)| id);
    at.map(|at| operations[at].1).map_err(|_| Misfit::operation(operation))
}
