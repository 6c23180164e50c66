//! What a Rust client of Azure Resource Manager needs, whatever the service.
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The code must compile fast, and every instance of a generic function is compiled with it. So there are loops where a chain
// of iterator adapters would serve one place, and what only applications call is `#[inline]`: compiled where it is used.
//
// Invariant: nothing here knows an api-version, an operation or a model of any one service.

mod ascii;
mod attempt;
mod backoff;
mod bearer;
mod call;
mod challenge;
mod clock;
mod cloud;
#[doc(hidden)]
pub mod codegen;
mod continuation;
mod core;
mod deadline;
mod error;
mod list;
mod lro;
mod model;
mod options;
mod origin;
mod pages;
mod param;
mod path;
mod pattern;
mod poller;
mod random;
mod redirect;
mod request;
mod request_id;
#[cfg(feature = "reqwest")]
mod reqwest_client;
mod response;
mod retry;
mod retry_after;
mod retry_options;
mod rules;
mod saved_link;
mod span;
mod text;
mod timer;
mod token_cache;
mod token_request;
mod trail;
mod transport;
mod walk;
mod watch;

pub use azure_core::{
    http::{Etag, poller::PollerStatus},
    time::OffsetDateTime,
};

pub use self::{
    call::{Call, Sending},
    challenge::Claims,
    clock::Clock,
    cloud::Cloud,
    continuation::Continuation,
    deadline::DeadlineExceeded,
    error::{ArmError, ArmErrorDetail, ArmErrorInfo},
    list::List,
    lro::{status::OperationStatus, token::PollerToken},
    model::{Extra, IsoDuration, IsoDurationError, Page, Patch},
    options::ClientOptions,
    pages::Pages,
    param::InvalidArgument,
    poller::{Finishing, Poller, Resume},
    response::{Exists, Payload, Response},
    retry_options::RetryOptions,
};
