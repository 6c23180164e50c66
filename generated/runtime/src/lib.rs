//! What every generated client stands on: requests, responses, models, errors. Written by hand, unit-tested.
//!
//! Hidden from the documentation because machine-written code is its only direct user; what an application names is
//! re-exported from the crate root.
//!
//! The crate must compile fast, and every instance of a generic function is compiled with it. So there are loops where a chain
//! of iterator adapters would serve one place, and what only applications call is `#[inline]`: compiled where it is used.
//!
//! Invariant: nothing here knows an api-version, an operation or a model of API Management.

mod ascii;
mod attempt;
mod backoff;
mod bearer;
mod call;
mod challenge;
mod clock;
mod cloud;
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
    http::{Etag, Method, poller::PollerStatus},
    time::OffsetDateTime,
};

pub use self::{
    call::{Call, Sending},
    challenge::Claims,
    clock::Clock,
    cloud::Cloud,
    continuation::Continuation,
    core::Core,
    deadline::DeadlineExceeded,
    error::{ArmError, ArmErrorDetail, ArmErrorInfo},
    list::List,
    lro::{status::OperationStatus, token::PollerToken},
    model::{
        Entries, Enumeration, Extra, Field, Fields, Fill, Given, IsoDuration, IsoDurationError, Items, Model, Open,
        Page, PageFault, PageParts, Patch, Scalar, See, Shape, Slot, Wire, internal,
    },
    options::ClientOptions,
    pages::Pages,
    param::{InvalidArgument, Param},
    pattern::Pattern,
    poller::{FinalState, Finishing, Poller, Resume},
    request::{Operation, Request},
    response::{Exists, Payload, Response},
    retry_options::RetryOptions,
    rules::Rules,
    text::ToText,
};
pub use crate::{__enumeration as enumeration, __model as model, __page as page};
