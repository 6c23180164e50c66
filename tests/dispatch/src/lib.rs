//! Every operation of every version as a call with JSON arguments and a JSON answer, through the typed client; and every
//! model as a way from JSON to JSON.
//!
//! The tables are written by the build script, one entry an operation or a type; what the entries of operations are made of stands
//! in `kit::calls`.
//! Nothing is generic on the outside, so that editing a test rebuilds none of it.

mod versions {
    //! The tables of each api-version.
    include!(concat!(env!("OUT_DIR"), "/rendered.rs"));
}

use std::{fmt, sync::Arc};

use arm_apimanagement::{ClientOptions, PollerToken, Resume as _};
use azure_core::credentials::TokenCredential;

use kit::calls::find;
pub use kit::calls::{Answer, ArgumentMismatch, Arguments, Listing, Paging, Polling, Running, Through, Trip};

/// A client of one version, by operation id.
#[derive(Clone)]
pub struct Dispatcher(Client);

/// What differs between the versions: the type of the client. The build script calls this with the module of each.
macro_rules! clients {
    ($($version:ident)*) => {
        #[derive(Clone)]
        #[allow(non_camel_case_types, reason = "a variant is called as the module of its version")]
        enum Client {
            $($version(arm_apimanagement::$version::Client),)*
        }

        impl Client {
            /// `None` if there is no such version.
            fn new(
                version: &str,
                subscription: &str,
                credential: Arc<dyn TokenCredential>,
                options: ClientOptions,
            ) -> Option<azure_core::Result<Self>> {
                match version {
                    $(arm_apimanagement::$version::API_VERSION => {
                        let client = arm_apimanagement::$version::Client::new(subscription, credential, Some(options));
                        Some(client.map(Self::$version))
                    })*
                    _ => None,
                }
            }

            fn operations(&self) -> Vec<&'static str> {
                match self {
                    $(Self::$version(_) => versions::$version::OPERATIONS.iter().map(|(id, _)| *id).collect(),)*
                }
            }

            fn run(&self, operation: &str, arguments: &Arguments) -> Result<Running, ArgumentMismatch> {
                match self {
                    $(Self::$version(client) => find(&versions::$version::OPERATIONS, operation)?(client, arguments),)*
                }
            }

            fn resume(&self, begun: &Polling, token: PollerToken) -> Polling {
                match self {
                    $(Self::$version(client) => begun.resumed(client.core(), token),)*
                }
            }
        }

        fn models_of(version: &str) -> Option<&'static [(&'static str, Through)]> {
            match version {
                $(arm_apimanagement::$version::API_VERSION => Some(&versions::$version::MODELS),)*
                _ => None,
            }
        }
    };
}

versions::all!(clients);

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
        let client = Client::new(version, subscription, credential, options);
        Ok(Self(client.unwrap_or_else(|| panic!("no client speaks {version}"))?))
    }

    /// The ids of all operations, sorted.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        self.0.operations()
    }

    /// Calls an operation. Nothing is sent before the result is awaited or polled.
    ///
    /// # Errors
    /// If there is no such operation, or an argument is missing or does not fit its type.
    pub fn run(&self, operation: &str, arguments: &Arguments) -> Result<Running, ArgumentMismatch> {
        self.0.run(operation, arguments)
    }

    /// Goes on with an operation that was begun by the same method, from a saved token.
    #[must_use]
    pub fn resume(&self, begun: &Polling, token: PollerToken) -> Polling {
        self.0.resume(begun, token)
    }
}

/// The models of an api-version with their way through Rust, sorted by the id of their type.
///
/// # Panics
/// If there is no such version.
#[must_use]
pub fn models(version: &str) -> &'static [(&'static str, Through)] {
    models_of(version).unwrap_or_else(|| panic!("no client speaks {version}"))
}

impl fmt::Debug for Dispatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatcher").finish_non_exhaustive()
    }
}
